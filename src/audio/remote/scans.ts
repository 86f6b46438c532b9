/** Results that are remembered; the oldest are forgotten. */
const MOST = 1000

/** Remembers what was read whole, so that nothing is read twice: neither now nor at the same time. */
export class Scans<Result> {
  readonly #results = new Map<string, Promise<Result>>()

  /**
   * The result of `work`, or of an earlier one under the same key. One that failed is not
   * remembered: whoever waited for it works for himself.
   *
   * @param key null where nothing tells that it is the same; then the work is done.
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
