import { describe, expect, test } from 'vitest'
import { formatClock } from '../../src/base/written-times.ts'
import {
  directionOf,
  formatBytes,
  formatDate,
  formatDuration,
  formatIsoDuration,
  formatSpeed,
  yearOf,
} from '../../src/render/format.ts'

/** No-break spaces are right in these texts, but hard to see in a table. */
function plain(text: string): string {
  return text.replaceAll(/[\u00A0\u202F]/g, ' ')
}

describe('formatDuration', () => {
  test.each([
    { seconds: 0.4, language: 'en', text: '1 sec' },
    { seconds: 41, language: 'cs', text: '41 s' },
    { seconds: 59.4, language: 'cs', text: '59 s' },
    { seconds: 59.5, language: 'cs', text: '1 min' },
    { seconds: 754, language: 'cs', text: '13 min' },
    { seconds: 754, language: 'en', text: '13 min' },
    { seconds: 3569, language: 'en', text: '59 min' },
    { seconds: 3570, language: 'cs', text: '1 h' },
    { seconds: 3900, language: 'cs', text: '1 h 5 min' },
    { seconds: 3900, language: 'en', text: '1 hr 5 min' },
    { seconds: 360_000, language: 'cs', text: '100 h' },
    { seconds: 754, language: 'no language', text: '13 min' },
  ])('says "$text" of $seconds seconds in $language', ({ seconds, language, text }) => {
    expect(plain(formatDuration(seconds, language))).toBe(text)
  })
})

describe('formatClock', () => {
  test.each([
    { seconds: 0, text: '0:00' },
    { seconds: 9.99, text: '0:09' },
    { seconds: 95.5, text: '1:35' },
    { seconds: 3599.9, text: '59:59' },
    { seconds: 3600, text: '1:00:00' },
    { seconds: 3723, text: '1:02:03' },
    { seconds: 360_061, text: '100:01:01' },
  ])('shows $seconds seconds as $text', ({ seconds, text }) => {
    expect(formatClock(seconds)).toBe(text)
  })
})

describe('formatDate', () => {
  const midnight = new Date('2025-01-29T23:30:00Z')

  test.each([
    { language: 'cs', timezone: 'Europe/Prague', text: '30. ledna 2025' },
    { language: 'en', timezone: 'Europe/Prague', text: 'January 30, 2025' },
    { language: 'en-gb', timezone: 'UTC', text: '29 January 2025' },
    { language: 'he', timezone: 'UTC', text: '29 בינואר 2025' },
    { language: 'x', timezone: 'UTC', text: 'January 29, 2025' },
  ])('writes $text in $language in $timezone', ({ language, timezone, text }) => {
    expect(plain(formatDate(midnight, language, timezone))).toBe(text)
  })
})

test.each([
  { timezone: 'UTC', year: '2024' },
  { timezone: 'Europe/Prague', year: '2025' },
])("yearOf counts a year's last evening as $year in $timezone", ({ timezone, year }) => {
  expect(yearOf(new Date('2024-12-31T23:30:00Z'), timezone)).toBe(year)
})

describe('directionOf', () => {
  test.each([
    ...['he', 'ar', 'fa', 'ur', 'yi', 'ar-eg', 'ckb', 'ps', 'dv', 'az-arab', 'pa-pk'].map(
      (language) => ({ language, direction: 'rtl' }),
    ),
    ...['cs', 'en', 'ja', 'pa', 'az', 'he-latn', '', 'not a language'].map((language) => ({
      language,
      direction: 'ltr',
    })),
  ])('knows that "$language" runs $direction', ({ language, direction }) => {
    expect(directionOf(language)).toBe(direction)
  })
})

test.each([
  { bytes: 3_017_000, language: 'en', text: '3 MB' },
  { bytes: 2_408_192, language: 'cs', text: '2,4 MB' },
  { bytes: 61_250_000, language: 'cs', text: '61 MB' },
  { bytes: 12, language: 'en', text: '0.1 MB' },
])('formatBytes says $text of $bytes bytes in $language', ({ bytes, language, text }) => {
  expect(plain(formatBytes(bytes, language))).toBe(text)
})

test('formatSpeed writes a speed with the decimal sign of its language', () => {
  expect([formatSpeed(1.25, 'en'), formatSpeed(1.25, 'cs')]).toEqual(['1.25×', '1,25×'])
})

test('formatIsoDuration writes whole seconds', () => {
  expect(formatIsoDuration(754.6)).toBe('PT755S')
})
