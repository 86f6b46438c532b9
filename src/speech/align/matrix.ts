/** A square matrix, as an array of rows. */
export type Matrix = readonly Float64Array[]

/** @param valueAt Gives the value at a row and a column. */
export function matrixOf(size: number, valueAt: (row: number, column: number) => number): Matrix {
  return Array.from({ length: size }, (_all, row) =>
    Float64Array.from({ length: size }, (_each, column) => valueAt(row, column)),
  )
}

export function product(a: Matrix, b: Matrix): Matrix {
  return matrixOf(a.length, (row, column) => dot(a[row], (index) => b[index]?.[column] ?? 0))
}

export function transposed(a: Matrix): Matrix {
  return matrixOf(a.length, (row, column) => a[column]?.[row] ?? 0)
}

function dot(row: Float64Array | undefined, valueAt: (index: number) => number): number {
  return row?.reduce((sum, value, index) => sum + value * valueAt(index), 0) ?? 0
}

/**
 * The whitening matrix of a covariance: it makes values uncorrelated, each with a variance of 1. It is the
 * inverse of the Cholesky factor.
 */
export function whitening(covariance: Matrix): Matrix {
  const size = covariance.length
  const factor = matrixOf(size, () => 0)
  const inverse = matrixOf(size, (row, column) => (row === column ? 1 : 0))
  for (const [row, own] of factor.entries()) {
    for (let column = 0; column <= row; column++) {
      const other = factor[column] ?? own
      const rest = (covariance[row]?.[column] ?? 0) - dot(own, (index) => other[index] ?? 0)
      own[column] = row === column ? Math.sqrt(Math.max(TINY, rest)) : rest / (other[column] ?? 1)
    }
    const made = inverse[row] ?? own
    for (let column = 0; column <= row; column++) {
      let rest = made[column] ?? 0
      for (let index = 0; index < row; index++) {
        rest -= (own[index] ?? 0) * (inverse[index]?.[column] ?? 0)
      }
      made[column] = rest / (own[row] ?? 1)
    }
  }
  return inverse
}

/** A smaller variance counts as none. */
const TINY = 1e-9
/** The most sweeps; each greatly reduces the values outside the diagonal. */
const TURNS = 30

/**
 * The eigenvectors and eigenvalues of a symmetric matrix, by Jacobi's method.
 *
 * @returns The eigenvectors as columns.
 */
export function eigenOf(symmetric: Matrix): {
  readonly values: Float64Array
  readonly vectors: Matrix
} {
  const size = symmetric.length
  const rest = symmetric.map((row) => row.slice())
  const vectors = matrixOf(size, (row, column) => (row === column ? 1 : 0))
  for (let turn = 0; turn < TURNS; turn++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(rest, vectors, p, q)
  }
  return { values: Float64Array.from(rest, (row, index) => row[index] ?? 0), vectors }
}

/** Rotates two axes so that the value between them becomes 0. */
function rotate(rest: Matrix, vectors: Matrix, p: number, q: number): void {
  const between = rest[p]?.[q] ?? 0
  if (Math.abs(between) < TINY) return
  const half = ((rest[q]?.[q] ?? 0) - (rest[p]?.[p] ?? 0)) / (2 * between)
  const tangent = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.hypot(half, 1))
  const cosine = 1 / Math.hypot(tangent, 1)
  const sine = tangent * cosine
  const turnColumns = (row: Float64Array): void => {
    const [a, b] = [row[p] ?? 0, row[q] ?? 0]
    row[p] = cosine * a - sine * b
    row[q] = sine * a + cosine * b
  }
  for (const row of rest) turnColumns(row)
  for (let column = 0; column < rest.length; column++) {
    const [a, b] = [rest[p]?.[column] ?? 0, rest[q]?.[column] ?? 0]
    rest[p]?.set([cosine * a - sine * b], column)
    rest[q]?.set([sine * a + cosine * b], column)
  }
  for (const row of vectors) turnColumns(row)
}
