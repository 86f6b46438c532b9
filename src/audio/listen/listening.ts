import type { Heard } from './heard.ts'

/** A recording that is to be decoded. */
export interface Recorded {
  /** Absolute. */
  readonly path: string
  /** Of the open file, which whoever opened it closes. */
  readonly descriptor: number
  /** As measured, see `Audio`. */
  readonly type: string
  readonly channels: number
}

/** One being decoded. */
export interface Listening extends Recorded {
  /**
   * Whether the silence that an encoder has put in front of an MP3 is left out, as players do where its
   * header tells how much that is. Otherwise frames give the same samples under any header.
   */
  readonly trims: boolean
  /**
   * Called with each piece: as many samples for each channel, where 1 is full scale, and how many of them
   * are a second.
   */
  readonly hear: (channels: readonly Float32Array[], rate: number) => void
  /** Called after each piece, so that a decoder that hangs is noticed. */
  readonly alive: () => void
}

/** What a worker reports: that it goes on, what was heard, or why nothing was. */
export type Report =
  | { readonly kind: 'alive' }
  | { readonly kind: 'heard'; readonly heard: Heard }
  | { readonly kind: 'undecodable'; readonly why: string }
  | { readonly kind: 'no-decoder' }

/** A recording that no decoder makes sound of; the message completes "it was not listened to:". */
export class Undecodable extends Error {
  override readonly name = 'Undecodable'
}
