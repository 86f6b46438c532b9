import type { IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { askedPause, assertMeant, BUSY, createAnswer, type Answer } from './answer.ts'
import { Cost, type Limits } from './cost.ts'
import { exchange, readBody } from './exchange.ts'
import { PrivateAddress } from './connections.ts'
import { describeFailure, describeRefusal } from './failures.ts'
import type { Hosts } from './hosts.ts'
import type { Place } from './places.ts'
import { reachAfter, type Reach } from './reach.ts'
import { redirectTarget, redirectWarnings } from './redirects.ts'
import { Dropped, Unreachable } from './unfetchable.ts'

type Headers = Readonly<Record<string, string>>

/** Says what it is, so that operators can tell it from listeners; tracking services leave bots out. */
const USER_AGENT = 'SidecastBot (measures the recordings of a podcast)'

/** Statuses after which it is worth asking once more. */
const PASSING = new Set([408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])

/**
 * Fetches one thing, e.g. a recording: follows redirects once and keeps the final address, takes its
 * turn, asks once more after passing trouble, and adds up the cost.
 */
export class Client {
  readonly cost: Cost
  readonly hosts: Hosts
  readonly #signal: AbortSignal | undefined
  readonly #start: URL
  readonly #given: Reach
  #address: URL
  /** Where the first address may be, and where the present one. */
  #startReach: Reach
  #reach: Reach
  #place: Place | null = null
  #warnings: readonly string[] = []

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

  /** Where it is in the end, as far as is known. */
  get address(): URL {
    return this.#address
  }

  /** Sentences on what is odd on the way there. */
  get warnings(): readonly string[] {
    return this.#warnings
  }

  /**
   * Asks for it.
   *
   * @param whole Whether all of it is to be read, for which a host has one place only.
   * @throws {Unfetchable} If the answer is neither it nor the head of a part of it.
   */
  async get(headers: Headers, whole = false): Promise<Answer> {
    const passed = [this.#address]
    const { redirects } = this.cost.limits
    for (;;) {
      const response = await this.#ask(headers, whole)
      this.#narrow(response.socket.remoteAddress)
      const answer = createAnswer(response, this.#body(response))
      const target = nextTarget(answer, passed, redirects)
      if (!target) return answer
      await answer.finish()
      this.#warnings = [...this.#warnings, ...redirectWarnings(this.#address, target)]
      this.#address = target
      passed.push(target)
    }
  }

  /** Lets the next request begin at the first address again. */
  startAnew(): void {
    this.#address = this.#start
    this.#reach = this.#startReach
    this.#warnings = []
  }

  /** Takes the place at which a whole recording may be read, if nobody has it. */
  widen(): boolean {
    const place = this.#place && this.hosts.places.widen(this.#place)
    if (place) this.#place = place
    return place !== null
  }

  /** Gives the place at the host to others. */
  leave(): void {
    this.#place?.leave()
    this.#place = null
    this.cost.stop()
  }

  /** Asks one address, and once more after passing trouble. */
  async #ask(headers: Headers, whole: boolean): Promise<IncomingMessage> {
    try {
      const response = await this.#askOnce(headers, whole)
      const pause = this.#pauseAfter(response)
      if (pause === null) return response
      response.destroy()
      await wait(pause, undefined, this.#signal && { signal: this.#signal })
    } catch (error) {
      // Servers close connections that were kept open, sometimes right when they are used again.
      if (!(error instanceof Dropped)) throw error
    }
    return this.#askOnce(headers, whole).catch((cause: unknown) => {
      if (!(cause instanceof Dropped)) throw cause
      throw new Unreachable(cause.message, { cause })
    })
  }

  async #askOnce(headers: Headers, whole: boolean): Promise<IncomingMessage> {
    const { connections, manners } = this.hosts
    const url = this.#address
    await this.#enter(url.host, whole)
    await manners.ready(url.host, this.#signal)
    const always = { 'User-Agent': USER_AGENT, Accept: '*/*', 'Accept-Encoding': 'identity' }
    try {
      const agent = connections.agentFor(url, this.#reach)
      const request = { url, headers: { ...always, ...headers }, agent, signal: this.#signal }
      return await exchange(request, this.cost)
    } catch (error) {
      this.#signal?.throwIfAborted()
      if (error instanceof PrivateAddress) {
        throw describeRefusal(error, { given: this.#given, isRedirected: url !== this.#start })
      }
      throw describeFailure(error, url)
    }
  }

  /** Holds the host that answered, and what it leads to, to the network where it is. */
  #narrow(remoteAddress: string | undefined): void {
    const { networkOf } = this.hosts.connections
    const network = remoteAddress === undefined ? null : networkOf(remoteAddress)
    this.#reach = reachAfter(this.#reach, network)
    if (this.#address === this.#start) this.#startReach = this.#reach
  }

  async #enter(host: string, whole: boolean): Promise<void> {
    if (this.#place?.host === host && (this.#place.whole || !whole)) return
    this.leave()
    this.#place = await this.hosts.places.enter(host, whole, this.#signal)
    this.cost.start()
  }

  /** Milliseconds after which the same is worth asking again; null if it is not. */
  #pauseAfter({ statusCode = 0, headers }: IncomingMessage): number | null {
    if (!PASSING.has(statusCode)) return null
    const { manners } = this.hosts
    const { pause, retryAfter } = this.cost.limits
    const { host } = this.#address
    const asked = askedPause(statusCode, headers)
    if (asked !== null && asked > retryAfter) {
      manners.close(host, asked, 'asked to be left alone')
      return null
    }
    if (BUSY.has(statusCode)) manners.keepQuiet(host, asked ?? pause)
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

/** Where an answer leads to; null where it is what was asked for. One that is refused is ended. */
function nextTarget(answer: Answer, passed: readonly URL[], most: number): URL | null {
  try {
    const target = redirectTarget(answer.status, answer.headers.location, passed, most)
    if (!target) assertMeant(answer)
    return target
  } catch (error) {
    answer.discard()
    throw error
  }
}
