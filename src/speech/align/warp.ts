import { type Cepstra, SIZE } from './cepstra.ts'

/** What differences cost, in the unit of the distance between two frames. */
export interface Costs {
  /** For each frame of either that is left out. */
  readonly gap: number
  /** For each gap: for frames that are left out one after the other; infinite if there are none. */
  readonly open: number
  /** Besides, for each end of a gap that is within a sentence. */
  readonly within: number
  /** For each frame of speech that lasts longer in one than in the other. */
  readonly stretch: number
}

/**
 * How frames are compared. A vague sound is near to everything, an odd one far from everything, and neither
 * tells what is said: relative distances take that off, and are squared, so that many small ones cost less
 * than a large one. Plain ones are as they are.
 */
type Comparison = 'plain' | 'relative'

/** Where to search for each frame of the reference. */
export interface Corridor {
  /** The frame of the recording that is most likely. */
  readonly centre: (frame: number) => number
  /** Frames to each side of it. */
  readonly radius: number
}

/** How two sounds are matched. */
export interface Means {
  readonly comparison: Comparison
  readonly costs: Costs
  /** For each frame of the reference 1 if it goes on with a sentence. */
  readonly within: Uint8Array
  /** Of which it takes one byte for each cell of the corridor. */
  readonly scratch: Scratch
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

/** What cannot be costs this: more than any path, and no infinity, which would slow down the sums. */
const NEVER = 1e30

/** How two frames came to match: after what, or in which one the same frame goes on. */
const AFTER_MATCH = 0
const AFTER_EXTRA = 1
const AFTER_SKIPPED = 2
const HEARD_GOES_ON = 3
const READ_GOES_ON = 4
const REACHED = 7
/** An extra frame of the recording after another, or after a skipped one of the reference. */
const EXTRA_GOES_ON = 8
const EXTRA_AFTER_SKIPPED = 16
/** A skipped frame of the reference after another, or before all that is read. */
const SKIPPED_GOES_ON = 32

type State = 'match' | 'extra' | 'skipped'

/**
 * For each frame of the recording what it costs until there and a frame of the reference: if both match,
 * if that of the recording is extra, if that of the reference is skipped. The first value is that before
 * the recording; what is outside of the corridor can never be.
 */
type Row = Readonly<Record<State, Float64Array>>

/** Memory for the steps of one warping after the other. */
export class Scratch {
  #bytes = new Uint8Array()

  /** @returns So many bytes, with anything in them, until more are taken. */
  take(length: number): Uint8Array {
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length)
    return this.#bytes.subarray(0, length)
  }
}

/**
 * Finds which frames of a recording match those of a reference, in the order of both, at the least
 * cost: dynamic time warping in a corridor, with gaps for what only one of them has, at the start and
 * at the end, too.
 *
 * Where gaps cost infinitely much, there are none.
 */
export function warp(
  reference: Cepstra,
  recording: Cepstra,
  corridor: Corridor,
  means: Means,
): Path {
  return new Warping(reference, recording, corridor, means).path()
}

