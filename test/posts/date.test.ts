import { describe, expect, test } from 'vitest'
import { calendarDay, parseDate } from '../../src/posts/fields/date.ts'

describe('parseDate', () => {
  test.each([
    // Instants
    { text: '1498579200000', instant: '2017-06-27T16:00:00.000Z' },
    { text: '1498579200', instant: '2017-06-27T16:00:00.000Z' },
    { text: '2020-01-07T18:00:00Z', instant: '2020-01-07T18:00:00.000Z' },
    { text: '2020-01-07T18:00:00+0000', instant: '2020-01-07T18:00:00.000Z' },
    { text: '2020-01-07T14:00:00.000+00:00', instant: '2020-01-07T14:00:00.000Z' },
    { text: '2020-01-07T14:00:00.123456Z', instant: '2020-01-07T14:00:00.123Z' },
    { text: '2015-12-31T13:18:51-08:00', instant: '2015-12-31T21:18:51.000Z' },
    { text: '2022-05-30 20:15:54+00:00', instant: '2022-05-30T20:15:54.000Z' },
    { text: '2025-08-18 10:00:00 +0200', instant: '2025-08-18T08:00:00.000Z' },
    { text: '2025-08-18 10:00:00 UTC', instant: '2025-08-18T10:00:00.000Z' },
    { text: 'Wed, 14 Mar 2018 05:00:26 +0000', instant: '2018-03-14T05:00:26.000Z' },
    { text: 'Wed, 14 Mar 2018 05:00:26 EST', instant: '2018-03-14T10:00:26.000Z' },
    // A line where a space should be
    { text: '2020-11-14-21:49:01 -0500', instant: '2020-11-15T02:49:01.000Z' },
    { text: '2020-11-14-05:00:00', instant: '2020-11-14T04:00:00.000Z' },
    { text: '2020-11-14-21:49', instant: '2020-11-14T20:49:00.000Z' },
    { text: '2020-11-14_21:49:01', instant: '2020-11-14T20:49:01.000Z' },
    { text: '2020/11/14, 9:49 pm', instant: '2020-11-14T20:49:00.000Z' },
    { text: '2020-11-14 at 21:49', instant: '2020-11-14T20:49:00.000Z' },
    { text: '2021-08-15-T09:30:00Z', instant: '2021-08-15T09:30:00.000Z' },
    // Without a zone: read in Prague, an hour before UTC in winter, two in summer
    { text: '2025-03-29', instant: '2025-03-28T23:00:00.000Z' },
    { text: '2025-07-01', instant: '2025-06-30T22:00:00.000Z' },
    { text: '2025-03-27 08:00:00', instant: '2025-03-27T07:00:00.000Z' },
    { text: '2011-01-09 09:17', instant: '2011-01-09T08:17:00.000Z' },
    { text: '2019-01-19 8:00:00', instant: '2019-01-19T07:00:00.000Z' },
    { text: '2013-04-25T14:20:00', instant: '2013-04-25T12:20:00.000Z' },
    { text: '2025-1-5', instant: '2025-01-04T23:00:00.000Z' },
    { text: '2025/01/05', instant: '2025-01-04T23:00:00.000Z' },
    { text: '20250105', instant: '2025-01-04T23:00:00.000Z' },
    { text: '31.10.2020', instant: '2020-10-30T23:00:00.000Z' },
    { text: '3.5.2025', instant: '2025-05-02T22:00:00.000Z' },
    { text: '3. 5. 2025 8:30', instant: '2025-05-03T06:30:00.000Z' },
    { text: 'March 22nd 2016', instant: '2016-03-21T23:00:00.000Z' },
    { text: 'Mar 22, 2016 at 5:30 pm', instant: '2016-03-22T16:30:00.000Z' },
    { text: 'Mar 22, 2016 12:30 am', instant: '2016-03-21T23:30:00.000Z' },
    { text: 'Mar 22, 2016 12:30 p.m.', instant: '2016-03-22T11:30:00.000Z' },
    { text: '22 March 2016', instant: '2016-03-21T23:00:00.000Z' },
    { text: '  2025-03-29\n', instant: '2025-03-28T23:00:00.000Z' },
    // The clocks skip 2:30 on one night and have it twice on another
    { text: '2025-03-30 02:30', instant: '2025-03-30T01:30:00.000Z' },
    { text: '2025-10-26 02:30', instant: '2025-10-26T00:30:00.000Z' },
  ])('reads "$text" as $instant', ({ text, instant }) => {
    expect(parseDate(text, 'Europe/Prague').instant.toISOString()).toBe(instant)
  })

  test('keeps the day as its author wrote it, whatever the zone', () => {
    expect(parseDate('2015-12-31T23:30:00-08:00', 'Europe/Prague').day).toBe('2015-12-31')
  })

  test.each([
    '2021-09-1-T03:30:00Z',
    '2022-01-010T09:00:00Z',
    '2020-11-14-05:00',
    '2020-11-14-2149',
    '2021-04-20:00:00Z',
    '2025',
    '2025-01',
    '07:32:00',
    '5 Brumaire 2025',
    'yesterday',
    '',
  ])('refuses "%s", which is no date', (text) => {
    expect(() => parseDate(text, 'UTC')).toThrow(
      /^expected (a date such as 2025-01-29|a day and hour that exist|a month in English)/,
    )
  })

  test.each([
    '31.2.2025',
    '2025-02-29',
    '2025-13-01',
    '2025-00-00',
    '2025-01-01 24:00',
    '2025-01-01 10:60',
    'Mar 22, 2016 13:30 pm',
  ])('refuses "%s", which no calendar and clock has', (text) => {
    expect(() => parseDate(text, 'UTC')).toThrow(
      `expected a day and hour that exist, got "${text}"`,
    )
  })

  test.each([
    { text: '3/5/2025', way: '2025-05-03 or 2025-03-05' },
    { text: '13/5/2025', way: '2025-05-13' },
    { text: '5-13-2025 10:00', way: '2025-05-13' },
  ])('refuses "$text" and offers $way', ({ text, way }) => {
    expect(() => parseDate(text, 'UTC')).toThrow(
      `expected the year first, got "${text}"; write ${way}`,
    )
  })

  test.each(['1989-12-31', '2101-01-01', '599999999', '4999999999999'])(
    'refuses "%s", which lies before 1990 or after 2100',
    (text) => {
      expect(() => parseDate(text, 'UTC')).toThrow(
        `expected a year from 1990 to 2100, got "${text}"`,
      )
    },
  )

  test.each([
    { text: '1. ledna 2024', name: 'ledna' },
    { text: '14. února 2024', name: 'února' },
    { text: 'ledna 1, 2024', name: 'ledna' },
  ])('refuses "$text", whose month is not English', ({ text, name }) => {
    expect(() => parseDate(text, 'UTC')).toThrow(
      `expected a month in English or a date in numbers, got "${name}" in "${text}"; write it as 2025-01-29`,
    )
  })

  test.each([
    { text: '2025-03-30 02:30', moved: '2025-03-30 03:30' },
    { text: '2025-03-30 03:00', moved: null },
    { text: '2025-03-30 02:30 +01:00', moved: null },
    { text: '2025-10-26 02:30', moved: null },
    { text: '2025-03-30', moved: null },
  ])('moves "$text" to $moved where the clocks skip it', ({ text, moved }) => {
    expect(parseDate(text, 'Europe/Prague').moved).toBe(moved)
  })

  test('moves no day that has no midnight', () => {
    const { instant, moved } = parseDate('2018-11-04', 'America/Sao_Paulo')
    expect([instant.toISOString(), moved]).toEqual(['2018-11-04T03:00:00.000Z', null])
  })

  test('refuses the name of a zone that several places share', () => {
    expect(() => parseDate('2025-01-29 10:00 IST', 'UTC')).toThrow(
      'expected a time zone such as +01:00, got "2025-01-29 10:00 IST"; write the hours from UTC',
    )
  })

  test('does not repeat an endless text', () => {
    expect(() => parseDate('9'.repeat(1_000_000), 'UTC')).toThrow(/^.{1,200}$/)
  })
})

describe('calendarDay', () => {
  test('is the day on the clocks of the zone', () => {
    const instant = new Date('2025-01-28T23:00:00Z')
    expect([calendarDay(instant, 'UTC'), calendarDay(instant, 'Europe/Prague')]).toEqual([
      '2025-01-28',
      '2025-01-29',
    ])
  })
})
