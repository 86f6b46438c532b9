import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import type { LedgerEntry } from '../../src/show/ledger/ledger.ts'
import { assignSlugs, knownSlugs } from '../../src/show/ledger/slugs.ts'

interface Given {
  readonly file: string
  readonly slug: string
  readonly language?: string
  readonly day?: number
}

function assign(posts: readonly Given[], known: Readonly<Record<string, string>> = {}) {
  const { slugs, problems } = assignSlugs(
    posts.map(({ file, slug, language, day }) => ({
      file,
      slug,
      language: language ?? null,
      published: new Date(Date.UTC(2025, 0, day ?? 1)),
      lines: new Map([['slug', 2]]),
    })),
    new Map(Object.entries(known)),
    'cs',
  )
  return { slugs: Object.fromEntries(slugs), problems: problems.map(formatProblem) }
}

function called(file: string, day: number, slug = '2'): Given {
  return { file, slug, day }
}

describe('assignSlugs', () => {
  test('leaves a slug with the older post and tells the other what it gets', () => {
    const { slugs, problems } = assign([
      { file: 'news/b.md', slug: 'tides', day: 2 },
      { file: 'a.md', slug: 'tides', day: 1 },
    ])
    expect(slugs).toEqual({ 'a.md': 'tides', 'news/b.md': 'news-tides' })
    expect(problems).toEqual([
      `news/b.md:2 slug: "tides" is the slug of a.md, so the page of this episode is /episodes/news-tides/; change one of them if you prefer another`,
    ])
  })

  test('tells a translation by its language', () => {
    const { slugs } = assign([
      { file: 'content/posts/a.md', slug: 'a', language: 'cs' },
      { file: 'content/en/posts/a.md', slug: 'a', language: 'en', day: 2 },
    ])
    expect(slugs).toEqual({ 'content/posts/a.md': 'a', 'content/en/posts/a.md': 'en-a' })
  })

  test('keeps what the ledger knows, also for the newer post', () => {
    const { slugs } = assign(
      [
        { file: 'x/a.md', slug: 'a', day: 1 },
        { file: 'y/a.md', slug: 'a', day: 2 },
      ],
      { 'y/a.md': 'a' },
    )
    expect(slugs).toEqual({ 'y/a.md': 'a', 'x/a.md': 'x-a' })
  })

  test('keeps a page address although its slug was changed later', () => {
    expect(assign([{ file: 'a.md', slug: 'new' }], { 'a.md': 'old' })).toEqual({
      slugs: { 'a.md': 'old' },
      problems: [],
    })
  })

  test('finds one for every post, by the name of its file, its path or a number', () => {
    expect(
      assign([
        called('b/2009-07-30-2.md', 1),
        called('b/2009-08-32-2.md', 2),
        called('b/2009-09-37-2.md', 3),
      ]).slugs,
    ).toEqual({
      'b/2009-07-30-2.md': '2',
      'b/2009-08-32-2.md': 'b-2',
      'b/2009-09-37-2.md': '2009-09-37-2',
    })
    expect(assign([called('a.md', 1), called('b.md', 2), called('c/a.md', 3, 'a')]).slugs).toEqual({
      'a.md': '2',
      'b.md': 'b',
      'c/a.md': 'a',
    })
    const same = ['x/y/a.md', 'z/y/a.md', 'q/y/a.md', 'q/y/a.markdown', 'q/y/a.mdx']
    const slugs = Object.values(assign(same.map((name, day) => called(name, day, 'a'))).slugs)
    expect(slugs).toEqual(['a', 'y-a', 'q-y-a', 'a-2', 'a-3'])
  })

  test('says what stands in its place', () => {
    const { problems } = assign([
      { file: 'a.md', slug: 'a', day: 1 },
      { file: 'b.md', slug: 'a', day: 2 },
    ])
    expect(problems).toEqual([
      `b.md:2 slug: "a" is the slug of a.md, so the page of this episode is /episodes/b/; change one of them if you prefer another`,
    ])
  })
})

describe('knownSlugs', () => {
  const entry: LedgerEntry = {
    guid: 'a',
    file: 'a.md',
    slug: 'old',
    link: '/episodes/old/',
    title: 'Tides',
    published: '2025-01-01T08:00:00.000Z',
    first: null,
    audio: {
      url: '/audio/tides.mp3',
      bytes: 1,
      seconds: 1,
      type: 'audio/mpeg',
      how: 'scan',
      hash: null,
      etag: null,
    },
    text: null,
  }

  function known(changes: { file?: string; title?: string; day?: number; audio?: string }) {
    const { file = 'a.md', title = 'Tides', day = 1, audio = 'tides.mp3' } = changes
    const post = {
      file,
      slug: 'new',
      title,
      published: new Date(Date.UTC(2025, 0, day)),
      audio: [{ value: audio, field: 'audio', line: 2 }] as const,
    }
    const ledger = { showGuid: null, feeds: [], entries: [entry] }
    return knownSlugs([{ post, link: null }], ledger).get(file) ?? null
  }

  test.each([
    { what: 'of a file with another slug', post: {}, slug: 'old' },
    { what: 'of a file with another title too', post: { title: 'Ebb' }, slug: 'old' },
    { what: 'of a renamed file with its day and title', post: { file: 'b.md' }, slug: 'old' },
    {
      what: 'of a renamed file with its day and recording',
      post: { file: 'b.md', title: 'Ebb' },
      slug: 'old',
    },
    {
      what: 'of a file with nothing that it had',
      post: { title: 'Ebb', day: 9, audio: 'ebb.mp3' },
      slug: null,
    },
    { what: 'of a post of another day', post: { file: 'b.md', day: 2 }, slug: null },
  ])('has the address of the page $what: $slug', ({ post, slug }) => {
    expect(known(post)).toBe(slug)
  })
})
