import type { Audio } from '../../../src/audio/audio.ts'
/** A recording whose truth is known from how it was made. */
export interface Recipe {
  /** What is special about it, as the end of a sentence: "reads …". Unique. */
  readonly name: string
  /** The file's name, its ending included. */
  readonly file: string
  readonly bytes: Buffer
  /** Seconds that a player plays; null where there is nothing to be played. */
  readonly seconds: number | null
  /** What the sentence of the refusal must say. */
  readonly refusal?: RegExp
  /** What one of the warnings must say; without it there may be none. */
  readonly warning?: RegExp
}

/** What is told of a recording whose last part is torn. */
export const TORN = /ends in the middle of its sound: it was probably cut off/

/** Random bytes that are the same at every call with the same seed. */
export function randomBytes(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length)
  const next = randomNumbers(seed)
  for (let at = 0; at < length; at++) bytes[at] = next() * 256
  return bytes
}

/** Numbers from 0 up to 1, the same for the same seed. Mulberry32 by Tommy Ettinger. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The bytes of `pattern`, again and again. */
export function repeated(pattern: readonly number[], length: number): Buffer {
  return Buffer.alloc(length, Buffer.from(pattern))
}

/** All that a probe says of a recording that plays. */
export function sentencesOf({ cut, warnings }: Pick<Audio, 'cut' | 'warnings'>): readonly string[] {
  return [...(cut === null ? [] : [cut]), ...warnings]
}
