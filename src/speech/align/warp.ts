import type { Cepstra } from './cepstra.ts'
import { type Comparison, Distances } from './distance.ts'
import { KeptRows, NEVER, newRow, type Row, type Scratch, type State } from './kept-rows.ts'

/** The costs of differences, in units of the distance between two frames. */
export interface Costs {
  /** For each frame of either sound that is skipped. */
  readonly gap: number
  /** For each gap, i.e. run of skipped frames; infinite for no gaps. */
  readonly open: number
  /** An additional cost for each end of a gap that is within a sentence. */
  readonly within: number
  /** For each frame of speech that lasts longer in one sound than in the other. */
  readonly stretch: number
}

/** Where to search for each frame of the reference. */
export interface Corridor {
  /** The most likely frame of the recording. */
  readonly centre: (frame: number) => number
  /** Frames on each side of it. */
  readonly radius: number
}

/** Parameters of a match. */
export interface Means {
  readonly comparison: Comparison
  readonly costs: Costs
  /** For each frame of the reference, 1 if it continues a sentence. */
  readonly within: Uint8Array
  readonly scratch: Scratch
}

/** For each frame of the reference, the frames of the recording in which it is heard. */
export interface Path {
  /** The first one; -1 if the frame is not heard. */
  readonly first: Int32Array
  /** The last one; -1 if the frame is not heard. */
  readonly last: Int32Array
}

/** Steps to a cell: the state before it, and in which sound a frame continues. */
const AFTER_MATCH = 0
const AFTER_EXTRA = 1
const AFTER_SKIPPED = 2
const HEARD_GOES_ON = 3
const READ_GOES_ON = 4
const REACHED = 7
/** An extra frame of the recording follows another one, or a skipped frame of the reference. */
const EXTRA_GOES_ON = 8
const EXTRA_AFTER_SKIPPED = 16
/** A skipped frame of the reference follows another one, or precedes everything. */
const SKIPPED_GOES_ON = 32

/**
 * Finds the frames of a recording that match those of a reference, in order and at the least cost: dynamic
 * time warping in a corridor, with gaps for what only one of them has, including at the start and the end.
 *
 * If gaps cost infinitely much, there are none.
 */
export function warp(
  reference: Cepstra,
  recording: Cepstra,
  corridor: Corridor,
  means: Means,
): Path {
  return new Warping(reference, recording, corridor, means).path()
}

/**
 * Frames of the reference between two rows whose costs are kept. The steps to the cells between them are
 * computed again where the path is: storing them for all cells would take ten times the memory.
 */
const KEPT = 128

/** Where a path is in the last of some frames of the reference. */
interface End {
  /** Frame of the recording; -1 before all of it. */
  readonly frame: number
  readonly state: State
}

class Warping {
  readonly #reference: Cepstra
  readonly #recording: Cepstra
  readonly #costs: Costs
  readonly #within: Uint8Array
  readonly #width: number
  /** For each frame of the reference, the frame of the recording at which the corridor begins. */
  readonly #from: Int32Array
  readonly #distances: Distances
  readonly #kept: KeptRows
  /**
   * The range of frames of the recording that is computed within the corridor: from this one to before the
   * next.
   */
  #least = 0
  #most = Infinity
  #before: Row
  #now: Row

