/** A place at a host, to be left when it is no longer needed. */
export interface Place {
  readonly host: string
  /** Whether a whole recording may be read at it. */
  readonly whole: boolean
  readonly leave: () => void
}

interface Visitor {
  readonly host: string
  readonly whole: boolean
  readonly enter: () => void
}

/**
 * Bounds how many recordings are fetched at the same time, at each host and altogether; and at each
 * host at most one is read whole. Who cannot have a place waits for it, in the order of arrival.
 *
 * A place is kept from one request for a recording to the next, so that begun ones are finished
 * before new ones are begun.
 */
export class Places {
  readonly #perHost: number
  readonly #total: number
  readonly #taken = new Set<Place>()
  /** Those of them who could not enter at the last change. */
  readonly #waiting = new Set<Visitor>()

  constructor(perHost: number, total: number) {
    this.#perHost = perHost
    this.#total = total
  }

  /** @throws The reason of the signal, if it is given before there is a place. */
  async enter(host: string, whole: boolean, signal?: AbortSignal): Promise<Place> {
    signal?.throwIfAborted()
    if (this.#hasRoom(host, whole)) return this.#take(host, whole)
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal?.removeEventListener('abort', giveUp)
        resolve(this.#take(host, whole))
      }
      const visitor = { host, whole, enter }
      const giveUp = (): void => {
        this.#waiting.delete(visitor)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      this.#waiting.add(visitor)
    })
  }

  /**
   * Makes `place` one at which a whole recording may be read.
   *
   * @returns null where another one is read whole at that host; the place is then as it was.
   */
  widen(place: Place): Place | null {
    if (place.whole) return place
    if (this.#at(place.host).some(({ whole }) => whole)) return null
    this.#taken.delete(place)
    return this.#take(place.host, true)
  }

  #take(host: string, whole: boolean): Place {
    const place: Place = {
      host,
      whole,
      leave: () => {
        if (this.#taken.delete(place)) this.#admit()
      },
    }
    this.#taken.add(place)
    return place
  }

  #admit(): void {
    for (const visitor of this.#waiting) {
      if (this.#taken.size >= this.#total) return
      if (!this.#hasRoom(visitor.host, visitor.whole)) continue
      this.#waiting.delete(visitor)
      visitor.enter()
    }
  }

  #hasRoom(host: string, whole: boolean): boolean {
    const there = this.#at(host)
    if (this.#taken.size >= this.#total || there.length >= this.#perHost) return false
    return !whole || !there.some((place) => place.whole)
  }

  #at(host: string): readonly Place[] {
    return [...this.#taken].filter((place) => place.host === host)
  }
}
