import type { NarratedChapter } from './lay-out.ts'

/** What a recording says about itself in its ID3 tag. */
export interface Tag {
  readonly title: string
  readonly artist: string | null
  readonly album: string | null
  /** The cover; null for none. */
  readonly picture: { readonly type: 'image/jpeg' | 'image/png'; readonly bytes: Buffer } | null
  readonly chapters: readonly NarratedChapter[]
  /** Where the last chapter ends, in seconds. */
  readonly seconds: number
  /** A hash of what the recording was made from, which shows whether it is outdated. */
  readonly source: string
}

/** The description of the TXXX frame that holds `source`. */
const SOURCE = 'sidecast-narration'
/** Flags of a CTOC frame: top-level, and ordered. */
const TOP_AND_ORDERED = 0x03
/** Bytes that are enough to read that frame, which is the first. */
const BEGINNING = 200

/**
 * Writes an ID3v2.3 tag, which every player reads.
 *
 * @see https://id3.org/id3v2.3.0 and https://id3.org/id3v2-chapters-1.0
 */
export function writeId3(tag: Tag): Buffer {
  const texts: readonly (readonly [string, string | null])[] = [
    ['TIT2', tag.title],
    ['TPE1', tag.artist],
    ['TALB', tag.album],
    ['TCON', 'Podcast'],
  ]
  const content = Buffer.concat([
    frame('TXXX', Buffer.from(`\0${SOURCE}\0${tag.source}`, 'latin1')),
    ...texts.flatMap(([id, value]) => (value === null ? [] : [frame(id, text(value))])),
    ...chapterFrames(tag.chapters, tag.seconds),
    ...(tag.picture === null ? [] : [frame('APIC', picture(tag.picture))]),
  ])
  const size = [21, 14, 7, 0].map((shift) => (content.length >> shift) & 0x7f)
  return Buffer.concat([Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, ...size]), content])
}

/**
 * Reads the `source` of a recording from its beginning.
 *
 * @returns Null if narrate did not make it.
 */
export function sourceOf(recording: Buffer): string | null {
  const beginning = recording.toString('latin1', 0, BEGINNING)
  return new RegExp(String.raw`\0${SOURCE}\0([0-9a-f]+)`).exec(beginning)?.[1] ?? null
}

/** The CTOC frame and the CHAP frames; each chapter lasts until the next one begins. */
export function chapterFrames(
  chapters: readonly NarratedChapter[],
  seconds: number,
): readonly Buffer[] {
  if (chapters.length === 0) return []
  const names = chapters.map((_, index) => Buffer.from(`c${index}\0`))
  const head = Buffer.from([...Buffer.from('toc\0'), TOP_AND_ORDERED, chapters.length])
  return [
    frame('CTOC', Buffer.concat([head, ...names])),
    ...chapters.map(({ start, title }, index) => {
      const end = chapters[index + 1]?.start ?? seconds
      // Byte offsets are left unset, as nearly all writers do.
      const times = Buffer.alloc(16, 0xff)
      times.writeUInt32BE(Math.round(start * 1000), 0)
      times.writeUInt32BE(Math.round(end * 1000), 4)
      return frame(
        'CHAP',
        Buffer.concat([names[index] ?? Buffer.of(), times, frame('TIT2', text(title))]),
      )
    }),
  ]
}

/** Encodes text as UTF-16, because ID3v2.3 has no UTF-8. */
function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from(value, 'utf16le')])
}

function picture({ type, bytes }: NonNullable<Tag['picture']>): Buffer {
  return Buffer.concat([Buffer.from(`\0${type}\0\u0003\0`, 'latin1'), bytes])
}

function frame(id: string, content: Buffer): Buffer {
  const head = Buffer.alloc(10)
  head.write(id, 'latin1')
  head.writeUInt32BE(content.length, 4)
  return Buffer.concat([head, content])
}
