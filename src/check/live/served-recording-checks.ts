import { parseContentRange } from '../../net/content-range.ts'
import { sniff } from '../../audio/sniff.ts'
import type { Check, Checks, Found } from '../rule.ts'
import { statusOf } from './served-feed-checks.ts'
import * as from from '../../base/sources.ts'
import { isDowngraded, typeOf, validatorsOf, type Answer, type Visit } from './visit.ts'

/** What a server was asked for about a recording, and what it answered. */
export interface ServedRecording {
  readonly url: string
  /** Of its episode. */
  readonly title: string
  readonly declared: { readonly length: number | null; readonly type: string }
  /** The first bytes, asked for as a range. */
  readonly first: Visit
  readonly head: Visit
  /** The last bytes, asked for by a suffix. */
  readonly suffix: Visit
  /** What lies behind the end; null where the end is not known. */
  readonly beyond: Visit | null
  /** Whether it has changed since; null where the first answer has nothing to recognise it by. */
  readonly again: Visit | null
}

const MOST_HOPS = 5

/** Media types that apps take for one another. */
const SAME: Readonly<Record<string, string>> = {
  'audio/mp3': 'audio/mpeg',
  'audio/x-mp3': 'audio/mpeg',
  'audio/mpeg3': 'audio/mpeg',
  'audio/m4a': 'audio/x-m4a',
  'audio/mp4': 'audio/x-m4a',
  'audio/x-m4b': 'audio/x-m4a',
  'application/ogg': 'audio/ogg',
}

/** Container → the media type that it is served as. */
const TYPES: Readonly<Record<string, string>> = {
  mpeg: 'audio/mpeg',
  mp4: 'audio/x-m4a',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
  wav: 'audio/wav',
}

function plainType(type: string): string {
  return SAME[type] ?? type
}

/** Looks at a recording that is there; one that is not has one rule of its own. */
function inRecording(
  find: (first: Answer, served: ServedRecording) => Iterable<string>,
): Check<ServedRecording>['find'] {
  return function* found(served) {
    const { answer } = served.first
    if (answer === null || !isThere(answer) || notSound(answer) !== null) return
    for (const message of find(answer, served)) yield placed(served, message)
  }
}

function placed({ url, title }: ServedRecording, message: string): Found {
  return { url, message: `${message} (${title})` }
}

function isThere({ status }: Answer): boolean {
  return status === 200 || status === 206
}

/** What the bytes are if not sound; null where they may well be. */
function notSound({ body }: Answer): string | null {
  const sniffed = sniff(body)
  if ('other' in sniffed) return sniffed.other
  const isTagged = body.toString('latin1', 0, 3) === 'ID3'
  return 'unknown' in sniffed && sniffed.unknown !== null && !isTagged ? sniffed.unknown : null
}

function formatOf({ body }: Answer): string | null {
  const sniffed = sniff(body)
  return 'format' in sniffed ? (TYPES[sniffed.format] ?? null) : null
}

/** The size of the whole; null where the answer does not tell. */
export function sizeOf({ status, headers }: Answer): number | null {
  if (status === 206) return parseContentRange(headers['content-range'])?.bytes ?? null
  const length = headers['content-length']
  return length === undefined ? null : Number(length)
}

