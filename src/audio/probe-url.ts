import type { Audio } from './audio.ts'
import { measureInAttempts } from './remote/attempts.ts'
import type { Client } from '../net/client.ts'
import { parseContentRange } from '../net/answer.ts'
import { conditionalHeaders, isSame, readVersion, type Version } from '../net/version.ts'
import { type FetchOptions, withClient } from '../net/with-client.ts'
import { FetchError } from '../net/failures.ts'
import { extensionWarnings } from './warnings.ts'
import { ProbeError } from './facts.ts'
import { Refused } from './remote/refused.ts'

/** The measurements of a recording on another host, and what they cost. */
export interface RemoteAudio extends Audio {
  /** Its final address, after redirects. */
  readonly url: string
  /** HTTP requests, and bytes of their responses. */
  readonly requests: number
  readonly read: number
  /** Whether it is unchanged, so that the facts are those of the earlier measurement. */
  readonly unchanged: boolean
}

/** An earlier measurement; missing properties are unknown. */
export type KnownAudio = Pick<Audio, 'bytes' | 'seconds' | 'type' | 'how' | 'etag' | 'modified'> &
  Partial<Audio>

export interface ProbeUrlOptions extends FetchOptions {
  /** The earlier measurement. It is returned after one request if the recording has not changed. */
  readonly known?: KnownAudio | null
  /** Whether to read all of it where samples may be wrong; false by default. */
  readonly exact?: boolean
}

/**
 * Measures a recording on another host, at the least cost that is safe.
 *
 * A few parts of it are read. A header that all of them confirm is believed (`header`), and so is an index
 * (`container`); a constant bit rate without a header gives an `estimate`. Everything else is read
 * completely, one recording at a time per host, and never twice with the same entity tag (`scan`). A `header`
 * is wrong only if sound was overwritten in place between those parts, which only `exact` notices.
 *
 * @throws {ProbeError} If it cannot be fetched within the limits, contains no sound, is in a format that
 *   podcast apps do not play, or keeps changing. The message is a sentence for the author.
 */
export async function probeUrl(url: string, options: ProbeUrlOptions = {}): Promise<RemoteAudio> {
  try {
    return await withClient(url, options, (client, start) => probe(client, start, options))
  } catch (error) {
    if (!(error instanceof FetchError)) throw error
    const { message, cause } = error
    throw new ProbeError(cause instanceof Refused ? cause.refusal : 'unreadable', message, {
      cause,
    })
  }
}

async function probe(client: Client, start: URL, options: ProbeUrlOptions): Promise<RemoteAudio> {
  const { known } = options
  // An estimate is enough for the first time only, because joins between the samples are not noticed.
  const exact = options.exact === true || known?.how === 'estimate'
  // A sampled result does not satisfy a request for an exact one.
  const isGoodEnough = !exact || known?.how === 'scan' || known?.how === 'container'
  if (known && isGoodEnough && (await isUnchanged(client, known))) {
    return completeAudio(client, { ...UNKNOWN, ...known }, known, true)
  }
  const { signal } = options
  const {
    facts,
    chapters,
    tags,
    bytes,
    version,
    ranged,
    warnings: served,
  } = await measureInAttempts(client, {
    exact,
    signal,
  })
  const extension = /\.([^./]*)$/.exec(start.pathname)?.[1]?.toLowerCase() ?? ''
  const warnings = [
    ...client.warnings,
    ...served,
    ...(ranged ? [] : [WITHOUT_RANGES]),
    ...(facts.how === 'estimate' ? [ESTIMATED] : []),
    ...facts.warnings,
    ...extensionWarnings(extension, facts.type),
  ]
  return completeAudio(
    client,
    { ...facts, bytes, chapters, tags, hash: null, warnings },
    version,
    false,
  )
}

/** @see https://podcasters.apple.com/support/823-podcast-requirements */
const WITHOUT_RANGES =
  'its server sends it only as a whole, so apps can neither skip in it nor resume an interrupted download: use a server that answers range requests'

/** At half the bit rate, frames begin at the same places as others, so samples cannot distinguish them. */
const ESTIMATED =
  'its duration is estimated from a few parts of it, since no header says how long it is: what was joined on between them at another bit rate is seen only at the next look, which reads all of it'

const UNKNOWN = {
  codec: null,
  bitrate: null,
  sampleRate: null,
  channels: null,
  vbr: null,
  chapters: [],
  tags: null,
  hash: null,
  cut: null,
  warnings: [],
} as const

/** Requests as little as possible, and nothing if nothing changed. */
async function isUnchanged(client: Client, known: KnownAudio): Promise<boolean> {
  if (known.etag === null && known.modified === null) return false
  const answer = await client.get({ Range: 'bytes=0-0', ...conditionalHeaders(known) })
  const { status, headers } = answer
  await answer.finish()
  if (status === 304) return true
  // Many servers ignore conditions, or those of a range request.
  const length = Number(headers['content-length'] ?? Number.NaN)
  const whole = status === 200 && !Number.isNaN(length) ? length : null
  const bytes =
    status === 206 ? (parseContentRange(headers['content-range'])?.bytes ?? null) : whole
  return (status === 206 || status === 200) && isSame(known, readVersion(headers, bytes))
}

function completeAudio(
  { address, cost }: Client,
  audio: Omit<Audio, 'etag' | 'modified'>,
  { etag, modified }: Pick<Version, 'etag' | 'modified'>,
  unchanged: boolean,
): RemoteAudio {
  const { requests, read } = cost
  return { ...audio, url: address.href, etag, modified, requests, read, unchanged }
}
