import { readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, onTestFinished, test } from 'vitest'
import * as serve from '../../src/commands/serve.ts'
import { WORK } from '../../src/jobs/kinds.ts'
import { giveRecording, startServer, type Answer } from '../audio/support/recording-server.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { runAt } from '../support/in-process.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { serveFolder, until } from '../support/program.ts'
import { freePort } from '../support/free-port.ts'
import { servedTitles } from '../support/served-titles.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText } from '../support/small-blog.ts'
import { EVERYTHING } from '../support/extent.ts'

const NOW = new Date('2026-06-01T12:00:00Z')
const LATER = '2026-06-01T14:00:00Z'
const RECORDING = silentMp3(400)
/** How long a drawn cover may take to the feed. */
const SOON = 10_000

describe('another host is asked once when it is time', () => {
  test.each<{ what: string; answer: Answer; last: string }>([
    {
      what: 'has nothing new',
      answer: giveRecording(RECORDING, { etag: '"a"' }),
      last: 'has nothing new',
    },
    {
      what: 'is still down',
      answer: (_request, response) => void response.writeHead(404).end(),
      last: 'is still down',
    },
  ])('and $what', async ({ answer, last }) => {
    const host = await startServer(answer)
    onTestFinished(host.close)
    const folder = await makeFolder({
      'sidecast.yml':
        'title: Tides\nlanguage: en\nartwork: { make: no }\naudio: { private_networks: yes }\n',
      'far.md': postText('Far', `${host.url}/far.mp3`, ['date: 2026-06-01']),
      'near.md': postText('Near', 'near.mp3', ['date: 2026-05-01']),
      'near.mp3': silentMp3(100),
    })
    await readBlog(await openBlog(folder), { now: NOW, work: WORK.recordings })
    const asked = host.requests.length
    const port = await freePort()
    runAt(LATER, serve, folder, { host: '127.0.0.1', port, watch: true })
    await until(
      async () => host.requests.length,
      (count) => count > asked,
    )
    await until(
      () => servedTitles(port).catch((): readonly string[] => []),
      (titles) => titles.includes('Near'),
    )
    const perLook = host.requests.length - asked
    // By the time that another post is live, a server that goes round in circles asks many times.
    await addFiles(folder, {
      'new.md': postText(last, 'near.mp3', ['date: 2026-05-02']),
    })
    await until(
      () => servedTitles(port),
      (titles) => titles.includes(last),
    )
    expect(host.requests.length - asked).toBe(perLook)
    expect(perLook).toBeLessThanOrEqual(2)
  })
})

/** A cold show whose episodes have no pictures. */
async function coldShow(episodes: number, more: Record<string, string> = {}): Promise<string> {
  const create = { width: 1400, height: 1400, channels: 3, background: '#0f4c81' } as const
  const posts = Array.from({ length: episodes }, (_, index) => [
    `2026-05-04-talk-${index}.md`,
    postText(`Talk ${index}`, 'talk.mp3'),
  ])
  return makeFolder({
    'sidecast.yml': 'title: Tides\nlanguage: en\nimage: cover.jpg\n',
    'cover.jpg': await sharp({ create }).jpeg().toBuffer(),
    'talk.mp3': silentMp3(10),
    ...more,
    ...Object.fromEntries(posts),
  })
}

async function madeFor(folder: string): Promise<number> {
  const names = await readdir(join(folder, '.sidecast/artwork')).catch(() => [])
  return names.filter((name) => !name.endsWith('.tmp')).length
}

async function coversIn(url: string): Promise<number> {
  const feed = await (await fetch(`${url}feed.xml`)).text()
  return [...feed.matchAll(/<itunes:image href="[^"]*\/artwork\/talk-\d+-/g)].length
}

/** Every show of 300 draws for minutes; asked for by `SIDECAST_LONG=1`. */
const isLong = process.env['SIDECAST_LONG'] !== undefined

describe('every drawn cover is in the feed soon after the last was drawn', () => {
  test.each([{ episodes: EVERYTHING ? 30 : 8 }, ...(isLong ? [{ episodes: 300 }] : [])])(
    'of $episodes episodes',
    async ({ episodes }) => {
      const folder = await coldShow(episodes)
      // Without a watch nothing but the work itself can make its results live.
      const { url, output } = await serveFolder(folder, '--no-watch')
      await until(
        () => madeFor(folder),
        (count) => count === episodes + 1,
        episodes * 15_000,
      )
      await until(
        () => coversIn(url),
        (count) => count === episodes,
        SOON,
      )
      expect(output()).not.toContain('left undone')
    },
    300 * 15_000,
  )
})

test.runIf(EVERYTHING)(
  'artwork stays while its posts are missing and the last good show is live',
  async () => {
    const folder = await coldShow(2, {})
    await addFiles(folder, {
      'sidecast.yml':
        'title: Tides\nlanguage: en\nimage: cover.jpg\nbase_url: https://podcast.example.org\n',
    })
    const port = await freePort()
    const { output } = await serveFolder(folder, '--port', port)
    const url = `http://127.0.0.1:${port}/`
    await until(
      () => coversIn(url),
      (count) => count === 2,
      60_000,
    )
    const covers = (): Promise<string> =>
      readFile(join(folder, '.sidecast/results/covers.json'), 'utf8')
    await until(covers, (text) => text.includes('talk-0') && text.includes('talk-1'))
    const before = await covers()
    const away = await makeFolder()
    const post = '2026-05-04-talk-0.md'
    await rename(join(folder, post), join(away, post))
    await until(
      async () => output(),
      (text) => text.includes('the last good version stays online'),
    )
    // When the second is measured, all work for the first was done, and there was none for a while.
    for (const name of ['new', 'next']) {
      await addFiles(folder, {
        [`2026-05-05-${name}.md`]: postText(name, `${name}.mp3`, ['image: cover.jpg']),
        [`${name}.mp3`]: silentMp3(20),
      })
      for (const kind of ['recordings', 'pictures']) {
        await until(
          () => readFile(join(folder, `.sidecast/results/${kind}.json`), 'utf8'),
          (text) => text.includes(name),
          60_000,
        )
      }
    }
    await rename(join(away, post), join(folder, post))
    await until(
      () => servedTitles(port),
      (titles) => titles.includes('next'),
      60_000,
    )
    expect(await coversIn(url)).toBe(2)
    expect(await covers()).toBe(before)
  },
)
