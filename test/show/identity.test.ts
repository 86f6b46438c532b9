import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import type { Candidate } from '../../src/show/ledger/identity.ts'
import { identify } from '../../src/show/ledger/identity.ts'
import type { LedgerEntry } from '../../src/show/ledger/ledger.ts'
import { soundOf } from '../../src/show/ledger/traits.ts'

const SHOW = '917393e3-1b1e-5cef-ace4-edaa54e1f810'

function candidate(overrides: Partial<Candidate> = {}): Candidate {
  return {
    file: '_posts/2025-05-04-tides.md',
    slug: 'tides',
    link: 'https://blog.example/item/tides/',
    title: 'Tides',
    published: new Date('2025-05-04T00:00:00Z'),
    audioUrl: 'https://blog.example/audio/tides.mp3',
    sound: null,
    guid: null,
    permalink: 'https://blog.example/item/tides/',
    line: null,
    ...overrides,
  }
}

function entry(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    guid: 'published-guid',
    file: '_posts/2025-05-04-tides.md',
    slug: 'tides',
    link: 'https://blog.example/item/tides/',
    title: 'Tides',
    published: '2025-05-04T00:00:00.000Z',
    first: '2025-05-04T06:00:00.000Z',
    audio: {
      url: 'https://blog.example/audio/tides.mp3',
      bytes: 1,
      seconds: 1,
      type: 'audio/mpeg',
      how: 'scan',
      hash: null,
      etag: null,
    },
    text: null,
    ...overrides,
  }
}

function guidsOf(candidates: readonly Candidate[], entries: readonly LedgerEntry[] = []): string[] {
  const { identities } = identify(candidates, { showGuid: null, feeds: [], entries }, SHOW)
  return candidates.map(({ file }) => identities.get(file)?.guid ?? 'none')
}

