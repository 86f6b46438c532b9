import { expect, test } from 'vitest'

import {
  chaptersPath,
  listedChapters,
  publicChapters,
  renderChapters,
} from '../../src/render/public-chapters.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'

test('renderChapters writes JSON chapters 1.2', async () => {
  await expect(renderChapters(exampleShow(), exampleEpisode())).toMatchFileSnapshot(
    'golden/chapters.json',
  )
})

test('chapters lie beside the page of their episode', () => {
  expect(chaptersPath(exampleEpisode({ slug: 'fog' }))).toBe('/episodes/fog/chapters.json')
})

test('publicChapters gives plain titles and absolute addresses', () => {
  const episode = exampleEpisode({
    link: 'https://www.example.org/item/fog/',
    chapters: [
      { start: 0, title: ' The\nsea \u0000' },
      { start: 1.235, end: 2, title: 'A & <b>', url: '#fog', image: '/fog ž.png' },
      { start: 2, title: 'Bad', url: 'javascript:alert(1)', image: 'data:image/png;base64,AA==' },
    ],
  })
  expect(publicChapters(exampleShow(), episode)).toEqual([
    { start: 0, title: 'The sea' },
    {
      start: 1.235,
      end: 2,
      title: 'A & <b>',
      url: 'https://www.example.org/item/fog/#fog',
      image: 'https://www.example.org/fog%20%C5%BE.png',
    },
    { start: 2, title: 'Bad' },
  ])
})

test('the file has hidden chapters and ends, lists have neither', () => {
  const chapters = [
    { start: 0, end: 3, title: 'A' },
    { start: 1, title: '', image: 'https://example.org/a.png', hidden: true as const },
  ]
  const episode = exampleEpisode({ chapters })
  expect(JSON.parse(renderChapters(exampleShow(), episode))).toMatchObject({
    chapters: [
      { startTime: 0, endTime: 3, title: 'A' },
      { startTime: 1, img: 'https://example.org/a.png', toc: false },
    ],
  })
  expect(listedChapters(exampleShow(), episode).map(({ title }) => title)).toEqual(['A'])
})
