import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { Cost } from '../../audio/http/cost.ts'
import { exchange, readBody } from '../../audio/http/exchange.ts'
import { describeFailure } from '../../audio/http/failures.ts'
import { createHosts } from '../../audio/http/hosts.ts'
import { LIMITS } from '../../audio/http/limits.ts'
import { redirectTarget } from '../../audio/http/redirects.ts'
import { Unfetchable } from '../../audio/http/unfetchable.ts'

/** One answer of a server. */
export interface Answer {
  /** The address that it came from. */
  readonly url: string
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** As it was sent, up to the bytes that were wanted. */
  readonly body: Buffer
}

/** What asking for an address came to, redirects included. */
export interface Visit {
  readonly asked: string
  /** The redirects, in their order. */
  readonly hops: readonly Answer[]
  /** The last answer; null where there was none. */
  readonly answer: Answer | null
  /** Why there was none, as the end of a sentence. */
  readonly failure: string | null
}

/** What is asked for. */
interface Asking {
  readonly method?: 'GET' | 'HEAD'
  readonly headers?: Readonly<Record<string, string>>
  /** Bytes of the body that are wanted at most. */
  readonly most?: number
}

/** Asks servers the way that apps do, one request at a time. */
export interface Visitor {
  readonly ask: (url: string, asking?: Asking) => Promise<Visit>
  readonly close: () => void
}

const USER_AGENT = 'SidecastBot (checks a podcast for its author)'
/** More than any feed, and more than is kept of anything. */
const MOST = 64 * 1024 * 1024
const VISIT_LIMITS = { ...LIMITS, totalTime: 60_000, totalBytes: 2 * MOST }
/** A host is asked for two things at a time, the web as a whole for six. */
const HOSTS = { perHost: 2, total: 6 }

/** @param signal Ends all asking. */
export function createVisitor(signal: AbortSignal): Visitor {
  const hosts = createHosts(HOSTS)
  /** Once a public host has answered, nobody is led into the network of whoever runs this. */
  let guarded = false

  async function once(url: URL, asking: Asking, cost: Cost): Promise<Answer> {
    await hosts.manners.ready(url.host, signal)
    const place = await hosts.places.enter(url.host, false, signal)
    try {
      const agent = hosts.connections.agentFor(url, guarded)
      const headers = { 'User-Agent': USER_AGENT, Accept: '*/*', ...asking.headers }
      const method = asking.method ?? 'GET'
      const response = await exchange({ url, method, headers, agent, signal }, cost)
      const { remoteAddress } = response.socket
      guarded ||= remoteAddress !== undefined && !hosts.connections.isPrivate(remoteAddress)
      const body = await bodyOf(response, cost, asking.most ?? MOST)
      return { url: url.href, status: response.statusCode ?? 0, headers: response.headers, body }
    } finally {
      place.leave()
    }
  }

  async function ask(asked: string, asking: Asking = {}): Promise<Visit> {
    const cost = new Cost(VISIT_LIMITS)
    cost.start()
    const hops: Answer[] = []
    const passed = [new URL(asked)]
    try {
      for (;;) {
        const url = passed.at(-1) ?? new URL(asked)
        const answer = await once(url, asking, cost)
        const { location } = answer.headers
        const target = redirectTarget(answer.status, location, passed, VISIT_LIMITS.redirects)
        if (target === null) return { asked, hops, answer, failure: null }
        hops.push(answer)
        passed.push(target)
      }
    } catch (cause) {
      signal.throwIfAborted()
      const { message } = describeFailure(cause, passed.at(-1) ?? new URL(asked))
      if (!(cause instanceof Error)) throw cause
      return { asked, hops, answer: null, failure: message }
    }
  }

  return { ask, close: hosts.close }
}

async function bodyOf(response: IncomingMessage, cost: Cost, most: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of readBody(response, cost)) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes >= most) break
  }
  return Buffer.concat(pieces).subarray(0, most)
}

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gunzipSync(bytes, { maxOutputLength: MOST }),
  'x-gzip': (bytes) => gunzipSync(bytes, { maxOutputLength: MOST }),
  br: (bytes) => brotliDecompressSync(bytes, { maxOutputLength: MOST }),
  deflate: (bytes) => inflateSync(bytes, { maxOutputLength: MOST }),
}

/**
 * The bytes of an answer as they are meant.
 *
 * @throws {Unfetchable} If they are not in the coding that it names.
 */
export function decodedBody({ headers, body }: Answer): Buffer {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (coding === 'identity' || coding === '') return body
  const decode = DECODERS[coding]
  if (decode === undefined) throw new Unfetchable(`is coded as "${coding}", which apps do not read`)
  try {
    return decode(body)
  } catch (cause) {
    throw new Unfetchable(`is said to be coded as ${coding}, but is not`, undefined, { cause })
  }
}

/** The media type of an answer, without its parameters; '' where it says none. */
export function typeOf({ headers }: Answer): string {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** What an answer says that its resource can be recognised by; null where it says nothing. */
export function validatorsOf({ headers }: Answer): Readonly<Record<string, string>> | null {
  const { etag, 'last-modified': modified } = headers
  if (etag !== undefined) return { 'If-None-Match': etag }
  return modified === undefined ? null : { 'If-Modified-Since': modified }
}

/** Whether a chain of redirects gives up encryption. */
export function isDowngraded({ hops, answer }: Visit): boolean {
  const urls = [...hops, ...(answer === null ? [] : [answer])].map(({ url }) => url)
  return urls.some((url, index) => url.startsWith('http:') && urls[index - 1]?.startsWith('https:'))
}
