import { expect, test } from 'vitest'
import { urlOf } from '../../src/show/show.ts'

test.each([
  '/',
  '/episodes/tides/',
  '/audio/tides.mp3',
  '/feed.xml',
  '/audio/high tide.mp3',
  '/audio/příliv.mp3',
  '/a//b',
  '/a/../b.mp3',
  '/feed.v2.xml',
  '/a?b#c',
])('the address of %s is the one that is parsed', (path) => {
  for (const baseUrl of [
    'https://Cast.example/',
    'https://cast.example:443/a b/',
    'http://é.fr/x/',
  ]) {
    expect(urlOf({ baseUrl }, path)).toBe(new URL(path.slice(1), baseUrl).href)
  }
})
