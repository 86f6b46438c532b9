import { type Cepstra, SIZE } from './cepstra.ts'
import { eigenOf, type Matrix, matrixOf, product, transposed, whitening } from './matrix.ts'
import type { Path } from './warp.ts'

/** What two voices have in common. */
export interface Common {
  /**
   * Projects frames of the reference on the values in which both voices agree, each weighted by how much they
   * do.
   */
  readonly read: (cepstra: Cepstra) => Cepstra
  /** The same for the recording. */
  readonly heard: (cepstra: Cepstra) => Cepstra
  /**
   * The mean distance of the same sounds in both, relative to that of any two sounds: 0 if they are
   * identical, 1 if they are unrelated.
   */
  readonly unlike: number
}

/** The least number of pairs of frames from which the common values can be learnt: ten seconds. */
const LEAST_PAIRS = 100
/** Each variance is increased slightly, because the values of a short recording vary too little by chance. */
const MARGIN = 1.02
/** The largest correlation that is assumed. */
const MOST_ALIKE = 0.98

/**
 * Learns from a first match, by canonical correlation analysis, in which values two voices agree when they
 * say the same. Those get a large weight, and values that say nothing about the other voice a small one.
 *
 * @returns Null if too little matches.
 * @see Hotelling, Relations between two sets of variates (1936)
 */
export function commonOf(read: Cepstra, heard: Cepstra, path: Path): Common | null {
  const { pairs, mean, covariance } = momentsOf(read, heard, path)
  if (pairs < LEAST_PAIRS) return null
  const block = (rows: number, columns: number): Matrix =>
    matrixOf(SIZE, (row, column) => covariance[rows + row]?.[columns + column] ?? 0)
  const own = whitening(block(0, 0))
  const other = whitening(block(SIZE, SIZE))
  const across = product(product(own, block(0, SIZE)), transposed(other))
  const { values, vectors } = eigenOf(product(across, transposed(across)))
  const alike = values.map((value) => Math.sqrt(Math.max(0, Math.min(MOST_ALIKE, value))))
  const directions = transposed(vectors)
  const weighted = matrixOf(SIZE, (row, column) => {
    return (alike[row] ?? 0) * (directions[row]?.[column] ?? 0)
  })
  const shares = alike.map((value) => value * value)
  const all = shares.reduce((sum, share) => sum + share, 0)
  const apart = shares.reduce((sum, share, index) => sum + share * (1 - (alike[index] ?? 0)), 0)
  return {
    read: mapping(product(weighted, own), mean.subarray(0, SIZE)),
    // The vectors are already weighted: the singular values of the matrix are the correlations.
    heard: mapping(product(product(directions, across), other), mean.subarray(SIZE)),
    unlike: apart / all,
  }
}

/** Mean and covariance of the joint vectors of reference and recording, over matching frames of speech. */
function momentsOf(
  read: Cepstra,
  heard: Cepstra,
  { first, last }: Path,
): { readonly pairs: number; readonly mean: Float64Array; readonly covariance: Matrix } {
  const size = 2 * SIZE
  const sum = new Float64Array(size)
  const products = matrixOf(size, () => 0)
  const both = new Float64Array(size)
  let pairs = 0
  for (let frame = 0; frame < read.frames; frame++) {
    const from = first[frame] ?? -1
    if (from === -1 || read.speech[frame] !== 1) continue
    both.set(valuesOf(read, frame))
    for (let other = from; other <= (last[frame] ?? from); other++) {
      if (heard.speech[other] !== 1) continue
      both.set(valuesOf(heard, other), SIZE)
      pairs += 1
      for (const [row, own] of products.entries()) {
        const value = both[row] ?? 0
        sum[row] = (sum[row] ?? 0) + value
        for (let column = 0; column < size; column++) {
          own[column] = (own[column] ?? 0) + value * (both[column] ?? 0)
        }
      }
    }
  }
  const mean = sum.map((value) => value / Math.max(1, pairs))
  const covariance = matrixOf(size, (row, column) => {
    const value = (products[row]?.[column] ?? 0) / Math.max(1, pairs)
    const central = value - (mean[row] ?? 0) * (mean[column] ?? 0)
    return row === column ? central * MARGIN : central
  })
  return { pairs, mean, covariance }
}

function valuesOf({ values }: Cepstra, frame: number): Float32Array {
  return values.subarray(frame * SIZE, (frame + 1) * SIZE)
}

function mapping(matrix: Matrix, mean: Float64Array): (cepstra: Cepstra) => Cepstra {
  return (cepstra) => {
    const values = new Float32Array(cepstra.values.length)
    for (let start = 0; start < values.length; start += SIZE) {
      for (const [order, weights] of matrix.entries()) {
        let sum = 0
        for (let index = 0; index < SIZE; index++) {
          sum += (weights[index] ?? 0) * ((cepstra.values[start + index] ?? 0) - (mean[index] ?? 0))
        }
        values[start + order] = sum
      }
    }
    return { ...cepstra, values }
  }
}
