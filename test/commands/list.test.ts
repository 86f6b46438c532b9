import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sampleOf } from '../support/extent.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { sidecast } from '../support/program.ts'
import { silentMp3, silentSeconds } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

interface Listed {
  readonly show: Record<string, unknown> | null
  readonly episodes: readonly (Record<string, unknown> & {
    readonly audio: Record<string, unknown>
  })[]
  readonly scheduled: readonly Record<string, unknown>[]
  readonly skipped: readonly { readonly file: string; readonly reason: string }[]
  readonly problems: readonly Record<string, unknown>[]
}

async function listJson(folder: string): Promise<{ code: number | null; listed: Listed }> {
  const { code, stdout } = await sidecast(['list', folder, '--json', '--offline'])
  return { code, listed: JSON.parse(stdout) as Listed }
}

describe('list --json', () => {
  test('tells everything that is known of an episode, and nothing else on standard output', async () => {
    const folder = await makeFolder(smallBlog())
    const { code, listed } = await listJson(folder)
    expect(code).toBe(0)
    expect(Object.keys(listed)).toEqual(['show', 'episodes', 'scheduled', 'skipped', 'problems'])
    expect(listed.show).toMatchObject({ title: 'Tides', feedUrl: 'http://127.0.0.1:3000/feed.xml' })
    expect(listed.episodes.map(({ title }) => title)).toEqual(['Moon', 'Tides'])
    expect(listed.episodes[1]).toEqual({
      file: '2026-05-04-tides.md',
      title: 'Tides',
      slug: 'tides',
      guid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      link: 'http://127.0.0.1:3000/episodes/tides/',
      published: '2026-05-04T00:00:00.000Z',
      author: 'Ann Reader',
      language: 'en',
      summary: 'Text of Tides.',
      image: null,
      categories: [],
      season: null,
      episode: null,
      episodeDisplay: null,
      episodeType: 'full',
      explicit: false,
      listed: true,
      audio: {
        url: 'http://127.0.0.1:3000/audio/tides.mp3',
        file: join(folder, 'tides.mp3'),
        bytes: silentMp3(100).length,
        seconds: silentSeconds(100),
        type: 'audio/mpeg',
        how: 'scan',
      },
      chapters: [],
      transcripts: [
        {
          url: 'http://127.0.0.1:3000/episodes/tides/transcript.html',
          type: 'text/html',
          language: 'en',
          rel: null,
        },
        {
          url: 'http://127.0.0.1:3000/episodes/tides/transcript.txt',
          type: 'text/plain',
          language: 'en',
          rel: null,
        },
      ],
    })
    expect(listed.skipped).toEqual([{ file: 'about.md', reason: 'no front matter' }])
    expect(listed.problems).toEqual([])
  })

  test('puts what is still to come apart', async () => {
    const folder = await makeFolder({
      ...smallBlog(),
      'later.md': postText('Later', 'moon.mp3', ['date: 2099-01-01']),
    })
    const { listed } = await listJson(folder)
    expect(listed.scheduled.map(({ title }) => title)).toEqual(['Later'])
    expect(listed.episodes.map(({ title }) => title)).toEqual(['Moon', 'Tides'])
  })

  test('uses what a post declares where the recording is elsewhere, and says so', async () => {
    const folder = await makeFolder({
      ...smallBlog(),
      'far.md': postText('Far', 'https://cdn.example/far.mp3', [
        'date: 2026-01-01',
        'length: "12345"',
        'duration: "1:02:03"',
      ]),
      'unknown.md': postText('Unknown', 'https://cdn.example/unknown.mp3', ['date: 2026-01-02']),
    })
    const { code, listed } = await listJson(folder)
    const far = listed.episodes.find(({ title }) => title === 'Far')
    const unknown = listed.episodes.find(({ title }) => title === 'Unknown')
    expect(far?.audio).toMatchObject({ file: null, bytes: 12_345, seconds: 3723, how: 'declared' })
    expect(unknown?.audio).toMatchObject({ bytes: null, seconds: null, how: null })
    expect(unknown?.['listed']).toBe(false)
    expect(code).toBe(0)
    expect(listed.problems.map(({ file, rule }) => [file, rule])).toEqual([
      ['far.md', 'recording/declared'],
      ['unknown.md', 'recording/unmeasured'],
    ])
  })
})

