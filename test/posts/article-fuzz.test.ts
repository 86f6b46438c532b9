import { describe, expect, test } from 'vitest'
import { articleBody } from '../fuzz/article-bodies.ts'
import { readBody } from '../fuzz/article-trial.ts'
import { manyOr } from '../support/extent.ts'

/** Milliseconds of computing that one article may take, however it is read. */
const LIMIT = 1000
const BODIES = manyOr(150, 5000)

describe('an article that chance has written', () => {
  test(`is read without a fault and in time, ${BODIES} times`, () => {
    const faults = Array.from({ length: BODIES }, (_, number) => {
      const { milliseconds, fault } = readBody(articleBody(number))
      if (fault !== null) return [`body ${number}: ${fault}`]
      return milliseconds > LIMIT ? [`body ${number}: ${milliseconds} ms`] : []
    })
    expect(faults.flat()).toEqual([])
  })

  test('is the same for each number, and another for the next', () => {
    const bodies = Array.from({ length: 50 }, (_, number) => articleBody(number))
    expect(bodies).toEqual(bodies.map((_, number) => articleBody(number)))
    expect(new Set(bodies).size).toBeGreaterThan(45)
  })
})
