import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAlarm } from '../../src/site/alarm.ts'

const DAY = 24 * 60 * 60 * 1000
const START = new Date('2025-06-02T08:00:00Z')
const after = (milliseconds: number): Date => new Date(START.getTime() + milliseconds)

describe('an alarm', () => {
  let rung: Date[]
  const alarm = createAlarm(
    () => new Date(),
    () => rung.push(new Date()),
  )
  beforeEach(() => {
    rung = []
    vi.useFakeTimers({ now: START })
  })
  afterEach(() => {
    alarm.set(null)
    vi.useRealTimers()
  })

  test.each([
    { what: 'in a second', wait: 1000 },
    { what: 'in an hour and a bit', wait: 3_600_001 },
    // A timer takes at most 2^31 - 1 ms, and rings at once beyond that
    { what: 'in 24.9 days', wait: 24.9 * DAY },
    { what: 'in a year', wait: 365 * DAY },
  ])('rings $what, once and to the millisecond', ({ wait }) => {
    alarm.set(after(wait))
    vi.advanceTimersByTime(wait - 1)
    expect(rung).toEqual([])
    vi.advanceTimersByTime(1)
    expect(rung).toEqual([after(wait)])
    vi.advanceTimersByTime(DAY)
    expect(rung).toHaveLength(1)
  })

  test('rings soon, but not at once, for an hour that is over', () => {
    alarm.set(after(-DAY))
    expect(rung).toEqual([])
    vi.advanceTimersByTime(100)
    expect(rung).toHaveLength(1)
  })

  test('forgets its hour for another one', () => {
    alarm.set(after(1000))
    alarm.set(after(5000))
    vi.advanceTimersByTime(4999)
    expect(rung).toEqual([])
    alarm.set(null)
    vi.advanceTimersByTime(DAY)
    expect(rung).toEqual([])
  })

  test('notices within a minute that the clock was put forward', () => {
    alarm.set(after(10 * DAY))
    vi.setSystemTime(after(10 * DAY))
    vi.advanceTimersByTime(60_000)
    expect(rung).toHaveLength(1)
  })
})
