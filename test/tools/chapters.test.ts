import { expect, test } from 'vitest'
import { chaptersOf, formatChapters } from './chapters.ts'

const CUES = [
  { start: 0.3, end: 1.25, text: 'Title', heading: true },
  { start: 1.9504, end: 3661.5, text: 'A sentence.', heading: false },
  { start: 3662, end: 3663, text: 'A part', heading: true },
]

test('formatChapters makes a chapter of each heading, the first from the very start', () => {
  expect(JSON.parse(formatChapters(chaptersOf(CUES)))).toEqual({
    version: '1.2.0',
    chapters: [
      { startTime: 0, title: 'Title' },
      { startTime: 3662, title: 'A part' },
    ],
  })
})
