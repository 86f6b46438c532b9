/** The cost of what is impossible: more than any path, and not infinity, which would slow down the sums. */
export const NEVER = 1e30

export type State = 'match' | 'extra' | 'skipped'
const STATES: readonly State[] = ['match', 'extra', 'skipped']

/**
 * For each frame of the recording, the least cost of a path up to it and a frame of the reference, by the
 * last step: both match, the frame of the recording is extra, or that of the reference is skipped. The first
 * value is for the position before the recording; frames outside the corridor are impossible.
 */
export type Row = Readonly<Record<State, Float64Array>>

export function newRow(frames: number): Row {
  const empty = (): Float64Array => new Float64Array(frames + 1)
  return { match: empty(), extra: empty(), skipped: empty() }
}

/** A buffer for the kept rows, reused by successive warpings. */
export class Scratch {
  #costs = new Float64Array()

  /** @returns A buffer of this length with arbitrary content, valid until the next call. */
  take(length: number): Float64Array {
    if (this.#costs.length < length) this.#costs = new Float64Array(length)
    return this.#costs.subarray(0, length)
  }
}

/** Some rows of a warping, from which the rows after them can be computed again. */
export class KeptRows {
  readonly #costs: Float64Array
  readonly #width: number

  /** @param width Values that are kept of each row. */
  constructor(count: number, width: number, scratch: Scratch) {
    this.#costs = scratch.take(count * STATES.length * width)
    this.#width = width
  }

  /** @param from The first value that is kept. */
  keep(index: number, row: Row, from: number): void {
    for (const state of STATES) {
      const kept = row[state].subarray(from, from + this.#width)
      this.#costs.set(kept, this.#placeOf(index, state))
    }
  }

  /**
   * Copies a range of kept values into a row.
   *
   * @param from The first value that was kept.
   */
  restore(index: number, row: Row, from: number, least: number, most: number): void {
    const first = Math.max(from, least)
    const end = Math.min(from + this.#width, most + 1)
    for (const state of STATES) {
      const place = this.#placeOf(index, state) - from
      if (end > first) row[state].set(this.#costs.subarray(place + first, place + end), first)
    }
  }

  /** @param place Relative to the first value that was kept. */
  costOf(index: number, state: State, place: number): number {
    return this.#costs[this.#placeOf(index, state) + place] ?? NEVER
  }

  #placeOf(index: number, state: State): number {
    return (index * STATES.length + STATES.indexOf(state)) * this.#width
  }
}
