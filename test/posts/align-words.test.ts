import { describe, expect, test } from 'vitest'
import { countEffort } from '../support/effort.ts'
import { alignWords } from '../../src/posts/timed-text/spoken-words.ts'

function align(words: string, other: string): number[] {
  return [...alignWords(words.split(' '), other.split(' '))]
}

let state = 1
/** The same numbers in each run. @returns From 0 to 1. */
function random(): number {
  state = (state * 48_271) % 2_147_483_647
  return state / 2_147_483_647
}

describe('alignWords', () => {
  test.each([
    { words: 'a b c', other: 'a b c', places: [0, 1, 2] },
    { words: 'a b c', other: 'b c', places: [-1, 0, 1] },
    { words: 'a c', other: 'a b c', places: [0, 2] },
    { words: 'a x c', other: 'a y c', places: [0, -1, 2] },
    { words: 'a b', other: 'c d', places: [-1, -1] },
    { words: 'a a a b', other: 'a b', places: [0, -1, -1, 1] },
  ])('finds "$words" in "$other"', ({ words, other, places }) => {
    expect(align(words, other)).toEqual(places)
  })

  test('finds its way in a long text of which parts are missing, new or different', () => {
    const said = Array.from({ length: 9_000 }, () => `w${Math.floor(700 * random() ** 2)}`)
    const written = said.flatMap((word, index) =>
      index % 17 === 0
        ? []
        : index % 23 === 0
          ? [`new${index}`]
          : index % 900 === 1
            ? [word, 'more', 'words']
            : [word],
    )
    const places = alignWords(written, said)
    const wrong = written.filter((word, index) => {
      const place = places[index] ?? -1
      return place >= 0 && said[place] !== word
    })
    expect(wrong).toEqual([])
    const found = places.filter((place) => place >= 0)
    expect(found.length).toBeGreaterThan(said.length * 0.88)
    expect(found).toEqual(found.toSorted())
  })

  test.each([
    {
      what: 'one word again and again',
      of: () => 'a',
      against: (index: number) => (index % 7 === 0 ? 'b' : 'a'),
    },
    {
      what: 'nothing in common',
      of: (index: number) => `x${index}`,
      against: (index: number) => `y${index}`,
    },
    {
      what: 'the same words backwards',
      of: (index: number) => `x${index}`,
      against: (index: number) => `x${20_000 - index}`,
    },
  ])('does not take long over $what', ({ of, against }) => {
    const [words, other] = [of, against].map((make) =>
      Array.from({ length: 20_000 }, (_, index) => make(index)),
    )
    const effort = countEffort()
    alignWords(words ?? [], other ?? [])
    expect(effort()).toBeLessThan(3_000)
  })
})