describe('the guid of a new episode', () => {
  test.each([
    {
      from: "the front matter's own",
      guid: 'mine',
      permalink: 'https://x.example/a/',
      want: 'mine',
    },
    {
      from: 'the permalink',
      guid: null,
      permalink: 'https://x.example/a/',
      want: 'https://x.example/a/',
    },
  ])('is $from', ({ guid, permalink, want }) => {
    expect(guidsOf([candidate({ guid, permalink })])).toEqual([want])
  })

  test('is a UUID of show and slug where nothing else is known', () => {
    expect(guidsOf([candidate({ permalink: null })])[0]).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('posts that have one address in the blog', () => {
  const link = 'https://blog.example/2/'
  const posts = ['a', 'b', 'c'].map((name, day) =>
    candidate({
      file: `${name}.md`,
      slug: name,
      link,
      permalink: link,
      title: name,
      audioUrl: `/audio/${name}.mp3`,
      published: new Date(Date.UTC(2025, 0, day + 1)),
    }),
  )

  test('all have a guid, the older one that of the address', () => {
    const { problems } = identify(posts, { showGuid: null, feeds: [], entries: [] }, SHOW)
    const guids = guidsOf(posts)
    expect(guids[0]).toBe(link)
    expect(new Set(guids).size).toBe(3)
    expect(problems.map(({ rule }) => rule)).toEqual(Array(2).fill('episode/address-shared'))
    expect(problems.map(formatProblem)[0]).toBe(
      `b.md: "${link}" is the address of a.md, too, so the guid of this episode is derived from its slug; give it a permalink or a slug of its own`,
    )
  })

  test('keep what the ledger knows, whichever of them it is', () => {
    const known = entry({ file: 'c.md', guid: link, slug: 'c', title: 'c', link })
    const [a, b, c] = guidsOf(posts, [{ ...known, published: '2025-01-03T00:00:00.000Z' }])
    expect(c).toBe(link)
    expect([a, b]).not.toContain(link)
    expect(a).not.toBe(b)
  })
})

describe('a published guid stays', () => {
  const kept: { change: string; now: Partial<Candidate> }[] = [
    { change: 'the title', now: { title: 'High water' } },
    {
      change: 'title and day, and with it the link',
      now: {
        title: 'High water',
        published: new Date('2025-05-06T00:00:00Z'),
        link: 'https://blog.example/2025/05/06/tides/',
      },
    },
    {
      change: 'file and day, but neither slug nor recording',
      now: {
        file: 'content/tides.md',
        link: 'https://blog.example/2025/05/06/tides/',
        published: new Date('2025-05-06T00:00:00Z'),
        title: 'High water',
      },
    },
    { change: 'the host of the recording', now: { audioUrl: 'https://cdn.example/x.mp3' } },
    { change: 'the host of the blog', now: { link: 'https://new.example/item/tides/' } },
    { change: 'the front matter gets another guid', now: { guid: 'another' } },
    {
      change: 'the generator, and with it the folder',
      now: { file: 'content/posts/2025/2025-05-04-tides.md' },
    },
    {
      change: 'the file name, and with it link and slug',
      now: {
        file: '_posts/2025-05-04-ebb.md',
        slug: 'ebb',
        link: 'https://blog.example/item/ebb/',
      },
    },
    {
      change: 'file, link, slug and recording, but not title and day',
      now: {
        file: 'a.md',
        slug: 'a',
        link: 'https://n.example/a',
        audioUrl: 'https://n.example/a.mp3',
      },
    },
    {
      change: 'file, link, slug and title, but not the recording',
      now: { file: 'a.md', slug: 'a', link: 'https://n.example/a', title: 'A' },
    },
  ]
  test.each(kept)('when this changes: $change', ({ now }) => {
    expect(guidsOf([candidate(now)], [entry()])).toEqual(['published-guid'])
  })
})

/** A post of which nothing is as it was but the recording. */
function renewed(file: string): Partial<Candidate> {
  const link = `https://blog.example/item/${file}/`
  const published = new Date('2025-07-01T00:00:00Z')
  return { file, slug: file, link, permalink: link, title: `On ${file}`, published }
}

describe('a published guid stays with the bytes of its recording', () => {
  test.each([
    { of: 'a file', hash: 'sha256-a', bytes: 1000, url: '/audio/a.mp3' },
    { of: 'a file with another name', hash: 'sha256-a', bytes: 1000, url: '/audio/b.mp3' },
    { of: 'another host', hash: null, bytes: 1000, url: 'https://cdn.example/a.mp3' },
  ])(
    'when file, title and day change, and with them link and slug: $of',
    ({ hash, bytes, url }) => {
      const audio = { ...entry().audio, hash, bytes, url }
      const sound = soundOf(audio)
      const post = candidate({ ...renewed('a.md'), audioUrl: url, sound })
      expect(guidsOf([post], [entry({ audio })])).toEqual(['published-guid'])
    },
  )
})

describe('a new post does not take the guid of another', () => {
  test('that has the same slug on another day', () => {
    const post = candidate({
      file: 'content/2026/tides.md',
      link: 'https://blog.example/2026/tides/',
      permalink: 'https://blog.example/2026/tides/',
      published: new Date('2026-05-04T00:00:00Z'),
      title: 'Tides again',
      audioUrl: 'https://blog.example/audio/again.mp3',
    })
    expect(guidsOf([post], [entry()])).toEqual(['https://blog.example/2026/tides/'])
  })

  test('whose file name it was given, while nothing else is the same', () => {
    const post = candidate({
      slug: 'moon',
      link: 'https://blog.example/item/moon/',
      permalink: 'https://blog.example/item/moon/',
      title: 'Moon',
      published: new Date('2026-01-01T00:00:00Z'),
      audioUrl: 'https://blog.example/audio/moon.mp3',
    })
    expect(guidsOf([post], [entry()])).toEqual(['https://blog.example/item/moon/'])
  })

  test('with which it shares the recording, but neither day nor title', () => {
    const post = candidate({
      file: 'content/posts/news.md',
      slug: 'news',
      link: 'https://blog.example/item/news/',
      permalink: 'https://blog.example/item/news/',
      title: 'News',
      published: new Date('2025-05-15T00:00:00Z'),
    })
    expect(guidsOf([post], [entry()])).toEqual(['https://blog.example/item/news/'])
  })

  test('whose page had the same address on this site', () => {
    const post = candidate({
      file: '2026-05-05-news.md',
      slug: 'news',
      link: '/episodes/news/',
      permalink: null,
      title: 'News of Tuesday',
      published: new Date('2026-05-05T00:00:00Z'),
      audioUrl: '/audio/2026-05-05.mp3',
    })
    const known = entry({
      file: '2026-05-04-news.md',
      slug: 'news',
      link: '/episodes/news/',
      title: 'News of Monday',
      published: '2026-05-04T00:00:00.000Z',
      audio: { ...entry().audio, url: '/audio/2026-05-04.mp3' },
    })
    expect(guidsOf([post], [known])).not.toContain('published-guid')
  })

  test('of the day before with its title, its slug and the name of its recording', () => {
    const post = candidate({
      file: '2025/05/05/index.md',
      slug: 'tides',
      link: 'https://blog.example/2025/05/05/',
      permalink: 'https://blog.example/2025/05/05/',
      published: new Date('2025-05-05T00:00:00Z'),
      audioUrl: 'https://blog.example/2025/05/05/tides.mp3',
    })
    expect(guidsOf([post], [entry()])).toEqual(['https://blog.example/2025/05/05/'])
  })

  test.each([
    { what: 'has other bytes now', sound: 'sha256-b', others: [] },
    { what: 'another post has too', sound: 'sha256-a', others: ['b.md'] },
  ])('when its recording $what', ({ sound, others }) => {
    const hashed = entry({ audio: { ...entry().audio, hash: 'sha256-a' } })
    const posts = ['a.md', ...others].map((file) => candidate({ ...renewed(file), sound }))
    expect(guidsOf(posts, [hashed])).toEqual(posts.map(({ permalink }) => permalink))
  })

  test('when two of them could be it', () => {
    const moved = { link: 'https://n.example/a', title: 'A', permalink: 'https://n.example/a' }
    const posts = [
      candidate({ file: 'a.md', slug: 'a', ...moved }),
      candidate({
        file: 'b.md',
        slug: 'b',
        ...moved,
        link: 'https://n.example/b',
        permalink: 'https://n.example/b',
      }),
    ]
    expect(guidsOf(posts, [entry()])).toEqual(['https://n.example/a', 'https://n.example/b'])
  })
})

describe('two posts that claim one guid', () => {
  const older = candidate({
    file: 'a.md',
    guid: 'same',
    published: new Date('2025-01-01T00:00:00Z'),
  })
  const newer = candidate({
    file: 'b.md',
    guid: 'same',
    published: new Date('2025-02-01T00:00:00Z'),
  })

  test('leave it with the older one', () => {
    expect(guidsOf([newer, older])).toEqual(['none', 'same'])
  })

  test('leave it with the one in the ledger, be it the newer', () => {
    const known = entry({ guid: 'same', file: 'b.md' })
    expect(guidsOf([older, newer], [known])).toEqual(['none', 'same'])
  })

  test('end in a sentence with place and fix', () => {
    const { problems } = identify([older, newer], { showGuid: null, feeds: [], entries: [] }, SHOW)
    expect(problems.map(formatProblem)).toEqual([
      'b.md guid: "same" is the guid of a.md, so this post is left out; change this guid, or remove it',
    ])
  })
})
