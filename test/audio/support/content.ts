import type { Content } from '../../../src/audio/content.ts'

/** A recording that is in memory as a whole. */
export function contentOf(bytes: Buffer): Content {
  return {
    bytes: bytes.length,
    read: (position, length) => bytes.subarray(position, position + length),
  }
}
