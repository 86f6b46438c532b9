import { readFile, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import * as buildCommand from '../../src/commands/build.ts'
import type { Given } from '../../src/commands/command.ts'
import { startServer } from '../audio/support/recording-server.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { runAt } from '../support/in-process.ts'
import { serveFolder, sidecast, sidecastProcess, until } from '../support/program.ts'
import { freePort } from '../support/free-port.ts'
import { servedTitles, titlesOf } from '../support/served-titles.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'
import { EVERYTHING } from '../support/extent.ts'

const LEDGER = 'sidecast.ledger.json'
const MOVED = silentMp3(60)
const TODAY = '2026-06-01T12:00:00Z'

const postName = (number: number): string =>
  `2026-01-${String(number).padStart(2, '0')}-post-${number}.md`

/** A blog of so many posts, under an address of its own, so that what goes out is no preview. */
async function makeBlog(count: number, more = ''): Promise<string> {
  const { 'sidecast.yml': settings, 'cover.jpg': cover = '' } = smallBlog()
  return makeFolder({
    'sidecast.yml': `${String(settings)}base_url: https://podcast.example.org\n${more}`,
    'cover.jpg': cover,
    ...Object.assign({}, ...Array.from({ length: count }, (_, index) => postFiles(index + 1))),
  })
}

/** A post with its recording. */
function postFiles(number: number): Record<string, string | Uint8Array> {
  return {
    [postName(number)]: postText(`Post ${number}`, `post-${number}.mp3`),
    [`audio/post-${number}.mp3`]: silentMp3(40 + number),
  }
}

interface Built {
  readonly code: number | null
  readonly output: string
  readonly titles: readonly string[]
}

/** Builds into a folder of its own, so that nothing is there but what this build has written. */
async function build(folder: string, options: Given['options'] = {}): Promise<Built> {
  const out = join(await makeFolder(), 'site')
  const running = runAt(TODAY, buildCommand, folder, { out, ...options })
  const code = await running.ended
  return { code, output: running.output(), titles: await titlesIn(out) }
}

async function titlesIn(out: string): Promise<readonly string[]> {
  return titlesOf(await readFile(join(out, 'feed.xml'), 'utf8').catch(() => ''))
}

const removePost = (folder: string, number: number): Promise<void> =>
  rm(join(folder, postName(number)))

const ledgerOf = (folder: string): Promise<string> => readFile(join(folder, LEDGER), 'utf8')

describe('a build that takes more than a tenth of the published episodes away', () => {
  test('is refused with how many, a few of them and the fix, and changes nothing', async () => {
    const folder = await makeBlog(3)
    expect((await build(folder)).titles).toHaveLength(3)
    const ledger = await ledgerOf(folder)
    await removePost(folder, 2)
    for (const options of [{}, { keepGoing: true }]) {
      const { code, output, titles } = await build(folder, options)
      expect([code, titles]).toEqual([1, []])
      expect(output).toContain(
        `✗ ${LEDGER}: 1 of 3 published episodes would leave the feed: "Post 2" of ${postName(2)}; restore them, or confirm their removal with --allow-removal`,
      )
      expect(output).toContain(
        'nothing was written. Restore the episodes, or confirm their removal with --allow-removal.',
      )
    }
    expect(await ledgerOf(folder)).toBe(ledger)
    await addFiles(folder, postFiles(2))
    expect((await build(folder)).code).toBe(0)
  })

  test('is done with --allow-removal, which need not be said again', async () => {
    const folder = await makeBlog(3)
    await build(folder)
    await removePost(folder, 2)
    const { code, output, titles } = await build(folder, { allowRemoval: true })
    expect([code, titles]).toEqual([0, ['Post 3', 'Post 1']])
    expect(output).toContain(`! ${LEDGER}: 1 of 3 published episodes leave the feed: "Post 2"`)
    const again = await build(folder)
    expect([again.code, again.titles]).toEqual([0, ['Post 3', 'Post 1']])
    expect(again.output).not.toContain('published episodes')
  })

  test.runIf(EVERYTHING)('is done where the environment of the program allows it', async () => {
    const folder = await makeBlog(3)
    await build(folder)
    await removePost(folder, 2)
    const out = join(await makeFolder(), 'site')
    const { code } = await sidecastProcess(['build', folder, '--out', out], {
      SIDECAST_ALLOW_REMOVAL: '1',
    })
    expect([code, await titlesIn(out)]).toEqual([0, ['Post 3', 'Post 1']])
  })

  test('is one that finds no posts any more, and one that has lost their recordings', async () => {
    const folder = await makeBlog(5)
    await build(folder)
    const settings = await readFile(join(folder, 'sidecast.yml'), 'utf8')
    await addFiles(folder, { 'sidecast.yml': `${settings}posts: articles\n` })
    const nothing = await build(folder)
    expect(nothing.code).toBe(1)
    expect(nothing.output).toMatch(
      /5 of 5 published episodes would leave the feed: (?:"Post \d" of \S+, ){3}…; restore them/,
    )
    await addFiles(folder, { 'sidecast.yml': settings })
    await rename(join(folder, 'audio'), join(folder, 'away'))
    const silent = await build(folder, { keepGoing: true })
    expect(silent.code).toBe(1)
    expect(silent.output).toContain('5 of 5 published episodes would leave the feed')
  })

  test.runIf(EVERYTHING)('is told by check too, before it comes to that', async () => {
    const folder = await makeBlog(3)
    await build(folder)
    await removePost(folder, 1)
    const { code, stdout } = await sidecast(['check', folder])
    expect(code).toBe(1)
    expect(stdout).toContain('1 of 3 published episodes would leave the feed: "Post 1"')
  })
})

describe('a build that takes a tenth or less away', () => {
  test('keeps the episodes until they are more, one post after the other', async () => {
    const folder = await makeBlog(20)
    await build(folder)
    for (const [number, code, length] of [
      [3, 0, 20],
      [7, 0, 20],
      [11, 1, 0],
    ] as const) {
      await removePost(folder, number)
      const built = await build(folder)
      expect([built.code, built.titles.length]).toEqual([code, length])
    }
    expect((await build(folder, { allowRemoval: true })).titles).toHaveLength(17)
    // What has left does not count any more.
    await removePost(folder, 13)
    expect(await build(folder)).toMatchObject({ code: 0, titles: { length: 17 } })
  })

  test('is done where nobody but the author has seen the episodes', async () => {
    const folder = await makeBlog(3)
    await addFiles(folder, { 'sidecast.yml': smallBlog()['sidecast.yml'] ?? '' })
    await build(folder)
    await removePost(folder, 1)
    expect((await build(folder)).titles).toEqual(['Post 3', 'Post 2'])
  })

  test.runIf(EVERYTHING)('is one that moves older episodes into archives', async () => {
    const folder = await makeBlog(12)
    await build(folder)
    const settings = await readFile(join(folder, 'sidecast.yml'), 'utf8')
    await addFiles(folder, { 'sidecast.yml': `${settings}feed: { episodes: 2 }\n` })
    const { code, titles } = await build(folder)
    expect([code, titles]).toEqual([0, ['Post 12', 'Post 11']])
  })
})

async function serveBlog(folder: string, ...options: readonly string[]) {
  const port = await freePort()
  const { output, stop } = await serveFolder(folder, '--port', port, ...options)
  return { output, stop, titles: () => servedTitles(port) }
}

const told = (output: () => string, sentence: string): Promise<string> =>
  until(
    async () => output(),
    (text) => text.includes(sentence),
  )

describe('serve', () => {
  test('keeps the last good show live, and follows when the posts are back', async () => {
    const folder = await makeBlog(3)
    const { output, titles } = await serveBlog(folder)
    for (const number of [1, 2, 3]) {
      await rename(join(folder, postName(number)), join(folder, `${postName(number)}.away`))
    }
    await told(output, '3 of 3 published episodes would leave the feed')
    await told(output, '! the last good version stays online')
    expect(await titles()).toEqual(['Post 3', 'Post 2', 'Post 1'])
    const away = (await readdir(folder)).filter((name) => name.endsWith('.away'))
    for (const name of away) await rename(join(folder, name), join(folder, name.slice(0, -5)))
    await addFiles(folder, postFiles(4), new Date())
    await until(titles, (now) => now.length === 4)
  })

  test.runIf(EVERYTHING)(
    'lets them go without a restart once a build has confirmed it',
    async () => {
      const folder = await makeBlog(3)
      const { output, titles } = await serveBlog(folder)
      await removePost(folder, 2)
      await told(output, '1 of 3 published episodes would leave the feed')
      expect(await titles()).toHaveLength(3)
      expect((await build(folder, { allowRemoval: true })).code).toBe(0)
      expect(await until(titles, (now) => now.length === 2)).toEqual(['Post 3', 'Post 1'])
    },
  )

  test.runIf(EVERYTHING)(
    'asks for recordings that have all moved before it believes that they are gone',
    async () => {
      const host = await startServer((_, response) => {
        response.writeHead(200, { 'Content-Type': 'audio/mpeg', 'Content-Length': MOVED.length })
        response.end(MOVED)
      })
      onTestFinished(host.close)
      const folder = await makeBlog(3, 'audio: { private_networks: yes }\n')
      await build(folder)
      for (const number of [1, 2, 3]) {
        const moved = postText(`Post ${number}`, `${host.url}/post-${number}.mp3`)
        await addFiles(folder, { [postName(number)]: moved })
      }
      const { titles } = await serveBlog(folder)
      expect(await titles()).toEqual(['Post 3', 'Post 2', 'Post 1'])
    },
  )

  test('does not start with a show that has lost too much, unless told to', async () => {
    const folder = await makeBlog(3)
    await build(folder)
    await removePost(folder, 2)
    const refused = await sidecast(['serve', folder, '--port', '0', '--log', 'none'])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(
      '1 of 3 published episodes would leave the feed: "Post 2" of 2026-01-02-post-2.md; restore them, or confirm their removal with --allow-removal',
    )
    expect(refused.stderr).toContain('sidecast: there is no show to serve')
    const { titles, stop } = await serveBlog(folder, '--allow-removal')
    expect(await titles()).toEqual(['Post 3', 'Post 1'])
    await stop()
    expect(await (await serveBlog(folder)).titles()).toEqual(['Post 3', 'Post 1'])
  })
})
