import type { Content } from '../content.ts'

/**
 * A small file with only some tags of a recording: no sound, no padding, no endless list. It is safe to pass
 * to a parser of tags, whatever the recording contains.
 */
export interface Carrier {
  readonly bytes: Buffer
  /** Its media type. */
  readonly type: string
}

/** Puts tags of a recording into a file of their own; null if it has none of those that are used. */
export type CarryTags = (content: Content) => Carrier | null

/** Bytes of the longest text that is copied; titles are shorter. */
export const LARGEST_TEXT = 4096
/** Bytes of the largest picture that is copied. */
export const LARGEST_COVER = 8 * 1024 * 1024

/** A 32-bit number, big-endian. */
export function uint32BE(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** A 32-bit number, little-endian. */
export function uint32LE(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
