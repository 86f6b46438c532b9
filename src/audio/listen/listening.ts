/** A recording that is to be decoded. */
export interface Recorded {
  /** Absolute. */
  readonly path: string
  /** Descriptor of the open file, which the caller closes. */
  readonly descriptor: number
  /** The media type, as measured, see `Audio`. */
  readonly type: string
  readonly channels: number
}

/** A recording that is being decoded. */
export interface Listening extends Recorded {
  /**
   * Whether the encoder delay at the start of an MP3 is removed, as players do if its header states it.
   * Otherwise frames give the same samples under any header.
   */
  readonly trims: boolean
  /**
   * Called with each piece of sound: the same number of samples for each channel, where 1 is full scale, and
   * samples per second. The samples are only valid until it returns.
   */
  readonly hear: (channels: readonly Float32Array[], rate: number) => void
  /** Called after each piece, so that a decoder that hangs is noticed. */
  readonly alive: () => void
}

/** What a worker reports: that it is alive, what was heard, or why nothing was. */
export type Report =
  | { readonly kind: 'alive' }
  | { readonly kind: 'heard'; readonly heard: Heard }
  | { readonly kind: 'undecodable'; readonly why: string }
  | { readonly kind: 'no-decoder' }

/** A recording that cannot be decoded. The message completes "it was not listened to:". */
export class Undecodable extends Error {
  override readonly name = 'Undecodable'
}

/** What was found by decoding a recording and measuring its samples. */
export interface Heard {
  /** Seconds of sound that were decoded. */
  readonly seconds: number
  readonly channels: number
  /**
   * Integrated loudness in LUFS; null if nothing is louder than −70 LUFS. One channel counts once, so
   * it reads 3 LU lower than the same sound in two channels, which is how it is played.
   */
  readonly loudness: number | null
  /** True peak in dBTP, i.e. including between samples; null for digital silence. */
  readonly peak: number | null
  /** The share of samples in runs at full scale, from 0 to 1. */
  readonly clipped: number
  /** The ungated loudness of each channel in LUFS; null for digital silence. */
  readonly levels: readonly (number | null)[]
  /** By how many LU the sum of two channels is quieter than both together; null if there are not two. */
  readonly cancelled: number | null
  /** The loudness of each second in whole LUFS, never below {@link NOTHING}. */
  readonly envelope: readonly number[]
  /** A hash of the samples, independent of tags; comparable only for the same decoder. */
  readonly hash: string
}

/** The value of an envelope for digital silence, in LUFS. */
export const NOTHING = -120
