import type { Read } from '../content.ts'
import { unsynchsafe } from '../id3/id3-tags.ts'
import { ID3V1_BYTES } from './tag.ts'

const ID3V1_EXTENDED_BYTES = 227
const APE_FOOTER_BYTES = 32
const ID3_FOOTER_BYTES = 10
const LYRICS_MARK_BYTES = 9
const LYRICS_SIZE_BYTES = 6
/** The longest Lyrics3 v1 tag, which does not state its size. */
const LYRICS_BYTES = 5100 + 20

/** Bytes at the end that are read at once: tags, and some frames before them. */
export const END_BYTES = 16 * 1024
/** The most tags after the sound. */
const MOST_TAGS = 6

/** Bytes of a tag of one kind that ends where `read` does; 0 if there is none. */
type TagReader = (before: Before) => number

/** The last `length` bytes before the end, or all there are. */
type Before = (length: number) => Buffer

const TAG_READERS: readonly TagReader[] = [
  (before) => (startsWith(before(ID3V1_BYTES), 'TAG') ? ID3V1_BYTES : 0),
  (before) => (startsWith(before(ID3V1_EXTENDED_BYTES), 'TAG+') ? ID3V1_EXTENDED_BYTES : 0),
  apeBytes,
  lyricsBytes,
  lyricsOneBytes,
  id3FooterBytes,
]

/**
 * Where the sound ends: before the tags at the end of a recording.
 *
 * @param bytes Size of the recording.
 */
export function soundEnd(read: Read, bytes: number): number {
  let end = bytes
  read(Math.max(0, bytes - END_BYTES), END_BYTES)
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    const before: Before = (length) => {
      const from = Math.max(0, end - length)
      return read(from, end - from)
    }
    const tag = firstAbove(TAG_READERS.values().map((reader) => reader(before)))
    if (tag === 0 || tag > end) break
    end -= tag
  }
  return end
}

function firstAbove(sizes: IteratorObject<number>): number {
  return sizes.find((size) => size > 0) ?? 0
}

function startsWith(bytes: Buffer, mark: string): boolean {
  return bytes.toString('latin1', 0, mark.length) === mark
}

/** @see https://wiki.hydrogenaudio.org/index.php?title=APE_Tags_Header */
function apeBytes(before: Before): number {
  const footer = before(APE_FOOTER_BYTES)
  if (!startsWith(footer, 'APETAGEX') || footer.length < APE_FOOTER_BYTES) return 0
  const hasHeader = (footer.readUInt32LE(20) & 0x80000000) !== 0
  return footer.readUInt32LE(12) + (hasHeader ? APE_FOOTER_BYTES : 0)
}

/** @see https://id3.org/Lyrics3v2 */
function lyricsBytes(before: Before): number {
  const mark = before(LYRICS_SIZE_BYTES + LYRICS_MARK_BYTES).toString('latin1')
  const size = /^(\d{6})LYRICS200$/.exec(mark)?.[1]
  return size === undefined ? 0 : Number(size) + mark.length
}

function lyricsOneBytes(before: Before): number {
  if (!startsWith(before(LYRICS_MARK_BYTES), 'LYRICSEND')) return 0
  const lyrics = before(LYRICS_BYTES)
  const start = lyrics.lastIndexOf('LYRICSBEGIN')
  return start < 0 ? 0 : lyrics.length - start
}

/** @see https://id3.org/id3v2.4.0-structure section 3.4 */
function id3FooterBytes(before: Before): number {
  const footer = before(ID3_FOOTER_BYTES)
  if (!startsWith(footer, '3DI') || footer.length < ID3_FOOTER_BYTES) return 0
  return 2 * ID3_FOOTER_BYTES + unsynchsafe(footer.readUInt32BE(6))
}
