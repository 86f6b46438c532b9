import type { Content } from '../content.ts'

/**
 * A small file with some tags of a recording and nothing else: no sound, no padding, no list that
 * goes on for ever. A parser of tags cannot lose itself in it, whatever the recording is like.
 */
export interface Carrier {
  readonly bytes: Buffer
  /** Its media type. */
  readonly type: string
}

/** Puts tags of a recording into a file of their own; null where it has none that are wanted. */
export type CarryTags = (content: Content) => Carrier | null

/** Bytes of a text that is taken along; titles are shorter. */
export const LARGEST_TEXT = 4096
/** Bytes of a picture that is taken along. */
export const LARGEST_COVER = 8 * 1024 * 1024

/** A number of four bytes, the largest first. */
export function uint32BE(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** A number of four bytes, the smallest first. */
export function uint32LE(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
