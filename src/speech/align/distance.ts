import { type Cepstra, SIZE } from './cepstra.ts'

/**
 * How frames are compared. A vague sound is close to everything and an odd one far from everything, neither
 * of which depends on what is said: `relative` distances subtract that, and are squared, so that many small
 * ones cost less than a large one. `plain` distances are unchanged.
 */
export type Comparison = 'plain' | 'relative'

/** The distances of the frames of a reference from those of a recording. */
export class Distances {
  readonly #reference: Cepstra
  readonly #orders: readonly Float32Array[]
  readonly #isPlain: boolean
  /** For each frame of the reference, by how much it is farther from everything than other frames. */
  readonly #read: Float64Array
  readonly #heard: Float64Array
  readonly #distances: Float64Array

  constructor(reference: Cepstra, recording: Cepstra, comparison: Comparison) {
    this.#reference = reference
    this.#orders = ordersOf(recording)
    this.#isPlain = comparison === 'plain'
    const remoteness = this.#isPlain ? noRemoteness : remotenessOf
    this.#read = remoteness(reference, recording)
    this.#heard = remoteness(recording, reference)
    this.#distances = new Float64Array(recording.frames)
  }

  /**
   * The distances of a frame of the reference from a range of frames of the recording.
   *
   * @param to After the last frame.
   * @returns A buffer that is reused by the next call.
   */
  of(row: number, from: number, to: number): Float64Array {
    const distances = this.#distances
    const count = to - from
    distances.fill(0, 0, count)
    for (const [order, values] of this.#orders.entries()) {
      const value = this.#reference.values[row * SIZE + order] ?? 0
      for (let column = 0; column < count; column++) {
        const difference = value - (values[from + column] ?? 0)
        distances[column] = (distances[column] ?? 0) + difference * difference
      }
    }
    const read = this.#read[row] ?? 0
    for (let column = 0; column < count; column++) {
      const remote = read + (this.#heard[from + column] ?? 0)
      const distance = Math.max(0, Math.sqrt(distances[column] ?? 0) - remote)
      distances[column] = this.#isPlain ? distance : distance * distance
    }
    return distances
  }
}

/** Frames of the other sound, evenly spaced, by which the remoteness of a frame is measured. */
const SAMPLED = 150

function noRemoteness({ frames }: Cepstra): Float64Array {
  return new Float64Array(frames)
}

/** For each frame, half of its mean distance from another sound, relative to the average frame. */
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

/** Pairs of frames in the sample. */
const DRAWN = 4000

/** The median distance of unrelated frames, the unit in which distances are small or large. */
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

/** The distance of a frame of one recording from a frame of another. */
export function distanceOf(a: Cepstra, frame: number, b: Cepstra, other: number): number {
  let sum = 0
  for (let k = 0; k < SIZE; k++) {
    sum += ((a.values[frame * SIZE + k] ?? 0) - (b.values[other * SIZE + k] ?? 0)) ** 2
  }
  return Math.sqrt(sum)
}

function ordersOf({ frames, values }: Cepstra): readonly Float32Array[] {
  return Array.from({ length: SIZE }, (_, order) => {
    const own = new Float32Array(frames)
    for (let frame = 0; frame < frames; frame++) own[frame] = values[frame * SIZE + order] ?? 0
    return own
  })
}
