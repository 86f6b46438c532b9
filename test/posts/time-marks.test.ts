import { describe, expect, test } from 'vitest'
import { renderArticle } from '../../src/posts/article/article.ts'
import { textChapters } from '../../src/posts/article/time-marks.ts'
import { countEffort } from '../support/effort.ts'

/** Each chapter as `start title`. */
function chaptersIn(body: string, seconds: number | null = 3730): string[] {
  return textChapters(body, seconds).map(({ start, title }) => `${start} ${title}`)
}

/** The article as it comes out with its times linked. */
function linked(body: string): string {
  return renderArticle(body, { resolve: (url) => url, seconds: 3730 })
}

const LISTS: readonly {
  readonly what: string
  readonly body: string
  readonly found: readonly string[]
}[] = [
  {
    what: 'linked times in bold',
    body: '* **[00:00](#t=00:00)** Welcome.\n    * [A link](https://example.org).\n* **[00:49](#t=00:49)** The *sea*\n* **[1:02:03](#t=1:02:03)** End',
    found: ['0 Welcome.', '49 The sea', '3723 End'],
  },
  {
    what: 'paragraphs with a dash',
    body: '03:14 - General premise\n\n* a point\n\n07:57 – Svelte: `<img {src} />`\n\n10:49 — Styles',
    found: ['194 General premise', '477 Svelte: <img {src} />', '649 Styles'],
  },
  {
    what: 'times with an @ in brackets, under headings too',
    body: '#### [@00:00] Welcome\n\n- [@00:10] - Introduction\n- [@01:20] - [Quote](https://example.org/#q)\n\n#### [@01:20] Again',
    found: ['0 Welcome', '10 Introduction', '80 Quote'],
  },
  {
    what: 'bold times in a list',
    body: '- **2:24** - "I am struggling."\n- **3:41** - Ask yourself.\n- **6:03** - Depending on it:',
    found: ['144 "I am struggling."', '221 Ask yourself.', '363 Depending on it'],
  },
  {
    what: 'times alone, over what begins there',
    body: '4:15\n\n* When to use *fixed*\n\n15:18\n\n* When to use height\n\n21:28\n\n## Containers\n',
    found: ['255 When to use fixed', '918 When to use height', '1288 Containers'],
  },
  {
    what: 'times at the end of list items',
    body: '- How did Joe begin? (00:45)\n- Вступление - *00:01:01*.\n- The [end](/end/) – [12:15];',
    found: ['45 How did Joe begin?', '61 Вступление', '735 The end'],
  },
  {
    what: 'lines one under the other, as descriptions of videos have them',
    body: 'Chapters:\n\n0:00 Intro\n1:30 The harbour wall\n2:45 Twelfths\n\nThanks.',
    found: ['0 Intro', '90 The harbour wall', '165 Twelfths'],
  },
  {
    what: 'numbered and quoted lists, round brackets, links to elsewhere',
    body: '> 1. (0:10) One\n> 2. [0:40](https://video.example/?t=40) Two\n> 3. 1:10 Three',
    found: ['10 One', '40 Two', '70 Three'],
  },
]

test.each(LISTS)('finds $what', ({ body, found }) => {
  expect(chaptersIn(body)).toEqual(found)
})

describe('finds no chapters in', () => {
  test.each([
    { what: 'two times', body: '- 0:00 - A\n- 1:00 - B' },
    { what: 'times that do not ascend', body: '- 0:10 - A\n- 2:00 - B\n- 1:00 - C' },
    { what: 'times beyond the recording', body: '- 0:10 - A\n- 2:00 - B\n- 63:00 - C' },
    {
      what: 'prose',
      body: 'We met at 1:10 in the night.\n\n2:20 was late. 3:30 came.\n\nAt 4:40 it was over, at 5:50 too.',
    },
    {
      what: 'sentences that begin with a time',
      body: '1:12 ráno jsem vstal.\n\n2:13 jsem šel.\n\n3:14 jsem spal.',
    },
    { what: 'a day', body: '- 7:12 - Wake up\n- 8:31 - Breakfast\n- 12:05 - Lunch' },
    { what: 'the programme of an evening', body: '- 1:00 - Doors\n- 2:15 - Band\n- 3:30 - End' },
    { what: 'spans of a day', body: '- 1:05–2:10 Sleep\n- 2:10–3:20 Watch\n- 3:20–4:00 Sleep' },
    {
      what: 'hours with their names',
      body: '- 1:05 am Sleep\n- 2:10 p.m. Watch\n- 3:20 Uhr Schlaf',
    },
    { what: 'results', body: 'Arsenal 2:01, Chelsea 3:02, Spurs 4:03' },
    {
      what: 'times at the end of a remark in brackets',
      body: '- Video (from 0:10)\n- Talk (skip to 1:12)\n- Talk (from 2:13)\n- Talk [at 3:14]',
    },
    {
      what: 'times within what is linked',
      body: '- [Video, from 0:10](/a)\n- [Talk (1:12)](/b)\n- [Talk (2:13)](/c)\n- [Talk **3:14**](/d)',
    },
    { what: 'code', body: '```\n0:00 - A\n1:00 - B\n2:01 - C\n```\n' },
    {
      what: 'a transcript with times',
      body: Array.from(
        { length: 60 },
        (_, at) => `[${at}:0${at % 9}] Ann: Words.\n\n[${at}:1${at % 9}] Tom: More.`,
      ).join('\n\n'),
    },
    {
      what: 'captions',
      body: Array.from({ length: 9 }, (_, at) => `[00:0${at}] One.\n`).join('\n'),
    },
  ])('$what', ({ body }) => {
    expect(chaptersIn(body)).toEqual([])
    expect(linked(body)).not.toContain('#t=')
  })
})

