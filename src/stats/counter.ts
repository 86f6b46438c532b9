import { hash, randomBytes } from 'node:crypto'
import { clientOf } from '../base/addresses.ts'
import type { AgentReader, Uncounted } from './agents.ts'
import { addDays, createCalendar, type Day } from './days.ts'
import type { TimedPiece } from './log-files.ts'
import { type LoggedRequest, type SentPart, sentPart } from './logged-request.ts'
import { Received } from './received.ts'
import { type CountedEpisode, createFinder, type Found, pathOf } from './recordings.ts'

/** Why a request for a recording is not part of a download. */
export type LeftOut = Uncounted | 'method' | 'status' | 'probe' | 'short' | 'stray'

export interface CountOptions {
  readonly episodes: readonly CountedEpisode[]
  /** Episodes of the other shows, so that requests for them are not reported as strange. */
  readonly others: readonly CountedEpisode[]
  /** The time zone in which days begin. */
  readonly timezone: string
  /** The first and the last day to count; null for no limit. */
  readonly from: Day | null
  readonly to: Day | null
  readonly readAgent: AgentReader
  readonly now: Date
}

/** What was counted. */
export interface Counts {
  /** Downloads of each episode on each day, in the order of the episodes. */
  readonly episodes: readonly ReadonlyMap<Day, number>[]
  readonly apps: ReadonlyMap<string, number>
  /** By the country codes in the logs; '' for requests without one. */
  readonly countries: ReadonlyMap<string, number>
  /** The first and the last day with a request for a recording; null where there was none. */
  readonly period: { readonly first: Day; readonly last: Day } | null
  readonly lines: number
  /** Requests for recordings. */
  readonly requests: number
  readonly leftOut: ReadonlyMap<LeftOut, number>
  /** Requests without a client address, whose downloads are distinguished by their user agents alone. */
  readonly withoutClient: number
  /** Requests of which the log does not say how many bytes were sent. */
  readonly withoutBytes: number
  /** The user agents that were taken for bots, with the number of their requests. */
  readonly bots: ReadonlyMap<string, number>
  /** Requests for recordings that belong to no episode. */
  readonly strange: number
  /** Their paths, with the number of requests for each. */
  readonly strangers: ReadonlyMap<string, number>
  /** Lines that cannot be read: how many, and where the first one is. */
  readonly broken: { readonly count: number; readonly first: string | null }
}

/** A day that is not over. Its salt is forgotten when it ends. */
interface OpenDay {
  readonly salt: Buffer
  /** Clients that have downloaded an episode, by its index. */
  readonly done: Map<number, Set<number>>
  /**
   * What clients without a download have received of an episode so far, by the index of the episode and of
   * the client.
   */
  readonly begun: Map<number, Map<number, Begun>>
}

interface Begun {
  /** By the address of the recording, because an episode may have several. */
  readonly received: Map<string, Received>
  requests: number
}

/** A request that may be part of a download. */
interface Part {
  readonly day: Day
  readonly found: Found
  readonly part: SentPart
  readonly app: string
}

/** The most entries of each list that clients can make longer. */
const MOST_NAMES = 1000
/** A probe asks with `bytes=0-1` whether ranges are supported. */
const PROBE_BYTES = 2
/** Requests that are dated further in the future are left out: the clock of their server is wrong. */
const AHEAD = 24 * 60 * 60_000
/** So are requests that are dated so long before the first episode was published. */
const BEFORE = 30 * AHEAD

/**
 * Counts downloads: one for each episode, client and day, as soon as the client has been sent a minute of the
 * recording. A client is an address (of IPv6 the first 64 bits) with a user agent; neither is kept, only a
 * hash of both with a salt that is new every day.
 *
 * What clients have received is kept for days that are not over. A day is over when the logs have reached the
 * next day but one; lines that come later still are left out.
 *
 * @see https://iabtechlab.com/standards/podcast-measurement-guidelines/
 */
export class Counter {
  readonly #options: CountOptions
  readonly #find: (target: string) => Found | null
  readonly #dayOf: (time: number) => Day
  readonly #earliest: number
  readonly #days = new Map<Day, OpenDay>()
  readonly #episodes: readonly Map<Day, number>[]
  readonly #apps = new Map<string, number>()
  readonly #countries = new Map<string, number>()
  readonly #leftOut = new Map<LeftOut, number>()
  readonly #bots = new Map<string, number>()
  readonly #strangers = new Map<string, number>()
  /** The first day that is not over. */
  #begins: Day = ''
  #first: Day | null = null
  #last: Day | null = null
  #lines = 0
  #requests = 0
  #withoutClient = 0
  #withoutBytes = 0
  #strange = 0
  #broken: { count: number; first: string | null } = { count: 0, first: null }

  constructor(options: CountOptions) {
    this.#options = options
    this.#find = createFinder([...options.episodes, ...options.others])
    this.#dayOf = createCalendar(options.timezone)
    const published = options.episodes.map((episode) => episode.published.getTime())
    this.#earliest = Math.min(...published) - BEFORE
    this.#episodes = options.episodes.map(() => new Map<Day, number>())
  }

