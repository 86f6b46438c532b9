import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import type { Composition } from '../../src/show/compose-show.ts'
import type { Ledger } from '../../src/show/ledger/ledger.ts'
import { LEDGER_FILE, parseLedger } from '../../src/show/ledger/ledger.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { networkBlog, networkSettings, TWO_SHOWS } from '../support/network-blog.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { postText } from '../support/small-blog.ts'

const NOW = new Date('2026-06-01T12:00:00Z')

interface Out {
  readonly composition: Composition
  readonly printed: readonly string[]
  /** Title → guid, of all shows. */
  readonly guids: Readonly<Record<string, string>>
  /** Show → slugs, the newest first. */
  readonly slugs: Readonly<Record<string, readonly string[]>>
  readonly ledger: Ledger
}

function guidOf({ composition }: Out, index: number): string | undefined {
  return composition.show.shows[index]?.show.guid
}

/** Lets the shows of a folder go out. */
async function air(folder: string, allowRemoval = false): Promise<Out> {
  const opened = await openBlog(folder, null, allowRemoval)
  const { composition, problems } = await readBlog(opened)
  if (composition === null) throw new Error(problems.map(formatProblem).join('\n'))
  await opened.remember(composition, NOW)
  const all = [composition.show, ...composition.show.shows.map(({ show }) => show)]
  return {
    composition,
    printed: problems.map(formatProblem),
    guids: Object.fromEntries(
      all.flatMap(({ episodes }) => episodes.map(({ title, guid }) => [title, guid])),
    ),
    slugs: Object.fromEntries(
      composition.show.shows.map(({ name, show }) => [name, show.episodes.map(({ slug }) => slug)]),
    ),
    ledger: parseLedger(await readFile(join(folder, LEDGER_FILE), 'utf8')),
  }
}

