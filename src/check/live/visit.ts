import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { Cost, LIMITS } from '../../net/cost.ts'
import { exchange, readBody } from '../../net/exchange.ts'
import { PrivateAddress } from '../../net/connections.ts'
import { describeFailure, Unfetchable, Unreachable } from '../../net/failures.ts'
import { createHosts, type Hosts, type HostsOptions } from '../../net/hosts.ts'
import { NAMED, PUBLIC, reachAfter, type Reach } from '../../net/reach.ts'
import { redirectTarget } from '../../net/redirects.ts'
import type { FetchOptions } from '../../net/with-client.ts'
import { withoutUser } from '../../base/web-address.ts'

/** One answer of a server. */
export interface Answer {
  /** The address that it came from, without user name and password. */
  readonly url: string
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** As it was sent, up to the number of bytes requested. */
  readonly body: Buffer
}

/** The result of a request, including redirects. */
export interface Visit {
  /** Without user name and password. */
  readonly asked: string
  /** The redirects, in order. */
  readonly hops: readonly Answer[]
  /** The last answer; null where there was none. */
  readonly answer: Answer | null
  /** Why there was none, as the end of a sentence. */
  readonly failure: string | null
  /** The errors of the server (5xx) that came first, each followed by another attempt. */
  readonly stumbles: readonly number[]
  /** From the first request to the last byte that was wanted; waiting for a turn is not counted. */
  readonly milliseconds: number
}

/** Options of a request. */
interface Asking {
  readonly method?: 'GET' | 'HEAD'
  readonly headers?: Readonly<Record<string, string>>
  /** Bytes of the body that are read at most. */
  readonly most?: number
}

const BOT = 'SidecastBot (checks a podcast for its author)'
/** Client → its User-Agent. Firewalls look at the first word. */
export const CLIENTS = {
  'this check': BOT,
  'Apple Podcasts': `AppleCoreMedia/1.0.0 (like iTMS; ${BOT})`,
  'a browser': `Mozilla/5.0 (compatible; ${BOT})`,
} as const
/** Attempts after an error of the server, as apps make them. */
const ATTEMPTS = 3
/** In bytes; more than any feed has. */
const MOST = 64 * 1024 * 1024
const VISIT_LIMITS = { ...LIMITS, totalTime: 60_000, totalBytes: 2 * MOST }
/** At most two requests to one host at the same time, and six in all. */
const HOSTS = { perHost: 2, total: 6 }

/** One answer, and which networks a redirect may lead to. */
interface Once {
  readonly answer: Answer
  readonly reach: Reach
  readonly milliseconds: number
}

/** Where a request has been led by redirects, as far as it has come. */
interface Way {
  readonly start: URL
  readonly passed: URL[]
  readonly hops: Answer[]
  /** That the answers took. */
  milliseconds: number
}

/**
 * Sends requests the way that apps do.
 *
 * The first address is the one that the author gave with the command; it may be in any network. The
 * network of the host that answers in the end decides where all other addresses may be, see
 * {@link reachAfter}: a feed on this computer is checked with recordings on this computer, a public
 * one with public recordings only.
 */
export class Visitor {
  readonly #signal: AbortSignal
  readonly #hosts: Hosts
  readonly #end = new AbortController()
  readonly #either: AbortSignal
  readonly #times = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #named: { readonly href: string; reach: Reach } | null = null
  /** For all other addresses. */
  #settled: Reach = PUBLIC

  /** @param signal Aborts all requests. */
  constructor(signal: AbortSignal, options: HostsOptions = {}) {
    this.#signal = signal
    this.#hosts = createHosts({ ...HOSTS, ...options })
    this.#either = AbortSignal.any([signal, this.#end.signal])
  }

  /** Follows redirects, and tries again after an error of the server. */
  readonly ask = async (given: string, asking: Asking = {}): Promise<Visit> => {
    const stumbles: number[] = []
    for (;;) {
      const visit = await this.#attempt(given, asking)
      const status = visit.answer?.status ?? 0
      if (status < 500 || stumbles.length === ATTEMPTS - 1) return { ...visit, stumbles }
      stumbles.push(status)
    }
  }

  /** Everything must be answered from now on within so many milliseconds; a later call replaces it. */
  readonly allow = (milliseconds: number): void => {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#end.abort(new Unreachable('took too long')), milliseconds)
  }

  /** Whether that time was up, so that some requests have no answer. */
  readonly isOver = (): boolean => this.#end.signal.aborted

  /** Address → the longest time in milliseconds that an answer took. */
  get times(): ReadonlyMap<string, number> {
    return this.#times
  }

