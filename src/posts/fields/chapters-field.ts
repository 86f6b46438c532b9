import {
  type Warn,
  describe,
  fieldOf,
  itemText,
  readAddress,
  readLine,
  readText,
} from './convert.ts'
import { sameKey } from '../front-matter/keys.ts'
import { parseJson } from '../front-matter/json.ts'
import { type Location, readLocations } from './location.ts'
import { parseTimestamp } from './timestamp.ts'
import { type Value, type Values, isList, isMap, BlockError } from '../front-matter/values.ts'
import { withFix } from '../../base/problem.ts'
import { withoutMark } from '../../base/disk.ts'

/** A chapter as an author or a recording states it. */
export interface Chapter {
  /** Seconds from the start of the recording. */
  readonly start: number
  /** Seconds; only if it is given. */
  readonly end?: number
  /** '' if it has none; then it is not shown in lists. */
  readonly title: string
  /** Set for a chapter that changes what is shown, but is not in lists. */
  readonly hidden?: true
  readonly url?: string
  readonly image?: string
  readonly location?: Location
}

/** Chapters in the front matter, or the file with them. */
export type Chapters =
  | { readonly list: readonly Chapter[]; readonly file: null }
  | { readonly list: null; readonly file: string }

const START_KEYS = ['start', 'starttime', 'time', 'timestamp', 'at', 'from', 'position']
const END_KEYS = ['end', 'endtime']
const TITLE_KEYS = ['title', 'name', 'label', 'text', 'chapter']
const LINE = /^[-*•]?\s?[[(]?@?(\d+(?::\d+){1,2}(?:\.\d+)?)[\])]?\s?[-–—|:]?\s(.+)$/
const CLOCK = /^\d+(?::\d+){1,2}(?:\.\d+)?$/
const MAX_CHAPTERS = 1000
const FILE = /^\S[^\n]*\.json$|^https?:\/\/\S+$|^\/\S+$/i

/**
 * Reads chapters in the forms of front matter: a list of lines (`00:01:52 Journey`) or of maps, the
 * object of a JSON chapters file, also as text, a map from time to title, or the name of such a file.
 *
 * What cannot be read is left out and reported; the rest stays.
 *
 * @returns In the order of time; null where there are none.
 * @throws {RangeError} If it is none of these forms.
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/chapters/jsonChapters.md
 */
export function readChapters(value: Value, warn: Warn): Chapters | null {
  if (typeof value === 'string') return readChapterText(value.trim(), warn)
  if (value === null || typeof value === 'boolean') return null
  if (isList(value)) return listOf(value, warn)
  const inner = fieldOf(value, 'chapters')
  if (isList(inner)) {
    const key = keyIn(value, 'chapters')
    return listOf(inner, (place, message) => warn(`.${key}${place}`, message))
  }
  if (isMap(inner)) return readChapters(inner, warn)
  const lines = Object.entries(value)
  if (lines.some(([time]) => CLOCK.test(time))) {
    return listOf(lines.map(mapOf), warn, (index) => `.${lines[index]?.[0]}`)
  }
  throw new RangeError(`expected a list of chapters or a file's name, got ${describe(value)}`)
}

function readChapterText(text: string, warn: Warn): Chapters | null {
  if (text === '') return null
  // A text is one value, so what is told of a part of it is told of the whole
  const ofWhole: Warn = (_place, message) => warn('', message)
  if (text.startsWith('{')) return readChapters(parseJson(text).block.values, ofWhole)
  if (text.startsWith('[{')) {
    return readChapters(parseJson(`{"chapters":${text}}`).block.values, ofWhole)
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length > 1 || LINE.test(text)) return listOf(lines, ofWhole)
  if (FILE.test(text)) return { list: null, file: text }
  throw new RangeError(
    withFix(
      'post/chapters',
      `expected a list of chapters or a JSON file's name, got ${describe(text)}`,
    ),
  )
}

function listOf(
  items: readonly Value[],
  warn: Warn,
  placeOf = (index: number): string => `[${index}]`,
): Chapters | null {
  const chapters = items.slice(0, MAX_CHAPTERS).flatMap((item, index) => {
    const chapter = readChapter(item, (at, message) => warn(`${placeOf(index)}${at}`, message))
    return chapter ?? []
  })
  if (chapters.length === 0) return null
  return { list: chapters.toSorted((a, b) => a.start - b.start), file: null }
}

