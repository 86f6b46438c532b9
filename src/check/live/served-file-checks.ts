import type { Check, Checks, Found } from '../rule.ts'
import { statusOf } from './served-feed-checks.ts'
import * as from from '../../base/sources.ts'
import { typeOf, type Answer, type Visit } from './visit.ts'

/** A transcript or chapters, asked for as a web player of another site does. */
export interface ServedFile {
  readonly url: string
  readonly of: string
  /** As the feed says it. */
  readonly type: string
  readonly visit: Visit
}

function inFile(
  find: (answer: Answer, served: ServedFile) => Iterable<string>,
): Check<ServedFile>['find'] {
  return function* found(served) {
    const { answer } = served.visit
    if (answer?.status !== 200) return
    for (const message of find(answer, served)) yield placed(served, message)
  }
}

function placed({ url, of }: ServedFile, message: string): Found {
  return { url, message: `${message} (${of})` }
}

/** Types that are one. */
const SAME: Readonly<Record<string, string>> = {
  'application/srt': 'application/x-subrip',
  'text/srt': 'application/x-subrip',
}

function plainType(type: string): string {
  return SAME[type] ?? type
}

/** Type → why a text is not of it; null where it is. */
const READERS: Readonly<Record<string, (text: string) => string | null>> = {
  'text/vtt': (text) => (text.startsWith('WEBVTT') ? null : 'no WEBVTT stands at its start'),
  'application/x-subrip': (text) =>
    /\d+:\d\d:\d\d,\d+ --> /.test(text.slice(0, 2000)) ? null : 'there is no time of SRT in it',
  'application/json': whyNoJson,
  'application/json+chapters': whyNoJson,
}

function whyNoJson(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch {
    return 'it is no JSON'
  }
}

/** What is wrong with the transcripts and chapters that are served. */
export const SERVED_FILE_CHECKS: Checks<ServedFile> = {
  'served/file': {
    severity: 'warning',
    says: 'a transcript or chapters are not there',
    source: from.PODCASTING('url is the address of the file'),
    fix: 'upload the file, or correct its address',
    *find(served) {
      const { visit } = served
      if (visit.answer?.status !== 200) yield placed(served, `it is answered ${statusOf(visit)}`)
    },
  },
  'served/file-type': {
    severity: 'warning',
    says: 'a transcript or chapters are served as another type than the feed says',
    source: from.TRANSCRIPTS('type is the media type of the file'),
    fix: 'serve it as the type that the feed says',
    find: inFile(function* (answer, { type }) {
      const served = plainType(typeOf(answer))
      if (served !== plainType(type)) yield `expected ${type}, got "${typeOf(answer)}"`
    }),
  },
  'served/file-cors': {
    severity: 'warning',
    says: 'web players of other sites cannot read a transcript or chapters',
    source: from.CORS('Access-Control-Allow-Origin lets other sites read'),
    fix: 'send Access-Control-Allow-Origin: *',
    find: inFile(function* ({ headers }) {
      if (headers['access-control-allow-origin'] === undefined) {
        yield 'no Access-Control-Allow-Origin is sent'
      }
    }),
  },
  'served/file-content': {
    severity: 'warning',
    says: 'a transcript or chapters are not what their type says',
    source: from.TRANSCRIPTS('each type has its form'),
    fix: 'mend the file',
    find: inFile(function* ({ body }, { type }) {
      const why = READERS[plainType(type)]?.(body.toString().replace(/^\uFEFF/, '')) ?? null
      if (why !== null) yield `expected ${type}, but ${why}`
    }),
  },
}
