import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { Cost, LIMITS } from '../../net/cost.ts'
import { exchange, readBody } from '../../net/exchange.ts'
import { PrivateAddress } from '../../net/connections.ts'
import { describeFailure } from '../../net/failures.ts'
import { createHosts, type HostsOptions } from '../../net/hosts.ts'
import { NAMED, PUBLIC, reachAfter, type Reach } from '../../net/reach.ts'
import { redirectTarget } from '../../net/redirects.ts'
import { Unfetchable } from '../../net/unfetchable.ts'
import { withoutUser } from '../../net/user-info.ts'

/** One answer of a server. */
export interface Answer {
  /** The address that it came from, without user name and password. */
  readonly url: string
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** As it was sent, up to the bytes that were wanted. */
  readonly body: Buffer
}

/** What asking for an address came to, redirects included. */
export interface Visit {
  /** Without user name and password. */
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

/**
 * The first address that is asked for is the one that the author gave with the command: it is asked
 * wherever it is. The network of what answers in the end decides where all the others may be, see
 * {@link reachAfter}: a feed on this machine is checked with the recordings on this machine, a public
 * one with public ones only.
 *
 * @param signal Ends all asking.
 */
export function createVisitor(signal: AbortSignal, options: HostsOptions = {}): Visitor {
  const hosts = createHosts({ ...HOSTS, ...options })
  const { networkOf } = hosts.connections
  let named: { readonly href: string; reach: Reach } | null = null
  /** Of whatever else is asked for. */
  let settled: Reach = PUBLIC

  async function once(url: URL, asking: Asking, cost: Cost, reach: Reach): Promise<Once> {
    await hosts.manners.ready(url.host, signal)
    const place = await hosts.places.enter(url.host, false, signal)
    try {
      const agent = hosts.connections.agentFor(url, reach)
      const headers = { 'User-Agent': USER_AGENT, Accept: '*/*', ...asking.headers }
      const method = asking.method ?? 'GET'
      const response = await exchange({ url, method, headers, agent, signal }, cost)
      const { remoteAddress } = response.socket
      const network = remoteAddress === undefined ? null : networkOf(remoteAddress)
      const body = await bodyOf(response, cost, asking.most ?? MOST)
      const { statusCode: status = 0, headers: told } = response
      const answer = { url: withoutUser(url).href, status, headers: told, body }
      return { answer, reach: reachAfter(reach, network) }
    } finally {
      place.leave()
    }
  }

  async function ask(given: string, asking: Asking = {}): Promise<Visit> {
    const cost = new Cost(VISIT_LIMITS)
    cost.start()
    const start = new URL(given)
    const asked = withoutUser(start).href
    const hops: Answer[] = []
    const passed = [start]
    const isFirst = named === null
    named ??= { href: start.href, reach: NAMED }
    const isNamed = start.href === named.href
    let reach = isNamed ? named.reach : settled
    try {
      for (;;) {
        const url = passed.at(-1) ?? start
        const { answer, reach: next } = await once(url, asking, cost, reach)
        reach = next
        if (isFirst) settled = next
        if (isNamed && passed.length === 1) named.reach = next
        const { location } = answer.headers
        const target = redirectTarget(answer.status, location, passed, VISIT_LIMITS.redirects)
        if (target === null) return { asked, hops, answer, failure: null }
        hops.push(answer)
        passed.push(target)
      }
    } catch (cause) {
      signal.throwIfAborted()
      if (!(cause instanceof Error)) throw cause
      const failure =
        cause instanceof PrivateAddress
          ? outOfReach(cause, passed.length > 1)
          : describeFailure(cause, passed.at(-1) ?? start).message
      return { asked, hops, answer: null, failure }
    }
  }

  return { ask, close: hosts.close }
}

/** One answer, and where it may lead. */
interface Once {
  readonly answer: Answer
  readonly reach: Reach
}

function outOfReach({ place }: PrivateAddress, isRedirected: boolean): string {
  const way = isRedirected ? 'is redirected to' : 'is at'
  return `${way} ${place}, which is closed to what comes from another network, and to listeners; put it at a public address`
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
    throw new Unfetchable(`is said to be coded as ${coding}, but is not`, { cause })
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
