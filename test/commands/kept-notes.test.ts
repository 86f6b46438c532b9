import { chmod, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { quietly } from '../../src/commands/open-blog.ts'
import { openFolder, readWhole } from '../../src/commands/open-folder.ts'
import { openKeptTexts } from '../../src/jobs/kept-texts.ts'
import { WORK } from '../../src/jobs/kinds.ts'
import { createPreparePieces } from '../../src/render/article-pieces.ts'
import { renderNotes } from '../../src/render/feed/notes.ts'
import type { Show } from '../../src/show/show.ts'
import { ARTICLE_THREADS } from '../../src/site/article-threads.ts'
import { createSite } from '../../src/site/create-site.ts'
import { createKeptNotes, type KeptNotes } from '../../src/site/kept-notes.ts'
import { makeFolder } from '../support/folder.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

const TIDES = '2026-05-04-tides.md'
const FILE = '.sidecast/notes/all.notes'

interface Start {
  readonly show: Show
  readonly notes: KeptNotes
  readonly feed: string
  /** Articles that a thread had to read. */
  readonly read: number
  readonly told: readonly string[]
}

/** One start of the program, until its feed is made and kept. */
async function start(folder: string, baseUrl = 'https://cast.example/'): Promise<Start> {
  const told: string[] = []
  const opened = await openFolder({ folder, baseUrl }, quietly())
  const { composition } = await readWhole(opened, WORK.here, quietly())
  if (composition === null) throw new Error('there is no show')
  const { show } = composition
  const notes = createKeptNotes(openKeptTexts(folder, 'notes', (sentence) => told.push(sentence)))
  let read = 0
  const threads = {
    ...ARTICLE_THREADS,
    run: (work: unknown) => {
      read += 1
      return ARTICLE_THREADS.run(work)
    },
  }
  const prepare = createPreparePieces({ threads, passed: () => undefined, kept: notes.of })
  const now = new Date()
  const options = { publicFiles: new Map(), previous: null, now, modified: now, prepare }
  const resource = createSite(show, options).site.get('/feed.xml')
  const feed = resource?.from === 'show' ? String((await resource.make()).bytes) : ''
  await notes.keep(show)
  return { show, notes, feed, read, told }
}

describe('the notes of the feed at the next start', () => {
  test('are those that were made, and no article is read', async () => {
    const folder = await makeFolder(smallBlog())
    const [first, second] = [await start(folder), await start(folder)]
    expect([first.read, second.read]).toEqual([2, 0])
    expect(second.feed).toBe(first.feed)
    for (const episode of second.show.episodes) {
      expect(second.notes.of(second.show, episode)).toBe(renderNotes(second.show, episode))
    }
  })

  test.each<[string, Record<string, string>, number]>([
    ['the text of one', { [TIDES]: `${postText('Tides', 'tides.mp3')}More.\n` }, 1],
    ['the title of one', { [TIDES]: postText('Waves', 'tides.mp3') }, 1],
    [
      'the chapters of one',
      { [TIDES]: postText('Tides', 'tides.mp3', ['chapters: [{ start: 0, title: One }]']) },
      1,
    ],
    ['a file that says nothing of them', { 'more.md': 'Just another page.\n' }, 0],
  ])('are made again after a change of %s', async (_, files, read) => {
    const folder = await makeFolder(smallBlog())
    await start(folder)
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    const { show, notes, ...next } = await start(folder)
    expect(next.read).toBe(read)
    for (const episode of show.episodes) {
      expect(notes.of(show, episode)).toBe(renderNotes(show, episode))
    }
    expect((await start(folder)).read).toBe(0)
  })

  test('are made again where a picture in them has come to the folder', async () => {
    const shown = `${postText('Tides', 'tides.mp3')}![map](map.png)\n`
    const folder = await makeFolder({ ...smallBlog(), [TIDES]: shown })
    await start(folder)
    await writeFile(join(folder, 'map.png'), 'not looked at here')
    const { read, feed } = await start(folder)
    expect(read).toBe(1)
    expect(feed).toContain('https://cast.example/episodes/tides/')
  })

  test('are made again at another address', async () => {
    const folder = await makeFolder(smallBlog())
    await start(folder)
    expect((await start(folder, 'https://other.example/')).read).toBe(2)
  })

  test('are made again where their file is damaged, which is told once', async () => {
    const folder = await makeFolder(smallBlog())
    const { feed } = await start(folder)
    const bytes = await readFile(join(folder, FILE))
    bytes.write('?', bytes.length - 20)
    await writeFile(join(folder, FILE), bytes)
    const next = await start(folder)
    expect([next.read, next.feed]).toEqual([2, feed])
    expect(next.told).toEqual([expect.stringMatching(/all\.notes is damaged/)])
    expect((await start(folder)).read).toBe(0)
  })

  test('are not written again while they are the same', async () => {
    const folder = await makeFolder(smallBlog())
    await start(folder)
    await chmod(join(folder, '.sidecast/notes'), 0o500)
    const before = await readFile(join(folder, FILE))
    await start(folder)
    expect(await readFile(join(folder, FILE))).toEqual(before)
    expect(await readdir(join(folder, '.sidecast/notes'))).toEqual(['all.notes'])
    await chmod(join(folder, '.sidecast/notes'), 0o700)
  })
})
