import { describe, expect, test } from 'vitest'
import {
  formatClock,
  formatRfcDate,
  isIsoDay,
  isoDay,
  parseClock,
} from '../../src/base/written-times.ts'

describe('formatRfcDate', () => {
  test.each([
    { instant: '2025-01-29T18:00:00Z', text: 'Wed, 29 Jan 2025 18:00:00 GMT' },
    { instant: '2025-03-30T00:30:00.999+02:00', text: 'Sat, 29 Mar 2025 22:30:00 GMT' },
    { instant: '2024-02-29T23:59:59Z', text: 'Thu, 29 Feb 2024 23:59:59 GMT' },
    { instant: '1999-12-01T00:00:00Z', text: 'Wed, 01 Dec 1999 00:00:00 GMT' },
  ])('writes $instant as $text', ({ instant, text }) => {
    expect(formatRfcDate(new Date(instant))).toBe(text)
  })

  test('refuses a date that is none', () => {
    expect(() => formatRfcDate(new Date('soon'))).toThrow(
      new RangeError('expected an instant, got an invalid date'),
    )
  })
})

describe('isoDay', () => {
  test.each([
    { parts: [2026, 2, 28], day: '2026-02-28' },
    { parts: ['2025', '1', '9'], day: '2025-01-09' },
    { parts: ['2028', '02', '29'], day: '2028-02-29' },
    { parts: [2026, 2, 29], day: null },
    { parts: [2026, 13, 1], day: null },
    { parts: [2026, 0, 1], day: null },
    { parts: [2026, 1, 0], day: null },
    { parts: [2026, 4, 31], day: null },
    { parts: ['', '1', '1'], day: null },
    { parts: [2026, Number.NaN, 1], day: null },
  ])('of $parts is $day', ({ parts: [year = '', month = '', day = ''], day: expected }) => {
    expect(isoDay(year, month, day)).toBe(expected)
  })

  test.each(['2026-02-29', '2026-2-9', '29.11.2026', '2026-11-29T10:00', '+002026-11-29', ''])(
    'is not %s',
    (text) => {
      expect(isIsoDay(text)).toBe(false)
    },
  )
})

test.each([
  ['95', 95],
  ['95.5', 95.5],
  ['1:35', 95],
  ['75:30', 4530],
  ['01:02:03.5', 3723.5],
])('%s is %d seconds', (time, seconds) => {
  expect(parseClock(time)).toBe(seconds)
})

test.each([0, 59, 60, 3599, 3600, 359_999])(
  'a position of %d s is read as it is written',
  (seconds) => {
    expect(parseClock(formatClock(seconds))).toBe(seconds)
  },
)
