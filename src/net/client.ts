import type { IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { askedPause, assertMeant, BUSY, createAnswer, type Answer } from './answer.ts'
import { Cookies, redirectTarget, redirectWarnings } from './redirects.ts'
import { Cost, type Limits } from './cost.ts'
import { exchange, readBody } from './exchange.ts'
import { PrivateAddress } from './connections.ts'
import {
  describeFailure,
  describeRefusal,
  describeStatus,
  Dropped,
  Unreachable,
} from './failures.ts'
import type { Hosts } from './hosts.ts'
import type { Slot } from './slots.ts'
import { reachAfter, type Reach } from './reach.ts'

type Headers = Readonly<Record<string, string>>

/** Distinguishes our requests from those of listeners in server logs; tracking services do not count bots. */
const USER_AGENT = 'SidecastBot (measures the recordings of a podcast)'

/** Statuses of temporary failures, after which the request is retried once. */
const TEMPORARY = new Set([408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])

/**
 * Fetches a file, e.g. a recording: follows redirects once and keeps the final address, waits for a
 * slot, retries after a temporary failure, and adds up the cost.
 */
export class Client {
  readonly cost: Cost
  readonly hosts: Hosts
  readonly #signal: AbortSignal | undefined
  readonly #start: URL
  readonly #given: Reach
  #address: URL
  /** The reach of the first address, and of the current one. */
  #startReach: Reach
  #reach: Reach
  #slot: Slot | null = null
  #warnings: readonly string[] = []
  readonly #cookies = new Cookies()

  /** @param reach Where the first address may be, besides the public internet. */
  constructor(
    start: URL,
    hosts: Hosts,
    limits: Limits,
    reach: Reach,
    signal: AbortSignal | undefined,
  ) {
    this.cost = new Cost(limits)
    this.hosts = hosts
    this.#signal = signal
    this.#start = start
    this.#address = start
    this.#given = reach
    this.#startReach = reach
    this.#reach = reach
  }

  /** The final address, as far as is known. */
  get address(): URL {
    return this.#address
  }

  /** Messages about the redirects. */
  get warnings(): readonly string[] {
    return this.#warnings
  }

  /**
   * Sends a GET request.
   *
   * @param whole Whether the whole file will be read, for which each host has only one slot.
   * @throws {Unfetchable} If the response is neither the file nor a part of it.
   */
  async get(headers: Headers, whole = false): Promise<Answer> {
    const passed = [this.#address]
    const { redirects } = this.cost.limits
    for (;;) {
      const response = await this.#ask(headers, whole)
      this.#narrow(response.socket.remoteAddress)
      const answer = createAnswer(response, this.#body(response))
      const isGiven = this.#cookies.take(this.#address, answer.headers['set-cookie'])
      const target = nextTarget(answer, passed, redirects, isGiven)
      if (!target) return answer
      await answer.finish()
      this.#warnings = [...this.#warnings, ...redirectWarnings(this.#address, target)]
      this.#address = target
      passed.push(target)
    }
  }

  /** Makes the next request start at the first address again. */
  startAnew(): void {
    this.#address = this.#start
    this.#reach = this.#startReach
    this.#warnings = []
  }

  /** Takes the slot in which a whole file may be read, if it is free. */
  widen(): boolean {
    const slot = this.#slot && this.hosts.slots.widen(this.#slot)
    if (slot) this.#slot = slot
    return slot !== null
  }

  /** Releases the slot. */
  leave(): void {
    this.#slot?.leave()
    this.#slot = null
    this.cost.stop()
  }

  /** Requests an address, and retries once after a temporary failure. */
  async #ask(headers: Headers, whole: boolean): Promise<IncomingMessage> {
    try {
      const response = await this.#askOnce(headers, whole)
      const pause = this.#pauseAfter(response)
      if (pause === null) return response
      response.destroy()
      await wait(pause, undefined, this.#signal && { signal: this.#signal })
    } catch (error) {
      // Servers close idle connections, sometimes just when they are used again.
      if (!(error instanceof Dropped)) throw error
    }
    return this.#askOnce(headers, whole).catch((cause: unknown) => {
      if (!(cause instanceof Dropped)) throw cause
      throw new Unreachable(cause.message, { cause })
    })
  }

  async #askOnce(headers: Headers, whole: boolean): Promise<IncomingMessage> {
    const { connections, backoff } = this.hosts
    const url = this.#address
    await this.#enter(url.host, whole)
    await backoff.ready(url.host, this.#signal)
    const always = { 'User-Agent': USER_AGENT, Accept: '*/*', 'Accept-Encoding': 'identity' }
    try {
      const agent = connections.agentFor(url, this.#reach)
      const request = {
        url,
        headers: { ...always, ...this.#cookies.headersFor(url), ...headers },
        agent,
        signal: this.#signal,
      }
      return await exchange(request, this.cost)
    } catch (error) {
      this.#signal?.throwIfAborted()
      if (error instanceof PrivateAddress) {
        throw describeRefusal(error, { given: this.#given, isRedirected: url !== this.#start })
      }
      throw describeFailure(error, url)
    }
  }

  /** Restricts the reach of the host, and of what it leads to, to its own network. */
  #narrow(remoteAddress: string | undefined): void {
    const { networkOf } = this.hosts.connections
    const network = remoteAddress === undefined ? null : networkOf(remoteAddress)
    this.#reach = reachAfter(this.#reach, network)
    if (this.#address === this.#start) this.#startReach = this.#reach
  }

  async #enter(host: string, whole: boolean): Promise<void> {
    if (this.#slot?.host === host && (this.#slot.whole || !whole)) return
    this.leave()
    this.#slot = await this.hosts.slots.enter(host, whole, this.#signal)
    this.cost.start()
  }

  /** Milliseconds after which a retry makes sense; null if it does not. */
  #pauseAfter({ statusCode = 0, headers }: IncomingMessage): number | null {
    if (!TEMPORARY.has(statusCode)) return null
    const { backoff } = this.hosts
    const { pause, retryAfter } = this.cost.limits
    const { host } = this.#address
    const asked = askedPause(statusCode, headers)
    if (asked !== null && asked > retryAfter) {
      backoff.close(host, asked, describeStatus(statusCode, asked))
      return null
    }
    if (BUSY.has(statusCode)) backoff.keepQuiet(host, asked ?? pause)
    return asked ?? pause
  }

  async *#body(response: IncomingMessage): AsyncGenerator<Buffer> {
    try {
      yield* readBody(response, this.cost)
    } catch (error) {
      this.#signal?.throwIfAborted()
      throw describeFailure(error, this.#address)
    }
  }
}

/** The target of a redirect; null for the file itself. A response that is rejected is discarded. */
function nextTarget(
  answer: Answer,
  passed: readonly URL[],
  most: number,
  isGiven: boolean,
): URL | null {
  try {
    const target = redirectTarget(answer.status, answer.headers.location, passed, most, isGiven)
    if (!target) assertMeant(answer)
    return target
  } catch (error) {
    answer.discard()
    throw error
  }
}
