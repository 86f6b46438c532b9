import { type Answer, parseUnsatisfiedRange } from '../../net/answer.ts'
import { describeStatus } from '../../net/failures.ts'
import { FIRST_BYTES } from '../mpeg/confirm.ts'
import type { Client } from '../../net/client.ts'
import { RangedSource, twice } from './ranged-source.ts'
import type { Source } from './source.ts'
import { StreamedSource } from './streamed-source.ts'
import { Refused, Slow, Untrustworthy } from './refused.ts'

/**
 * Requests the first part of a recording. If the server sends all of it instead, that is used.
 *
 * @throws {Untrustworthy} If the response is neither.
 */
export async function openSource(client: Client): Promise<Source> {
  return twice(() => openOnce(client))
}

async function openOnce(client: Client): Promise<Source> {
  const before = client.cost.worked
  const answer = await client.get({ Range: `bytes=0-${FIRST_BYTES - 1}` })
  const passed = client.cost.worked - before
  if (answer.status === 200) return openStream(client, answer)
  const isSlow = passed > client.cost.limits.slowAnswer * client.cost.requests
  if (answer.status === 206 && !isSlow) return RangedSource.open(client, answer, FIRST_BYTES)
  answer.discard()
  if (isSlow) throw new Slow(`takes ${Math.round(passed)} ms to answer`)
  // A range of an empty file cannot be satisfied. RFC 9110 section 15.5.17.
  const isEmpty = parseUnsatisfiedRange(answer.headers['content-range']) === 0
  if (answer.status === 416 && isEmpty) throw emptyRecording()
  throw new Untrustworthy(`answers ${answer.status} to a request for the first bytes`)
}

/** Requests a whole recording. */
export async function openWhole(client: Client): Promise<Source> {
  const answer = await client.get({}, true)
  if (answer.status === 200) return openStream(client, answer)
  answer.discard()
  throw describeStatus(answer.status, null)
}

/** Response headers of web radio. */
const LIVE_HEADERS = ['icy-name', 'icy-br', 'icy-metaint', 'icy-genre'] as const

/** @throws {Refused} If it is an endless stream. */
function openStream(client: Client, answer: Answer): Source {
  const { headers } = answer
  const isLive = LIVE_HEADERS.some((name) => headers[name] !== undefined)
  if (!isLive || headers['content-length'] !== undefined) return new StreamedSource(client, answer)
  answer.discard()
  throw new Refused('is a live stream, which has no end; name a recording of it', 'foreign')
}

export function emptyRecording(): Refused {
  return new Refused(
    'is empty (0 bytes); upload the recording again, or wait until it is copied',
    'silent',
  )
}
