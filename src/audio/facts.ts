import type { Audio } from './audio.ts'
import type { Reader } from './window.ts'

/** What is measured in the sound of a recording. */
export type Facts = Omit<Audio, 'bytes' | 'hash' | 'chapters' | 'tags' | 'etag' | 'modified'>

/** Measures a recording of one format in one pass over all of its bytes. */
export interface Meter {
  /** Takes the bytes of the recording, in order. */
  readonly push: Reader
  /**
   * Called once, after the last bytes.
   *
   * @returns Null if there is no sound in it.
   * @throws {Unplayable} If it is known why it cannot be played.
   */
  readonly end: () => Facts | null
}

/**
 * Why a recording cannot be played as it is. The message continues a sentence that begins with the name of
 * the file: what is wrong with it, and how to fix it.
 */
export class Unplayable extends Error {
  override readonly name = 'Unplayable'
  readonly refusal: 'silent' | 'foreign'

  /** @param refusal Whether it contains no sound, or sound that podcast apps do not play. */
  constructor(message: string, refusal: 'silent' | 'foreign' = 'silent') {
    super(message)
    this.refusal = refusal
  }
}

/** The least share of all bytes, without tags and zeros, that frames have in a badly damaged recording. */
export const LEAST_PART = 0.05

/** The number of bytes from `start` to `end` that are not zero. */
export function countNonZero(bytes: Uint8Array, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at++) if (bytes[at] !== 0) count++
  return count
}

/** The mean in bit/s. */
export function meanBitrate(bytes: number, seconds: number): number | null {
  return seconds > 0 ? Math.round((bytes * 8) / seconds) : null
}

/**
 * Why a recording was refused: it could not be read (`unreadable`), contains no sound (`silent`:
 * empty, only a tag, a web page, an image …), is in a format that podcast apps do not play
 * (`foreign`), or changed while it was read (`growing`: to be tried again later).
 */
export type Refusal = 'unreadable' | 'silent' | 'foreign' | 'growing'

/**
 * A recording that cannot be measured. The message is a whole sentence for the author: which file, what was
 * found in it, how to fix it.
 */
export class ProbeError extends Error {
  override readonly name = 'ProbeError'
  readonly refusal: Refusal

  constructor(refusal: Refusal, message: string, options?: ErrorOptions) {
    super(message, options)
    this.refusal = refusal
  }
}
