import { formatSeconds } from '../base/written-times.ts'
import { Unfetchable, Unreachable } from './failures.ts'

/** Limits for fetching a file, e.g. a recording. All times are in milliseconds. */
export interface Limits {
  /** From the request to the response headers, including connecting. */
  readonly headersTimeout: number
  /** Between two chunks of a response. */
  readonly idleTimeout: number
  /** For all requests of a file; waiting for a slot is not counted. */
  readonly totalTime: number
  /** Bytes of all responses, and so the largest file that can be read completely. */
  readonly totalBytes: number
  /** Bytes of one response without a Content-Length, as that of a live stream. */
  readonly unstatedBytes: number
  /**
   * The wait for response headers beyond which one request for the whole file is better than several for
   * parts.
   */
  readonly slowAnswer: number
  /** Redirects in a row. */
  readonly redirects: number
  /** The longest Retry-After that is waited for. */
  readonly retryAfter: number
  /** The wait before a retry where the host does not say. */
  readonly pause: number
}

/**
 * Generous: a day of sound at 128 kbit/s, on a slow connection; five hours where the host does not
 * state the size. Tracking prefixes add up to about five redirects; browsers and podcast apps follow
 * twenty.
 */
export const LIMITS: Limits = {
  headersTimeout: 15_000,
  idleTimeout: 20_000,
  totalTime: 900_000,
  totalBytes: 1.5e9,
  unstatedBytes: 300e6,
  slowAnswer: 4000,
  redirects: 20,
  retryAfter: 30_000,
  pause: 1000,
}

/** What fetching a file has cost so far, held to its limits. */
export class Cost {
  readonly limits: Limits
  /** HTTP requests, including redirected ones. */
  requests = 0
  /** Bytes of response bodies. */
  read = 0
  /** Milliseconds of work up to `#since`. */
  #worked = 0
  #since: number | null = null

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** Starts the clock. */
  start(): void {
    this.#since ??= performance.now()
  }

  /** Stops the clock, e.g. while waiting for a slot. */
  stop(): void {
    this.#worked = this.worked
    this.#since = null
  }

  /** @throws {Unfetchable} If the limit is exceeded. */
  takeBytes(bytes: number): void {
    this.read += bytes
    if (this.read > this.limits.totalBytes) throw tooLarge(this.limits)
  }

  /** @throws {Unfetchable} If so many more bytes would exceed the limit. */
  assertRoom(bytes: number): void {
    if (this.read + bytes > this.limits.totalBytes) throw tooLarge(this.limits)
  }

  /**
   * Calls `stop` with the reason after `patience` milliseconds, or when the time for the file is up.
   */
  watch(patience: number, impatience: () => string, stop: (reason: Unfetchable) => void): Watch {
    const { totalTime } = this.limits
    const wait = (): NodeJS.Timeout =>
      setTimeout(() => stop(new Unreachable(impatience())), patience)
    let idle = wait()
    const total = setTimeout(() => stop(tooSlow(totalTime)), Math.max(0, totalTime - this.worked))
    return {
      pause: () => clearTimeout(idle),
      resume() {
        clearTimeout(idle)
        idle = wait()
      },
      end() {
        clearTimeout(idle)
        clearTimeout(total)
      },
    }
  }

  /** Milliseconds of work so far; waiting for a slot is not counted. */
  get worked(): number {
    return this.#worked + (this.#since === null ? 0 : performance.now() - this.#since)
  }
}

export interface Watch {
  /** Stops the patience timer until `resume`, which starts it from the beginning. */
  readonly pause: () => void
  readonly resume: () => void
  readonly end: () => void
}

function tooLarge({ totalBytes }: Limits): Unfetchable {
  return new Unfetchable(
    `sends more than the limit of ${totalBytes} bytes; raise that limit, unless it is a live stream`,
  )
}

function tooSlow(totalTime: number): Unfetchable {
  return new Unfetchable(
    `was not read within ${formatSeconds(totalTime)}; try again on a faster connection, or raise that limit`,
  )
}
