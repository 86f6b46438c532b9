import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import type { Episode } from '../../src/show/episode.ts'
import type { OpenShow } from '../../src/show/open-show.ts'
import { makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText } from '../support/small-blog.ts'

/** A recording of 26.1 seconds. */
const MP3 = silentMp3(1000)
const VTT =
  'WEBVTT\n\n00:01.000 --> 00:04.000\nThe tide comes in.\n\n00:04.000 --> 00:06.000\nAnd out.\n'
const SRT = '1\n00:00:01,000 --> 00:00:04,000\nPříliv přichází.\n'
const WHISPER = '{"segments":[{"start":1,"end":4,"text":" The tide comes in."}],"language":"en"}'
const CUES = [
  { start: 1, end: 4, speaker: null, text: 'The tide comes in.' },
  { start: 4, end: 6, speaker: null, text: 'And out.' },
]

type Files = Readonly<Record<string, string | Uint8Array>>

async function openFolder(files: Files, fields: readonly string[] = []): Promise<OpenShow> {
  const folder = await makeFolder({
    'sidecast.yml': 'title: Tides\nlanguage: en\n',
    'tides.md': postText('Tides', 'tides.mp3', ['date: 2026-05-04', ...fields]),
    'tides.mp3': MP3,
    ...files,
  })
  return openBlog(folder, 'https://podcast.example.org/')
}

async function episodeOf(loader: OpenShow): Promise<{ episode: Episode; problems: string[] }> {
  const { show, problems } = await readBlog(loader, { settle: 0 })
  const [episode] = show?.episodes ?? []
  if (episode === undefined) throw new Error('expected an episode, got none')
  return {
    episode,
    problems: problems.filter(({ rule }) => rule === 'episode/transcript').map(formatProblem),
  }
}

/** Each transcript in short: type, language, its place from the site's base, and where it comes from. */
function shortOf({ transcripts }: Episode): string[] {
  return transcripts.map(({ type, language, rel, url, file, path }) => {
    const from = file !== null ? 'file' : path !== null ? 'made' : 'remote'
    const place = url.replace('https://podcast.example.org/episodes/tides/', '')
    return [type, language, place, from, ...(rel === null ? [] : [rel])].join(' ')
  })
}

const ARTICLE = ['text/html en transcript.html made', 'text/plain en transcript.txt made']

interface Case {
  readonly what: string
  readonly files: Files
  readonly fields?: readonly string[]
  readonly transcripts: readonly string[]
  readonly cues: Episode['cues']
}

const CASES: readonly Case[] = [
  { what: 'nothing but the article', files: {}, transcripts: ARTICLE, cues: [] },
  {
    what: 'WebVTT beside the post',
    files: { 'tides.vtt': VTT },
    transcripts: [
      'text/vtt en transcript.vtt file captions',
      'application/x-subrip en transcript.srt made captions',
      'application/json en transcript.json made captions',
      ...ARTICLE,
    ],
    cues: CUES,
  },
  {
    what: 'what Whisper writes, by its name',
    files: { 'tides.transcript.json': WHISPER },
    transcripts: [
      'text/vtt en transcript.vtt made captions',
      'application/x-subrip en transcript.srt made captions',
      'application/json en transcript.json made captions',
      ...ARTICLE,
    ],
    cues: CUES.slice(0, 1),
  },
  {
    what: 'a translation beside what is heard',
    files: { 'tides.vtt': VTT, 'subtitles/cs.srt': SRT },
    fields: ['transcripts:', '  - tides.vtt', '  - { url: subtitles/cs.srt, language: cs }'],
    transcripts: [
      'text/vtt en transcript.vtt file captions',
      'application/x-subrip en transcript.srt made captions',
      'application/json en transcript.json made captions',
      ...ARTICLE,
      'application/x-subrip cs transcript.cs.srt file captions',
    ],
    cues: CUES,
  },
  {
    what: 'only a translation: nothing is made of it',
    files: { 'cs.vtt': VTT },
    fields: ['transcripts: [{ url: cs.vtt, language: cs }]'],
    transcripts: [...ARTICLE, 'text/vtt cs transcript.cs.vtt file captions'],
    cues: [],
  },
  {
    what: 'transcripts on other hosts, which nobody reads here',
    files: {},
    fields: [
      'transcripts:',
      '  - https://cdn.example.net/tides.vtt',
      '  - { url: "https://cdn.example.net/tides.json", rel: captions }',
      '  - { url: "https://cdn.example.net/tides.html", rel: captions, language: en }',
    ],
    transcripts: [
      'text/vtt  https://cdn.example.net/tides.vtt remote captions',
      'application/json  https://cdn.example.net/tides.json remote captions',
      'text/html en https://cdn.example.net/tides.html remote',
      ...ARTICLE,
    ],
    cues: [],
  },
  {
    what: 'the author’s own text',
    files: { 'tides.transcript.txt': 'The tide comes in.\n', 'tides.html': '<p>The tide.</p>' },
    transcripts: ['text/html en transcript.html file', 'text/plain en transcript.txt file'],
    cues: [],
  },
  {
    what: 'a form that not every player takes: it is written anew',
    files: { 'tides.srt': '0:01.000 --> 0:04.000\nThe tide comes in.\n' },
    transcripts: [
      'text/vtt en transcript.vtt made captions',
      'application/x-subrip en transcript.srt made captions',
      'application/json en transcript.json made captions',
      ...ARTICLE,
    ],
    cues: CUES.slice(0, 1),
  },
  {
    what: 'an SRT with a cue without words and no blank line behind it: it is written anew',
    files: {
      'tides.srt':
        '1\n00:00:01,000 --> 00:00:04,000\nThe tide comes in.\n\n2\n00:00:04,000 --> 00:00:05,000\n3\n00:00:05,000 --> 00:00:06,000\nIt goes.\n',
    },
    transcripts: [
      'text/vtt en transcript.vtt made captions',
      'application/x-subrip en transcript.srt made captions',
      'application/json en transcript.json made captions',
      ...ARTICLE,
    ],
    cues: [
      { start: 1, end: 4, speaker: null, text: 'The tide comes in.' },
      { start: 5, end: 6, speaker: null, text: 'It goes.' },
    ],
  },
  {
    what: 'a last cue that outlasts the recording: it ends with it',
    files: { 'tides.vtt': VTT.replace('00:06.000', '00:30.000') },
    transcripts: [
      'text/vtt en transcript.vtt made captions',
      'application/x-subrip en transcript.srt made captions',
      'application/json en transcript.json made captions',
      ...ARTICLE,
    ],
    cues: CUES.map((cue, index) => (index === 1 ? { ...cue, end: 26.122 } : cue)),
  },
]

