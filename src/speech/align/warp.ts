import { type Cepstra, SIZE } from './cepstra.ts'

/** What differences cost, in the unit of the distance between two frames. */
export interface Costs {
  /** For each frame of either that is left out. */
  readonly gap: number
  /** For each gap: for frames that are left out one after the other. */
  readonly open: number
  /** For each frame of speech that lasts longer in one than in the other. */
  readonly stretch: number
}

/** Where to search for each frame of the reference. */
export interface Corridor {
  /** The frame of the recording that is most likely. */
  readonly centre: (frame: number) => number
  /** Frames to each side of it. */
  readonly radius: number
}

/** Which frames of the recording each frame of the reference is heard in. */
export interface Path {
  /** The first for each frame; -1 if it is not heard. */
  readonly first: Int32Array
  /** The last for each frame; -1 if it is not heard. */
  readonly last: Int32Array
  /** The sum of all that it costs. */
  readonly cost: number
}

const NEVER = 1e30

/** How two frames came to match: after what, or in which one the same frame goes on. */
const AFTER_MATCH = 0
const AFTER_EXTRA = 1
const AFTER_SKIPPED = 2
const HEARD_GOES_ON = 3
const READ_GOES_ON = 4
const FIRST = 5
const REACHED = 7
/** An extra frame of the recording after another, or after a skipped one of the reference. */
const EXTRA_GOES_ON = 8
const EXTRA_AFTER_SKIPPED = 16
/** A skipped frame of the reference after another, or before all that is read. */
const SKIPPED_GOES_ON = 32

type State = 'match' | 'extra' | 'skipped'

/**
 * For each column of a row what it costs until there: if both frames match, if that of the recording is
 * extra, if that of the reference is skipped.
 */
type Row = Readonly<Record<State, Float64Array>>

/**
 * Finds which frames of a recording match those of a reference, in the order of both, at the least
 * cost: dynamic time warping in a corridor, with gaps for what only one of them has, at the start and
 * at the end, too.
 *
 * It takes one byte of memory for each cell of the corridor.
 *
 * @param mayLeaveOut Whether there may be gaps.
 */
export function warp(
  reference: Cepstra,
  recording: Cepstra,
  corridor: Corridor,
  costs: Costs,
  mayLeaveOut: boolean,
): Path {
  return new Warping(reference, recording, corridor, costs, mayLeaveOut).path()
}

class Warping {
  readonly #reference: Cepstra
  readonly #recording: Cepstra
  readonly #costs: Costs
  readonly #mayLeaveOut: boolean
  readonly #width: number
  /** The column of the corridor at which each row begins. */
  readonly #from: Int32Array
  /** How each cell was reached. */
  readonly #steps: Uint8Array
  readonly #distances: Float64Array
  #before: Row
  #now: Row

