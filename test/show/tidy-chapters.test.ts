import { expect, test } from 'vitest'
import type { Chapter } from '../../src/posts/fields/chapters-field.ts'
import { tidyChapters } from '../../src/show/sidecars/tidy-chapters.ts'

const A = { start: 0, title: 'A' }
const HIDDEN = { start: 0, title: '', image: 'a.png', hidden: true as const }

interface Case {
  readonly what: string
  readonly chapters: readonly Chapter[]
  readonly tidy: readonly Chapter[]
  readonly told?: readonly string[]
}

test.each<Case>([
  { what: 'nothing', chapters: [], tidy: [] },
  {
    what: 'times to the millisecond and titles of one line',
    chapters: [A, { start: 1.23456, end: 2.3456, title: ' B\n b ' }],
    tidy: [A, { start: 1.235, end: 2.345, title: 'B b' }],
  },
  {
    what: 'the title of the episode before a first chapter that begins later',
    chapters: [{ start: 12, title: 'B' }],
    tidy: [
      { start: 0, title: 'Tides' },
      { start: 12, title: 'B' },
    ],
  },
  {
    what: 'a first chapter that begins almost at once with the recording',
    chapters: [{ start: 0.305, title: 'A' }],
    tidy: [A],
  },
  {
    what: 'a first chapter that begins within the first second',
    chapters: [{ start: 0.999, title: 'A' }],
    tidy: [A],
  },
  {
    what: 'the title of the episode before a first chapter that begins after a second',
    chapters: [{ start: 1, title: 'B' }],
    tidy: [
      { start: 0, title: 'Tides' },
      { start: 1, title: 'B' },
    ],
  },
  {
    what: 'the title of the episode before a first chapter that is seen, behind one that is not',
    chapters: [HIDDEN, { start: 0.5, title: 'B' }],
    tidy: [{ start: 0, title: 'Tides' }, HIDDEN, { start: 0.5, title: 'B' }],
  },
  {
    what: 'ends inside the recording and behind their start only',
    chapters: [
      { ...A, end: 0 },
      { start: 90, end: 200, title: 'B' },
    ],
    tidy: [A, { start: 90, end: 100, title: 'B' }],
  },
  {
    what: 'no chapter behind the end, twice at one time, or without a title',
    chapters: [
      A,
      { start: 5, title: 'B' },
      { start: 5, title: 'C' },
      { start: 7, title: ' ' },
      { start: 100, title: 'D' },
    ],
    tidy: [A, { start: 5, title: 'B' }],
    told: [
      'the chapter "C" begins at 5 s like "B", so it is left out; correct its time',
      'the chapter at 7 s has no title, so it is left out; add one',
      'the chapter "D" begins at 100 s, but the recording lasts 100 s, so it is left out; correct its time',
    ],
  },
  {
    what: 'chapters without a title that have something else to show',
    chapters: [
      A,
      { start: 5, title: '', image: 'b.png' },
      { start: 5, title: '', url: 'https://b.example/' },
      { start: 9, title: 'C' },
    ],
    tidy: [
      A,
      { start: 5, title: '', image: 'b.png' },
      { start: 5, title: '', url: 'https://b.example/' },
      { start: 9, title: 'C' },
    ],
  },
  {
    what: 'a picture without a title at the beginning the title of the episode',
    chapters: [
      { start: 0.2, title: '', image: 'a.png' },
      { start: 9, title: 'B' },
    ],
    tidy: [
      { start: 0, title: 'Tides', image: 'a.png' },
      { start: 9, title: 'B' },
    ],
  },
  {
    what: 'a list that stands twice once, without a word',
    chapters: [A, A, { start: 9, title: 'B' }, { start: 9, title: 'B' }],
    tidy: [A, { start: 9, title: 'B' }],
  },
])('gives $what', ({ chapters, tidy, told = [] }) => {
  const sentences: string[] = []
  const result = tidyChapters(chapters, { seconds: 100, title: 'Tides' }, (message) =>
    sentences.push(message),
  )
  expect(result).toEqual(tidy)
  expect(sentences).toEqual(told)
})