class Warping {
  readonly #reference: Cepstra
  readonly #recording: Cepstra
  readonly #costs: Costs
  readonly #within: Uint8Array
  readonly #isPlain: boolean
  readonly #width: number
  /** The frame of the recording at which the corridor begins for each one of the reference. */
  readonly #from: Int32Array
  /** How each cell was reached. */
  readonly #steps: Uint8Array
  /** Each value of the recording for all of its frames, which is faster than all values of each frame. */
  readonly #orders: readonly Float32Array[]
  readonly #distances: Float64Array
  /** By how much each frame is farther from everything than others are. */
  readonly #read: Float64Array
  readonly #heard: Float64Array
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
    this.#isPlain = comparison === 'plain'
    this.#width = Math.min(recording.frames, 2 * radius + 1)
    this.#from = firstFrames(
      (row) => Math.round(centre(row)) - radius,
      reference.frames,
      recording.frames - this.#width,
    )
    this.#steps = scratch.take(reference.frames * this.#width)
    this.#orders = ordersOf(recording)
    this.#distances = new Float64Array(this.#width)
    const remoteness = this.#isPlain ? noRemoteness : remotenessOf
    this.#read = remoteness(reference, recording)
    this.#heard = remoteness(recording, reference)
    this.#before = newRow(recording.frames)
    this.#now = newRow(recording.frames)
    this.#begin()
  }

  path(): Path {
    for (let row = 0; row < this.#reference.frames; row++) {
      this.#measure(row)
      this.#step(row)
      ;[this.#before, this.#now] = [this.#now, this.#before]
    }
    return this.#traceBack()
  }

  /** Before all of the reference, all that is heard is extra. */
  #begin(): void {
    const { gap, open } = this.#costs
    const { match, extra, skipped } = this.#before
    match[0] = 0
    for (let place = 1; place <= (this.#from[0] ?? 0) + this.#width; place++) {
      extra[place] = Math.min(NEVER, open + gap * place)
      skipped[place] = Math.min(NEVER, 2 * open + gap * place)
    }
  }

  /** The distances of a frame of the reference from those of the recording. */
  #measure(row: number): void {
    const distances = this.#distances
    const from = this.#from[row] ?? 0
    distances.fill(0)
    for (const [order, values] of this.#orders.entries()) {
      const value = this.#reference.values[row * SIZE + order] ?? 0
      for (let column = 0; column < distances.length; column++) {
        const difference = value - (values[from + column] ?? 0)
        distances[column] = (distances[column] ?? 0) + difference * difference
      }
    }
    const read = this.#read[row] ?? 0
    for (let column = 0; column < distances.length; column++) {
      const remote = read + (this.#heard[from + column] ?? 0)
      const distance = Math.max(0, Math.sqrt(distances[column] ?? 0) - remote)
      distances[column] = this.#isPlain ? distance : distance * distance
    }
  }

  #step(row: number): void {
    const { gap, stretch } = this.#costs
    const least = Math.min(NEVER, this.#costs.open)
    const atEdge = (this.#within[row] ?? 0) * this.#costs.within
    const open = least + atEdge
    const openExtra = least + (this.#within[row + 1] ?? 0) * this.#costs.within
    const { match: matchAbove, extra: extraAbove, skipped: skippedAbove } = this.#before
    const { match, extra, skipped } = this.#now
    const { speech } = this.#recording
    const [distances, steps, width] = [this.#distances, this.#steps, this.#width]
    const from = this.#from[row] ?? 0
    const held = (this.#reference.speech[row] ?? 0) * stretch
    // The row that is overwritten was two before; where the corridor has left, nothing can be.
    const left = this.#from[row - 2] ?? 0
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
      steps[row * width + column] = step
    }
  }

  #traceBack(): Path {
    const rows = this.#reference.frames
    const first = new Int32Array(rows).fill(-1)
    const last = new Int32Array(rows).fill(-1)
    const end = this.#cheapestEnd()
    let { state, frame } = end
    let row = rows - 1
    while (row >= 0 && frame >= 0) {
      const step = this.#steps[row * this.#width + frame - (this.#from[row] ?? 0)] ?? 0
      if (state === 'match') {
        if (last[row] === -1) last[row] = frame
        first[row] = frame
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
    return { first, last, cost: end.cost }
  }

  /** What is heard after all that is read is extra. */
  #cheapestEnd(): { frame: number; state: State; cost: number } {
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

/** @param last The last frame at which a row can begin. */
function firstFrames(wanted: (row: number) => number, rows: number, last: number): Int32Array {
  const from = new Int32Array(rows)
  let before = 0
  for (let row = 0; row < rows; row++) {
    before = Math.max(before, Math.min(last, wanted(row)))
    from[row] = before
  }
  return from
}

function newRow(frames: number): Row {
  const empty = (): Float64Array => new Float64Array(frames + 1).fill(NEVER)
  return { match: empty(), extra: empty(), skipped: empty() }
}

function ordersOf({ frames, values }: Cepstra): readonly Float32Array[] {
  return Array.from({ length: SIZE }, (_, order) => {
    const own = new Float32Array(frames)
    for (let frame = 0; frame < frames; frame++) own[frame] = values[frame * SIZE + order] ?? 0
    return own
  })
}

/** Frames of the other sound, evenly over all of it, that tell how remote a frame is. */
const SAMPLED = 150

function noRemoteness({ frames }: Cepstra): Float64Array {
  return new Float64Array(frames)
}

/** Half of what each frame's mean distance from another sound is above that of all frames. */
function remotenessOf(own: Cepstra, other: Cepstra): Float64Array {
  const step = Math.max(1, Math.floor(other.frames / SAMPLED))
  const means = Float64Array.from({ length: own.frames }, (_, frame) => {
    let [sum, count] = [0, 0]
    for (let each = 0; each < other.frames; each += step, count++) {
      sum += distanceOf(own, frame, other, each)
    }
    return sum / count
  })
  const mean = means.reduce((sum, each) => sum + each, 0) / means.length
  return means.map((each) => (each - mean) / 2)
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
