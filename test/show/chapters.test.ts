import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import { listedChapters, renderChapters } from '../../src/render/public-chapters.ts'
import type { Episode } from '../../src/show/episode.ts'
import type { Show } from '../../src/show/show.ts'
import { makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'
import { id3Chapter, id3Title, id3v2 } from '../audio/corpus/tags.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

interface Told {
  readonly episode: Episode
  readonly problems: readonly string[]
}

/** A recording of 261.2 seconds. */
const MP3 = silentMp3(10_000)
const SIDECAR = JSON.stringify({
  version: '1.2.0',
  chapters: [
    { startTime: 0, title: 'File A' },
    { startTime: 60, title: 'File B', img: 'b.png', toc: true },
  ],
})
const TEXT = '- 0:00 - Text A\n- 1:00 - Text B\n- 2:00 - Text C\n'

async function load(files: Files, fields: readonly string[] = [], body = ''): Promise<Told> {
  const folder = await makeFolder({
    'sidecast.yml': 'title: Tides\nlanguage: en\n',
    'tides.md': [
      '---',
      'title: Tides',
      'date: 2026-05-04',
      'audio: tides.mp3',
      ...fields,
      '---',
      '',
      body,
    ].join('\n'),
    'tides.mp3': MP3,
    ...files,
  })
  const opened = await openBlog(folder, 'https://podcast.example.org/')
  const now = new Date('2026-06-01T12:00:00Z')
  const { show, problems } = await readBlog(opened, { now, settle: 0 })
  const [episode] = show?.episodes ?? []
  if (episode === undefined) throw new Error('expected an episode, got none')
  const ours = problems.filter(({ rule }) => rule.startsWith('episode/chapters'))
  return { episode, problems: ours.map((each) => `${each.severity} ${formatProblem(each)}`) }
}

const FRONT = ['chapters: ["00:00:00 Front A", "00:01:00.5 Front B"]']
const RECORDED = Buffer.concat([
  id3v2({
    content: Buffer.concat([
      id3Chapter('a', 0, id3Title('Tag A')),
      id3Chapter('b', 60_000, id3Title('Tag B')),
    ]),
  }),
  MP3,
])

describe('the first source that has chapters wins:', () => {
  test.each([
    {
      source: 'the front matter',
      fields: FRONT,
      files: { 'tides.chapters.json': SIDECAR, 'tides.mp3': RECORDED },
      body: '',
      titles: ['Front A', 'Front B'],
    },
    {
      source: 'the file beside the post',
      fields: [],
      files: { 'tides.chapters.json': SIDECAR, 'tides.mp3': RECORDED },
      body: '',
      titles: ['File A', 'File B'],
    },
    {
      source: 'the file that the post names',
      fields: ['chapters: more/c.json'],
      files: { 'more/c.json': SIDECAR },
      body: '',
      titles: ['File A', 'File B'],
    },
    {
      source: 'the recording',
      fields: [],
      files: { 'tides.mp3': RECORDED },
      body: '',
      titles: ['Tag A', 'Tag B'],
    },
    {
      source: 'the text',
      fields: [],
      files: {},
      body: TEXT,
      titles: ['Text A', 'Text B', 'Text C'],
    },
    { source: 'none', fields: [], files: {}, body: 'It was 1:20.', titles: [] },
  ])('$source', async ({ fields, files, body, titles }) => {
    const { episode, problems } = await load(files, fields, body)
    expect(episode.chapters.map(({ title }) => title)).toEqual(titles)
    expect(episode.chaptersUrl).toBeNull()
    expect(problems).toEqual([])
  })
})

test('a file on another host goes out in place of all others, unread', async () => {
  const fields = ['chapters: https://cdn.example.net/tides.json']
  const { episode, problems } = await load({ 'tides.mp3': RECORDED }, fields, TEXT)
  expect(episode.chaptersUrl).toBe('https://cdn.example.net/tides.json')
  expect(episode.chapters).toEqual([])
  expect(problems).toEqual([])
})

describe('tells', () => {
  // The front matter says 60.5
  test.each([
    { at: '59.5', told: 0 },
    { at: '61.5', told: 0 },
    { at: '59.4', told: 1 },
    { at: '61.6', told: 1 },
  ])('of two sources that differ by more than a second alone: $at', async ({ at, told }) => {
    const files = { 'tides.chapters.json': SIDECAR.replace('60', at) }
    const { problems } = await load(files, FRONT)
    expect(problems).toHaveLength(told)
  })

  test.each([
    {
      what: 'where another source has other chapters',
      fields: FRONT,
      files: { 'tides.chapters.json': SIDECAR.replace('60', '75') },
      body: TEXT,
      told: [
        'advice tides.md:5 chapters: the front matter and tides.chapters.json have different chapters ("Front B" at 60.5 s and 75 s); those of the front matter are published, so make the others agree or remove them',
        'advice tides.md:5 chapters: the front matter and the text have different chapters (2 and 3); those of the front matter are published, so make the others agree or remove them',
      ],
    },
    {
      what: 'a broken file, by its line, and takes the next source',
      fields: [],
      files: {
        'tides.chapters.json': '{\n  "chapters": [\n    { "startTime": 0 "title": "A" }\n  ]\n}',
      },
      body: TEXT,
      told: ['warning tides.chapters.json:3: expected ",", got ""title": "A" }"'],
    },
    {
      what: 'a broken chapter, by its line, and keeps the others',
      fields: [],
      files: {
        'tides.chapters.json':
          '{"chapters": [\n  { "startTime": 0, "title": "A" },\n  { "startTime": "1h", "title": "B" },\n  { "startTime": 400, "title": "C" }\n]}',
      },
      body: '',
      told: [
        'warning tides.chapters.json: the chapter "C" begins at 400 s, but the recording lasts 261 s, so it is left out; correct its time',
        'warning tides.chapters.json:3: expected seconds or [HH:]MM:SS, got "1h"',
      ],
    },
    {
      what: 'a file that is not there',
      fields: ['chapters: gone.json'],
      files: {},
      body: '',
      told: ['warning tides.md:5 chapters: no file "gone.json" beside the post'],
    },
    {
      what: 'a file without a list',
      fields: ['chapters: c.json'],
      files: { 'c.json': '{"chapters": []}' },
      body: '',
      told: ['warning c.json:1: expected a list of "chapters", got none'],
    },
  ])('$what', async ({ fields, files, body, told }) => {
    const { problems } = await load(files, fields, body)
    expect(problems).toEqual(told)
  })
})

describe('what is wrong is told of the field that says it:', () => {
  test.each([
    {
      what: 'a key that only sounds like it stands before',
      fields: ['show_chapters_below: yes', 'podcast_chapters: ["0:00 A", "B"]'],
      told: 'tides.md:6 podcast_chapters[1]: expected a chapter',
    },
    {
      what: 'JSON in a text',
      fields: [`chapters: '[{"start": 0, "title": "A"}, {"start": "x", "title": "B"}]'`],
      told: 'tides.md:5 chapters: expected seconds',
    },
    {
      what: 'a map of times',
      fields: ['chapters:', '  "0:00": A', '  "0:2x": C'],
      told: 'tides.md:7 chapters.0:2x: expected a chapter',
    },
    {
      what: 'lines of one text',
      fields: ['chapters: |', '  0:00 A', '  0:10', '  0:20 C'],
      told: 'tides.md:5 chapters: expected a chapter',
    },
    {
      what: 'a file that is not there',
      fields: ['chapters_note: no', 'chapters_file: tide.json'],
      told: 'tides.md:6 chapters_file: no file "tide.json"',
    },
    {
      what: 'times in the text',
      fields: ['chapters_note: no'],
      body: '- 0:00 - A\n- 2:00 - B\n- 1:00 - C\n- 3:00 - D\n',
      told: 'tides.md:9: the time 1:00 ("C") in the text stands after 2:00',
    },
  ])('$what', async ({ fields, body = '', told }) => {
    const folder = await makeFolder({
      'sidecast.yml': 'title: Tides\nlanguage: en\n',
      'tides.md': `---\ntitle: Tides\ndate: 2026-05-04\naudio: tides.mp3\n${fields.join('\n')}\n---\n${body}`,
      'tides.mp3': MP3,
    })
    const { problems } = await readBlog(await openBlog(folder))
    const ours = problems.filter(({ file }) => file === 'tides.md').map(formatProblem)
    expect(ours).toEqual([expect.stringContaining(told)])
  })

  test('chapters that are inside the recording', async () => {
    const late = id3v2({
      content: Buffer.concat([
        id3Chapter('a', 0, id3Title('A')),
        id3Chapter('b', 999_000, id3Title('B')),
      ]),
    })
    const { problems } = await load({ 'tides.mp3': Buffer.concat([late, MP3]) }, [
      'chapters_on: no',
    ])
    expect(problems).toEqual([
      expect.stringContaining('tides.md:4 audio: the chapter "B" begins at 999 s'),
    ])
  })
})

test('chapters without a title stay with their picture or their place', async () => {
  const chapters = [
    { startTime: 0, title: 'A' },
    { startTime: 60, img: 'https://a.example/b.png' },
    { startTime: 90, location: { name: 'Prague', geo: 'geo:50.1,14.4', osm: 'r435514' } },
    { startTime: 120 },
  ]
  const { episode, problems } = await load({
    'tides.chapters.json': JSON.stringify({ version: '1.2.0', chapters }),
  })
  expect(episode.chapters).toEqual([
    { start: 0, title: 'A' },
    { start: 60, title: '', image: 'https://a.example/b.png' },
    {
      start: 90,
      title: '',
      location: { name: 'Prague', rel: null, geo: 'geo:50.1,14.4', osm: 'R435514', country: null },
    },
  ])
  expect(problems).toEqual([
    expect.stringContaining('tides.chapters.json:1: a chapter has no title; add one'),
  ])
  const show = { baseUrl: 'https://podcast.example.org/', site: null, title: 'Tides' }
  const { chapters: out } = JSON.parse(renderChapters(show as Show, episode))
  expect(out).toEqual([
    { startTime: 0, title: 'A' },
    { startTime: 60, img: 'https://a.example/b.png' },
    { startTime: 90, location: { name: 'Prague', geo: 'geo:50.1,14.4', osm: 'R435514' } },
  ])
  expect(listedChapters(show as Show, episode).map(({ title }) => title)).toEqual(['A'])
})
