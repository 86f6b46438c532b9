import { setTimeout as wait } from 'node:timers/promises'
import { formatSeconds } from './cost.ts'
import { Unfetchable } from './unfetchable.ts'

/** Failures in a row after which a host is taken for down, and milliseconds until it is tried again. */
const FAILURES = 3
const DOWN = 60_000
/** The longest that a host's wish to be left alone is remembered, in milliseconds. */
const LONGEST = 3_600_000

interface Host {
  /** When it may be asked again, and when it may even be waited for; on the clock of `performance`. */
  quietUntil: number
  closedUntil: number
  /** Why it is closed, as the end of a sentence. */
  reason: string
  failures: number
}

/** What is owed to hosts: they are not asked while they want quiet, nor again and again when down. */
export class Manners {
  readonly #hosts = new Map<string, Host>()

  /**
   * Waits until `host` may be asked.
   *
   * @throws {Unfetchable} If that is too long from now.
   */
  async ready(host: string, signal?: AbortSignal): Promise<void> {
    for (;;) {
      const { quietUntil, closedUntil, reason } = this.#host(host)
      const now = performance.now()
      if (closedUntil > now) {
        const message = `was not asked for, since ${host} ${reason}; try again in ${formatSeconds(closedUntil - now)}`
        throw new Unfetchable(message)
      }
      if (quietUntil <= now) return
      await wait(quietUntil - now, undefined, signal && { signal })
    }
  }

  /** Lets nobody ask `host` for so many milliseconds; they wait. */
  keepQuiet(host: string, milliseconds: number): void {
    const known = this.#host(host)
    known.quietUntil = Math.max(known.quietUntil, performance.now() + milliseconds)
  }

  /** Lets nobody ask `host` for so many milliseconds; they are refused. */
  close(host: string, milliseconds: number, reason: string): void {
    const known = this.#host(host)
    known.closedUntil = Math.max(
      known.closedUntil,
      performance.now() + Math.min(milliseconds, LONGEST),
    )
    known.reason = reason
  }

  /** Notes that it answered, be it what it may. */
  noteAnswer(host: string): void {
    this.#host(host).failures = 0
  }

  /** Notes that a recording could not be had because there was no connection, or no answer on it. */
  noteFailure(host: string): void {
    const known = this.#host(host)
    known.failures++
    if (known.failures < FAILURES) return
    known.failures = 0
    this.close(host, DOWN, `failed ${FAILURES} times in a row`)
  }

  #host(name: string): Host {
    const known = this.#hosts.get(name)
    if (known) return known
    const host = { quietUntil: 0, closedUntil: 0, reason: '', failures: 0 }
    this.#hosts.set(name, host)
    return host
  }
}
