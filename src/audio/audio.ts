/**
 * How a duration was found, from best to worst: `scan`, every frame was counted; `header`, a header that
 * samples of the sound confirmed; `container`, the index of the file; `estimate`, from size and bit rate;
 * `declared`, the post states it; `ledger`, measured at an earlier time.
 */
export type How = (typeof HOWS)[number]

export const HOWS = ['scan', 'header', 'container', 'estimate', 'declared', 'ledger'] as const

/** A chapter that is written inside the recording. */
export interface AudioChapter {
  /** Seconds from the start. */
  readonly start: number
  readonly title: string
}

/** The tags of a recording; null for those that are missing. */
export interface Tags {
  readonly title: string | null
  readonly artist: string | null
  readonly album: string | null
  /** Type and size of the front cover; the picture itself is read when it is needed, see `readCover`. */
  readonly cover: { readonly type: string; readonly bytes: number } | null
}

/** The measured facts of one recording. */
export interface Audio {
  /** The exact size of the file. */
  readonly bytes: number
  /** With fractions; always above 0. */
  readonly seconds: number
  /**
   * The media type by the content, never by the name, as in Apple's list: e.g. `audio/mpeg`, `audio/x-m4a`.
   */
  readonly type: string
  readonly codec: string | null
  /** The mean, in bit/s. */
  readonly bitrate: number | null
  readonly sampleRate: number | null
  readonly channels: number | null
  readonly vbr: boolean | null
  readonly chapters: readonly AudioChapter[]
  /** Null if they were not requested. */
  readonly tags: Tags | null
  readonly how: How
  /** A hash that identifies its bytes; null for a remote recording. */
  readonly hash: string | null
  /** ETag and Last-Modified as the host sends them, for conditional requests; null for a local file. */
  readonly etag: string | null
  readonly modified: string | null
  /** A sentence if the end of the recording is missing, as its own data shows; otherwise null. */
  readonly cut: string | null
  /** Sentences about anything else that is wrong with the file although it plays. */
  readonly warnings: readonly string[]
}
