import { describe, expect, test } from 'vitest'

import { formatRfcDate } from '../../src/base/written-times.ts'

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
