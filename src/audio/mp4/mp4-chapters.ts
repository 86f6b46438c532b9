import type { AudioChapter } from '../audio.ts'
import type { Content } from '../content.ts'
import { boxesIn, findBox, uint32At, uint64At } from './box.ts'
import { readMovieBox } from './index-reader.ts'
import { readMovie, type Track } from './movie.ts'
import { samplesOf } from './samples.ts'

/** Handler types of tracks whose samples are chapter titles. */
const TITLES = new Set(['text', 'sbtl'])
/** The most chapters that are read. */
const MOST = 2000
/** The most bytes of a title that are read. */
const TITLE_BYTES = 1024
/** Time units per second of Nero chapters. */
const NERO_SCALE = 1e7

/**
 * Reads the chapters of an MP4 file: those of iTunes and QuickTime, which are a track of their own, otherwise
 * those of Nero, which are a list in the index. In a damaged file, what can be read is read.
 *
 * @see https://developer.apple.com/documentation/quicktime-file-format/chapter_lists
 */
export function readMp4Chapters(content: Content): readonly AudioChapter[] {
  const movie = readMovieBox(content)
  if (!movie) return []
  const track = titleTrack(movie)
  const titled = track ? readTitles(track, content).filter(isTitled) : []
  const chapters = titled.length > 0 ? titled : readNero(movie).filter(isTitled)
  return chapters.toSorted((a, b) => a.start - b.start)
}

/** A chapter without a title only holds a picture, and cannot be listed. */
function isTitled({ title }: AudioChapter): boolean {
  return title !== ''
}

/** The chapter track that another track refers to. */
function titleTrack(movie: Buffer): Track | undefined {
  const named = boxesIn(movie)
    .filter(({ type }) => type === 'trak')
    .flatMap(({ content }) => trackNumbers(findBox(content, 'tref', 'chap')))
    .toArray()
  if (named.length === 0) return undefined
  const { tracks } = readMovie(movie)
  return tracks.find(({ id, handler }) => named.includes(id) && TITLES.has(handler))
}

function trackNumbers(list: Buffer | null): readonly number[] {
  return Array.from({ length: Math.floor((list?.length ?? 0) / 4) }, (_, index) =>
    list ? uint32At(list, index * 4) : 0,
  )
}

function readTitles(
  { tables, timeScale }: Track,
  { bytes, read }: Content,
): readonly AudioChapter[] {
  if (timeScale === 0) return []
  const samples = samplesOf(tables)
    .filter(({ position, length }) => position + length <= bytes)
    .take(MOST)
  return samples
    .map(({ position, length, time }) => ({
      start: time / timeScale,
      title: readTitle(read(position, Math.min(length, TITLE_BYTES))),
    }))
    .toArray()
}

/** Reads a title sample: a length of two bytes, the text, and boxes with its style. */
function readTitle(sample: Buffer): string {
  if (sample.length < 2) return ''
  const text = sample.subarray(2, 2 + sample.readUInt16BE(0))
  const mark = text.length < 2 ? 0 : text.readUInt16BE(0)
  return decode(text, ENCODINGS[mark] ?? 'utf-8')
}

/** By the byte order mark. */
const ENCODINGS: Readonly<Record<number, string>> = { 0xfeff: 'utf-16be', 0xfffe: 'utf-16le' }

function decode(text: Buffer, encoding: string): string {
  const [first = ''] = new TextDecoder(encoding).decode(text).split('\0', 1)
  return first.trim()
}

/**
 * Reads `chpl`: version, flags, in version 1 four more bytes, a count, and the time, length and title of
 * each.
 */
function readNero(movie: Buffer): readonly AudioChapter[] {
  const list = findBox(movie, 'udta', 'chpl') ?? Buffer.alloc(0)
  const count = list[0] === 0 ? 4 : 8
  const chapters: AudioChapter[] = []
  let at = count + 1
  while (chapters.length < (list[count] ?? 0) && at + 9 <= list.length) {
    const start = uint64At(list, at) / NERO_SCALE
    const end = at + 9 + list.readUInt8(at + 8)
    chapters.push({ start, title: decode(list.subarray(at + 9, end), 'utf-8') })
    at = end
  }
  return chapters
}
