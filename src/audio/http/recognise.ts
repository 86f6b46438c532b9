import { ID3_HEAD_BYTES, id3Bytes } from '../id3/head.ts'
import type { Read } from '../id3/frames.ts'
import { sniff, SNIFFED_BYTES, type Format, type Sniffed } from '../sniff.ts'

/** The formats that players still recognise behind an ID3v2 tag. */
const BEHIND_TAGS: ReadonlySet<Format> = new Set(['mpeg', 'adts', 'flac'])
/** Bytes behind a tag that a format is told from: they often cost a request of their own. */
const SNIFFED_BEHIND_TAGS = 8 * 1024
const MOST_TAGS = 16

/** Tells by its first bytes, those behind tags that some programs put before every format, what it is. */
export function recognise(read: Read): Sniffed {
  const tags = leadingTagBytes(read)
  if (tags === 0) return sniff(read(0, SNIFFED_BYTES))
  const sniffed = sniff(read(tags, SNIFFED_BEHIND_TAGS))
  return 'format' in sniffed && BEHIND_TAGS.has(sniffed.format) ? sniffed : { format: 'mpeg' }
}

/** Bytes of the ID3v2 tags that it begins with, as they state themselves. */
export function leadingTagBytes(read: Read): number {
  let at = 0
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    const bytes = id3Bytes(read(at, ID3_HEAD_BYTES))
    if (bytes === 0) break
    at += bytes
  }
  return at
}
