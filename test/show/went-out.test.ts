import { describe, expect, test } from 'vitest'
import { EMPTY_LEDGER } from '../../src/show/ledger/ledger.ts'
import { nextLedger } from '../../src/show/ledger/next-ledger.ts'
import { doubtfulHours, isWithinAFew } from '../../src/show/ledger/went-out.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'

const DAY = 24 * 60 * 60 * 1000
const NOW = new Date('2026-06-01T12:00:00Z')
const ago = (days: number): Date => new Date(NOW.getTime() - days * DAY)

/** What is remembered of an episode. */
const [ENTRY] = nextLedger(
  { show: exampleShow({ episodes: [exampleEpisode()] }), kept: new Set() },
  EMPTY_LEDGER,
  { now: NOW, settled: true },
).entries

describe('a clock that is ahead', () => {
  test.each([
    { silent: 366, late: 31, isTold: true },
    { silent: 366, late: 30, isTold: false },
    { silent: 366, late: 29, isTold: false },
    { silent: 365, late: 31, isTold: true },
    { silent: 364, late: 31, isTold: false },
    { silent: 4000, late: 3999, isTold: true },
    { silent: 4000, late: 4000, isTold: false },
  ])(
    'is told where nothing went out for $silent days and an episode is $late days late: $isTold',
    ({ silent, late, isTold }) => {
      const first = ago(silent).toISOString()
      const old = exampleEpisode({ guid: 'old', published: ago(silent + 1) })
      const scheduled = exampleEpisode({ guid: 'new', published: ago(late) })
      const all = [
        [old, ENTRY && { ...ENTRY, first, published: first }],
        [scheduled, undefined],
      ] as const
      const told = doubtfulHours(all, NOW, () => null).map(({ rule }) => rule)
      expect(told).toEqual(isTold ? ['ledger/clock'] : [])
    },
  )
})

test.each([
  { removed: 0, all: 0, isFew: true },
  { removed: 1, all: 9, isFew: false },
  { removed: 1, all: 10, isFew: true },
  { removed: 2, all: 10, isFew: false },
  { removed: 10, all: 100, isFew: true },
  { removed: 11, all: 100, isFew: false },
])('$removed of $all published episodes are a few: $isFew', ({ removed, all, isFew }) => {
  expect(isWithinAFew(removed, all)).toBe(isFew)
})
