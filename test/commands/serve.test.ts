import { appendFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { addFiles, makeDeepFolder, makeFolder } from '../support/folder.ts'
import { serveFolder, sidecast, until } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

const LEDGER = 'sidecast.ledger.json'

function titlesOf(feed: string): readonly string[] {
  return [...feed.matchAll(/<item>.*?<title>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?<\/title>/gs)].map(
    (match) => match[1] ?? '',
  )
}

async function titles(url: string): Promise<readonly string[]> {
  return titlesOf(await (await fetch(`${url}feed.xml`)).text())
}

const is =
  (...wanted: readonly string[]) =>
  (got: readonly string[]): boolean =>
    got.join() === wanted.join()

describe('serve', () => {
  test('tells page, feed, how many episodes, and what was left out and why', async () => {
    const folder = await makeFolder(smallBlog())
    const { url, output } = await serveFolder(folder)
    expect(output()).toBe(
      `Tides: 2 episodes\n  page  ${url}\n  feed  ${url}feed.xml\nSkipped:\n  1 file: no front matter (about.md)\nStop with Ctrl+C.\n`,
    )
    expect(await titles(url)).toEqual(['Moon', 'Tides'])
    expect((await fetch(`${url}episodes/tides/`)).status).toBe(200)
    expect((await fetch(`${url}audio/tides.mp3`)).headers.get('content-length')).toBe(
      String(silentMp3(100).length),
    )
  })

  test.each(['https://podcast.example.org', 'https://www.example.org/podcast/'])(
    'says where on this computer the site of %s is',
    async (baseUrl) => {
      const folder = await makeFolder(smallBlog())
      const { output } = await serveFolder(folder, '--base-url', baseUrl)
      const [, here = ''] = /^On this computer it is at (http:\S+)$/m.exec(output()) ?? []
      expect(new URL(here).pathname).toBe(`${new URL(baseUrl).pathname.replace(/\/$/, '')}/`)
      expect((await fetch(new URL('feed.xml', here))).status).toBe(200)
    },
  )

  test('gives the same guids and the same bytes after SIGTERM and a new start', async () => {
    const folder = await makeFolder(smallBlog())
    const first = await serveFolder(folder)
    const before = await (await fetch(`${first.url}feed.xml`)).text()
    const ledger = await readFile(join(folder, LEDGER), 'utf8')
    expect(await first.stop()).toBe(0)
    const again = await serveFolder(folder, '--port', new URL(first.url).port)
    expect(await (await fetch(`${again.url}feed.xml`)).text()).toBe(before)
    expect(await readFile(join(folder, LEDGER), 'utf8')).toBe(ledger)
  })

  test.runIf(EVERYTHING)(
    'has published guids that stay when the site moves to another address',
    async () => {
      const folder = await makeFolder(smallBlog())
      const { url, stop } = await serveFolder(folder)
      const feed = await (await fetch(`${url}feed.xml`)).text()
      await stop()
      const { stdout } = await sidecast([
        'list',
        folder,
        '--json',
        '--base-url',
        'https://moved.example/',
      ])
      const { episodes } = JSON.parse(stdout) as { episodes: { guid: string; link: string }[] }
      expect(episodes.map(({ link }) => new URL(link).host)).toEqual([
        'moved.example',
        'moved.example',
      ])
      for (const { guid } of episodes) expect(feed).toContain(`>${guid}</guid>`)
    },
  )

  test('shows new, changed and removed posts without a restart', async () => {
    const folder = await makeFolder(smallBlog())
    const { url } = await serveFolder(folder)
    await writeFile(join(folder, '2026-05-18-sun.md'), postText('Sun', 'moon.mp3'))
    await until(() => titles(url), is('Sun', 'Moon', 'Tides'))
    await writeFile(join(folder, '2026-05-18-sun.md'), postText('The sun', 'moon.mp3'))
    await until(() => titles(url), is('The sun', 'Moon', 'Tides'))
    await rm(join(folder, '2026-05-18-sun.md'))
    expect(await until(() => titles(url), is('Moon', 'Tides'))).toHaveLength(2)
  })

  test.runIf(EVERYTHING)(
    'waits for a recording that is still being written, then lets it out whole',
    async () => {
      const folder = await makeFolder(smallBlog())
      const { url } = await serveFolder(folder)
      const recording = join(folder, 'sun.mp3')
      const part = silentMp3(40)
      await writeFile(recording, part)
      await writeFile(join(folder, '2026-05-18-sun.md'), postText('Sun', 'sun.mp3'))
      for (let piece = 0; piece < 12; piece += 1) {
        await new Promise((resolve) => setTimeout(resolve, 150))
        expect(await titles(url)).toEqual(['Moon', 'Tides'])
        await appendFile(recording, part)
      }
      await until(() => titles(url), is('Sun', 'Moon', 'Tides'))
      const feed = await (await fetch(`${url}feed.xml`)).text()
      expect(feed).toContain(`length="${(await stat(recording)).size}"`)
    },
  )

  test.runIf(EVERYTHING)('publishes a scheduled episode at its hour', async () => {
    const hour = new Date(Date.now() + 10_000)
    const folder = await makeFolder({
      ...smallBlog(),
      'later.md': postText('Later', 'moon.mp3', [`date: ${hour.toISOString()}`]),
    })
    const { url, output } = await serveFolder(folder)
    expect(output()).toContain('1 scheduled for later')
    expect(await titles(url)).toEqual(['Moon', 'Tides'])
    await until(() => titles(url), is('Later', 'Moon', 'Tides'))
    expect(Date.now()).toBeGreaterThanOrEqual(hour.getTime())
  })

  test('keeps the last good show live while the settings are broken', async () => {
    const folder = await makeFolder(smallBlog())
    const { url, output } = await serveFolder(folder)
    await writeFile(join(folder, 'sidecast.yml'), 'title: [\n')
    await until(
      async () => output(),
      (text) => text.includes('the last good version stays online'),
    )
    expect(output()).toMatch(/✗ sidecast\.yml:\d+/)
    expect(await titles(url)).toEqual(['Moon', 'Tides'])
    await addFiles(folder, { 'sidecast.yml': smallBlog()['sidecast.yml'] ?? '' }, new Date())
    await writeFile(join(folder, '2026-05-18-sun.md'), postText('Sun', 'moon.mp3'))
    await until(() => titles(url), is('Sun', 'Moon', 'Tides'))
  })

  test.each([
    { what: 'its settings are taken away', away: 'sidecast.yml' },
    { what: 'its whole folder is taken away', away: '' },
  ])('keeps the last good show live while $what, and sees them come back', async ({ away }) => {
    const folder = join(await makeFolder(), 'blog')
    await addFiles(folder, smallBlog())
    const { url, output } = await serveFolder(folder)
    const path = join(folder, away)
    await rename(path, `${folder}-away`)
    await until(
      async () => output(),
      (text) => text.includes('the last good version stays online'),
    )
    expect(await titles(url)).toEqual(['Moon', 'Tides'])
    await rename(`${folder}-away`, path)
    await writeFile(join(folder, '2026-05-18-sun.md'), postText('Sun', 'moon.mp3'))
    await until(() => titles(url), is('Sun', 'Moon', 'Tides'))
    await writeFile(join(folder, '2026-05-18-sun.md'), postText('The sun', 'moon.mp3'))
    await until(() => titles(url), is('The sun', 'Moon', 'Tides'))
  })

  test.runIf(EVERYTHING)('writes the ledger again when somebody removes it', async () => {
    const folder = await makeFolder(smallBlog())
    const { output } = await serveFolder(folder)
    const before = await readFile(join(folder, LEDGER), 'utf8')
    await rm(join(folder, LEDGER))
    const ledger = (): Promise<string> => readFile(join(folder, LEDGER), 'utf8').catch(() => 'none')
    await until(
      async () => output(),
      (text) => text.includes('this ledger was removed'),
    )
    expect(await until(ledger, (text) => text !== 'none')).toBe(before)
  })

  test('takes a ledger that was put right without a restart', async () => {
    const folder = await makeFolder(smallBlog())
    const { url, output } = await serveFolder(folder)
    const before = await readFile(join(folder, LEDGER), 'utf8')
    await writeFile(join(folder, LEDGER), '{')
    await until(
      async () => output(),
      (text) => text.includes('the last good version stays online'),
    )
    const guid = /"guid": "([^"]+)"/.exec(before)?.[1] ?? ''
    await writeFile(join(folder, LEDGER), before.replace(guid, 'mended'))
    const feed = async (): Promise<string> => (await fetch(`${url}feed.xml`)).text()
    expect(await until(feed, (text) => text.includes('>mended<'))).toContain('<title>')
  })

  test.runIf(EVERYTHING)('keeps the page of a post that is renamed', async () => {
    const folder = await makeFolder(smallBlog())
    const { url } = await serveFolder(folder)
    await rename(join(folder, '2026-05-04-tides.md'), join(folder, '2026-05-04-ebb.md'))
    await until(
      async () => (await fetch(`${url}episodes/tides/`)).status,
      (code) => code === 200,
    )
    const { stdout } = await sidecast(['list', folder, '--json'])
    const { episodes } = JSON.parse(stdout) as { episodes: { file: string; slug: string }[] }
    expect(episodes.map(({ file, slug }) => [file, slug])).toContainEqual([
      '2026-05-04-ebb.md',
      'tides',
    ])
  })

  test.runIf(EVERYTHING)('follows nothing with --no-watch', async () => {
    const folder = await makeFolder(smallBlog())
    const { url } = await serveFolder(folder, '--no-watch')
    await writeFile(join(folder, '2026-05-18-sun.md'), postText('Sun', 'moon.mp3'))
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await titles(url)).toEqual(['Moon', 'Tides'])
  })

  test('refuses a port that is taken, before any long work', async () => {
    const folder = await makeFolder(smallBlog())
    const { url } = await serveFolder(folder)
    const { port } = new URL(url)
    const { code, stderr } = await sidecast(['serve', folder, '--port', port])
    expect(code).toBe(1)
    expect(stderr).toBe(
      `sidecast: port ${port} on 127.0.0.1 is in use by another program; stop that program, or choose another port, e.g. --port ${Number(port) + 1}\n`,
    )
  })

  test('serves a folder without episodes and says what to do', async () => {
    const { url, output } = await serveFolder(await makeFolder())
    expect(output()).toContain('no post with a recording was found; name one in a post')
    expect((await fetch(url)).status).toBe(200)
  })

  test('keeps guids in memory where the ledger cannot be written, and says so', async () => {
    const folder = await makeDeepFolder(LEDGER)
    await addFiles(folder, smallBlog())
    const { url, output } = await serveFolder(folder)
    expect(await titles(url)).toEqual(['Moon', 'Tides'])
    expect(output()).toMatch(
      /! sidecast\.ledger\.json cannot be written \(.+\), so guids are only kept while this program runs; its path is too long; shorten the names of its folders/,
    )
  })
})
