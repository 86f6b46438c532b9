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
   * are a second. The samples are there until it returns.
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

/** What was found out by decoding a recording and measuring its samples. */
export interface Heard {
  /** Seconds of sound that were decoded. */
  readonly seconds: number
  readonly channels: number
  /**
   * Integrated loudness in LUFS; null if nothing is louder than −70 LUFS. One channel counts once, so
   * it reads 3 LU lower than the same sound in two channels, which is how it is played.
   */
  readonly loudness: number | null
  /** True peak in dBTP: between the samples, too; null for digital silence. */
  readonly peak: number | null
  /** The share of samples in runs at full scale, from 0 to 1. */
  readonly clipped: number
  /** The loudness of each channel alone in LUFS, without gates; null for digital silence. */
  readonly levels: readonly (number | null)[]
  /** Loudness of the sum of two channels below that of both, in LU; null if there are not two. */
  readonly cancelled: number | null
  /** The loudness of each second in whole LUFS, at least {@link NOTHING}. */
  readonly envelope: readonly number[]
  /** A hash of the samples, whatever the tags; the same only with the same decoder. */
  readonly hash: string
}

/** What an envelope has for digital silence, in LUFS. */
export const NOTHING = -120
