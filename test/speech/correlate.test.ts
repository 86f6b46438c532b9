import { describe, expect, test } from 'vitest'
import { type Cepstra, SIZE } from '../../src/speech/align/cepstra.ts'
import { commonOf } from '../../src/speech/align/correlate.ts'
import { eigenOf, matrixOf, product, transposed, whitening } from '../../src/speech/align/matrix.ts'
import type { Path } from '../../src/speech/align/warp.ts'

const FRAMES = 2000

/** Numbers that are spread like noise around 0, the same for the same seed. */
function noise(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  }
}

/** Sound of which each value is told by a frame and an order. */
function soundOf(valueAt: (frame: number, order: number) => number): Cepstra {
  const values = Float32Array.from({ length: FRAMES * SIZE }, (_, index) =>
    valueAt(Math.floor(index / SIZE), index % SIZE),
  )
  return { frames: FRAMES, values, speech: new Uint8Array(FRAMES).fill(1) }
}

function random(seed: number): Cepstra {
  const next = noise(seed)
  return soundOf(() => next())
}

/** Every frame matches the same one of the other. */
const EACH: Path = {
  first: Int32Array.from({ length: FRAMES }, (_, frame) => frame),
  last: Int32Array.from({ length: FRAMES }, (_, frame) => frame),
}

/** What another voice makes of a sound: each value is a mix of two, larger, and somewhere else. */
function otherVoice({ values }: Cepstra, loudness: number): Cepstra {
  const next = noise(9)
  return soundOf((frame, order) => {
    const at = (each: number): number => values[frame * SIZE + (each % SIZE)] ?? 0
    return 5 + 3 * at(order + 1) - 2 * at(order) + loudness * next()
  })
}

/** The mean of squared differences of frames that match, in those of frames that do not. */
function apart(a: Cepstra, b: Cepstra): number {
  const mean = (shift: number): number =>
    a.values.reduce((sum, value, index) => {
      return sum + (value - (b.values[(index + shift * SIZE) % b.values.length] ?? 0)) ** 2
    }, 0)
  return mean(0) / mean(FRAMES / 2)
}

describe('commonOf', () => {
  test.each([
    { what: 'the same in another voice', loudness: 0, least: 0, most: 0.05 },
    { what: 'the same with some noise', loudness: 2, least: 0.05, most: 0.3 },
    { what: 'the same with much noise', loudness: 12, least: 0.5, most: 0.9 },
  ])('brings together $what', ({ loudness, least, most }) => {
    const read = random(1)
    const heard = otherVoice(read, loudness)
    const common = commonOf(read, heard, EACH)
    expect(common?.unlike).toBeGreaterThan(least)
    expect(common?.unlike).toBeLessThan(most)
    expect(apart(read, heard)).toBeGreaterThan(0.9)
    const [mine, its] = [common?.read(read) ?? read, common?.heard(heard) ?? heard]
    expect(apart(mine, its)).toBeLessThan(most + 0.05)
  })

  test('finds nothing in what has nothing in common', () => {
    expect(commonOf(random(1), random(2), EACH)?.unlike).toBeGreaterThan(0.85)
  })

  test('says nothing of a few frames', () => {
    const first = EACH.first.map((frame) => (frame < 50 ? frame : -1))
    expect(commonOf(random(1), random(1), { ...EACH, first, last: first })).toBeNull()
  })
})

function rounded(values: readonly Float64Array[]): number[][] {
  return values.map((row) => Array.from(row, (value) => Math.round(value * 1e6) / 1e6 + 0))
}

describe('matrices', () => {
  const own = matrixOf(5, (row, column) => Math.sin(1 + row * 7 + column * 3))
  const covariance = product(own, transposed(own)).map((row, index) =>
    row.map((value, column) => (index === column ? value + 0.5 : value)),
  )

  test('whitening leaves no covariance', () => {
    const white = whitening(covariance)
    const left = product(product(white, covariance), transposed(white))
    expect(rounded(left)).toEqual(rounded(matrixOf(5, (a, b) => (a === b ? 1 : 0))))
  })

  test('directions and what they are stretched by make the matrix', () => {
    const { values, vectors } = eigenOf(covariance)
    const stretched = matrixOf(5, (a, b) => (vectors[a]?.[b] ?? 0) * (values[b] ?? 0))
    expect(rounded(product(stretched, transposed(vectors)))).toEqual(rounded(covariance))
  })
})
