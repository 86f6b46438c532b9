/** The most results that are kept; the oldest are dropped. */
const MOST = 1000

/** Shares the results of reading whole recordings, so that none is read twice. */
export class Scans<Result> {
  readonly #results = new Map<string, Promise<Result>>()

  /**
   * The result of `work`, or of an earlier call with the same key. Failures are not kept: callers that waited
   * do the work themselves.
   *
   * @param key Null if nothing identifies the version; then the work is always done.
   */
  async once(key: string | null, work: () => Promise<Result>): Promise<Result> {
    if (key === null) return work()
    for (let other = this.#results.get(key); other; other = this.#results.get(key)) {
      try {
        return await other
      } catch {
        this.#forget(key, other)
      }
    }
    const own = work()
    this.#results.set(key, own)
    if (this.#results.size > MOST) this.#forgetOldest()
    own.catch(() => this.#forget(key, own))
    return own
  }

  has(key: string | null): boolean {
    return key !== null && this.#results.has(key)
  }

  #forget(key: string, result: Promise<Result>): void {
    if (this.#results.get(key) === result) this.#results.delete(key)
  }

  #forgetOldest(): void {
    const [oldest] = this.#results.keys()
    if (oldest !== undefined) this.#results.delete(oldest)
  }
}
