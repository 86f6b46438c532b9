import { parseFragment } from 'parse5'
import { expect, test } from 'vitest'
import { drawSmallCover } from '#public/cover.js'

test('each title has a cover of its own, and always the same', () => {
  const titles = Array.from({ length: 500 }, (_, index) => `Episode ${index}`)
  const covers = titles.map(drawSmallCover)
  expect(new Set(covers).size).toBe(titles.length)
  // Not by the letter: these have the same.
  expect(new Set(covers.map((cover) => cover.replace(/<text.*/, ''))).size).toBe(titles.length)
  expect(titles.map(drawSmallCover)).toEqual(covers)
})

test.each([
  ['Tides', 'T'],
  ['„Čas“', 'Č'],
  ['海のための表', '海'],
  ['… 12 hodin', '1'],
  ['', ''],
  ['<script>', 'S'],
  ['&', '&amp;'],
  ['"><img src=x onerror=alert(1)>', 'I'],
])('%j is drawn with %j, and as nothing but a drawing', (title, letter) => {
  const cover = drawSmallCover(title)
  expect(cover).toContain(`>${letter}</text></svg>`)
  expect(parseFragment(cover).childNodes.map(({ nodeName }) => nodeName)).toEqual(['svg'])
  expect(cover).not.toMatch(/script|onerror|NaN|undefined/)
})