function readChapter(item: Value, warn: Warn): Chapter | null {
  try {
    if (item === null || item === '') return null
    return isMap(item) && fieldOf(item, ...START_KEYS) !== null
      ? readMap(item, warn)
      : readChapterLine(item)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    warn('', cause.message)
    return null
  }
}

function readChapterLine(item: Value): Chapter {
  const [, start, text] =
    LINE.exec(itemText(item)?.slice(0, 1000).replaceAll(/\s+/g, ' ') ?? '') ?? []
  const title = text === undefined ? null : readLine(text)
  if (start === undefined || title === null) {
    throw new RangeError(`expected a chapter such as "01:30 Title", got ${describe(item)}`)
  }
  return { start: parseTimestamp(start), title }
}

function readMap(map: Values, warn: Warn): Chapter | null {
  const hidden = fieldOf(map, 'toc') === false
  const start = attempt(map, START_KEYS, warn, readStart)
  const title = attempt(map, TITLE_KEYS, warn, readLine)
  if (start === null) return null
  const end = attempt(map, END_KEYS, warn, readStart)
  const url = readAddress(fieldOf(map, 'url', 'href', 'link'))
  const image = readAddress(fieldOf(map, 'img', 'image', 'picture'))
  const location = readPlace(map, warn)
  // What has no title must have something else to show
  if (title === null && !hidden && url === null && image === null && location === null) {
    warn('', 'a chapter has no title; add one')
    return null
  }
  return {
    start,
    ...(end !== null && end > start && { end }),
    title: title ?? '',
    ...(hidden && { hidden: true as const }),
    ...(url !== null && { url }),
    ...(image !== null && { image }),
    ...(location !== null && { location }),
  }
}

function readPlace(map: Values, warn: Warn): Location | null {
  const read = (value: Value): Location | null => {
    const place = `.${keyIn(map, 'location')}`
    return readLocations(value, (at, message) => warn(`${place}${at}`, message))?.[0] ?? null
  }
  return attempt(map, ['location'], warn, read)
}

function readStart(value: Value): number {
  const text = readText(value)
  if (text === null) throw new RangeError('expected seconds or [HH:]MM:SS, got nothing')
  return parseTimestamp(text)
}

/** Reads the first key with a value; a wrong value is reported with its place. */
function attempt<T>(
  map: Values,
  keys: readonly string[],
  warn: Warn,
  read: (value: Value) => T,
): T | null {
  const key = keys.find((each) => fieldOf(map, each) !== null)
  if (key === undefined) return null
  try {
    return read(fieldOf(map, key))
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    warn(`.${keyIn(map, key)}`, cause.message)
    return null
  }
}

function keyIn(map: Values, key: string): string {
  return Object.keys(map).find((each) => sameKey(each) === key) ?? key
}

function mapOf([key, value]: readonly [string, Value]): Values {
  return { [key]: value }
}

/** The chapters in a file, and what cannot be read in it. */
export interface ChaptersFile {
  /** By `start`, ascending; never empty. */
  readonly chapters: readonly Chapter[]
  readonly faults: readonly { readonly line: number | null; readonly message: string }[]
}

/**
 * Reads Podcasting 2.0 JSON chapters; a chapter that cannot be read is reported and left out.
 *
 * @throws {BlockError} If it is not JSON, or has no list of chapters.
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/chapters/jsonChapters.md
 */
export function parseChaptersFile(text: string): ChaptersFile {
  const json = withoutMark(text).replaceAll(/\r\n?/g, '\n')
  const { block } = parseJson(json.trimStart().startsWith('[') ? `{"chapters":${json}}` : json)
  const faults: ChaptersFile['faults'][number][] = []
  const found = readChapters(block.values, (place, message) => {
    const line = block.lines.get(place.replace(/^\./, '')) ?? null
    faults.push({ line, message })
  })
  if (found?.list == null) throw new BlockError('expected a list of "chapters", got none', 1)
  return { chapters: found.list, faults }
}
