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