  constructor(
    reference: Cepstra,
    recording: Cepstra,
    { centre, radius }: Corridor,
    costs: Costs,
    mayLeaveOut: boolean,
  ) {
    this.#reference = reference
    this.#recording = recording
    this.#costs = costs
    this.#mayLeaveOut = mayLeaveOut
    this.#width = Math.min(recording.frames, 2 * radius + 1)
    this.#from = firstColumns(
      (row) => Math.round(centre(row)) - radius,
      reference.frames,
      recording.frames - this.#width,
    )
    this.#steps = new Uint8Array(reference.frames * this.#width)
    this.#distances = new Float64Array(this.#width)
    this.#before = newRow(this.#width)
    this.#now = newRow(this.#width)
  }

  path(): Path {
    const rows = this.#reference.frames
    for (let row = 0; row < rows; row++) {
      this.#measure(row)
      this.#match(row)
      if (this.#mayLeaveOut) this.#leaveOut(row)
      ;[this.#before, this.#now] = [this.#now, this.#before]
    }
    return this.#traceBack()
  }

  /** The distances of a frame of the reference from those of the recording. */
  #measure(row: number): void {
    const [a, b] = [this.#reference.values, this.#recording.values]
    const distances = this.#distances
    let other = (this.#from[row] ?? 0) * SIZE
    for (let column = 0; column < distances.length; column++) {
      let sum = 0
      for (let place = row * SIZE; place < (row + 1) * SIZE; place++, other++) {
        const difference = (a[place] ?? 0) - (b[other] ?? 0)
        sum += difference * difference
      }
      distances[column] = Math.sqrt(sum)
    }
  }

  #match(row: number): void {
    const { gap, open, stretch } = this.#costs
    const [width, mayLeaveOut, distances] = [this.#width, this.#mayLeaveOut, this.#distances]
    const { match, extra, skipped } = this.#before
    const own = this.#now.match
    const left = this.#from[row] ?? 0
    const shift = left - (this.#from[row - 1] ?? 0)
    const { speech } = this.#recording
    const held = (this.#reference.speech[row] ?? 0) * stretch
    let beside = NEVER
    for (let column = 0; column < width; column++) {
      const frame = left + column
      const above = column + shift
      let best = NEVER
      let step = FIRST
      if (row === 0) {
        if (frame === 0) best = 0
        else if (mayLeaveOut) best = open + gap * frame
      } else {
        if (above > 0 && above <= width) {
          best = match[above - 1] ?? NEVER
          step = AFTER_MATCH
          const afterExtra = extra[above - 1] ?? NEVER
          if (afterExtra < best) {
            best = afterExtra
            step = AFTER_EXTRA
          }
          const afterSkipped = skipped[above - 1] ?? NEVER
          if (afterSkipped < best) {
            best = afterSkipped
            step = AFTER_SKIPPED
          }
        }
        const goesOn = above < width ? (match[above] ?? NEVER) + held : NEVER
        if (goesOn < best) {
          best = goesOn
          step = HEARD_GOES_ON
        }
        if (frame === 0 && mayLeaveOut && open + gap * row < best) {
          best = open + gap * row
          step = FIRST
        }
      }
      const goesOn = beside + (speech[frame] ?? 0) * stretch
      if (goesOn < best) {
        best = goesOn
        step = READ_GOES_ON
      }
      beside = best + (distances[column] ?? 0)
      own[column] = beside
      this.#steps[row * width + column] = step
    }
  }

  #leaveOut(row: number): void {
    const { gap, open } = this.#costs
    const width = this.#width
    const { match: matchAbove, skipped: skippedAbove } = this.#before
    const { match, extra, skipped } = this.#now
    const left = this.#from[row] ?? 0
    const shift = left - (this.#from[row - 1] ?? 0)
    for (let column = 0; column < width; column++) {
      let step = this.#steps[row * width + column] ?? 0
      let best = NEVER
      if (column > 0) {
        const goesOn = extra[column - 1] ?? NEVER
        const afterSkipped = (skipped[column - 1] ?? NEVER) + open
        best = (match[column - 1] ?? NEVER) + open
        if (afterSkipped < best) {
          best = afterSkipped
          step |= EXTRA_AFTER_SKIPPED
        }
        if (goesOn <= best) {
          best = goesOn
          step = (step & ~EXTRA_AFTER_SKIPPED) | EXTRA_GOES_ON
        }
      }
      extra[column] = best + gap
      const above = column + shift
      if (row === 0) {
        // All of the recording so far is extra, and the first frame of the reference skipped.
        skipped[column] = gap * (left + column + 2) + 2 * open
        step |= SKIPPED_GOES_ON
      } else if (above < width) {
        const afterMatch = (matchAbove[above] ?? NEVER) + open
        const goesOn = skippedAbove[above] ?? NEVER
        if (goesOn <= afterMatch) step |= SKIPPED_GOES_ON
        skipped[column] = gap + Math.min(goesOn, afterMatch)
      } else skipped[column] = NEVER
      this.#steps[row * width + column] = step
    }
  }

  #traceBack(): Path {
    const rows = this.#reference.frames
    const first = new Int32Array(rows).fill(-1)
    const last = new Int32Array(rows).fill(-1)
    const end = this.#cheapestEnd()
    let { state } = end
    let row = rows - 1
    let frame = (this.#from[row] ?? 0) + end.column
    while (row >= 0 && frame >= 0) {
      const step = this.#steps[row * this.#width + frame - (this.#from[row] ?? 0)] ?? 0
      if (state === 'match') {
        if (last[row] === -1) last[row] = frame
        first[row] = frame
        const reached = step & REACHED
        if (reached === FIRST) break
        if (reached !== READ_GOES_ON) row -= 1
        if (reached !== HEARD_GOES_ON) frame -= 1
        if (reached === AFTER_EXTRA) state = 'extra'
        if (reached === AFTER_SKIPPED) state = 'skipped'
      } else if (state === 'extra') {
        if ((step & EXTRA_AFTER_SKIPPED) !== 0) state = 'skipped'
        else if ((step & EXTRA_GOES_ON) === 0) state = 'match'
        frame -= 1
      } else {
        if ((step & SKIPPED_GOES_ON) === 0) state = 'match'
        row -= 1
      }
    }
    return { first, last, cost: end.cost }
  }

  /** What is heard after all that is read is extra. */
  #cheapestEnd(): { column: number; state: State; cost: number } {
    const { match, skipped } = this.#before
    const { gap, open } = this.#costs
    const final = this.#recording.frames - 1 - (this.#from.at(-1) ?? 0)
    const whole = { column: final, state: 'match' as State, cost: match[final] ?? NEVER }
    if (!this.#mayLeaveOut) return whole
    let best = whole
    for (let column = 0; column < this.#width; column++) {
      const tail = column < final ? open + gap * (final - column) : 0
      const matched = (match[column] ?? NEVER) + tail
      if (matched < best.cost) best = { column, state: 'match', cost: matched }
      const left = (skipped[column] ?? NEVER) + tail
      if (left < best.cost) best = { column, state: 'skipped', cost: left }
    }
    return best
  }
}

/** @param last The last column at which a row can begin. */
function firstColumns(wanted: (row: number) => number, rows: number, last: number): Int32Array {
  const from = new Int32Array(rows)
  let before = 0
  for (let row = 0; row < rows; row++) {
    before = Math.max(before, Math.min(last, wanted(row)))
    from[row] = before
  }
  return from
}

function newRow(width: number): Row {
  const empty = (): Float64Array => new Float64Array(width).fill(NEVER)
  return { match: empty(), extra: empty(), skipped: empty() }
}

/** Pairs of frames that are drawn. */
const DRAWN = 4000

/** The median distance of frames that have nothing to do with each other, by which others are large or small. */
export function typicalDistance(a: Cepstra, b: Cepstra): number {
  let seed = 12_345
  const below = (count: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((seed / 2 ** 32) * count)
  }
  const distances = Float32Array.from({ length: DRAWN }, () =>
    distanceOf(a, below(a.frames), b, below(b.frames)),
  )
  return distances.toSorted()[DRAWN / 2] ?? 0
}

/** The distance of a frame from one of another recording. */
export function distanceOf(a: Cepstra, frame: number, b: Cepstra, other: number): number {
  let sum = 0
  for (let k = 0; k < SIZE; k++) {
    sum += ((a.values[frame * SIZE + k] ?? 0) - (b.values[other * SIZE + k] ?? 0)) ** 2
  }
  return Math.sqrt(sum)
}
