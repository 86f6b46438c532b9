import { Unfetchable, Unreachable } from './unfetchable.ts'

/** What fetching one thing, e.g. a recording, may cost. All times are in milliseconds. */
export interface Limits {
  /** From asking to the head of the answer, connecting included. */
  readonly headersTimeout: number
  /** Between two pieces of an answer. */
  readonly idleTimeout: number
  /** For all requests of a recording together; waiting for its turn is not counted. */
  readonly totalTime: number
  /** Bytes of all answers together, and so the largest recording that is read whole. */
  readonly totalBytes: number
  /** How many redirects may follow one another. */
  readonly redirects: number
  /** The longest wait that a busy host may ask for before it is asked again. */
  readonly retryAfter: number
  /** The wait before it is asked again, where it does not say. */
  readonly pause: number
}

/**
 * Generous ones: a day of sound at 128 kbit/s, over a slow line. Tracking prefixes add up to five
 * redirects or so; browsers and podcast apps follow twenty.
 */
export const LIMITS: Limits = {
  headersTimeout: 15_000,
  idleTimeout: 20_000,
  totalTime: 900_000,
  totalBytes: 1.5e9,
  redirects: 20,
  retryAfter: 30_000,
  pause: 1000,
}

/** What one thing, e.g. a recording, has cost so far, and what it may cost still. */
export class Cost {
  readonly limits: Limits
  /** HTTP requests, those that were redirected included. */
  requests = 0
  /** Bytes of bodies. */
  read = 0
  /** Milliseconds that were worked, up to `#since`. */
  #worked = 0
  #since: number | null = null

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** Lets the time count from now on. */
  start(): void {
    this.#since ??= performance.now()
  }

  /** Stops the time, as while others have their turn. */
  stop(): void {
    this.#worked = this.#time()
    this.#since = null
  }

  /** @throws {Unfetchable} If these bytes are more than may be read. */
  takeBytes(bytes: number): void {
    this.read += bytes
    if (this.read > this.limits.totalBytes) throw tooLarge(this.limits)
  }

  /** @throws {Unfetchable} If so many bytes more would be more than may be read. */
  assertRoom(bytes: number): void {
    if (this.read + bytes > this.limits.totalBytes) throw tooLarge(this.limits)
  }

  /**
   * Calls `stop` with what went wrong if `patience` milliseconds are waited in vain, or the time for
   * the recording is over.
   */
  watch(patience: number, impatience: string, stop: (reason: Unfetchable) => void): Watch {
    const { totalTime } = this.limits
    const wait = (): NodeJS.Timeout => setTimeout(() => stop(new Unreachable(impatience)), patience)
    let idle = wait()
    const total = setTimeout(() => stop(tooSlow(totalTime)), Math.max(0, totalTime - this.#time()))
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

  #time(): number {
    return this.#worked + (this.#since === null ? 0 : performance.now() - this.#since)
  }
}

export interface Watch {
  /** Nothing is waited for until `resume`, which begins with all patience again. */
  readonly pause: () => void
  readonly resume: () => void
  readonly end: () => void
}

export function formatSeconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`
}

function tooLarge({ totalBytes }: Limits): Unfetchable {
  return new Unfetchable(
    `sends more than the ${totalBytes} bytes that may be read of a recording; raise that limit, unless it is a live stream`,
  )
}

function tooSlow(totalTime: number): Unfetchable {
  return new Unfetchable(
    `was not read within ${formatSeconds(totalTime)}; try again on a faster line, or raise that limit`,
  )
}