/** What is wrong with how recordings are served. */
export const SERVED_RECORDING_CHECKS: Checks<ServedRecording> = {
  'served/recording': {
    severity: 'error',
    says: 'a recording is not there',
    source: from.APPLE('episodes can be fetched'),
    fix: 'upload it, or correct its address',
    *find(served) {
      const { answer } = served.first
      if (answer === null || !isThere(answer)) {
        yield placed(served, `the first bytes are answered ${statusOf(served.first)}`)
      }
    },
  },
  'served/recording-sound': {
    severity: 'error',
    says: 'what is served as a recording is none',
    source: from.RSS('an enclosure is the media object itself'),
    fix: 'name the address of the recording itself, not of a page',
    *find(served) {
      const { answer } = served.first
      const other = answer !== null && isThere(answer) ? notSound(answer) : null
      if (other !== null) yield placed(served, `expected sound, got ${other}`)
    },
  },
  'served/recording-range': {
    severity: 'error',
    says: 'a part of a recording cannot be asked for',
    source: from.APPLE('the host supports byte-range requests'),
    fix: 'let the host answer ranges with 206, behind redirects too',
    find: inRecording(function* ({ status }) {
      if (status !== 206) yield `expected 206 for the first bytes, got ${status}`
    }),
  },
  'served/recording-range-type': {
    severity: 'error',
    says: 'the parts of a recording have no audio type',
    source: from.HTTP('206 has the fields that 200 would have had'),
    fix: 'let the host send the Content-Type with 206 too',
    find: inRecording(function* (first) {
      const type = typeOf(first)
      if (first.status === 206 && !/^(?:audio|video)\/|^application\/ogg$/.test(type)) {
        yield `expected an audio type with 206, got "${type}"`
      }
    }),
  },
  'served/recording-type': {
    severity: 'warning',
    says: 'a recording is of another type than the feed, the server or its bytes say',
    source: from.RSS('type is the media type of the object'),
    fix: 'write and serve the type that the bytes have',
    find: inRecording(function* (first, { declared }) {
      const served = plainType(typeOf(first))
      const type = plainType(declared.type)
      const found = formatOf(first) ?? served
      if (!/^(?:audio|video)\//.test(served)) return
      if (served !== found) yield `expected ${found}, for so the bytes are, got ${typeOf(first)}`
      else if (type !== served) yield `the feed says ${declared.type}, the server ${typeOf(first)}`
    }),
  },
  'served/recording-bytes': {
    severity: 'warning',
    says: 'a recording is not as large as the feed says',
    source: from.RSS('length is the size of the enclosure in bytes'),
    fix: 'measure it again after every upload',
    find: inRecording(function* (first, { declared }) {
      const bytes = sizeOf(first)
      // A length that is no size at all has a rule of its own.
      if (bytes === null || declared.length === null || declared.length < 2000) return
      if (bytes !== declared.length) {
        yield `the feed says ${declared.length} bytes, the server sends ${bytes}`
      }
    }),
  },
  'served/recording-head': {
    severity: 'warning',
    says: 'HEAD is not answered for a recording',
    source: from.APPLE('the host supports HEAD requests'),
    fix: 'let the host answer HEAD as it answers GET, without a body',
    find: inRecording(function* (_, { head }) {
      if (head.answer?.status !== 200) yield `HEAD is answered ${statusOf(head)}`
    }),
  },
  'served/recording-head-bytes': {
    severity: 'warning',
    says: 'HEAD tells another size of a recording than GET',
    source: from.HTTP('HEAD has the fields that GET would have had'),
    fix: 'let the host send the same Content-Length with both',
    find: inRecording(function* (first, { head }) {
      if (head.answer?.status !== 200) return
      const [by, bytes] = [sizeOf(head.answer), sizeOf(first)]
      if (bytes !== null && by !== bytes) yield `HEAD says ${by ?? 'no'} bytes, GET ${bytes}`
    }),
  },
  'served/recording-suffix': {
    severity: 'warning',
    says: 'the end of a recording cannot be asked for',
    source: from.HTTP('a suffix range is the last bytes'),
    fix: 'let the host answer bytes=-500 with the last 500 bytes',
    find: inRecording(function* (first, { suffix }) {
      if (first.status !== 206) return
      const range = parseContentRange(suffix.answer?.headers['content-range'])
      const size = sizeOf(first)
      const right = suffix.answer?.status === 206 && range !== null && range.last + 1 === size
      if (!right) yield `expected the last bytes with 206, got ${statusOf(suffix)}`
    }),
  },
  'served/recording-beyond': {
    severity: 'warning',
    says: 'a range behind the end of a recording is not refused',
    source: from.HTTP('416 where no byte of the range is there'),
    fix: 'let the host answer 416 with Content-Range: bytes */SIZE',
    find: inRecording(function* (first, { beyond }) {
      if (first.status !== 206 || beyond === null) return
      if (beyond.answer?.status !== 416) yield `expected 416, got ${statusOf(beyond)}`
    }),
  },
  'served/recording-compressed': {
    severity: 'warning',
    says: 'a recording is compressed on its way',
    source: from.HTTP('a range of a compressed body is no part of the sound'),
    fix: 'let the host compress texts only',
    find: inRecording(function* ({ headers }, { head }) {
      const coding = headers['content-encoding'] ?? head.answer?.headers['content-encoding']
      if (coding !== undefined && coding !== 'identity') yield `it is sent as ${coding}`
    }),
  },
  'served/recording-validators': {
    severity: 'advice',
    says: 'apps cannot tell one version of a recording from another',
    source: from.HTTP('ETag and Last-Modified tell one version from another'),
    fix: 'let the host send a strong ETag',
    find: inRecording(function* (first) {
      if (validatorsOf(first) === null) yield 'neither ETag nor Last-Modified is sent'
    }),
  },
  'served/recording-not-modified': {
    severity: 'advice',
    says: 'a recording is sent again although it has not changed',
    source: from.HTTP('304 where If-None-Match fits, or nothing is newer'),
    fix: 'let the host compare If-None-Match with its ETag',
    find: inRecording(function* (_, { again }) {
      if (again !== null && again.answer?.status !== 304) {
        yield `expected 304 for what is known already, got ${statusOf(again)}`
      }
    }),
  },
  'served/recording-redirects': {
    severity: 'warning',
    says: 'a recording is reached by too many redirects',
    source: from.APPLE('every redirect may fail'),
    fix: 'take some of the prefixes out',
    find: inRecording(function* (_, { first }) {
      if (first.hops.length > MOST_HOPS) yield `${first.hops.length} redirects lead to it`
    }),
  },
  'served/recording-downgrade': {
    severity: 'warning',
    says: 'a recording is redirected from https to http',
    source: from.PODCASTING('addresses must be https'),
    fix: 'redirect to https only',
    find: inRecording(function* (_, { first }) {
      if (isDowngraded(first)) yield 'a redirect gives up encryption'
    }),
  },
}
