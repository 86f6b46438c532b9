import { type Cepstra, SIZE } from './cepstra.ts'
import { distanceOf } from './distance.ts'
import type { Reference } from './reference.ts'
import type { Path } from './warp.ts'

/** Evidence on whether a recording is of a text. */
export interface Fit {
  /**
   * By how much sounds are closer to the text than with its sentences in other orders, as a share of their
   * distance: 0 if the recording is of something else.
   */
  readonly nearer: number
  /** That difference in standard errors. */
  readonly certainty: number
  /** The share of the text that is not in the recording. */
  readonly missing: number
  /** The share of the remaining sentences that last much longer or shorter than expected. */
  readonly uneven: number
}

/** The least certainty, after deducting for uneven sentences. */
const SURE = 1.5
const AGAINST = 10
/** The largest share of a text that a reader leaves out. */
const MOST_MISSING = 0.6

/**
 * Whether a recording is of the text. For a wrong pair, the right order of the sentences is no closer than
 * others.
 */
export function isOfText({ certainty, uneven, missing }: Fit): boolean {
  return certainty - AGAINST * uneven > SURE && missing < MOST_MISSING
}

/** The factor by which a sentence must be longer or shorter than the others to be uneven. */
const UNEVEN = 1.6
/** Frames of speech that count as one observation, because neighbouring frames are similar. */
const OBSERVED = 25

/** A reference with its sentences in another order. */
interface Mixed {
  readonly cepstra: Cepstra
  /** For each frame of the reference, its new index. */
  readonly moved: Int32Array
}

interface Matched {
  readonly reference: Reference
  readonly read: Cepstra
  readonly heard: Cepstra
  readonly path: Path
  /** The matches of the recording with other orders. */
  readonly others: readonly (Mixed & { readonly path: Path })[]
  /** The range of each sentence in the recording, in frames of any length; null if it is missing. */
  readonly places: readonly ({ readonly from: number; readonly to: number } | null)[]
}

/** Measures how well a reference matches a recording. */
export function fitOf({ reference, read, heard, path, others, places }: Matched): Fit {
  const own = distancesOf(read, heard, path)
  const other = meanOfOthers(others, heard, read.frames)
  const differences: number[] = []
  let [sum, all, frames] = [0, 0, 0]
  for (let frame = 0; frame < read.frames; frame++) {
    const [mine, its] = [own[frame] ?? NaN, other[frame] ?? NaN]
    if (read.speech[frame] !== 1 || Number.isNaN(mine) || Number.isNaN(its)) continue
    sum += its - mine
    all += its
    frames += 1
    if (frames % OBSERVED === 0) {
      differences.push(sum)
      sum = 0
    }
  }
  const gained = differences.reduce((total, difference) => total + difference, 0)
  const counted = Math.max(1, differences.length)
  const mean = gained / counted
  const variance =
    differences.reduce((total, difference) => total + (difference - mean) ** 2, 0) / counted
  return {
    nearer: all === 0 ? 0 : gained / all,
    certainty: variance === 0 ? 0 : mean / Math.sqrt(variance / counted),
    missing: missingShare(reference, places),
    uneven: unevenShare(reference, places),
  }
}

/** The mean distance of each frame over the orders in which it is heard; NaN if it never is. */
function meanOfOthers(others: Matched['others'], heard: Cepstra, frames: number): Float32Array {
  const all = others.map(({ cepstra, moved, path }) => {
    const distances = distancesOf(cepstra, heard, path)
    return Float32Array.from(moved, (place) => distances[place] ?? NaN)
  })
  return Float32Array.from({ length: frames }, (_, frame) => {
    const own = all
      .map((distances) => distances[frame] ?? NaN)
      .filter((each) => !Number.isNaN(each))
    return own.reduce((sum, each) => sum + each, 0) / own.length
  })
}

/**
 * An order in which few sentences follow their predecessor: the reverse, or every third sentence and so on.
 */
export function mixedOrder(sentences: number, index: number): readonly number[] {
  const stride = [1, 3, 5, 7][index] ?? 1
  const order = Array.from({ length: stride }, (_, from) =>
    Array.from(
      { length: Math.ceil((sentences - from) / stride) },
      (_each, at) => from + at * stride,
    ),
  )
  return order.flat().toReversed()
}

/**
 * Puts sentences into another order, each with the pause after it.
 *
 * @param step Frames of the spectrogram per frame.
 */
export function mixed(
  read: Cepstra,
  { places }: Reference,
  order: readonly number[],
  step: number,
): Mixed {
  const values = new Float32Array(read.values.length)
  const speech = new Uint8Array(read.speech.length)
  const moved = new Int32Array(read.frames)
  const starts = [
    ...places.map(({ from }) => Math.min(read.frames, Math.floor(from / step))),
    read.frames,
  ]
  let place = 0
  const move = (start: number, end: number): void => {
    values.set(read.values.subarray(start * SIZE, end * SIZE), place * SIZE)
    speech.set(read.speech.subarray(start, end), place)
    for (let frame = start; frame < end; frame++) moved[frame] = place + frame - start
    place += end - start
  }
  move(0, starts[0] ?? 0)
  for (const sentence of order) move(starts[sentence] ?? 0, starts[sentence + 1] ?? 0)
  return { cepstra: { frames: read.frames, values, speech }, moved }
}

/** The distance of each frame of a reference from the frames in which it is heard; NaN if it is not. */
function distancesOf(read: Cepstra, heard: Cepstra, { first, last }: Path): Float32Array {
  return Float32Array.from({ length: read.frames }, (_, frame) => {
    const [from, to] = [first[frame] ?? -1, last[frame] ?? -1]
    if (from === -1) return NaN
    let sum = 0
    for (let other = from; other <= to; other++) sum += distanceOf(read, frame, heard, other)
    return sum / (to - from + 1)
  })
}

function missingShare({ places: sentences }: Reference, places: Matched['places']): number {
  let [missing, all] = [0, 0]
  for (const [index, { from, to }] of sentences.entries()) {
    all += to - from
    if (places[index] === null) missing += to - from
  }
  return all === 0 ? 1 : missing / all
}

function unevenShare({ places: sentences }: Reference, places: Matched['places']): number {
  const ratios = sentences.flatMap(({ from, to }, index) => {
    const match = places[index] ?? null
    return match === null || to === from ? [] : [(match.to - match.from) / (to - from)]
  })
  const median = ratios.toSorted((a, b) => a - b)[ratios.length >> 1] ?? 1
  const uneven = ratios.filter((ratio) => ratio > UNEVEN * median || ratio < median / UNEVEN)
  return ratios.length === 0 ? 1 : uneven.length / ratios.length
}
