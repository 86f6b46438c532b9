import { expect, test } from 'vitest'
import { readVtt } from './read-vtt.ts'
import { formatChapters, formatVtt } from './timed-text.ts'

const CUES = [
  { start: 0.3, end: 1.25, text: 'Title', heading: true },
  { start: 1.9504, end: 3661.5, text: 'Is 1 < 2 & 3 > 2 in WebVTT?', heading: false },
  { start: 3662, end: 3663, text: 'A part', heading: true },
]

test('formatVtt writes times with hours and escapes what WebVTT would take for markup', () => {
  expect(formatVtt(CUES)).toBe(`WEBVTT

00:00:00.300 --> 00:00:01.250
Title

00:00:01.950 --> 01:01:01.500
Is 1 &lt; 2 &amp; 3 &gt; 2 in WebVTT?

01:01:02.000 --> 01:01:03.000
A part
`)
})

test('formatVtt wraps lines at 65 characters and loses none', () => {
  const text = 'word '.repeat(40).trim()
  const vtt = formatVtt([{ start: 0, end: 1, text, heading: false }])
  expect(Math.max(...vtt.split('\n').map((line) => line.length))).toBeLessThanOrEqual(65)
  expect(readVtt(vtt)).toEqual([{ start: 0, end: 1, text }])
})

test('formatChapters makes a chapter of each heading, the first from the very start', () => {
  expect(JSON.parse(formatChapters(CUES))).toEqual({
    version: '1.2.0',
    chapters: [
      { startTime: 0, title: 'Title' },
      { startTime: 3662, title: 'A part' },
    ],
  })
})
