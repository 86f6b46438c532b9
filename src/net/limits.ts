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
