import { describe, expect, test } from 'vitest'
import { renderArticle } from '../../src/posts/article/article.ts'
import { textChapters } from '../../src/posts/article/time-marks.ts'
import { countEffort } from '../support/effort.ts'

/** Each chapter as `start title`. */
function chaptersIn(body: string, seconds: number | null = 3730): string[] {
  return textChapters(body, seconds).chapters.map(({ start, title }) => `${start} ${title}`)
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
  {
    what: 'a list of HTML, and one of terms',
    body: '<ol><li>0:00 Intro</li><li>Ebb (1:31)</li></ol>\n<dl><dt>2:45</dt><dd>Flow</dd></dl>',
    found: ['0 Intro', '91 Ebb', '165 Flow'],
  },
  {
    what: 'a table',
    body: '| Time | What |\n|---|---|\n| 0:10 | Intro |\n| **1:31** | The *ebb* |\n| [2:45] | Flow |',
    found: ['10 Intro', '91 The ebb', '165 Flow'],
  },
  {
    what: 'a table with numbers, ends and speakers',
    body: '<table><tr><td>1</td><td>0:05</td><td>1:31</td><td>Ebb</td><td>Ann</td></tr><tr><td>2</td><td>1:31</td><td>2:45</td><td>Flow</td><td>Bob</td></tr><tr><td>3</td><td>2:45</td><td>3:00</td><td><p>End</p></td></tr></table>',
    found: ['5 Ebb', '91 Flow', '165 End'],
  },
  {
    what: 'a table with the times behind, from the beginning on',
    body: '| # | What | At |\n|---|---|---|\n| 1 | Intro | 0:00 |\n| 2 | Ebb | 1:31 |\n| 3 | Flow | 2:45 |',
    found: ['0 Intro', '91 Ebb', '165 Flow'],
  },
  {
    what: 'spans of time from the beginning on, or past any hour',
    body: '- 0:00–1:30 Intro\n- [1:30 - 2:45] Ebb\n- Flow (2:45 – 30:07)',
    found: ['0 Intro', '90 Ebb', '165 Flow'],
  },
  {
    what: 'a list that begins late, of times that are no hours',
    body: '- 8:20 - A\n- 25:40 - B\n- 41:07 - C',
    found: ['500 A', '1540 B', '2467 C'],
  },
  {
    what: 'a list that begins late, of times that nobody would keep',
    body: '- 6:21 - A\n- 9:43 - B\n- 14:07 - C\n- 20:01 - D',
    found: ['381 A', '583 B', '847 C', '1201 D'],
  },
  {
    what: 'a list that stands twice, with fewer words and lines',
    body: '0:10 Ebb and more\n2:00 Flow\n3:07 End\n\n## Again\n\n* [0:10] Ebb\n* [3:07] The end',
    found: ['10 Ebb and more', '120 Flow', '187 End'],
  },
  {
    what: 'the places that links lead to, where the times are read as others',
    body: '* **[00:00:00](#t=00:00)** A\n* **[01:25:21](#t=01:25)** B\n* **[02:35:10](#t=155)** C',
    found: ['0 A', '85 B', '155 C'],
  },
  {
    what: 'the times that are read, where links lead to others',
    body: '* **[00:00](#t=00:00)** A\n* **[00:25:21](#t=00:25)** B\n* **[00:35:21](#t=00:35)** C',
    found: ['0 A', '1521 B', '2121 C'],
  },
]

test.each(LISTS)('finds $what', ({ body, found }) => {
  expect(chaptersIn(body)).toEqual(found)
})

const LEFT_OUT: readonly {
  readonly what: string
  readonly body: string
  readonly found: readonly string[]
  readonly told: readonly string[]
}[] = [
  {
    what: 'a slip',
    body: 'See.\n\n- 0:10 - A\n- 2:00 - B\n- 1:00 - C\n- 3:00 - D',
    found: ['10 A', '120 B', '180 D'],
    told: ['5: the time 1:00 ("C") in the text stands after 2:00, so it is left out; correct it'],
  },
  {
    what: 'a slip at the beginning',
    body: '- 31:10 - A\n- 2:00 - B\n- 2:31 - C\n- 3:00 - D',
    found: ['120 B', '151 C', '180 D'],
    told: ['1: the time 31:10 ("A") in the text stands before 2:00, so it is left out; correct it'],
  },
  {
    what: 'a time past the end',
    body: '* A (0:10)\n* B (2:00)\n* C (3:00)\n* The end (62:10)',
    found: ['10 A', '120 B', '180 C'],
    told: [
      '4: the time 62:10 ("The end") in the text is past the end of the recording, which lasts 3730 s, so it is left out; correct it',
    ],
  },
  {
    what: 'two slips of ten in a table',
    body: `| | |\n|-|-|\n${[1, 2, 30, 4, 5, 6, 3, 8, 9, 10].map((minute) => `| ${minute}:07 | M${minute} |`).join('\n')}`,
    found: [1, 2, 4, 5, 6, 8, 9, 10].map((minute) => `${minute * 60 + 7} M${minute}`),
    told: [
      '5: the time 30:07 ("M30") in the text stands before 4:07, so it is left out; correct it',
      '9: the time 3:07 ("M3") in the text stands after 6:07, so it is left out; correct it',
    ],
  },
  {
    what: 'a link of which both times are slips',
    body: '- [0:10](#t=0:10) A\n- [50:00](#t=55:00) B\n- [1:00](#t=1:00) C\n- [2:00](#t=2:00) D',
    found: ['10 A', '60 C', '120 D'],
    told: ['2: the time 50:00 ("B") in the text stands before 1:00, so it is left out; correct it'],
  },
  {
    what: 'all times, where many are past the end',
    body: '- 0:10 - A\n- 20:00 - B\n- 63:00 - C\n- 70:01 - D\n- 80:01 - E',
    found: [],
    told: [
      '3: 3 of 5 times in the text, from 63:00 on, are past the end of the recording, which lasts 3730 s, so none is a chapter; correct them, or the length that the post declares',
    ],
  },
]

