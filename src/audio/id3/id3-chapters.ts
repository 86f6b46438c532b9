import type { AudioChapter } from '../audio.ts'
import type { Content } from '../content.ts'
import { contentOf, framesOf, type Id3Frames, leadingTags } from './id3-tags.ts'

/** Bytes of a frame that are read; titles and lists are shorter, and pictures are skipped. */
const LOOKED_AT = 64 * 1024
const TOP_LEVEL = 2

/** Bytes of the two times and two offsets of a CHAP frame. */
const CHAPTER_BYTES = 16
/** A CTOC frame: the ids of chapters and of further tables. */
interface Contents {
  readonly isTop: boolean
  readonly children: readonly string[]
}

/**
 * Reads the chapters in the ID3v2 tags at the beginning of a recording, in the order of their times. Pictures
 * and everything else in the tags are not read.
 *
 * If there is a table of contents, chapters that it does not name are hidden; so are those without a title.
 *
 * @see https://id3.org/id3v2-chapters-1.0
 */
export function readId3Chapters({ read }: Pick<Content, 'read'>): readonly AudioChapter[] {
  for (const frames of leadingTags(read)) {
    const chapters = collect(frames)
    if (chapters.length > 0) return chapters
  }
  return []
}

function collect(frames: Id3Frames): readonly AudioChapter[] {
  const chapters = new Map<string, AudioChapter | null>()
  const contents = new Map<string, Contents>()
  for (const frame of framesOf(frames)) {
    if (frame.id === 'CHAP') readChapter(contentOf(frames, frame), chapters)
    if (frame.id === 'CTOC') readContents(contentOf(frames, frame), contents)
  }
  const top = contents.values().find(({ isTop }) => isTop)
  const listed = top ? listedIn(top, contents).filter((element) => chapters.has(element)) : []
  const shown = listed.length > 0 ? new Set(listed) : chapters.keys()
  return [...shown]
    .map((element) => chapters.get(element) ?? null)
    .filter((chapter) => chapter !== null)
    .toSorted((a, b) => a.start - b.start)
}

/** Reads a CHAP frame: element id, times in milliseconds, byte offsets, and embedded frames. */
function readChapter(content: Id3Frames, chapters: Map<string, AudioChapter | null>): void {
  const { read, start, end } = content
  const bytes = read(start, Math.min(end - start, LOOKED_AT))
  const times = bytes.indexOf(0) + 1
  if (times === 0 || times + CHAPTER_BYTES > bytes.length) return
  const element = bytes.toString('latin1', 0, times - 1)
  const inner = { ...content, start: start + times + CHAPTER_BYTES }
  const title = framesOf(inner).find(({ id }) => id === 'TIT2')
  const text = title ? readTitle(contentOf(inner, title)) : ''
  chapters.set(
    element,
    text === '' ? null : { start: bytes.readUInt32BE(times) / 1000, title: text },
  )
}

function readTitle({ read, start, end }: Id3Frames): string {
  return readText(read(start, Math.min(end - start, LOOKED_AT)))
}

/** Reads a CTOC frame: element id, flags, the number of its children, and their ids. */
function readContents(content: Id3Frames, contents: Map<string, Contents>): void {
  const { read, start, end } = content
  const text = read(start, Math.min(end - start, LOOKED_AT)).toString('latin1')
  const flags = text.indexOf('\0') + 1
  if (flags === 0 || flags + 2 > text.length) return
  const children = text.slice(flags + 2).split('\0', text.charCodeAt(flags + 1))
  const isTop = (text.charCodeAt(flags) & TOP_LEVEL) !== 0
  contents.set(text.slice(0, flags - 1), { isTop, children })
}

/** The ids that a table of contents lists, including those of nested tables. */
function listedIn(top: Contents, contents: ReadonlyMap<string, Contents>): readonly string[] {
  const seen = new Set([top])
  for (const { children } of seen) {
    for (const child of children) {
      const table = contents.get(child)
      if (table) seen.add(table)
    }
  }
  return [...seen].flatMap(({ children }) => children)
}

/** By the first byte of a text frame; UTF-16 may begin with a byte order mark. */
const ENCODINGS = ['windows-1252', 'utf-16le', 'utf-16be', 'utf-8'] as const

/**
 * Reads the first text of a text frame; '' if its encoding does not exist.
 *
 * @see https://id3.org/id3v2.4.0-structure section 4
 */
function readText(content: Buffer): string {
  const text = content.subarray(1)
  const isReversed = text[0] === 0xfe && text[1] === 0xff
  const encoding = isReversed ? 'utf-16be' : ENCODINGS[content[0] ?? ENCODINGS.length]
  if (encoding === undefined) return ''
  // A final odd byte of UTF-16, or an incomplete character, becomes U+FFFD.
  const [first = ''] = new TextDecoder(encoding).decode(text).split('\0', 1)
  return first.trim()
}