  /** For other requests to what the feed names. */
  readonly fetching = (): FetchOptions => ({
    hosts: this.#hosts,
    reach: this.#settled,
    signal: this.#either,
  })

  readonly close = (): void => {
    clearTimeout(this.#timer)
    this.#hosts.close()
  }

  async #attempt(given: string, asking: Asking): Promise<Visit> {
    const start = new URL(given)
    const asked = withoutUser(start).href
    const way: Way = { start, passed: [start], hops: [], milliseconds: 0 }
    const { passed, hops } = way
    try {
      const answer = await this.#follow(way, asking)
      const { milliseconds } = way
      this.#times.set(asked, Math.max(milliseconds, this.#times.get(asked) ?? 0))
      return { asked, hops, answer, failure: null, stumbles: [], milliseconds }
    } catch (cause) {
      this.#signal.throwIfAborted()
      if (!(cause instanceof Error)) throw cause
      const failure = this.isOver()
        ? 'was not answered before the check ended'
        : cause instanceof PrivateAddress
          ? outOfReach(cause, passed.length > 1)
          : describeFailure(cause, passed.at(-1) ?? start).message
      const { milliseconds } = way
      return { asked, hops, answer: null, failure, stumbles: [], milliseconds }
    }
  }

  /** The answer at the end of all redirects, which are added to the way. */
  async #follow(way: Way, asking: Asking): Promise<Answer> {
    const cost = new Cost(VISIT_LIMITS)
    cost.start()
    const isFirst = this.#named === null
    const { start, passed, hops } = way
    const named = (this.#named ??= { href: start.href, reach: NAMED })
    const isNamed = start.href === named.href
    let reach = isNamed ? named.reach : this.#settled
    for (;;) {
      const url = passed.at(-1) ?? start
      const once = await this.#once(url, asking, cost, reach)
      reach = once.reach
      way.milliseconds += once.milliseconds
      if (isFirst) this.#settled = reach
      if (isNamed && passed.length === 1) named.reach = reach
      const { answer } = once
      const { location } = answer.headers
      const target = redirectTarget(answer.status, location, passed, VISIT_LIMITS.redirects)
      if (target === null) return answer
      hops.push(answer)
      passed.push(target)
    }
  }

  async #once(url: URL, asking: Asking, cost: Cost, reach: Reach): Promise<Once> {
    const { backoff, slots, connections } = this.#hosts
    await backoff.ready(url.host, this.#either)
    const place = await slots.enter(url.host, false, this.#either)
    const start = performance.now()
    try {
      const agent = connections.agentFor(url, reach)
      const headers = { 'User-Agent': BOT, Accept: '*/*', ...asking.headers }
      const method = asking.method ?? 'GET'
      const response = await exchange({ url, method, headers, agent, signal: this.#either }, cost)
      const { remoteAddress } = response.socket
      const network = remoteAddress === undefined ? null : connections.networkOf(remoteAddress)
      const body = await bodyOf(response, cost, asking.most ?? MOST)
      const { statusCode: status = 0 } = response
      const answer = { url: withoutUser(url).href, status, headers: response.headers, body }
      const milliseconds = performance.now() - start
      return { answer, reach: reachAfter(reach, network), milliseconds }
    } finally {
      place.leave()
    }
  }
}

function outOfReach({ place }: PrivateAddress, isRedirected: boolean): string {
  const way = isRedirected ? 'is redirected to' : 'is at'
  return `${way} ${place}, which cannot be reached from other networks or by listeners; move it to a public address`
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

const DECODERS: Readonly<Record<string, typeof gunzipSync>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  br: brotliDecompressSync,
  deflate: inflateSync,
}

/**
 * The body of an answer, decompressed.
 *
 * @throws {Unfetchable} If it is not in the coding that the header names.
 */
export function decodedBody({ headers, body }: Answer): Buffer {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (coding === 'identity' || coding === '') return body
  const decode = DECODERS[coding]
  if (decode === undefined)
    throw new Unfetchable(`has the content coding "${coding}", which apps do not support`)
  try {
    return decode(body, { maxOutputLength: MOST })
  } catch (cause) {
    throw new Unfetchable(`has the Content-Encoding ${coding}, but is not compressed so`, { cause })
  }
}

/** The media type of an answer, without its parameters; '' where it has none. */
export function typeOf({ headers }: Answer): string {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** The headers of a conditional request, from the validators of an answer; null where it has none. */
export function validatorsOf({ headers }: Answer): Readonly<Record<string, string>> | null {
  const { etag, 'last-modified': modified } = headers
  if (etag !== undefined) return { 'If-None-Match': etag }
  return modified === undefined ? null : { 'If-Modified-Since': modified }
}
