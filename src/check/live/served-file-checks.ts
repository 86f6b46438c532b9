import type { Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { inPart, missingCors, statusOf, type Part } from './served.ts'
import { typeOf, type Visit } from './visit.ts'

/** A transcript or chapters, requested as a web player of another site would. */
export interface ServedFile extends Part {
  /** As the feed gives it. */
  readonly type: string
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

/** Media type → why a text does not have it; null where it does. */
const READERS: Readonly<Record<string, (text: string) => string | null>> = {
  'text/vtt': (text) => (text.startsWith('WEBVTT') ? null : 'it does not begin with WEBVTT'),
  'application/x-subrip': (text) =>
    /\d+:\d\d:\d\d,\d+ --> /.test(text.slice(0, 2000)) ? null : 'it has no SRT timestamps',
  'application/json': whyNoJson,
  'application/json+chapters': whyNoJson,
}

function whyNoJson(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch {
    return 'it is not JSON'
  }
}

/** What is wrong with the transcripts and chapters that are served. */
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
  'served/file-content': {
    severity: 'warning',
    says: 'the content of a transcript or a chapters file does not have its type',
    source: from.TRANSCRIPTS('each type has its format'),
    fix: 'correct the file',
    find: inFile(({ body }, { type }) => {
      const why = READERS[plainType(type)]?.(body.toString().replace(/^\uFEFF/, '')) ?? null
      return why !== null && `expected ${type}, but ${why}`
    }),
  },
}
