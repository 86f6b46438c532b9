import { parseContentRange } from '../../net/content-range.ts'
import { sniff } from '../../audio/sniff.ts'
import type { Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'
import {
  downgrade,
  inPart,
  missingValidators,
  needlessBody,
  statusOf,
  tooManyHops,
  wrongHead,
  type Part,
} from './served.ts'
import { typeOf, type Answer, type Visit } from './visit.ts'

/** The requests for a recording, and their answers. */
export interface ServedRecording extends Part {
  readonly declared: { readonly length: number | null; readonly type: string }
  /** The first bytes, requested as a range. */
  readonly first: Visit
  readonly head: Visit
  /** The last bytes, requested with a suffix range. */
  readonly suffix: Visit
  /** A range after the end; null where the size is unknown. */
  readonly beyond: Visit | null
  /** A conditional request; null where the first answer has no validators. */
  readonly again: Visit | null
}

const MOST_HOPS = 5

/** Media types that apps treat alike. */
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

/** Rules on a recording; what is not one has a rule of its own. */
const inRecording = inPart(({ first }: ServedRecording) =>
  answered(first).filter((answer) => notSound(answer) === null),
)

/** The answer, if there is one with bytes. */
function answered({ answer }: Visit): readonly Answer[] {
  return answer?.status === 200 || answer?.status === 206 ? [answer] : []
}

/** What the bytes are if they are not sound; null where they may be sound. */
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

/** The size of the whole file; null where the answer does not give it. */
export function sizeOf({ status, headers }: Answer): number | null {
  if (status === 206) return parseContentRange(headers['content-range'])?.bytes ?? null
  const length = headers['content-length']
  return length === undefined ? null : Number(length)
}

/** What is wrong with the way recordings are served. */
export const SERVED_RECORDING_CHECKS: Checks<ServedRecording> = {
  'served/recording': {
    severity: 'error',
    says: 'a recording does not exist',
    source: from.APPLE('episodes can be fetched'),
    fix: 'upload it, or correct its address',
    find: inPart(({ first }: ServedRecording) => [first])(
      (first) =>
        answered(first).length === 0 && `expected 206 for the first bytes, got ${statusOf(first)}`,
    ),
  },
  'served/recording-sound': {
    severity: 'error',
    says: 'what is served as a recording is something else',
    source: from.RSS('an enclosure is the media object itself'),
    fix: 'name the address of the recording itself, not of a page',
    find: inPart(({ first }: ServedRecording) => answered(first))((answer) => {
      const other = notSound(answer)
      return other !== null && `expected sound, got ${other}`
    }),
  },
  'served/recording-range': {
    severity: 'error',
    says: 'a part of a recording cannot be requested',
    source: from.APPLE('the host supports byte-range requests'),
    fix: 'let the host answer ranges with 206, also after redirects',
    find: inRecording(
      ({ status }) => status !== 206 && `expected 206 for the first bytes, got ${status}`,
    ),
  },
  'served/recording-range-type': {
    severity: 'error',
    says: 'the parts of a recording have no audio type',
    source: from.HTTP('206 has the headers that 200 would have'),
    fix: 'let the host send the Content-Type with 206 too',
    find: inRecording((first) => {
      const type = typeOf(first)
      const isWrong = first.status === 206 && !/^(?:audio|video)\/|^application\/ogg$/.test(type)
      return isWrong && `expected an audio type with 206, got "${type}"`
    }),
  },
  'served/recording-type': {
    severity: 'warning',
    says: 'feed, server and bytes disagree on the type of a recording',
    source: from.RSS('type is the media type of the object'),
    fix: 'write and serve the type of the bytes',
    find: inRecording((first, { declared }) => {
      const served = plainType(typeOf(first))
      const type = plainType(declared.type)
      const found = formatOf(first) ?? served
      if (!/^(?:audio|video)\//.test(served)) return null
      if (served !== found) return `expected ${found}, as the bytes are, got ${typeOf(first)}`
      return type !== served && `the feed says ${declared.type}, the server ${typeOf(first)}`
    }),
  },
  'served/recording-bytes': {
    severity: 'warning',
    says: 'a recording does not have the size that the feed says',
    source: from.RSS('length is the size of the enclosure in bytes'),
    fix: 'measure it again after every upload',
    find: inRecording((first, { declared: { length } }) => {
      const bytes = sizeOf(first)
      // An implausible length has a rule of its own.
      if (bytes === null || length === null || length < 2000) return null
      return bytes !== length && `the feed says ${length} bytes, the server sends ${bytes}`
    }),
  },
  'served/recording-head': {
    severity: 'warning',
    says: 'the host does not answer HEAD for a recording',
    source: from.APPLE('the host supports HEAD requests'),
    fix: 'let the host answer HEAD as it answers GET, without a body',
    find: inRecording((_, served) => wrongHead(served)),
  },
  'served/recording-head-bytes': {
    severity: 'warning',
    says: 'HEAD and GET disagree on the size of a recording',
    source: from.HTTP('HEAD has the headers that GET would have'),
    fix: 'let the host send the same Content-Length with both',
    find: inRecording((first, { head }) => {
      const bytes = sizeOf(first)
      if (head.answer?.status !== 200 || bytes === null) return null
      const byHead = sizeOf(head.answer)
      return byHead !== bytes && `HEAD says ${byHead ?? 'no'} bytes, GET ${bytes}`
    }),
  },
  'served/recording-suffix': {
    severity: 'warning',
    says: 'the end of a recording cannot be requested',
    source: from.HTTP('a suffix range asks for the last bytes'),
    fix: 'let the host answer bytes=-500 with the last 500 bytes',
    find: inRecording((first, { suffix }) => {
      if (first.status !== 206) return null
      const range = parseContentRange(suffix.answer?.headers['content-range'])
      const isRight = suffix.answer?.status === 206 && range?.last === (sizeOf(first) ?? 0) - 1
      return !isRight && `expected the last bytes with 206, got ${statusOf(suffix)}`
    }),
  },
  'served/recording-beyond': {
    severity: 'warning',
    says: 'a range after the end of a recording is not refused',
    source: from.HTTP('416 if no byte of the range exists'),
    fix: 'let the host answer 416 with Content-Range: bytes */SIZE',
    find: inRecording((first, { beyond }) => {
      if (first.status !== 206 || beyond === null) return null
      return beyond.answer?.status !== 416 && `expected 416, got ${statusOf(beyond)}`
    }),
  },
  'served/recording-compressed': {
    severity: 'warning',
    says: 'a recording is sent compressed',
    source: from.HTTP('a range of a compressed body is not a part of the sound'),
    fix: 'let the host compress texts only',
    find: inRecording(({ headers }, { head }) => {
      const coding =
        headers['content-encoding'] ?? head.answer?.headers['content-encoding'] ?? 'identity'
      return coding !== 'identity' && `it is sent as ${coding}`
    }),
  },
  'served/recording-validators': {
    severity: 'advice',
    says: 'apps cannot tell one version of a recording from another',
    source: from.HTTP('ETag and Last-Modified distinguish one version from another'),
    fix: 'let the host send a strong ETag',
    find: inRecording(missingValidators),
  },
  'served/recording-not-modified': {
    severity: 'advice',
    says: 'a recording is sent again although it has not changed',
    source: from.HTTP('304 if If-None-Match matches, or nothing is newer'),
    fix: 'let the host compare If-None-Match with its ETag',
    find: inRecording((_, served) => needlessBody(served)),
  },
  'served/recording-redirects': {
    severity: 'warning',
    says: 'too many redirects lead to a recording',
    source: from.APPLE('every redirect may fail'),
    fix: 'remove some of the prefixes',
    find: inRecording((_, { first }) => tooManyHops(first, MOST_HOPS)),
  },
  'served/recording-downgrade': {
    severity: 'warning',
    says: 'a recording is redirected from https to http',
    source: from.PODCASTING('addresses must be https'),
    fix: 'redirect to https only',
    find: inRecording((_, { first }) => downgrade(first)),
  },
}