describe('several shows of one folder', () => {
  test('are each a show of its own, with what it does not say from the top level', async () => {
    const { composition, slugs, printed, ledger } = await air(await makeFolder(networkBlog()))
    expect(slugs).toEqual({ travel: ['0002', '0001'], 'Öl & Meer': ['0001'] })
    const [travel, sea] = composition.show.shows
    expect(travel?.show).toMatchObject({
      title: 'Travels',
      description: 'All that is heard at the harbour.',
      type: 'serial',
      language: 'cs',
      author: 'Cyril',
      baseUrl: 'https://radio.example.org/pod/travel/',
    })
    expect(sea?.show).toMatchObject({
      title: 'Öl & Meer',
      type: 'episodic',
      language: 'en',
      author: 'Ann Reader',
      baseUrl: 'https://radio.example.org/pod/ol-meer/',
    })
    expect(new Set([travel, sea].map((each) => each?.show.guid)).size).toBe(2)
    expect(composition.show.skipped).toEqual([
      { file: 'other/2026-05-06-0001.md', reason: 'it belongs to none of the shows' },
    ])
    expect(printed).toEqual([])
    expect(ledger.entries.map(({ show, file }) => [show, file])).toEqual([
      ['travel', 'travel/2026-05-04-0001.md'],
      ['Öl & Meer', 'sea/2026-05-05-0001.md'],
      ['travel', 'travel/2026-05-11-0002.md'],
    ])
    expect(ledger.feeds.map(({ show, path }) => [show, path])).toEqual([
      ['Öl & Meer', '/ol-meer/feed.xml'],
      ['travel', '/travel/feed.xml'],
    ])
  })

  test('keep guids and podcast:guid when nothing changes, to the byte', async () => {
    const folder = await makeFolder(networkBlog())
    const first = await air(folder)
    const ledger = await readFile(join(folder, LEDGER_FILE), 'utf8')
    const again = await air(folder)
    expect(again.guids).toEqual(first.guids)
    expect(await readFile(join(folder, LEDGER_FILE), 'utf8')).toBe(ledger)
    expect(JSON.parse(ledger)).toMatchObject({ version: 2 })
  })

  test('a podcast:guid stays under a new address, and under a new name at the old one', async () => {
    const folder = await makeFolder(networkBlog())
    const first = await air(folder)
    const moved = TWO_SHOWS.replace('posts: sea', 'posts: sea\n    path: /sea/')
    await writeFile(
      join(folder, 'sidecast.yml'),
      moved.replace('  travel:', '  Travel radio:\n    path: travel\n    posts: travel'),
    )
    const then = await air(folder)
    expect([guidOf(then, 0), guidOf(then, 1)]).toEqual([guidOf(first, 0), guidOf(first, 1)])
    expect(then.guids).toEqual(first.guids)
    expect(then.printed).toEqual([
      `${LEDGER_FILE}: the feed of Öl & Meer was at /ol-meer/feed.xml, where there is nothing now, so its subscribers get no new episodes; write old_feeds: [/ol-meer/feed.xml] into the show that they are to get`,
    ])
  })

  test('a post that comes into another show keeps its guid, and is missed nowhere', async () => {
    const folder = await makeFolder(networkBlog())
    const first = await air(folder)
    await rename(join(folder, 'travel/2026-05-11-0002.md'), join(folder, 'sea/2026-05-11-0002.md'))
    await rename(join(folder, 'travel/two.mp3'), join(folder, 'sea/two.mp3'))
    const then = await air(folder)
    expect(then.slugs).toEqual({ travel: ['0001'], 'Öl & Meer': ['0002', '0001'] })
    expect(then.guids).toEqual(first.guids)
    expect(then.printed).toEqual([])
    expect(then.ledger.entries.map(({ show, gone }) => [show, gone])).toEqual([
      ['travel', undefined],
      ['Öl & Meer', undefined],
      ['Öl & Meer', undefined],
    ])
  })

  test('a blog of one show that comes to have several keeps all guids, and tells of its feed', async () => {
    const one = networkSettings('').replace('shows:\n', '')
    const folder = await makeFolder(networkBlog(one))
    const before = await air(folder)
    expect(Object.keys(before.guids)).toHaveLength(4)
    expect(await readFile(join(folder, LEDGER_FILE), 'utf8')).toContain('"version": 1')
    await writeFile(join(folder, 'sidecast.yml'), `${TWO_SHOWS}  other: {}\n`)
    const then = await air(folder)
    expect(then.guids).toEqual(before.guids)
    expect(then.printed).toEqual([
      `${LEDGER_FILE}: the feed was at /feed.xml, where there is nothing now, so its subscribers get no new episodes; write old_feeds: [/feed.xml] into the show that they are to get`,
    ])
    await writeFile(join(folder, 'sidecast.yml'), `${TWO_SHOWS}  other: { old_feeds: /feed.xml }\n`)
    expect((await air(folder)).printed).toEqual([])
    await writeFile(join(folder, 'sidecast.yml'), one)
    const back = await air(folder)
    expect(back.guids).toEqual(before.guids)
  })

  test('posts that leave all shows are missed like those that leave the only one', async () => {
    const folder = await makeFolder(networkBlog(`${TWO_SHOWS}  other: {}\n`))
    await air(folder)
    await writeFile(join(folder, 'sidecast.yml'), TWO_SHOWS)
    const ledger = await readFile(join(folder, LEDGER_FILE), 'utf8')
    const { printed } = await air(folder)
    expect(printed).toContainEqual(
      expect.stringContaining('1 of 1 published episodes would leave the feed: "Stray"'),
    )
    await writeFile(join(folder, LEDGER_FILE), ledger)
    expect((await air(folder, true)).printed).toContainEqual(
      expect.stringContaining('1 of 1 published episodes leave the feed'),
    )
  })

  test('a show is missed although it is a small part of all', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `travel/2026-04-${String(index + 1).padStart(2, '0')}-more.md`,
        postText(`More ${index}`, 'one.mp3', [`slug: more-${index}`]),
      ]),
    )
    const folder = await makeFolder({ ...networkBlog(), ...many })
    await air(folder)
    await rm(join(folder, 'sea'), { recursive: true })
    const { printed } = await air(folder)
    expect(printed).toContainEqual(
      expect.stringContaining('1 of 1 published episodes would leave the feed: "Oil"'),
    )
    expect(printed).toContainEqual(
      expect.stringContaining('no file belongs to the show Öl & Meer, so it has no episode'),
    )
  })

  test('a post of two shows is published in the first, which is told once for each two', async () => {
    const settings = networkSettings('  travel: {}\n  all: { posts: [travel, sea] }\n')
    const { slugs, printed } = await air(await makeFolder(networkBlog(settings)))
    expect(slugs).toEqual({ travel: ['0002', '0001'], all: ['0001'] })
    expect(printed).toEqual([
      'travel/2026-05-04-0001.md: 2 posts, this one first, belong to both travel and all, and are published in travel only; change posts or where in their settings so that only one of them has it',
    ])
  })

  test('shows by category, author and language, each spelled as authors do', async () => {
    const settings = networkSettings(`  Web:
    where: { category: [web development, CSS] }
  Bo:
    where: { author: Bo Writer, category: Sea }
  Česky:
    where: { languages: cs }
`)
    const posts = {
      'a.md': postText('A', 'one.mp3', ['date: 2026-05-01', 'tags: [Web_Development]']),
      'b.md': postText('B', 'one.mp3', ['date: 2026-05-02', 'author: Bo Writer', 'tags: [sea]']),
      'c.md': postText('C', 'one.mp3', ['date: 2026-05-03', 'author: Bo Writer', 'lang: cs']),
      'd.md': postText('D', 'one.mp3', ['date: 2026-05-04', 'author: Bo Writer']),
    }
    const files = networkBlog(settings)
    const folder = await makeFolder({
      'sidecast.yml': settings,
      'cover.jpg': 'x',
      'one.mp3': files['sea/one.mp3'] ?? '',
      ...posts,
    })
    const { slugs, composition } = await air(folder)
    expect(slugs).toEqual({ Web: ['a'], Bo: ['b'], Česky: ['c'] })
    expect(composition.show.skipped.map(({ file }) => file)).toEqual(['d.md'])
  })

  test('a show that reads posts by its own rules does so for its own posts only', async () => {
    const settings = networkSettings(`  travel:
    fields: { audio: klang }
  sea: {}
`)
    const folder = await makeFolder({
      ...networkBlog(settings),
      'travel/2026-05-12-0003.md': '---\ntitle: Echo\nklang: one.mp3\n---\nText.\n',
      'sea/2026-05-12-0003.md': '---\ntitle: Echo\nklang: one.mp3\n---\nText.\n',
    })
    const { slugs } = await air(folder)
    expect(slugs).toEqual({ travel: ['0003', '0002', '0001'], sea: ['0001'] })
  })

  test('an article leads to the articles of other shows, and of none, where the blog has them', async () => {
    const site = `site: https://www.example.org\npermalink: /:year/:title/\n${TWO_SHOWS}`
    const text = `${postText('Oil', 'one.mp3')}
[Pass](../travel/2026-05-04-0001.md), [stray](/other/2026-05-06-0001.md), [gone](../travel/2026-05-05-0009.md).
`
    const folder = await makeFolder({ ...networkBlog(site), 'sea/2026-05-05-0001.md': text })
    const { show, problems } = await readBlog(await openBlog(folder))
    const [episode] = show?.shows[1]?.show.episodes ?? []
    expect(Object.fromEntries(episode?.addresses ?? [])).toEqual({
      '../travel/2026-05-04-0001.md': 'https://www.example.org/2026/0001/',
      '/other/2026-05-06-0001.md': 'https://www.example.org/2026/0001/',
    })
    const missing = problems.filter(({ rule }) => rule === 'episode/post-link')
    expect(missing.map(({ message }) => message)).toEqual([
      expect.stringContaining('no post "../travel/2026-05-05-0009.md"'),
    ])
  })

  test('an edit changes its own show only', async () => {
    const folder = await makeFolder(networkBlog())
    const opened = await openBlog(folder)
    const before = await readBlog(opened)
    const file = 'sea/2026-05-05-0001.md'
    await addFiles(folder, { [file]: postText('Crude oil', 'one.mp3') }, NOW)
    const after = await readBlog(opened, { changed: [file] })
    const episodes = ({ show }: typeof before, index: number) => show?.shows[index]?.show.episodes
    expect(episodes(after, 1)?.map(({ title }) => title)).toEqual(['Crude oil'])
    expect(episodes(after, 1)?.[0]?.guid).toBe(episodes(before, 1)?.[0]?.guid)
    expect(episodes(after, 0)?.map((each, index) => each === episodes(before, 0)?.[index])).toEqual(
      [true, true],
    )
  })
})
