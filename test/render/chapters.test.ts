import { expect, test } from 'vitest'

import { chaptersPath, publicChapters, renderChapters } from '../../src/render/chapters.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'

test('renderChapters writes JSON chapters 1.2', async () => {
  await expect(renderChapters(exampleShow(), exampleEpisode())).toMatchFileSnapshot(
    'golden/chapters.json',
  )
})

test('chapters lie beside the page of their episode', () => {
  expect(chaptersPath(exampleEpisode({ slug: 'fog' }))).toBe('/episodes/fog/chapters.json')
})

test('publicChapters gives starts to the millisecond, plain titles and absolute addresses', () => {
  const episode = exampleEpisode({
    link: 'https://www.example.org/item/fog/',
    chapters: [
      { start: 0, title: ' The\nsea \u0000' },
      { start: 1.23456, title: 'A & <b>', url: '#fog', image: '/fog ž.png' },
      { start: 2, title: 'Bad', url: 'javascript:alert(1)', image: 'data:image/png;base64,AA==' },
      { start: 3, title: ' \u0000 ' },
    ],
  })
  expect(publicChapters(exampleShow(), episode)).toEqual([
    { start: 0, title: 'The sea' },
    {
      start: 1.235,
      title: 'A & <b>',
      url: 'https://www.example.org/item/fog/#fog',
      image: 'https://www.example.org/fog%20%C5%BE.png',
    },
    { start: 2, title: 'Bad' },
  ])
})
