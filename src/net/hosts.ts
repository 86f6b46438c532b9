import { networkOf } from '../base/addresses.ts'
import { createConnections, type ConnectionOptions, type Connections } from './connections.ts'
import { Slots } from './slots.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { Unfetchable } from './failures.ts'

/** Options of {@link createHosts}. */
export interface HostsOptions extends Partial<ConnectionOptions> {
  /** Files fetched from one host at the same time, each on one connection. */
  readonly perHost?: number
  /** The same for all hosts. */
  readonly total?: number
}

/** What all requests of one run share: connections, slots, backoff. */
export interface Hosts {
  readonly slots: Slots
  readonly backoff: Backoff
  readonly connections: Connections
  /** Closes idle connections; new ones may be opened later. */
  readonly close: () => void
}

/** Browsers have used six connections per host for years; several slow hosts leave some for others. */
const PER_HOST = 6
const TOTAL = 48

export function createHosts(options: HostsOptions = {}): Hosts {
  const { perHost = PER_HOST, total = TOTAL } = options
  const connections = createConnections({ networkOf, ...options })
  return {
    slots: new Slots(perHost, total),
    backoff: new Backoff(),
    connections,
    close: connections.close,
  }
}

/** Failures in a row after which a host counts as down, and milliseconds until it is tried again. */
const FAILURES = 3
const DOWN = 60_000
/** The longest Retry-After that is respected, in milliseconds. */
const LONGEST = 3_600_000

interface Host {
  /** Until when requests wait, and until when they are refused; as of `performance.now()`. */
  quietUntil: number
  closedUntil: number
  /** Why requests are refused. */
  cause: Unfetchable | null
  failures: number
}

/** Delays or refuses requests to hosts that ask for a pause, or seem to be down. */
class Backoff {
  readonly #hosts = new Map<string, Host>()

  /**
   * Waits until `host` may be requested.
   *
   * @throws {Unfetchable} If requests are refused. The message is that of the failure that caused it, so that
   *   all files of a host that is down have the same fault.
   */
  async ready(host: string, signal?: AbortSignal): Promise<void> {
    for (;;) {
      const { quietUntil, closedUntil, cause } = this.#host(host)
      const now = performance.now()
      if (cause !== null && closedUntil > now) throw new Unfetchable(cause.message, { cause })
      if (quietUntil <= now) return
      await wait(quietUntil - now, undefined, signal && { signal })
    }
  }

  /** Makes requests to `host` wait for so many milliseconds. */
  keepQuiet(host: string, milliseconds: number): void {
    const known = this.#host(host)
    known.quietUntil = Math.max(known.quietUntil, performance.now() + milliseconds)
  }

  /** Refuses requests to `host` for so many milliseconds. */
  close(host: string, milliseconds: number, cause: Unfetchable): void {
    const known = this.#host(host)
    known.closedUntil = Math.max(
      known.closedUntil,
      performance.now() + Math.min(milliseconds, LONGEST),
    )
    known.cause = cause
  }

  /** Notes any response. */
  noteAnswer(host: string): void {
    this.#host(host).failures = 0
  }

  /** Notes that there was no connection, or no response. */
  noteFailure(host: string, cause: Unfetchable): void {
    const known = this.#host(host)
    known.failures++
    if (known.failures < FAILURES) return
    known.failures = 0
    this.close(host, DOWN, cause)
  }

  #host(name: string): Host {
    const known = this.#hosts.get(name)
    if (known) return known
    const host: Host = { quietUntil: 0, closedUntil: 0, cause: null, failures: 0 }
    this.#hosts.set(name, host)
    return host
  }
}