  /** Adds the requests of a piece of a log, and closes the days that are over. */
  add({ requests, broken, lines, settled }: TimedPiece): void {
    this.#lines += lines
    for (const request of requests) this.#addRequest(request)
    const [first] = broken
    if (first !== undefined) {
      this.#broken.first ??= `${first.log}:${first.line}`
      this.#broken.count += broken.length
    }
    if (Number.isFinite(settled)) this.#endDaysBefore(addDays(this.#dayOf(settled), -1))
  }

  /**
   * Closes all days.
   *
   * @returns The counts.
   */
  finish(): Counts {
    this.#endDaysBefore('9999')
    const [first, last] = [this.#options.from ?? this.#first, this.#options.to ?? this.#last]
    return {
      episodes: this.#episodes,
      apps: this.#apps,
      countries: this.#countries,
      period: first === null || last === null || last < first ? null : { first, last },
      lines: this.#lines,
      requests: this.#requests,
      leftOut: this.#leftOut,
      withoutClient: this.#withoutClient,
      withoutBytes: this.#withoutBytes,
      bots: this.#bots,
      strange: this.#strange,
      strangers: this.#strangers,
      broken: this.#broken,
    }
  }

  #addRequest(request: LoggedRequest): void {
    const { from, to, now } = this.#options
    const day = this.#dayOf(request.time)
    if ((from !== null && day < from) || (to !== null && day > to)) return
    const found = this.#find(request.target)
    if (found === null) {
      if (request.status >= 300) return
      this.#strange += 1
      addTo(this.#strangers, pathOf(request.target), MOST_NAMES)
      return
    }
    if (found.episode >= this.#episodes.length) return
    this.#requests += 1
    const isPossible = request.time > this.#earliest && request.time < now.getTime() + AHEAD
    if (!isPossible || day < this.#begins) {
      addTo(this.#leftOut, 'stray')
      return
    }
    if (this.#first === null || day < this.#first) this.#first = day
    if (this.#last === null || day > this.#last) this.#last = day
    const part = sentPart(request, found.recording.bytes)
    const judged = this.#judge(request, part)
    if ('not' in judged) {
      addTo(this.#leftOut, judged.not)
      if (judged.not === 'bot') addTo(this.#bots, request.agent, MOST_NAMES)
    } else this.#addPart(request, { day, found, part, app: judged.app })
  }

  /** The app of a request that may be part of a download, or why the request is left out. */
  #judge(
    { method, status, sent, agent, referrer }: LoggedRequest,
    part: SentPart,
  ): { readonly app: string } | { readonly not: LeftOut } {
    if (method !== 'GET') return { not: 'method' }
    if (status !== 200 && status !== 206) return { not: 'status' }
    const judged = this.#options.readAgent(agent, referrer)
    if ('not' in judged) return judged
    return sent !== null && part.bytes <= PROBE_BYTES ? { not: 'probe' } : judged
  }

  #addPart(request: LoggedRequest, { day, found, part, app }: Part): void {
    if (request.client === '') this.#withoutClient += 1
    if (request.sent === null) this.#withoutBytes += 1
    const open = this.#open(day)
    const client = clientHash(open.salt, request)
    const done = valueIn(open.done, found.episode, () => new Set<number>())
    if (done.has(client)) return
    const clients = valueIn(open.begun, found.episode, () => new Map<number, Begun>())
    const begun = valueIn(clients, client, () => ({ received: new Map(), requests: 0 }))
    begun.requests += 1
    const { address, bytes, tagBytes } = found.recording
    const received = valueIn(begun.received, address, () => new Received())
    received.add(part.start, part.bytes)
    if (received.soundBytes(tagBytes, bytes ?? Infinity) < found.needed) return
    clients.delete(client)
    done.add(client)
    const days = this.#episodes[found.episode]
    if (days !== undefined) addTo(days, day)
    addTo(this.#apps, app)
    addTo(this.#countries, request.country, MOST_NAMES)
  }

  #open(day: Day): OpenDay {
    return valueIn(this.#days, day, () => ({
      salt: randomBytes(16),
      done: new Map(),
      begun: new Map(),
    }))
  }

  #endDaysBefore(begins: Day): void {
    if (begins <= this.#begins) return
    this.#begins = begins
    for (const [day, { begun }] of this.#days) {
      if (day >= begins) continue
      for (const clients of begun.values()) {
        for (const { requests } of clients.values())
          addTo(this.#leftOut, 'short', Infinity, requests)
      }
      this.#days.delete(day)
    }
  }
}

/** Six bytes: with a million clients a day, two of them are confused about once in 600 days. */
function clientHash(salt: Buffer, { client, agent }: LoggedRequest): number {
  const text = `${salt.toString('latin1')}${clientOf(client)}\n${agent}`
  return hash('sha256', text, 'buffer').readUIntBE(0, 6)
}

function valueIn<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const there = map.get(key)
  if (there !== undefined) return there
  const made = create()
  map.set(key, made)
  return made
}

/**
 * Adds to the count of a key. Beyond `most` keys no new one is added, so that clients cannot fill the memory.
 */
function addTo<Key>(counts: Map<Key, number>, key: Key, most = Infinity, count = 1): void {
  const before = counts.get(key)
  if (before !== undefined || counts.size < most) counts.set(key, (before ?? 0) + count)
}
