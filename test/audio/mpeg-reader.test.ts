import { describe, expect, test } from 'vitest'
import { MpegReader } from '../../src/audio/mpeg/frame-reader.ts'
import type { Tally } from '../../src/audio/mpeg/tally.ts'
import { HEADROOM } from '../../src/audio/window.ts'
import { HAND_MADE } from './corpus/hand-made.ts'

/** What the reader counts when it is given the bytes in pieces of that size. */
function readIn(size: number, bytes: Buffer): { readonly tally: Tally; readonly missing: number } {
  const reader = new MpegReader()
  const buffer = Buffer.alloc(HEADROOM + size)
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size)
    buffer.fill(0xaa)
    piece.copy(buffer, HEADROOM)
    reader.push(buffer, HEADROOM, HEADROOM + piece.length)
  }
  return reader.end()
}

describe('MpegReader', () => {
  const recipes = Object.values(HAND_MADE)
    .flat()
    .filter(({ file, bytes }) => file.endsWith('.mp3') && bytes.length < 300_000)

  test.each(recipes)('counts the same however it is given its bytes: $name', ({ bytes }) => {
    const whole = readIn(Math.max(1, bytes.length), bytes)
    for (const size of [1500, 16_384, 100_003]) expect(readIn(size, bytes)).toEqual(whole)
  })
})
