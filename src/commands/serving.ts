import type { RequestListener } from 'node:http'
import { type IsTrusted, parseTrusted } from '../site/clients.ts'
import {
  type Limits,
  listen,
  type Listening,
  type ListenOptions,
  type Place,
} from '../site/server.ts'
import { faultOf } from '../base/fault.ts'
import { type Given, type Context, UsageError, optionOf } from './command.ts'

/** Where and how `serve` serves, as the command line says. */
interface Serving {
  readonly places: readonly Place[]
  readonly isTrusted: IsTrusted
  /** Milliseconds for which downloads may go on after the signal. */
  readonly grace: number
  readonly limits: Partial<Limits>
}

/** The first descriptor that a service manager passes. @see sd_listen_fds(3) */
const FIRST_DESCRIPTOR = 3

/** @throws {UsageError} If an option has a value that it cannot have. */
export function readServing(given: Given, { sockets = 0 }: Context): Serving {
  return {
    places: placesOf(given, sockets),
    isTrusted: trustedOf(optionOf(given, 'trustProxy') ?? 'loopback'),
    grace: 1000 * numberOf(given, 'grace', 3600, '10'),
    limits: { connections: numberOf(given, 'maxConnections', 1_000_000, '4000') },
  }
}

/** Sockets of a service manager come first, then a Unix socket, then a port. */
function placesOf(given: Given, sockets: number): readonly Place[] {
  if (sockets > 0) {
    return Array.from({ length: sockets }, (_, index) => ({ descriptor: FIRST_DESCRIPTOR + index }))
  }
  const socket = optionOf(given, 'socket')
  if (socket !== undefined) return [{ socket }]
  const host = (optionOf(given, 'host') ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1')
  return [{ host, port: numberOf(given, 'port', 65_535, '3000') }]
}

function trustedOf(text: string): IsTrusted {
  try {
    return parseTrusted(text)
  } catch (cause) {
    throw new UsageError(`--trust-proxy: ${faultOf(cause).message}`)
  }
}

const FLAGS = { port: '--port', grace: '--grace', maxConnections: '--max-connections' } as const

function numberOf(given: Given, name: keyof typeof FLAGS, most: number, fallback: string): number {
  const text = optionOf(given, name) ?? fallback
  const number = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN
  if (!(number <= most)) {
    throw new UsageError(`${FLAGS[name]}: expected a number from 0 to ${most}, got "${text}"`)
  }
  return number
}

/** Listens at several places as at one, whose URL is that of the first. */
export async function listenAll(
  app: RequestListener,
  places: readonly Place[],
  options: ListenOptions,
): Promise<Listening> {
  const all: Listening[] = []
  const close = async (grace?: number): Promise<void> => {
    await Promise.all(all.map((one) => one.close(grace)))
  }
  try {
    for (const place of places) all.push(await listen(app, place, options))
  } catch (cause) {
    await close(0)
    throw cause
  }
  return { url: all[0]?.url ?? '', close }
}
