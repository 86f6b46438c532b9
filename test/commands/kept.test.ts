import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Given } from '../../src/commands/command.ts'
import { parseLedger } from '../../src/show/ledger/ledger.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { serveFolder, until } from '../support/program.ts'
import { freePort } from '../support/free-port.ts'
import { servedTitles, titlesOf } from '../support/served-titles.ts'
import { sampleOf } from '../support/extent.ts'
import { type Built, buildAt, numberedBlog } from '../support/numbered-blog.ts'

/** One post of so many is less than a tenth. */
const COUNT = 11
const POST = '2026-01-05-post-5.md'
const NAMES = Array.from({ length: COUNT }, (_, index) => `Post ${COUNT - index}`)

const makeBlog = (): Promise<string> => numberedBlog(COUNT)

async function build(
  folder: string,
  options: Given['options'] = {},
  today = '2026-06-01T12:00:00Z',
): Promise<Built & { readonly feed: string }> {
  const built = await buildAt(today, folder, options)
  return { ...built, feed: built.feed ?? '' }
}

async function edit(folder: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(join(folder, POST), 'utf8')
  await writeFile(join(folder, POST), change(text))
}

interface Accident {
  readonly what: string
  readonly happen: (folder: string) => Promise<unknown>
  /** What is said of the post; null where nothing has happened to it. */
  readonly state: string | null
}

const ACCIDENTS: readonly Accident[] = [
  {
    what: 'its key is misspelt',
    happen: (folder) => edit(folder, (text) => text.replace('audio:', 'audoi:')),
    state: 'is no episode (no recording named)',
  },
  {
    what: 'it is marked as a draft',
    happen: (folder) => edit(folder, (text) => text.replace('title:', 'draft: true\ntitle:')),
    state: 'is no episode (draft: true)',
  },
  {
    what: 'it is deleted',
    happen: (folder) => rm(join(folder, POST)),
    state: 'is gone',
  },
  {
    what: 'it is empty',
    happen: (folder) => writeFile(join(folder, POST), ''),
    state: 'is no episode (empty file)',
  },
  {
    what: 'it is moved among the drafts',
    happen: async (folder) => {
      await addFiles(folder, { '_drafts/x.md': 'x' })
      await rename(join(folder, POST), join(folder, '_drafts', POST))
    },
    state: 'is gone',
  },
  {
    what: 'it is renamed',
    happen: (folder) => rename(join(folder, POST), join(folder, '2026-01-05-five.md')),
    state: null,
  },
  {
    what: 'its front matter is cut off',
    happen: (folder) => edit(folder, (text) => text.slice(0, 20)),
    state: 'is broken',
  },
]

describe('a published episode stays in the feed as it was', () => {
  test.each(sampleOf(ACCIDENTS, ({ state }) => state?.split(' ')[1]))(
    'when $what',
    async ({ happen, state }) => {
      const folder = await makeBlog()
      const first = await build(folder)
      expect([first.code, titlesOf(first.feed)]).toEqual([0, NAMES])
      await happen(folder)
      const { code, output, feed } = await build(folder, { keepGoing: state === 'is broken' })
      expect(feed).toBe(first.feed)
      expect(code).toBe(state === 'is broken' ? 1 : 0)
      const said = output.split('\n').filter((line) => line.includes('was published'))
      const sentence = `! ${POST}: "Post 5" was published, but its post ${state}; it stays in the feed as it was`
      expect(said.map((line) => line.slice(0, sentence.length))).toEqual(
        state === null ? [] : [sentence],
      )
    },
  )

  test('and since when is said, until it is restored', async () => {
    const folder = await makeBlog()
    const first = await build(folder)
    const text = await readFile(join(folder, POST), 'utf8')
    await rm(join(folder, POST))
    await build(folder)
    const later = await build(folder, {}, '2026-06-09T12:00:00Z')
    expect(later.output).toContain('its post is gone since 2026-06-01; it stays')
    await writeFile(join(folder, POST), text)
    const restored = await build(folder, {}, '2026-06-10T12:00:00Z')
    expect([restored.output.includes('was published'), restored.feed]).toEqual([false, first.feed])
    const ledger = parseLedger(await readFile(join(folder, 'sidecast.ledger.json'), 'utf8'))
    expect(ledger.entries.filter(({ missing, gone }) => missing ?? gone)).toEqual([])
  })

  test('until its author confirms that it is to go, once', async () => {
    const folder = await makeBlog()
    await build(folder)
    await rm(join(folder, POST))
    const rest = NAMES.filter((name) => name !== 'Post 5')
    const confirmed = await build(folder, { allowRemoval: true })
    expect([confirmed.code, titlesOf(confirmed.feed)]).toEqual([0, rest])
    const again = await build(folder)
    expect([again.output.includes('Post 5'), titlesOf(again.feed)]).toEqual([false, rest])
  })

  test('but where no copy of its post is, as on another computer, that is said', async () => {
    const folder = await makeBlog()
    await build(folder)
    const other = await makeFolder()
    await cp(folder, other, { recursive: true, filter: (path) => !path.endsWith('.sidecast') })
    await rm(join(other, POST))
    const { code, output, feed } = await build(other)
    expect([code, titlesOf(feed)]).toEqual([0, NAMES.filter((name) => name !== 'Post 5')])
    expect(output).toContain('"Post 5" was published, but its post is gone; there is no copy of it')
  })

  test('while it is served, whatever an editor leaves for a moment', async () => {
    const folder = await makeBlog()
    await build(folder)
    const port = await freePort()
    const serving = await serveFolder(folder, '--port', port)
    const text = await readFile(join(folder, POST), 'utf8')
    for (const half of ['', text.slice(0, 10), text.replace('audio:', 'audoi:')]) {
      await writeFile(join(folder, POST), half)
      const told = serving.output().length
      await until(
        () => Promise.resolve(serving.output().slice(told)),
        (output) => output.includes('"Post 5" was published'),
      )
      expect(await servedTitles(port)).toEqual(NAMES)
    }
    await writeFile(join(folder, POST), text.replace('Post 5', 'Post five'))
    const titles = await until(
      () => servedTitles(port),
      (now) => now.includes('Post five'),
    )
    expect(titles).toHaveLength(COUNT)
  })
})