/** Each with the sentence that its author reads, in full. */
const BAD_INPUT: readonly {
  what: string
  files: Record<string, string | Uint8Array>
  says: string
  titles: readonly string[]
  code: number
}[] = [
  {
    what: 'a recording that is not there',
    files: { '2026-05-18-sun.md': postText('Sun', 'sun.mp3') },
    says: '✗ 2026-05-18-sun.md:3 audio: no file "sun.mp3" beside the post; put the recording there, or set where recordings are (audio.prefix: https://…, or audio.folders)',
    titles: ['Moon', 'Tides'],
    code: 1,
  },
  {
    what: 'one MP3 under two posts',
    files: { '2026-05-18-sun.md': postText('Sun', 'moon.mp3') },
    says: '! 2026-05-18-sun.md:3 audio: its recording http://127.0.0.1:3000/audio/moon.mp3 is also that of 2026-05-11-moon.md; both episodes stay, but Apple shows only one of them, so check whether the right file is named',
    titles: ['Sun', 'Moon', 'Tides'],
    code: 0,
  },
  {
    what: 'two posts with one guid',
    files: {
      'a.md': postText('A', 'moon.mp3', ['date: 2026-06-01', 'guid: same']),
      'b.md': postText('B', 'tides.mp3', ['date: 2026-06-02', 'guid: same']),
    },
    says: '✗ b.md:5 guid: "same" is the guid of a.md, so this post is left out; change this guid, or remove it',
    titles: ['A', 'Moon', 'Tides'],
    code: 1,
  },
  {
    what: 'two posts with one slug',
    files: { 'b.md': postText('B', 'moon.mp3', ['date: 2026-06-02', 'slug: tides']) },
    says: '! b.md:5 slug: "tides" is the slug of 2026-05-04-tides.md, so the page of this episode is /episodes/b/; change one of them if you prefer another',
    titles: ['B', 'Moon', 'Tides'],
    code: 0,
  },
  {
    what: 'a broken ledger',
    files: { 'sidecast.ledger.json': '{ "version": 1,\n' },
    says: '✗ sidecast.ledger.json:2: this ledger cannot be read (expected JSON); it has the guids known to subscribers; restore it from version control, or correct the line named',
    titles: [],
    code: 1,
  },
]

describe('bad input ends in a sentence and costs nothing that is good', () => {
  test.each(sampleOf(BAD_INPUT, ({ code }) => `${code}`))(
    '$what',
    async ({ files, says, titles, code }) => {
      const folder = await makeFolder(smallBlog())
      await addFiles(folder, files)
      const text = await sidecast(['list', folder])
      expect(text.stderr.split('\n')).toContain(says)
      expect(text.code).toBe(code)
      const { listed } = await listJson(folder)
      expect(listed.episodes.map(({ title }) => title)).toEqual(titles)
    },
  )

  const silent = [
    { what: 'an empty file', content: '' },
    { what: 'a web page', content: '<!doctype html><title>404</title>' },
    { what: 'a text', content: 'Here is no sound.' },
  ]
  test.each(sampleOf(silent))('$what named .mp3', async ({ content }) => {
    const folder = await makeFolder(smallBlog())
    await addFiles(folder, { 'bad.mp3': content, '2026-05-18-bad.md': postText('Bad', 'bad.mp3') })
    const { code, listed } = await listJson(folder)
    expect(code).toBe(1)
    expect(listed.episodes).toHaveLength(2)
    expect(listed.problems).toMatchObject([
      {
        severity: 'error',
        file: '2026-05-18-bad.md',
        line: 3,
        field: 'audio',
        rule: 'recording/unreadable',
      },
    ])
  })
})

test('an empty folder is a show without episodes', async () => {
  const { code, stdout } = await sidecast(['list', await makeFolder()])
  expect(code).toBe(0)
  expect(stdout).toMatch(/: 0 episodes\n$/)
})
