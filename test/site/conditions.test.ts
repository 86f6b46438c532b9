import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { parseHttpDate } from '../../src/site/conditions.ts'

describe('parseHttpDate', () => {
  beforeEach(() => vi.stubEnv('TZ', 'Asia/Tokyo'))
  afterEach(() => vi.unstubAllEnvs())

  // RFC 9110 section 5.6.7
  test.each([
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
  ])('reads "%s", in whichever zone the machine is', (text) => {
    expect(new Date(2025, 0, 1).getTimezoneOffset()).toBe(-540)
    expect(parseHttpDate(text)).toEqual(new Date('1994-11-06T08:49:37Z'))
  })

  test.each([
    '',
    'not a date',
    '1994',
    '1994-11-06T08:49:37Z',
    'Sun, 06 Nov 1994 08:49:37 +0100',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'sun, 06 nov 1994 08:49:37 gmt',
    'Sun, 06 Nox 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 25:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT',
  ])('takes "%s" for no date', (text) => {
    expect(parseHttpDate(text)).toBeNull()
  })
})