test.each(CASES)('a post goes out with $what', async ({ files, fields, transcripts, cues }) => {
  const { episode, problems } = await episodeOf(await openFolder(files, fields))
  expect(shortOf(episode)).toEqual(transcripts)
  expect(episode.cues).toEqual(cues)
  expect(problems).toEqual([])
})

describe('a broken transcript is told with its line and does not go out:', () => {
  test.each([
    {
      file: 'tides.vtt',
      content: VTT.replace('00:04.000 -->', '00:00.500 -->'),
      problem:
        'tides.vtt:6: expected a cue at 1 s or later, got one at 0.5 s; put the cues in the order of time; the transcript is not published',
    },
    {
      file: 'tides.srt',
      content: '1\n00:00:01,000 -> 00:00:04,000\nA\n',
      problem:
        'tides.srt:2: expected times such as 00:01:02.500 --> 00:01:05.000, got "00:00:01,000 -> 00:00:04,000"; the transcript is not published',
    },
    {
      file: 'tides.srt',
      content:
        '1\n00:00:01,000 --> 00:00:02,000\nIn the year\n1984\n00:00:02,000 --> 00:00:03,000\nIt ended.\n',
      problem:
        'tides.srt:4: expected a blank line and the number 2 before the next cue, got "1984"; the transcript is not published',
    },
    {
      file: 'tides.vtt',
      content: VTT.replaceAll('00:0', '01:0'),
      problem:
        'tides.vtt: expected cues within the recording of 26.1 s, got one at 61 s; is it the transcript of another recording?; the transcript is not published',
    },
    {
      file: 'tides.srt',
      content: Buffer.from('1\n00:00:01,000 --> 00:00:04,000\nP\xf8\xedliv\n', 'latin1'),
      problem:
        'tides.srt: expected UTF-8, got another encoding; save it as UTF-8; the transcript is not published',
    },
    {
      file: 'tides.transcript.json',
      content: '{"segments": []}',
      problem:
        'tides.transcript.json:1: expected cues with text, got none; the transcript is not published',
    },
    {
      file: 'tides.html',
      content: '<p>The tide.</p><script>alert(1)</script>',
      problem:
        'tides.html: expected text and its markup, got "<script"; remove it; the transcript is not published',
    },
    {
      file: 'tides.txt',
      content: ' \n',
      problem: 'tides.txt: expected text, got an empty file; the transcript is not published',
    },
  ])('$problem', async ({ file, content, problem }) => {
    const { episode, problems } = await episodeOf(await openFolder({ [file]: content }))
    expect(problems).toEqual([problem])
    expect(shortOf(episode)).toEqual(ARTICLE)
    expect(episode.cues).toEqual([])
  })

  test('where the post names one that is not there, the others stay', async () => {
    const loader = await openFolder({ 'tides.vtt': VTT }, ['transcripts: [gone.vtt, tides.vtt]'])
    const { episode, problems } = await episodeOf(loader)
    expect(problems).toEqual(['tides.md:5 transcripts: no file "gone.vtt" beside the post'])
    expect(episode.cues).toEqual(CUES)
  })
})

test('a transcript is read again when it changes, and only then', async () => {
  const loader = await openFolder({ 'tides.vtt': VTT })
  const { episode: first } = await episodeOf(loader)
  expect((await episodeOf(loader)).episode).toBe(first)
  await writeFile(join(loader.folder, 'tides.vtt'), VTT.replace('And out.', 'And goes.'))
  const { episode } = await episodeOf(loader)
  expect(episode.cues.map(({ text }) => text)).toEqual(['The tide comes in.', 'And goes.'])
})

test('a transcript of more than 40 MB is not read, and told', async () => {
  const loader = await openFolder({ 'tides.vtt': VTT })
  await truncate(join(loader.folder, 'tides.vtt'), 40_000_001)
  const { episode, problems } = await episodeOf(loader)
  expect(episode.cues).toEqual([])
  expect(problems).toEqual([expect.stringContaining('expected at most 40 MB, got 41 MB')])
})