test('takes a list whose recording nobody has measured', () => {
  expect(chaptersIn('- 0:10 - A\n- 2:00 - B\n- 60:00 - C', null)).toHaveLength(3)
})

test('cuts what is longer than a title after a sentence or a word', () => {
  const long = 'A tide table is a thin book, printed months ahead'
  const body = `- 0:10 - ${long}. ${'It says. '.repeat(30)}\n- 1:10 - ${`${long} `.repeat(9)}\n- 2:00 - B`
  const titles = textChapters(body, null).map(({ title }) => title)
  expect(titles[0]).toMatch(/It says\.$/)
  expect(titles[1]).toMatch(/\w…$/)
  expect(Math.max(...titles.map(({ length }) => length))).toBeLessThanOrEqual(120)
})

/** An article with a list of chapters, one of which is given. */
function listWith(line: string): string {
  return `Intro at 0:10.\n\n${line}\n\n- 1:40 - Flow\n- 2:03 - End\n`
}

test.each([
  { mark: '0:49 - Ebb', html: '<p><a href="#t=0:49">0:49</a> - Ebb</p>' },
  { mark: '* [@00:49] - Ebb', html: '<a href="#t=00:49">@00:49</a> - Ebb' },
  { mark: '- **0:49** - Ebb', html: '<strong><a href="#t=0:49">0:49</a></strong> - Ebb' },
  { mark: '- (0:49) Ebb', html: '(<a href="#t=0:49">0:49</a>) Ebb' },
  { mark: '- Ebb - *00:00:49*.', html: 'Ebb - <em><a href="#t=00:00:49">00:00:49</a></em>.' },
  { mark: '- **[0:49](#t=49)** Ebb', html: '<strong><a href="#t=49">0:49</a></strong> Ebb' },
  {
    mark: '- [0:49](https://video.example/?t=49) Ebb',
    html: '<a href="https://video.example/?t=49">0:49</a> Ebb',
  },
  // Of the author's own HTML, in which Markdown would stay as it is written
  {
    mark: '<p>0:49 - Ebb<br>1:02 - Neap</p>',
    html: '<p><a href="#t=0:49">0:49</a> - Ebb<br><a href="#t=1:02">1:02</a> - Neap</p>',
  },
  {
    mark: '<ul>\n<li><b>[0:49]</b> Ebb</li>\n</ul>',
    html: '<li><b><a href="#t=0:49">0:49</a></b> Ebb</li>',
  },
])('links the time of "$mark"', ({ mark, html }) => {
  expect(linked(listWith(mark))).toContain(html)
  expect(linked(listWith(mark))).toContain('<a href="#t=2:03">2:03</a> - End')
})

test.each([
  { what: 'a line of times', body: '0:01 - '.repeat(60_000) },
  { what: 'many short lines', body: '- a 0:01\n'.repeat(40_000) },
  { what: 'marks of lists', body: `${'> '.repeat(200_000)}0:01 0:02 0:03` },
  { what: 'spaces', body: `0:01 0:02 0:03${'- \t'.repeat(130_000)}\n` },
  { what: 'spaces in many lines', body: `- a${' '.repeat(990)}\n`.repeat(400) + '0:01 0:02 0:03' },
])('is quick with $what', ({ body }) => {
  const effort = countEffort()
  textChapters(body, null)
  expect(effort()).toBeLessThan(10_000)
})
