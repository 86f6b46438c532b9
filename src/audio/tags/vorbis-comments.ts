import { LARGEST_COVER, LARGEST_TEXT, uint32LE } from './carrier.ts'

/** Bytes of a picture in base64, with its description. */
const LARGEST_PICTURE_TEXT = Math.ceil(LARGEST_COVER / 3) * 4 + LARGEST_TEXT
/** The most bytes of each comment that is copied. */
const WANTED: Readonly<Record<string, number>> = {
  TITLE: LARGEST_TEXT,
  ARTIST: LARGEST_TEXT,
  ALBUM: LARGEST_TEXT,
  METADATA_BLOCK_PICTURE: LARGEST_PICTURE_TEXT,
}
/** The most bytes of all comments that are searched, including a picture. */
export const LARGEST_COMMENTS = 16 * 1024 * 1024
/** The most comments that are read. */
const MOST = 10_000
const LONGEST_NAME = 32

/**
 * Copies the comments that are used; null if there are none.
 *
 * @see https://xiph.org/vorbis/doc/v-comment.html
 */
export function pickComments(list: Buffer): Buffer | null {
  const picked = new Map<string, Buffer>()
  for (const comment of commentsOf(list)) {
    const head = comment.toString('latin1', 0, LONGEST_NAME)
    const name = head.slice(0, Math.max(0, head.indexOf('='))).toUpperCase()
    if (comment.length <= (WANTED[name] ?? 0) && !picked.has(name)) picked.set(name, comment)
  }
  if (picked.size === 0) return null
  const comments = [...picked.values()].flatMap((comment) => [uint32LE(comment.length), comment])
  // The name of the encoder, which precedes the comments, is not needed.
  return Buffer.concat([uint32LE(0), uint32LE(picked.size), ...comments])
}

/** @yields Each comment, as `NAME=value` in UTF-8. */
export function* commentsOf(list: Buffer): Generator<Buffer> {
  if (list.length < 4) return
  let at = 4 + list.readUInt32LE(0) + 4
  for (let count = 0; at + 4 <= list.length && count < MOST; count++) {
    const comment = at + 4
    at = comment + list.readUInt32LE(at)
    if (at <= list.length) yield list.subarray(comment, at)
  }
}
