import { parseJson, property } from '../../base/foreign-json.ts'
import type { Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { parseTimedText, TIMED_TYPES } from '../../posts/timed-text/timed-text.ts'
import { inPart, missingCors, statusOf, type Part } from './served.ts'
import { typeOf, type Visit } from './visit.ts'

/** A transcript or chapters, requested as a web player of another site would. */
export interface ServedFile extends Part {
  readonly element: 'podcast:transcript' | 'podcast:chapters'
  /** As the feed gives it. */
  readonly type: string
  /** The duration of the recording in the feed; null if the feed has none. */
  readonly seconds: number | null
  readonly visit: Visit
}

/** Rules on a file that was found. */
const inFile = inPart(({ visit }: ServedFile) =>
  visit.answer?.status === 200 ? [visit.answer] : [],
)

/** Media types with the same meaning. */
const SAME: Readonly<Record<string, string>> = {
  'application/srt': 'application/x-subrip',
  'text/srt': 'application/x-subrip',
}

function plainType(type: string): string {
  return SAME[type] ?? type
}

/** Element → a function that says why a text is not what the element names; null if it is, or has another type. */
const READERS: Readonly<
  Record<ServedFile['element'], (text: string, type: string) => string | null>
> = {
  'podcast:transcript': whyNoTranscript,
  'podcast:chapters': whyNoChapters,
}

function whyNoTranscript(text: string, type: string): string | null {
  if (!TIMED_TYPES.includes(type)) return null
  try {
    const { standard } = parseTimedText(text, type)
    return standard || !(type in FORMS)
      ? null
      : `not every player reads it: expected ${FORMS[type]}`
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    return 'line' in cause ? `in line ${String(cause.line)}, ${cause.message}` : cause.message
  }
}

/** Media type → what every player reads. */
const FORMS: Readonly<Record<string, string>> = {
  'text/vtt': 'times such as 00:01.000 --> 00:04.000, below a blank line after WEBVTT',
  'application/x-subrip':
    'cues numbered from 1, times such as 00:00:01,000 --> 00:00:04,000, text in each, and a blank line between them',
}

function whyNoChapters(text: string): string | null {
  try {
    const chapters = property(JSON.parse(text), 'chapters')
    if (!Array.isArray(chapters) || chapters.length === 0) return 'it has no list of chapters'
    const isTimed = chapters.every((chapter) => Number.isFinite(property(chapter, 'startTime')))
    return isTimed ? null : 'a chapter has no startTime in seconds'
  } catch {
    return 'it is not JSON'
  }
}

/** In seconds; recordings are rounded, and advertising may come with them. */
const ROUNDING = 5

/** Chapters that begin after the end of the recording: a sentence on the first. */
function lateChapter(text: string, seconds: number): string | null {
  const chapters = property(parseJson(text), 'chapters')
  if (!Array.isArray(chapters)) return null
  const starts = chapters.map((chapter) => Number(property(chapter, 'startTime')))
  const late = starts.find((start) => start > seconds + ROUNDING)
  return late === undefined
    ? null
    : `expected chapters within the ${seconds} s of the recording, got one at ${late} s`
}

/** Rules on served transcripts and chapters. */
export const SERVED_FILE_CHECKS: Checks<ServedFile> = {
  'served/file': {
    severity: 'warning',
    says: 'a transcript or a chapters file does not exist',
    source: from.PODCASTING('url is the address of the file'),
    fix: 'upload the file, or correct its address',
    find: inPart(({ visit }: ServedFile) => [visit])(
      (visit) => visit.answer?.status !== 200 && `expected 200, got ${statusOf(visit)}`,
    ),
  },
  'served/file-type': {
    severity: 'warning',
    says: 'a transcript or a chapters file has another type than the feed says',
    source: from.TRANSCRIPTS('type is the media type of the file'),
    fix: 'serve it with the type in the feed',
    find: inFile((answer, { type }) => {
      const served = typeOf(answer)
      return plainType(served) !== plainType(type) && `expected ${type}, got "${served}"`
    }),
  },
  'served/file-cors': {
    severity: 'warning',
    says: 'web players of other sites cannot read a transcript or a chapters file',
    source: from.CORS('Access-Control-Allow-Origin lets other sites read'),
    fix: 'send Access-Control-Allow-Origin: *',
    find: inFile(missingCors),
  },
  'served/chapters-late': {
    severity: 'warning',
    says: 'a chapter begins after the end of its recording',
    source: from.CHAPTERS('startTime is in seconds from the start of the recording'),
    fix: 'write the times in seconds, and check whether the chapters are those of the recording',
    find: inFile(({ body }, { element, seconds }) =>
      element === 'podcast:chapters' && seconds !== null
        ? lateChapter(body.toString().replace(/^\uFEFF/, ''), seconds)
        : null,
    ),
  },
  'served/file-content': {
    severity: 'warning',
    says: 'the content of a transcript or a chapters file does not have its type',
    source: from.TRANSCRIPTS('each type has its format'),
    fix: 'correct the file',
    find: inFile(({ body }, { element, type }) => {
      const why = READERS[element](body.toString().replace(/^\uFEFF/, ''), plainType(type))
      return why !== null && `expected ${type}, but ${why}`
    }),
  },
}

/** The page that the link of an episode leads to. */
export interface ServedPage extends Part {
  readonly visit: Visit
}

/** Statuses by which a server says that there is definitely nothing. */
const GONE = new Set([404, 410])

/** Rules on the pages that items link to. */
export const SERVED_PAGE_CHECKS: Checks<ServedPage> = {
  'served/page': {
    severity: 'warning',
    says: 'the page of an episode does not exist',
    source: from.RSS('link is the address of the item'),
    fix: 'correct the link, or put the page there',
    find: inPart(({ visit }: ServedPage) => [visit])(
      (visit) =>
        GONE.has(visit.answer?.status ?? 0) &&
        `expected the page of an episode, got ${statusOf(visit)}`,
    ),
  },
}
