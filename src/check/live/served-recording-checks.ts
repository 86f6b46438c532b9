import { parseContentRange } from '../../net/answer.ts'
import { sniff } from '../../audio/sniff.ts'
import type { Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'
import {
  downgrade,
  inPart,
  isServed,
  missingValidators,
  needlessBody,
  statusOf,
  tooManyHops,
  unlikeClients,
  unsteady,
  wrongHead,
  type ByClient,
  type Part,
} from './served.ts'
import { typeOf, type Answer, type Visit } from './visit.ts'
import { usualType } from '../../base/media-types.ts'

/** The requests for a recording, and their answers. */
export interface ServedRecording extends Part {
  readonly declared: {
    readonly length: number | null
    readonly type: string
    readonly seconds: number | null
  }
  /** The first bytes, requested as a range. */
  readonly ranged: Visit
  /** The same, or the answer to a plain request if the range is refused. */
  readonly first: Visit
  /** What other clients get for a plain request. */
  readonly byClient: ByClient
  /** Its duration; null if that cannot be measured at little cost. */
  readonly seconds: number | null
  /** Why nothing can be heard in it, as the end of a sentence; null if something may be. */
  readonly silence: string | null
  readonly head: Visit
  /** The last bytes, requested with a suffix range. */
  readonly suffix: Visit
  /** A range after the end; null where the size is unknown. */
  readonly beyond: Visit | null
  /** A conditional request; null where the first answer has no validators. */
  readonly again: Visit | null
}

const MOST_HOPS = 5
/** In seconds; advertising and rounding make smaller differences. */
const LEAST_DIFFERENCE = 10
/** Units that programs write in place of seconds. */
const UNITS = [
  { name: 'milliseconds', times: 1000 },
  { name: 'minutes', times: 1 / 60 },
] as const

/** Container → the media type that it is served as. */
const TYPES: Readonly<Record<string, string>> = {
  mpeg: 'audio/mpeg',
  mp4: 'audio/x-m4a',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
  wav: 'audio/wav',
}

/** Rules on recordings; a file that is not one has a rule of its own. */
const inRecording = inPart(({ first }: ServedRecording) =>
  answered(first).filter((answer) => notSound(answer) === null),
)

/** The answer, if there is one with bytes. */
function answered(visit: Visit): readonly Answer[] {
  return visit.answer !== null && isServed(visit) ? [visit.answer] : []
}

/** What the bytes are if they are not sound; null where they may be sound. */
export function notSound({ body }: Answer): string | null {
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

/** Rules on how recordings are served. */
export const SERVED_RECORDING_CHECKS: Checks<ServedRecording> = {
  'served/recording': {
    severity: 'error',
    says: 'a recording is not served',
    source: from.APPLE('episodes can be fetched'),
    fix: 'upload it, correct its address, or make its host send it to everyone without a password',
    find: inPart(({ first }: ServedRecording) => [first])(
      (first, { byClient }) =>
        !isServed(first) &&
        unlikeClients(byClient) === null &&
        `expected 206 for the first bytes, got ${statusOf(first)}`,
    ),
  },
  'served/recording-clients': {
    severity: 'error',
    says: 'a recording is served to some clients and refused to others',
    source: from.APPLE('episodes can be fetched'),
    fix: 'allow every request for it in the firewall, or in the protection against hotlinking',
    find: inPart(({ byClient }: ServedRecording) => [byClient])(unlikeClients),
  },
  'served/recording-unsteady': {
    severity: 'warning',
    says: 'the host of a recording fails now and then',
    source: from.HTTP('5xx means that the server failed'),
    fix: 'read the error log of the host; if several machines serve it, look whether one of them is broken',
    find: inRecording((_, { ranged, head, suffix, beyond, again }) =>
      unsteady([ranged, head, suffix, beyond, again]),
    ),
  },
  'served/recording-sound': {
    severity: 'error',
    says: 'what is served as a recording is something else',
    source: from.RSS('an enclosure is the media object itself'),
    fix: 'name the address of the recording itself, not of a page, and upload it again if it is damaged',
    find: inPart(({ first }: ServedRecording) => answered(first))((answer, { silence }) => {
      const other = notSound(answer)
      if (other !== null) return `expected sound, got ${other}`
      return silence !== null && `expected sound, got none: ${silence}`
    }),
  },
  'served/recording-range': {
    severity: 'error',
    says: 'a part of a recording cannot be requested',
    source: from.APPLE('the host supports byte-range requests'),
    fix: 'make the host answer ranges with 206, also after redirects',
    find: inRecording((_, { ranged }) => {
      if (ranged.answer?.status === 206) return null
      const whole = isServed(ranged) ? '' : ', though a plain request gets all of it'
      return `expected 206 for the first bytes, got ${statusOf(ranged)}${whole}`
    }),
  },
  'served/recording-part': {
    severity: 'error',
    says: 'a part of a recording is not the part that its Content-Range names',
    source: from.HTTP('Content-Range of a 206 names the bytes that are sent'),
    fix: 'make the host send exactly the bytes that were requested, with Content-Range: bytes FIRST-LAST/SIZE',
    find: inRecording(({ status, headers, body }) => {
      if (status !== 206) return null
      const stated = headers['content-range']
      const range = parseContentRange(stated)
      if (range?.first !== 0)
        return `expected Content-Range: bytes 0-…/SIZE for the first bytes, got ${stated ?? 'none'}`
      const said = range.last + 1
      const sent = Math.max(body.length, Number(headers['content-length'] ?? 0))
      return (
        sent !== said &&
        `expected ${said} bytes, as Content-Range says, got ${sent}${body.length > said ? ' or more' : ''}`
      )
    }),
  },
  'served/recording-duration': {
    severity: 'warning',
    says: 'a recording does not last as long as the feed says',
    source: from.PSP('itunes:duration is a number of seconds'),
    fix: 'upload the recording again if a part of it is missing, else write whole seconds, as measured',
    find: inRecording((_, { seconds, declared }) => {
      if (seconds === null || declared.seconds === null) return null
      const factor = declared.seconds / seconds
      const difference = Math.abs(declared.seconds - seconds)
      if (difference < LEAST_DIFFERENCE || (factor > 0.75 && factor < 1.25)) return null
      const unit = UNITS.find(({ times }) => factor > times * 0.9 && factor < times * 1.1)
      const guess = unit === undefined ? '' : `; it seems to be in ${unit.name}`
      return `the feed says ${declared.seconds} s, the recording lasts ${Math.round(seconds)} s${guess}`
    }),
  },
  'served/recording-range-type': {
    severity: 'error',
    says: 'the parts of a recording have no audio type',
    source: from.HTTP('206 has the headers that 200 would have'),
    fix: 'make the host send the Content-Type with 206 too',
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
      const served = usualType(typeOf(first))
      const type = usualType(declared.type)
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
    fix: 'upload it again if a part of it is missing, and measure it after every upload',
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
    fix: 'make the host answer HEAD as it answers GET, without a body',
    find: inRecording((_, served) => wrongHead(served)),
  },
  'served/recording-head-bytes': {
    severity: 'warning',
    says: 'HEAD and GET disagree on the size of a recording',
    source: from.HTTP('HEAD has the headers that GET would have'),
    fix: 'make the host send the same Content-Length with both',
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
    fix: 'make the host answer bytes=-500 with the last 500 bytes',
    find: inRecording((first, { suffix }) => {
      const size = sizeOf(first)
      if (first.status !== 206 || size === null) return null
      const stated = suffix.answer?.headers['content-range'] ?? 'no Content-Range'
      const isPart = suffix.answer?.status === 206
      if (isPart && parseContentRange(stated)?.last === size - 1) return null
      return `expected the last bytes with 206, got ${isPart ? stated : statusOf(suffix)}`
    }),
  },
  'served/recording-beyond': {
    severity: 'warning',
    says: 'a range after the end of a recording is not refused',
    source: from.HTTP('416 if no byte of the range exists'),
    fix: 'make the host answer 416 with Content-Range: bytes */SIZE',
    find: inRecording((first, { beyond }) => {
      if (first.status !== 206 || beyond === null) return null
      return beyond.answer?.status !== 416 && `expected 416, got ${statusOf(beyond)}`
    }),
  },
  'served/recording-compressed': {
    severity: 'warning',
    says: 'a recording is sent compressed',
    source: from.HTTP('a range of a compressed body is not a part of the sound'),
    fix: 'make the host compress texts only',
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
    fix: 'make the host send a strong ETag',
    find: inRecording(missingValidators),
  },
  'served/recording-not-modified': {
    severity: 'advice',
    says: 'a recording is sent again although it has not changed',
    source: from.HTTP('304 if If-None-Match matches, or nothing is newer'),
    fix: 'make the host compare If-None-Match with its ETag',
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
