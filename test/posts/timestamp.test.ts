import { describe, expect, test } from 'vitest'
import { parseBytes } from '../../src/posts/fields/convert.ts'
import { parseDuration, parseTimestamp } from '../../src/posts/fields/timestamp.ts'

describe('parseTimestamp', () => {
  test.each([
    { text: '0', seconds: 0 },
    { text: '95.5', seconds: 95.5 },
    { text: ' 7 ', seconds: 7 },
    // Normal Play Time, RFC 2326 section 3.6
    { text: '1:35', seconds: 95 },
    { text: '01:02:03.5', seconds: 3723.5 },
    // Only the first number may exceed 59
    { text: '75:30', seconds: 4530 },
  ])('reads "$text" as $seconds seconds', ({ text, seconds }) => {
    expect(parseTimestamp(text)).toBe(seconds)
  })

  test.each(['', 'soon', '-5', '1:60', '1:2:3:4', '1h35m'])('rejects "%s" and says why', (text) => {
    expect(() => parseTimestamp(text)).toThrow(`expected seconds or [HH:]MM:SS, got "${text}"`)
  })
})

describe('parseDuration', () => {
  test.each([
    { text: '1:03:29', seconds: 3809 },
    { text: '71:31', seconds: 4291 },
    { text: '00:03:25.61', seconds: 205.61 },
    { text: '55:42.000', seconds: 3342 },
    { text: '2449', seconds: 2449 },
    { text: '17.44', seconds: 17.44 },
    // Two numbers are minutes and seconds, whatever their author meant
    { text: '1:02', seconds: 62 },
    { text: 'PT1H3M29S', seconds: 3809 },
    { text: 'PT45M', seconds: 2700 },
    { text: '', seconds: null },
    { text: '0', seconds: null },
    { text: '0:00', seconds: null },
    { text: '00:00:00', seconds: null },
  ])('reads "$text" as $seconds', ({ text, seconds }) => {
    expect(parseDuration(text)).toBe(seconds)
  })

  test.each(['29:42.000"', '025', '45 minutes', '1:60', '17,44', '3809000', 'PT1X', 'Bonus'])(
    'refuses "%s" and shows how to write one',
    (text) => {
      expect(() => parseDuration(text)).toThrow(
        `expected a duration such as 1:03:29, 71:31 or 2449 (seconds), got "${text}"; correct it or leave it out`,
      )
    },
  )
})

describe('parseBytes', () => {
  test.each([
    { text: '60946851', bytes: 60_946_851 },
    { text: '47480832 ', bytes: 47_480_832 },
    { text: '-1', bytes: null },
    { text: '0', bytes: null },
    { text: '', bytes: null },
    { text: '1000', bytes: 1000 },
  ])('reads "$text" as $bytes', ({ text, bytes }) => {
    expect(parseBytes(text)).toBe(bytes)
  })

  // What templates write that cannot know the size
  test.each(['1', '33', '999'])('refuses "%s", which is no recording’s size', (text) => {
    expect(() => parseBytes(text)).toThrow(
      `expected the size of a recording in bytes, got "${text}", which is too small; write its exact size, or omit it`,
    )
  })

  test.each(['25g935872', '13.7 MB', '1e6', '-5', '60,946,851', '9'.repeat(16)])(
    'refuses "%s" and says what to do',
    (text) => {
      expect(() => parseBytes(text)).toThrow(
        `expected a whole number of bytes such as 60946851, got "${text}"; correct it, or omit it if the exact size is unknown`,
      )
    },
  )
})
