/** What cannot be costs this: more than any path, and no infinity, which would slow down the sums. */
export const NEVER = 1e30

export type State = 'match' | 'extra' | 'skipped'
const STATES: readonly State[] = ['match', 'extra', 'skipped']

/**
 * For each frame of the recording what it costs until there and a frame of the reference: if both match,
 * if that of the recording is extra, if that of the reference is skipped. The first value is that before
 * the recording; what is outside of the corridor can never be.
 */
export type Row = Readonly<Record<State, Float64Array>>

export function newRow(frames: number): Row {
  const empty = (): Float64Array => new Float64Array(frames + 1)
  return { match: empty(), extra: empty(), skipped: empty() }
}

/** Memory for the kept rows of one warping after the other. */
export class Scratch {
  #costs = new Float64Array()

  /** @returns So many numbers, with anything in them, until more are taken. */
  take(length: number): Float64Array {
    if (this.#costs.length < length) this.#costs = new Float64Array(length)
    return this.#costs.subarray(0, length)
  }
}

/** Some rows of a warping, of which those after them can be made again. */
export class KeptRows {
  readonly #costs: Float64Array
  readonly #width: number

  /** @param width Values of each row that are kept. */
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

  /** Writes the values from one to another into a row. @param from The first value that was kept. */
  restore(index: number, row: Row, from: number, least: number, most: number): void {
    const first = Math.max(from, least)
    const end = Math.min(from + this.#width, most + 1)
    for (const state of STATES) {
      const place = this.#placeOf(index, state) - from
      if (end > first) row[state].set(this.#costs.subarray(place + first, place + end), first)
    }
  }

  /** @param place From the first value that was kept. */
  costOf(index: number, state: State, place: number): number {
    return this.#costs[this.#placeOf(index, state) + place] ?? NEVER
  }

  #placeOf(index: number, state: State): number {
    return (index * STATES.length + STATES.indexOf(state)) * this.#width
  }
}