  constructor(
    reference: Cepstra,
    recording: Cepstra,
    { centre, radius }: Corridor,
    { comparison, costs, within, scratch }: Means,
  ) {
    this.#reference = reference
    this.#recording = recording
    this.#costs = costs
    this.#within = within
    this.#width = Math.min(recording.frames, 2 * radius + 1)
    this.#from = firstFrames(
      (row) => Math.round(centre(row)) - radius,
      reference.frames,
      recording.frames - this.#width,
    )
    this.#distances = new Distances(reference, recording, comparison)
    this.#kept = new KeptRows(Math.ceil(reference.frames / KEPT), this.#width + 1, scratch)
    this.#before = newRow(recording.frames)
    this.#now = newRow(recording.frames)
  }

  path(): Path {
    const rows = this.#reference.frames
    const steps = new Uint8Array(this.#width)
    this.#restore(0)
    for (let row = 0; row < rows; row++) {
      if (row % KEPT === 0) this.#kept.keep(row / KEPT, this.#before, this.#from[row - 1] ?? 0)
      this.#step(row, steps, 0)
    }
    return this.#traceBack(this.#cheapestEnd())
  }

  /** Before all of the reference, every frame of the recording is extra. */
  #begin(): void {
    const { gap, open } = this.#costs
    const { match, extra, skipped } = this.#before
    match[0] = 0
    for (let place = 1; place <= (this.#from[0] ?? 0) + this.#width; place++) {
      extra[place] = Math.min(NEVER, open + gap * place)
      skipped[place] = Math.min(NEVER, 2 * open + gap * place)
    }
  }

  /** Restores the state before a frame of the reference. */
  #restore(row: number): void {
    for (const costs of [...Object.values(this.#before), ...Object.values(this.#now)]) {
      costs.fill(NEVER)
    }
    const from = this.#from[row - 1] ?? 0
    if (row === 0) this.#begin()
    else this.#kept.restore(row / KEPT, this.#before, from, this.#least, this.#most)
  }

  /** The first frame of the recording that is computed for a frame of the reference. */
  #startOf(row: number): number {
    return Math.max(this.#least, this.#from[row] ?? 0)
  }

  /**
   * Computes a row of costs.
   *
   * @param at The offset in `steps` for the steps of this row.
   */
  #step(row: number, steps: Uint8Array, at: number): void {
    const { gap, stretch } = this.#costs
    const least = Math.min(NEVER, this.#costs.open)
    const atEdge = (this.#within[row] ?? 0) * this.#costs.within
    const open = least + atEdge
    const openExtra = least + (this.#within[row + 1] ?? 0) * this.#costs.within
    const { match: matchAbove, extra: extraAbove, skipped: skippedAbove } = this.#before
    const { match, extra, skipped } = this.#now
    const { speech } = this.#recording
    const from = this.#startOf(row)
    const width = Math.min(this.#most, (this.#from[row] ?? 0) + this.#width) - from
    const distances = this.#distances.of(row, from, from + width)
    const held = (this.#reference.speech[row] ?? 0) * stretch
    // The row that is overwritten was two before; outside the corridor nothing is possible.
    const left = this.#startOf(row - 2)
    for (const state of [match, extra, skipped]) state.fill(NEVER, left, from + 1)
    if (from === 0) skipped[0] = least + gap * (row + 1)
    let matchBeside = match[from] ?? NEVER
    let extraBeside = extra[from] ?? NEVER
    let skippedBeside = skipped[from] ?? NEVER
    for (let column = 0; column < width; column++) {
      const place = from + column + 1
      let best = matchAbove[place - 1] ?? NEVER
      let step = AFTER_MATCH
      const afterExtra = extraAbove[place - 1] ?? NEVER
      if (afterExtra < best) {
        best = afterExtra
        step = AFTER_EXTRA
      }
      const afterSkipped = (skippedAbove[place - 1] ?? NEVER) + atEdge
      if (afterSkipped < best) {
        best = afterSkipped
        step = AFTER_SKIPPED
      }
      const above = matchAbove[place] ?? NEVER
      if (above + held < best) {
        best = above + held
        step = HEARD_GOES_ON
      }
      const readGoesOn = matchBeside + (speech[place - 1] ?? 0) * stretch
      if (readGoesOn < best) {
        best = readGoesOn
        step = READ_GOES_ON
      }

      let bestExtra = matchBeside + openExtra
      if (skippedBeside + openExtra < bestExtra) {
        bestExtra = skippedBeside + openExtra
        step |= EXTRA_AFTER_SKIPPED
      }
      if (extraBeside <= bestExtra) {
        bestExtra = extraBeside
        step = (step & REACHED) | EXTRA_GOES_ON
      }

      let bestSkipped = above + open
      const skippedGoesOn = skippedAbove[place] ?? NEVER
      if (skippedGoesOn <= bestSkipped) {
        bestSkipped = skippedGoesOn
        step |= SKIPPED_GOES_ON
      }

      matchBeside = best + (distances[column] ?? 0)
      extraBeside = bestExtra + gap
      skippedBeside = bestSkipped + gap
      match[place] = matchBeside
      extra[place] = extraBeside
      skipped[place] = skippedBeside
      steps[at + column] = step
    }
    ;[this.#before, this.#now] = [this.#now, this.#before]
  }

  #traceBack(last: End): Path {
    const rows = this.#reference.frames
    const path = { first: new Int32Array(rows).fill(-1), last: new Int32Array(rows).fill(-1) }
    let end = last
    let cost = this.#before[end.state][end.frame + 1] ?? NEVER
    for (let after = rows; after > 0 && end.frame >= 0;) {
      const first = after - 1 - ((after - 1) % KEPT)
      end = this.#follow(first, after, this.#stepsTo(end, cost, first, after), end, path)
      const from = this.#from[first - 1] ?? 0
      cost = this.#kept.costOf(first / KEPT, end.state, end.frame + 1 - from)
      after = first
    }
    return path
  }

  /**
   * Computes again the steps to the cells of some frames of the reference, before the end of a path of known
   * cost, in as many frames of the recording as necessary to contain the path.
   */
  #stepsTo({ frame, state }: End, cost: number, first: number, after: number): Uint8Array {
    this.#most = frame + 1
    for (let reach = KEPT + 32; ; reach *= 2) {
      this.#least = Math.max(0, this.#most - reach)
      const width = this.#most - this.#least
      const steps = new Uint8Array((after - first) * width)
      this.#restore(first)
      for (let row = first; row < after; row++) {
        this.#step(row, steps, (row - first) * width + this.#startOf(row) - this.#least)
      }
      if (this.#least === 0 || (this.#before[state][this.#most] ?? NEVER) <= cost) return steps
    }
  }

  /**
   * Follows a path back through some frames of the reference.
   *
   * @returns Where it is before them.
   */
  #follow(first: number, after: number, steps: Uint8Array, end: End, path: Path): End {
    const width = this.#most - this.#least
    let { frame, state } = end
    let row = after - 1
    while (row >= first && frame >= 0) {
      const step = steps[(row - first) * width + frame - this.#least] ?? 0
      if (state === 'match') {
        if (path.last[row] === -1) path.last[row] = frame
        path.first[row] = frame
        const reached = step & REACHED
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
    return { frame, state }
  }

  /** After all of the reference, every frame of the recording is extra. */
  #cheapestEnd(): End {
    const { match, skipped } = this.#before
    const { gap, open } = this.#costs
    const final = this.#recording.frames - 1
    let best = { frame: final, state: 'match' as State, cost: match[final + 1] ?? NEVER }
    for (let frame = this.#from.at(-1) ?? 0; frame <= final; frame++) {
      const tail = frame < final ? open + gap * (final - frame) : 0
      const matched = (match[frame + 1] ?? NEVER) + tail
      if (matched < best.cost) best = { frame, state: 'match', cost: matched }
      const left = (skipped[frame + 1] ?? NEVER) + tail
      if (left < best.cost) best = { frame, state: 'skipped', cost: left }
    }
    return best
  }
}

/**
 * The first frame of the corridor for each row.
 *
 * @param last The last frame at which a row can begin.
 */
function firstFrames(wanted: (row: number) => number, rows: number, last: number): Int32Array {
  const from = new Int32Array(rows)
  let before = 0
  for (let row = 0; row < rows; row++) {
    before = Math.max(before, Math.min(last, wanted(row)))
    from[row] = before
  }
  return from
}
