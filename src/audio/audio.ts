/**
 * How a duration came to be known, from best to worst: every frame `scan`ned, a `header` that
 * samples confirmed, the file's own `container` index, an `estimate` from size and bit rate, what
 * the post `declared`, or the `ledger`'s memory.
 */
export type How = (typeof HOWS)[number]

export const HOWS = ['scan', 'header', 'container', 'estimate', 'declared', 'ledger'] as const

/** A chapter that is written inside the recording. */
export interface AudioChapter {
  /** Seconds from the start. */
  readonly start: number
  readonly title: string
}

/** What a recording says of itself; null for what it leaves out. */
export interface Tags {
  readonly title: string | null
  readonly artist: string | null
  readonly album: string | null
  /** What its front cover is; the picture itself is read when it is needed, see `readCover`. */
  readonly cover: { readonly type: string; readonly bytes: number } | null
}

/** The measured facts of one recording. */
export interface Audio {
  /** Exact size of the file. */
  readonly bytes: number
  /** With fraction; always above 0. */
  readonly seconds: number
  /** By content, never by name; in the form that Apple lists, e.g. `audio/mpeg`, `audio/x-m4a`. */
  readonly type: string
  readonly codec: string | null
  /** Bit/s, the mean. */
  readonly bitrate: number | null
  readonly sampleRate: number | null
  readonly channels: number | null
  readonly vbr: boolean | null
  readonly chapters: readonly AudioChapter[]
  /** Null where nobody asked for them. */
  readonly tags: Tags | null
  readonly how: How
  /** Tells its bytes from any others, see `base/fingerprint.ts`; null for a remote recording. */
  readonly hash: string | null
  /** ETag and Last-Modified as another host writes them; they make the next look cheap. */
  readonly etag: string | null
  readonly modified: string | null
  /** The sentence that its end is missing, where the file itself proves that; else null. */
  readonly cut: string | null
  /** Sentences on what else is odd in the file although it plays. */
  readonly warnings: readonly string[]
}
