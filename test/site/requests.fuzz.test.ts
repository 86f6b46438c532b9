import { expect, test } from 'vitest'
import { faultsOfRange, fuzzPaths, fuzzRanges } from '../fuzz/requests.ts'
import { manyOr } from '../support/extent.ts'

test('no path leads to what no path names, and none gets a token into the log', () => {
  expect(fuzzPaths(manyOr(1000, 20_000))).toBeNull()
})

test('every range is read as the plain way reads it, byte by byte', () => {
  expect(fuzzRanges(manyOr(500, 10_000))).toBeNull()
})

test('a suffix of any length is within the recording', () => {
  expect(faultsOfRange(`bytes=-${'9'.repeat(400)}`, 1000)).toEqual([])
  expect(faultsOfRange('bytes=-0', 1000)).toEqual([])
  expect(faultsOfRange('bytes=999-,-1', 1000)).toEqual([])
})