test.each(LEFT_OUT)('leaves out $what, and says so', ({ body, found, told }) => {
  const { faults } = textChapters(body, 3730)
  expect(chaptersIn(body)).toEqual(found)
  expect(faults.map(({ line, message }) => `${line}: ${message}`)).toEqual(told)
})

test('links no time that is left out, and mends a link to another place', () => {
  const html = linked('- 0:10 - A\n- 2:00 - B\n- 1:00 - C\n- 3:00 - D')
  expect(html).toContain('<li>1:00 - C</li>')
  expect(html).toContain('<a href="#t=3:00">3:00</a> - D')
  const wrong = linked('- [00:00](#t=00:00) A\n- [00:25:21](#t=00:25) B\n- [00:35:21](#t=00:35) C')
  expect(wrong).toContain('<a href="#t=00:25:21">00:25:21</a> B')
  const right = linked('- [00:00:00](#t=00:00) A\n- [01:25:21](#t=01:25) B\n- [02:35:10](#t=155) C')
  expect(right).toContain('<a href="#t=01:25">01:25:21</a> B')
  expect(linked('| | |\n|-|-|\n| 0:00 | A |\n| 1:31 | B |\n| 2:45 | C |')).toContain(
    '<td><a href="#t=1:31">1:31</a></td>',
  )
})

test('takes the end of a span', () => {
  const { chapters } = textChapters('- 0:00–1:10 A\n- 1:30–1:30 B\n- 2:45–3:07 C', null)
  expect(chapters.map(({ end }) => end)).toEqual([70, undefined, 187])
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
    {
      what: 'the lengths of songs in a table',
      body: '| Song | |\n|-|-|\n| One | 2:10 |\n| Two | 3:05 |\n| Three | 3:41 |\n| Four | 4:02 |',
    },
    {
      what: 'the lengths of songs behind their names',
      body: '- One (2:10)\n- Two (3:05)\n- Three (2:41)\n- Four (4:02)\n- Five (3:30)\n- Six (4:10)',
    },
    {
      what: 'the results of a race',
      body: '| | | |\n|-|-|-|\n| 1 | Ann | 28:10 |\n| 2 | Tom | 29:22 |\n| 3 | Jim | 31:05 |',
    },
    {
      what: 'a day in a table',
      body: '| | |\n|-|-|\n| 7:12 | Wake up |\n| 8:31 | Breakfast |\n| 12:05 | Lunch |',
    },
    {
      what: 'a long day',
      body: '- 6:15 - A\n- 7:30 - B\n- 9:05 - C\n- 12:10 - D\n- 15:02 - E\n- 18:40 - F',
    },
    {
      what: 'half of a list in no order',
      body: '- 0:10 - A\n- 5:00 - B\n- 1:00 - C\n- 4:00 - D\n- 2:00 - E\n- 3:00 - F',
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
  const titles = textChapters(body, null).chapters.map(({ title }) => title)
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
  {
    mark: '<div>\n0:49 Ebb<br>\n1:02 Neap<br />\n1:10 Spring\n</div>',
    html: '<a href="#t=0:49">0:49</a> Ebb<br>\n<a href="#t=1:02">1:02</a> Neap<br>\n<a href="#t=1:10">1:10</a> Spring',
  },
  {
    mark: '<div>[0:49](#t=0:49) Ebb<br>[1:02](#t=62) - Neap</div>',
    html: '<div><a href="#t=0:49">0:49</a> Ebb<br><a href="#t=1:02">1:02</a> - Neap</div>',
  },
  {
    mark: '<p>\n[0:49](#t=0:49) Ebb\n[1:02](#t=1:02) Neap\n</p>',
    html: '<a href="#t=0:49">0:49</a> Ebb\n<a href="#t=1:02">1:02</a> Neap',
  },
  { mark: '0:49 Ebb  \n1:02 Neap', html: '<a href="#t=0:49">0:49</a> Ebb<br>' },
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
