import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import { createSite, type SiteOptions } from '../../src/site/create-site.ts'
import type { Made, Site } from '../../src/site/site.ts'
import type { Show } from '../../src/show/show.ts'
import { exampleEnglishEpisode, exampleEpisode, exampleShow } from '../support/example-show.ts'

const NOW = new Date('2025-06-02T08:00:00Z')
const MODIFIED = new Date('2025-06-01T12:00:00Z')

function compose(show: Show, options: Partial<SiteOptions> = {}) {
  return createSite(show, {
    publicFiles: new Map([['/style.css', '/srv/public/style.css']]),
    previous: null,
    now: NOW,
    modified: MODIFIED,
    ...options,
  })
}

function make(site: Site, path: string): Promise<Made> {
  const resource = site.get(path)
  if (resource?.from !== 'show') throw new Error(`nothing is made at ${path}`)
  return resource.make()
}

function messagesOf(show: Show, publicFiles = new Map<string, string>()): readonly string[] {
  return compose(show, { publicFiles }).problems.map(formatProblem)
}

describe('createSite', () => {
  test.each([
    ['/feed.xml', ['priliv notes', 'moonlight notes']],
    ['/feed.json', ['priliv notes', 'moonlight notes']],
    ['/episodes/priliv/', ['priliv page']],
    ['/episodes/moonlight/transcript.txt', ['moonlight text']],
    ['/', []],
  ])('has what articles say in %s made beforehand, away from this thread', async (path, made) => {
    const wished: string[] = []
    const transcript = {
      url: 'https://podcast.example.org/episodes/moonlight/transcript.txt',
      path: '/episodes/moonlight/transcript.txt',
      file: null,
      type: 'text/plain',
      language: 'en',
      rel: null,
      cues: [],
    }
    const episodes = [exampleEpisode(), exampleEnglishEpisode({ transcripts: [transcript] })]
    const { site } = compose(exampleShow({ episodes }), {
      prepare: async (_, wishes) => {
        wished.push(...wishes.map(({ episode, names }) => `${episode.slug} ${names.join(', ')}`))
      },
    })
    await make(site, path)
    expect(wished).toEqual(made)
  })

  test('has everything that a show offers, and nothing that others serve', () => {
    const { site, problems } = compose(exampleShow())
    expect([...site].map(([path, { type, from }]) => `${path} ${type} ${from}`)).toEqual([
      '/feed.xml application/rss+xml; charset=utf-8 show',
      '/feed.json application/feed+json show',
      '/ text/html; charset=utf-8 show',
      '/feed.css text/css; charset=utf-8 show',
      '/opml.xml text/x-opml; charset=utf-8 show',
      '/sitemap.xml application/xml; charset=utf-8 show',
      '/robots.txt text/plain; charset=utf-8 show',
      '/episodes.json application/json show',
      '/offline/ text/html; charset=utf-8 show',
      '/episodes/priliv/ text/html; charset=utf-8 show',
      '/episodes/priliv/embed/ text/html; charset=utf-8 show',
      '/episodes/priliv/oembed.json application/json show',
      '/episodes/priliv/chapters.json application/json+chapters show',
      '/audio/priliv.mp3 audio/mpeg disk',
      '/episodes/priliv/transcript.vtt text/vtt; charset=utf-8 disk',
      '/episodes/priliv/zatoka.jpg image/jpeg disk',
      // No chapters, no transcript, and a recording on another host
      '/episodes/moonlight/ text/html; charset=utf-8 show',
      '/episodes/moonlight/embed/ text/html; charset=utf-8 show',
      '/episodes/moonlight/oembed.json application/json show',
      // Outside the feed, but with its page
      '/episodes/fog/ text/html; charset=utf-8 show',
      '/episodes/fog/embed/ text/html; charset=utf-8 show',
      '/episodes/fog/oembed.json application/json show',
      '/artwork/cover-0a1b2c3d.jpg image/jpeg disk',
      '/style.css text/css; charset=utf-8 disk',
    ])
    expect(problems).toEqual([])
  })

  test('has no scheduled episodes', () => {
    const { site } = compose(exampleShow({ episodes: [], scheduled: [exampleEpisode()] }))
    expect([...site.keys()].filter((path) => path.startsWith('/episodes/'))).toEqual([])
  })

  test.each([
    { type: 'text/vtt', served: 'text/vtt; charset=utf-8' },
    { type: 'application/x-subrip', served: 'application/x-subrip; charset=utf-8' },
    { type: 'application/json', served: 'application/json' },
    { type: 'text/html', served: 'text/html; charset=utf-8' },
    { type: 'text/plain', served: 'text/plain; charset=utf-8' },
  ])('serves a transcript of $type as $served', ({ type, served }) => {
    const transcripts = [
      {
        url: 'https://podcast.example.org/t',
        path: '/t',
        file: '/srv/t',
        type,
        language: null,
        rel: null,
        cues: [],
      },
    ]
    const { site } = compose(exampleShow({ episodes: [exampleEpisode({ transcripts })] }))
    expect(site.get('/t')?.type).toBe(served)
  })

  test('keeps the address that an old feed had, encoded or not', () => {
    for (const path of ['/feed/podcast/', '/blog/kategorie/%C4%8Dten%C3%AD.xml']) {
      const { site } = compose(exampleShow({ feed: { path } }))
      expect(site.get(decodeURIComponent(path))?.type).toBe('application/rss+xml; charset=utf-8')
      expect(site.has('/feed.xml')).toBe(false)
    }
  })

  test('says what a recording must be to go out', () => {
    expect(compose(exampleShow()).site.get('/audio/priliv.mp3')).toMatchObject({
      file: '/srv/blog/audio/priliv.mp3',
      measured: { bytes: 2_408_192, fingerprint: exampleEpisode().audio.hash },
    })
  })
})

