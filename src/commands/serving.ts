import type { RequestListener } from 'node:http'
import { createApp, type LiveShow } from '../site/app.ts'
import { type IsTrusted, parseTrusted } from '../site/clients.ts'
import { createMetrics, exposeMetrics } from '../site/metrics.ts'
import { type Answered, watchRequests } from '../site/request-watch.ts'
import {
  type Limits,
  listen,
  type Listening,
  type ListenOptions,
  type Place,
} from '../site/server.ts'
import { faultOf } from '../base/fault.ts'
import { type Given, type Context, UsageError, optionOf } from './command.ts'
import { CLIENT_FORMS, type ClientForm, LOG_FORMS, type LogForm } from './service-log.ts'

/** Where and how `serve` serves, by the options of the command line. */
interface Serving {
  readonly places: readonly Place[]
  readonly isTrusted: IsTrusted
  /** Milliseconds for which downloads may go on after the signal. */
  readonly grace: number
  readonly limits: Partial<Limits>
  /** The form of the log, and of addresses in it. */
  readonly log: LogForm
  readonly logClient: ClientForm
  /** Where metrics are served; null for nowhere. */
  readonly metrics: Place | null
}

/** The first descriptor that a service manager passes. @see sd_listen_fds(3) */
const FIRST_DESCRIPTOR = 3

/** @throws {UsageError} If an option has a value that it cannot have. */
export function readServing(given: Given, { sockets = 0, log }: Context): Serving {
  return {
    places: placesOf(given, sockets),
    isTrusted: trustedOf(optionOf(given, 'trustProxy') ?? 'loopback'),
    grace: 1000 * numberOf(given, 'grace', 3600, '10'),
    limits: { connections: numberOf(given, 'maxConnections', 1_000_000, '4000') },
    log: wordOf(given, 'log', LOG_FORMS, log ?? 'none'),
    logClient: wordOf(given, 'logClient', CLIENT_FORMS, 'full'),
    metrics: metricsPlaceOf(optionOf(given, 'metrics')),
  }
}

/** Sockets of a service manager come first, then a Unix socket, then a port. */
function placesOf(given: Given, sockets: number): readonly Place[] {
  if (sockets > 0) {
    return Array.from({ length: sockets }, (_, index) => ({ descriptor: FIRST_DESCRIPTOR + index }))
  }
  const socket = optionOf(given, 'socket')
  if (socket !== undefined) return [{ socket }]
  const host = readHost('host', optionOf(given, 'host') ?? '127.0.0.1')
  return [{ host, port: numberOf(given, 'port', 65_535, '3000') }]
}

/**
 * An address without brackets. Nothing is no address: Node would listen on all interfaces.
 *
 * @throws {UsageError} If it says nothing.
 */
function readHost(name: keyof typeof FLAGS, text: string): string {
  const host = text.replace(/^\[(.*)\]$/, '$1').trim()
  if (host !== '') return host
  throw new UsageError(
    `${FLAGS[name]}: expected an address such as 127.0.0.1, or 0.0.0.0 for all interfaces, got "${text}"`,
  )
}

function trustedOf(text: string): IsTrusted {
  try {
    return parseTrusted(text)
  } catch (cause) {
    throw new UsageError(`--trust-proxy: ${faultOf(cause).message}`)
  }
}

/** A port of this machine, or an address and a port. */
function metricsPlaceOf(text: string | undefined): Place | null {
  if (text === undefined) return null
  const [, host = '127.0.0.1', port = ''] = /^(?:(.*):)?([^:]*)$/s.exec(text) ?? []
  return { host: readHost('metrics', host), port: readNumber('metrics', port, 65_535) }
}

const FLAGS = {
  host: '--host',
  port: '--port',
  grace: '--grace',
  maxConnections: '--max-connections',
  log: '--log',
  logClient: '--log-client',
  metrics: '--metrics',
} as const

function wordOf<Word extends string>(
  given: Given,
  name: keyof typeof FLAGS,
  words: readonly Word[],
  fallback: Word,
): Word {
  const text = optionOf(given, name) ?? fallback
  const word = words.find((each) => each === text)
  if (word !== undefined) return word
  throw new UsageError(`${FLAGS[name]}: expected ${listOf(words)}, got "${text}"`)
}

function listOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

function numberOf(given: Given, name: keyof typeof FLAGS, most: number, fallback: string): number {
  return readNumber(name, optionOf(given, name) ?? fallback, most)
}

function readNumber(name: keyof typeof FLAGS, text: string, most: number): number {
  const number = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN
  if (!(number <= most)) {
    throw new UsageError(`${FLAGS[name]}: expected a number from 0 to ${most}, got "${text}"`)
  }
  return number
}

/** A service that listens from the start, and has a site later. */
interface Service {
  /** The URL of the first place. */
  readonly url: string
  /** The URL of the metrics; null where there are none. */
  readonly metricsUrl: string | null
  /** Serves a show; until then every response is 503. */
  readonly put: (live: LiveShow) => void
  readonly close: Listening['close']
}

/**
 * Listens at all places of a service. A port in use is so reported before the slow work begins.
 *
 * @param heard Called with each request when its response has ended.
 */
export async function openService(
  { places, metrics: place, isTrusted, limits }: Serving,
  heard: (answered: Answered) => void,
): Promise<Service> {
  const watch = watchRequests(isTrusted)
  watch.hears(heard)
  const metrics = place === null ? null : createMetrics()
  if (metrics !== null) watch.hears(metrics.count)
  const [site, exposed] = [createSwitch(), createSwitch()]
  const all = places.map((each) => [each, watch.over(site.handle)] as const)
  const exposing = place === null ? [] : [[place, exposed.handle] as const]
  const { urls, close } = await listenAll([...all, ...exposing], { isTrusted, limits })
  return {
    url: urls[0] ?? '',
    metricsUrl: urls[places.length] ?? null,
    put(live) {
      site.put(createApp(live, { isTrusted }))
      if (metrics !== null) exposed.put(exposeMetrics(metrics, live, watch))
    },
    close,
  }
}

async function listenAll(
  all: readonly (readonly [Place, RequestListener])[],
  options: ListenOptions,
): Promise<{ readonly urls: readonly string[]; readonly close: Listening['close'] }> {
  const open: Listening[] = []
  const close = async (grace?: number): Promise<void> => {
    await Promise.all(open.map((one) => one.close(grace)))
  }
  try {
    for (const [place, handle] of all) open.push(await listen(handle, place, options))
  } catch (cause) {
    await close(0)
    throw cause
  }
  return { urls: open.map(({ url }) => url), close }
}

function createSwitch(): { handle: RequestListener; put: (handle: RequestListener) => void } {
  let current: RequestListener = answerNotYet
  return {
    handle: (request, response) => current(request, response),
    put: (handle) => {
      current = handle
    },
  }
}

const answerNotYet: RequestListener = (_request, response) => {
  response.writeHead(503, { 'Retry-After': '2', 'Content-Type': 'text/plain; charset=utf-8' })
  response.end('Sidecast is starting; try again in a moment.\n')
}
