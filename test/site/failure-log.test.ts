import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createFailureLog } from '../../src/site/failure-log.ts'

const withoutDescriptors = (): Error => Object.assign(new Error('EMFILE'), { code: 'EMFILE' })

describe('the log of requests that fail', () => {
  const told: string[] = []
  beforeEach(() => {
    told.length = 0
    vi.useFakeTimers()
  })
  afterEach(() => vi.useRealTimers())
  const log = () => createFailureLog((message) => told.push(message))

  test('tells of a cause once, and how many more have failed', () => {
    const tell = log()
    for (let count = 0; count < 47; count += 1) tell(`GET /${count} failed`, withoutDescriptors())
    expect(told).toEqual(['GET /0 failed'])
    vi.advanceTimersByTime(10_000)
    expect(told).toEqual(['GET /0 failed', '46 more requests failed within 10 seconds of that one'])
  })

  test('tells of each cause', () => {
    const tell = log()
    tell('GET /a failed', withoutDescriptors())
    tell('GET /b failed', Object.assign(new Error('read'), { code: 'EIO' }))
    tell('GET /c failed', new Error('one thing'))
    tell('GET /d failed', new Error('another'))
    tell('GET /e failed', new Error('another'))
    expect(told).toHaveLength(4)
    vi.advanceTimersByTime(10_000)
    expect(told.slice(4)).toEqual(['one more request failed within 10 seconds of that one'])
  })

  test('tells of the same cause again later, and of one failure with one line', () => {
    const tell = log()
    tell('GET /a failed', withoutDescriptors())
    vi.advanceTimersByTime(10_000)
    tell('GET /b failed', withoutDescriptors())
    vi.advanceTimersByTime(10_000)
    expect(told).toEqual(['GET /a failed', 'GET /b failed'])
  })
})