function feedAt(path: string): Show {
  return exampleShow({ feed: { path } })
}

/** The date that the feed of a table has which is made with these. */
async function dateWith(options: Partial<SiteOptions>): Promise<Date> {
  return (await make(compose(exampleShow(), options).site, '/feed.xml')).modified
}

/** The hashes of all that a show makes. */
async function hashesOf(show: Show): Promise<readonly string[]> {
  const { site } = compose(show)
  const made = await Promise.all(
    [...site.values()].flatMap((resource) => (resource.from === 'show' ? [resource.make()] : [])),
  )
  return made.map(({ hash }) => hash)
}

describe('two things at one path', () => {
  test.each([
    {
      what: 'a public file and a page of ours',
      show: exampleShow(),
      publicFiles: ['/index.html'],
      message:
        'expected one resource at /index.html, got the page of the show and the public file /index.html; the first is served; give one of them another name',
    },
    {
      what: 'a public file and the feed',
      show: exampleShow(),
      publicFiles: ['/feed.xml'],
      message:
        'expected one resource at /feed.xml, got the feed and the public file /feed.xml; the first is served; give one of them another name',
    },
    {
      what: 'the feed and the sitemap',
      show: feedAt('/sitemap.xml'),
      publicFiles: [],
      message:
        'expected one resource at /sitemap.xml, got the feed and the sitemap; the first is served; give one of them another name',
    },
    {
      what: 'the feed and the folder of the episodes',
      show: feedAt('/episodes'),
      publicFiles: [],
      message:
        'expected a file or a folder at /episodes, got both: the feed is there and other things lie below it; give the feed another name',
    },
    {
      what: 'a path that is none',
      show: feedAt('/../feed.xml'),
      publicFiles: [],
      message: [
        'the feed: expected a path such as /feed.xml, got "/../feed.xml"',
        'the feed as JSON: expected a path such as /feed.xml, got "/../feed.json"',
      ],
    },
    {
      what: 'two recordings of one name',
      show: exampleShow({
        episodes: [
          exampleEpisode(),
          exampleEnglishEpisode({ audio: { ...exampleEpisode().audio, file: '/srv/other.mp3' } }),
        ],
      }),
      publicFiles: [],
      message:
        'expected one resource at /audio/priliv.mp3, got the recording of _posts/2025-03-30-priliv.md and the recording of _posts/2025-01-29-moonlight.md; the first is served; give one of them another name',
    },
  ])('$what are told', ({ show, publicFiles, message }) => {
    const files = new Map(publicFiles.map((path) => [path, `/srv/public${path}`]))
    expect(messagesOf(show, files)).toEqual([message].flat())
  })

  test('our own comes before a public file', () => {
    const { site } = compose(exampleShow(), {
      publicFiles: new Map([['/feed.xml', '/srv/feed.xml']]),
    })
    expect(site.get('/feed.xml')?.from).toBe('show')
  })

  test('are none when it is one file: a recording that two episodes share', () => {
    const shared = exampleEnglishEpisode({ audio: exampleEpisode().audio })
    expect(messagesOf(exampleShow({ episodes: [exampleEpisode(), shared] }))).toEqual([])
  })
})

describe('what is made from a show', () => {
  const LATER = new Date('2025-06-03T10:00:00Z')

  test('is made once, when it is asked for', async () => {
    let reads = 0
    const { site } = compose({
      ...exampleShow(),
      get site() {
        reads += 1
        return null
      },
    })
    expect(reads).toBe(0)
    const first = await make(site, '/opml.xml')
    const after = reads
    expect(after).toBeGreaterThan(0)
    expect(await make(site, '/opml.xml')).toBe(first)
    expect(reads).toBe(after)
  })

  test('is of the newest file at first, or of the newest episode, and never of the future', async () => {
    expect(await dateWith({})).toEqual(MODIFIED)
    // A scheduled episode came out long after its file was written
    const old = new Date('2025-01-01T00:00:00Z')
    expect(await dateWith({ modified: old })).toEqual(exampleEpisode().published)
    expect(await dateWith({ modified: new Date('2199-01-01') })).toEqual(NOW)
  })

  test('keeps its date and its very bytes while it stays the same', async () => {
    const first = compose(exampleShow()).site
    const before = await make(first, '/feed.xml')
    const second = compose(exampleShow(), { previous: first, now: LATER, modified: LATER }).site
    expect(await make(second, '/feed.xml')).toBe(before)
  })

  test('is of the hour at which it became another, whatever its files say', async () => {
    const first = compose(exampleShow()).site
    const before = await make(first, '/feed.xml')
    const other = exampleShow({ title: 'Jiná zátoka' })
    const second = compose(other, { previous: first, now: LATER, modified: new Date(0) }).site
    const after = await make(second, '/feed.xml')
    expect(after.modified).toEqual(LATER)
    expect(after.hash).not.toBe(before.hash)
  })

  test('keeps its date over tables of which nobody asked for it', async () => {
    const first = compose(exampleShow()).site
    const before = await make(first, '/feed.xml')
    const second = compose(exampleShow({ title: 'Jiná zátoka' }), {
      previous: first,
      now: LATER,
    }).site
    const third = compose(exampleShow(), { previous: second, now: LATER }).site
    expect(await make(third, '/feed.xml')).toBe(before)
  })

  test('is the same when the same show is put together anew', async () => {
    expect(await hashesOf(exampleShow())).toEqual(await hashesOf(exampleShow()))
  })
})
