/** Permission to fetch from a host, to be released when it is no longer needed. */
export interface Slot {
  readonly host: string
  /** Whether a whole file may be read in it. */
  readonly whole: boolean
  readonly leave: () => void
}

interface Waiting {
  readonly host: string
  readonly whole: boolean
  readonly enter: () => void
}

/**
 * Limits how many files are fetched at the same time, per host and in total; per host, at most one file is
 * read as a whole. Slots are given in the order of arrival.
 *
 * A slot is kept from one request for a file to the next, so that files are finished before others are
 * started. Two nested `p-limit` could not do `widen` and the slot for whole files.
 */
export class Slots {
  readonly #perHost: number
  readonly #total: number
  readonly #taken = new Set<Slot>()
  /** Requests for which there was no slot at the last change. */
  readonly #waiting = new Set<Waiting>()

  constructor(perHost: number, total: number) {
    this.#perHost = perHost
    this.#total = total
  }

  /** @throws The reason of the signal, if it aborts before a slot is free. */
  async enter(host: string, whole: boolean, signal?: AbortSignal): Promise<Slot> {
    signal?.throwIfAborted()
    if (this.#hasRoom(host, whole)) return this.#take(host, whole)
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal?.removeEventListener('abort', giveUp)
        resolve(this.#take(host, whole))
      }
      const waiting = { host, whole, enter }
      const giveUp = (): void => {
        this.#waiting.delete(waiting)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      this.#waiting.add(waiting)
    })
  }

  /**
   * Exchanges a slot for one in which a whole file may be read.
   *
   * @returns null where another file of that host is being read; the slot is kept then.
   */
  widen(slot: Slot): Slot | null {
    if (slot.whole) return slot
    if (this.#at(slot.host).some(({ whole }) => whole)) return null
    this.#taken.delete(slot)
    return this.#take(slot.host, true)
  }

  #take(host: string, whole: boolean): Slot {
    const slot: Slot = {
      host,
      whole,
      leave: () => {
        if (this.#taken.delete(slot)) this.#admit()
      },
    }
    this.#taken.add(slot)
    return slot
  }

  #admit(): void {
    for (const waiting of this.#waiting) {
      if (this.#taken.size >= this.#total) return
      if (!this.#hasRoom(waiting.host, waiting.whole)) continue
      this.#waiting.delete(waiting)
      waiting.enter()
    }
  }

  #hasRoom(host: string, whole: boolean): boolean {
    const there = this.#at(host)
    if (this.#taken.size >= this.#total || there.length >= this.#perHost) return false
    return !whole || !there.some((slot) => slot.whole)
  }

  #at(host: string): readonly Slot[] {
    return [...this.#taken].filter((slot) => slot.host === host)
  }
}
