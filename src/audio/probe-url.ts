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

/** The measured facts of a recording on another machine, and what it cost to find them. */
export interface RemoteAudio extends Audio {
  /** Where it is in the end, after redirects. */
  readonly url: string
  /** HTTP requests, and bytes of their answers. */
  readonly requests: number
  readonly read: number
  /** Whether it is the one that was known, so that the facts are those from then. */
  readonly unchanged: boolean
}

/** What is remembered of a recording. What is left out is unknown. */
export type KnownAudio = Pick<Audio, 'bytes' | 'seconds' | 'type' | 'how' | 'etag' | 'modified'> &
  Partial<Audio>

export interface ProbeUrlOptions extends FetchOptions {
  /** What was found at the last look: if it did not change since, that stands, after one request. */
  readonly known?: KnownAudio | null
  /** Reads all of it, where samples may be wrong. False when left out. */
  readonly exact?: boolean
}

/**
 * Measures a recording on another machine, at the least cost that is safe.
 *
 * A few parts of it are read; a header that all of them confirm is believed (`header`), and so is an
 * index (`container`). A constant bit rate without a header gives an `estimate`. All else is read
 * whole, one recording at a time per host, and never twice under one entity tag (`scan`). A `header`
 * is wrong by the sound that was overwritten in place between those parts, which only `exact` sees.
 *
 * @throws {ProbeError} If it cannot be fetched within the limits, holds no sound, is in a format that
 *   podcast apps do not play, or changes all the time. The message is a sentence for the author.
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
  // An estimate is good enough for a first look only: what was joined between samples stays unseen.
  const exact = options.exact === true || known?.how === 'estimate'
  // What was only sampled is no answer to the wish to have it exact.
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

/** Frames of half the bit rate begin where others would, so that no sample tells them. */
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

/** Asks for as little as possible, and for nothing if nothing changed. */
async function isUnchanged(client: Client, known: KnownAudio): Promise<boolean> {
  if (known.etag === null && known.modified === null) return false
  const answer = await client.get({ Range: 'bytes=0-0', ...conditionalHeaders(known) })
  const { status, headers } = answer
  await answer.finish()
  if (status === 304) return true
  // Many servers ignore conditions, or those of a request for a part.
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
