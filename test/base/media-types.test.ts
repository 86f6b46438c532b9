import { expect, test } from 'vitest'
import { audioTypeOf, usualType } from '../../src/base/media-types.ts'

test.each([
  ['audio/mp3', 'audio/mpeg'],
  ['Audio/X-MP3', 'audio/mpeg'],
  ['audio/mpeg', 'audio/mpeg'],
  ['audio/mp4', 'audio/x-m4a'],
  ['audio/x-wav', 'audio/wav'],
  ['audio/x-flac', 'audio/flac'],
  ['application/ogg', 'audio/ogg'],
  ['video/mp4', 'video/mp4'],
  ['text/html', 'text/html'],
  ['__proto__', '__proto__'],
  ['', ''],
])('%s is usually called %s', (type, usual) => {
  expect(usualType(type)).toBe(usual)
})

test.each([
  ['https://example.org/a.MP3?x=1#t=2', 'audio/mpeg'],
  ['a.b.opus', 'audio/ogg'],
  ['.mp3', null],
  ['mp3', null],
  ['a.jpg', null],
  ['a.constructor', null],
])('the name %s implies %s', (name, type) => {
  expect(audioTypeOf(name)).toBe(type)
})
