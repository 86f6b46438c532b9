import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { id3Chapter, id3Title, id3v2 } from '../audio/corpus/tags.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { serveFolder, sidecast, until } from '../support/program.ts'
import { silentMp3, silentSeconds } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'
import { EVERYTHING } from '../support/extent.ts'

const RECORDING = silentMp3(400)
const CHAPTERS = id3v2({
  content: Buffer.concat([
    id3Chapter('a', 0, id3Title('Ebb')),
    id3Chapter('b', 4000, id3Title('Flood')),
  ]),
})
const TAG = '"one"'

interface Host {
  readonly url: string
  /** What it was asked: method, path, range and condition of each request. */
  readonly asked: readonly string[]
  readonly close: () => Promise<void>
}

/** Another host, with one recording at every path that ends in .mp3. */
async function startHost(recording: Buffer = RECORDING): Promise<Host> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const { range, 'if-none-match': condition } = request.headers
    asked.push([request.method, request.url, range, condition].filter(Boolean).join(' '))
    response.setHeader('ETag', TAG)
    response.setHeader('Content-Type', 'audio/mpeg')
    if (request.url?.endsWith('.mp3') !== true) {
      response.writeHead(404).end()
    } else if (condition === TAG) {
      response.writeHead(304).end()
    } else {
      const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
      const end = Math.min(last === '' ? Infinity : Number(last), recording.length - 1)
      const part = recording.subarray(Number(first), end + 1)
      if (range !== undefined) {
        response.setHeader('Content-Range', `bytes ${first}-${end}/${recording.length}`)
      }
      response.writeHead(range === undefined ? 200 : 206, { 'Content-Length': part.length })
      response.end(part)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  onTestFinished(close)
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, asked, close }
}

/** A blog that may ask for recordings on this machine. */
function openBlog(): ReturnType<typeof smallBlog> {
  const blog = smallBlog()
  const settings = String(blog['sidecast.yml'])
  return { ...blog, 'sidecast.yml': `${settings}audio: { private_networks: yes }\n` }
}

interface Listed {
  readonly episodes: readonly {
    title: string
    listed: boolean
    audio: Record<string, unknown>
    chapters: readonly unknown[]
  }[]
  readonly problems: readonly { rule: string; message: string }[]
}

async function list(folder: string, ...options: readonly string[]): Promise<Listed> {
  const { stdout } = await sidecast(['list', folder, '--json', ...options])
  return JSON.parse(stdout) as Listed
}

describe('a recording on another host', () => {
  test('is measured once, then known, and asked for by nobody who is offline', async () => {
    const host = await startHost()
    const folder = await makeFolder({
      ...openBlog(),
      'far.md': postText('Far', `${host.url}far.mp3`, ['date: 2026-06-01']),
    })
    const offline = await list(folder, '--offline')
    expect(offline.episodes[0]).toMatchObject({ title: 'Far', listed: false })
    expect(host.asked).toEqual([])
    const online = await list(folder)
    expect(online.episodes[0]).toMatchObject({
      listed: true,
      audio: { url: `${host.url}far.mp3`, bytes: RECORDING.length, type: 'audio/mpeg' },
    })
    expect(online.episodes[0]?.audio['seconds']).toBeCloseTo(silentSeconds(400), 1)
    const requests = host.asked.length
    expect((await list(folder)).episodes).toEqual(online.episodes)
    expect((await list(folder, '--offline')).episodes).toEqual(online.episodes)
    expect(host.asked).toHaveLength(requests)
  })

  test('goes live while we serve, and stays there when its host goes down', async () => {
    const host = await startHost()
    const folder = await makeFolder({
      ...openBlog(),
      'far.md': postText('Far', `${host.url}far.mp3`, ['date: 2026-06-01']),
    })
    const first = await serveFolder(folder)
    const feed = async (): Promise<string> => (await fetch(`${first.url}feed.xml`)).text()
    const heard = await until(feed, (text) => text.includes('far.mp3'))
    expect(heard).toContain(`length="${RECORDING.length}"`)
    await first.stop()
    await host.close()
    const { episodes } = await list(folder)
    expect(episodes[0]).toMatchObject({ title: 'Far', listed: true })
  })

  test.runIf(EVERYTHING)(
    'keeps its chapters with the ledger, on a machine that never asked for it',
    async () => {
      const host = await startHost(Buffer.concat([CHAPTERS, RECORDING]))
      const folder = await makeFolder({
        ...openBlog(),
        'far.md': postText('Far', `${host.url}far.mp3`, ['date: 2026-06-01']),
      })
      const first = await serveFolder(folder)
      await until(
        async () => (await fetch(`${first.url}feed.xml`)).text(),
        (text) => text.includes('far.mp3'),
      )
      await first.stop()
      await host.close()
      await rm(join(folder, '.sidecast'), { recursive: true })
      const { episodes } = await list(folder, '--offline')
      expect(episodes[0]?.chapters).toMatchObject([
        { start: 0, title: 'Ebb' },
        { start: 4, title: 'Flood' },
      ])
    },
  )

  test.runIf(EVERYTHING)(
    'on this machine is asked for only where the settings open it, and then at once',
    async () => {
      const host = await startHost()
      const urls = {
        'a.md': `${host.url}a.mp3`,
        'b.md': `${host.url.replace('127.0.0.1', 'localhost')}b.mp3`,
        'c.md': `${host.url.replace('127.0.0.1', '2130706433')}c.mp3`,
        'd.md': `${host.url.replace('//127.0.0.1', '//ann:secret@0177.0.0.1')}d.mp3`,
      }
      const folder = await makeFolder({
        ...smallBlog(),
        ...Object.fromEntries(
          Object.entries(urls).map(([file, url]) => [
            file,
            postText(file, url, ['date: 2026-06-01']),
          ]),
        ),
      })
      for (const _ of [1, 2]) {
        const { episodes, problems } = await list(folder)
        const far = episodes.filter(({ title }) => Object.hasOwn(urls, title))
        expect(far.map(({ listed }) => listed)).toEqual([false, false, false, false])
        const told = problems.filter(({ rule }) => rule === 'recording/unreachable')
        expect(told).toHaveLength(4)
        for (const { message } of told) {
          expect(message).toMatch(
            /is at (127\.0\.0\.1|::1), an address of this machine, and addresses in content are only/,
          )
          expect(message).toContain('write audio.private_networks: yes in sidecast.yml')
          expect(message).not.toContain('secret')
        }
      }
      expect(host.asked).toEqual([])
      await addFiles(folder, { 'sidecast.yml': String(openBlog()['sidecast.yml']) })
      const { episodes, problems } = await list(folder)
      const far = episodes.filter(({ title }) => Object.hasOwn(urls, title))
      expect(far.map(({ listed }) => listed)).toEqual([true, true, true, true])
      expect(problems.filter(({ rule }) => rule === 'recording/unreachable')).toEqual([])
    },
  )

  test('on this machine goes live as soon as the settings open it while we serve', async () => {
    const host = await startHost()
    const folder = await makeFolder({
      ...smallBlog(),
      'far.md': postText('Far', `${host.url}far.mp3`, ['date: 2026-06-01']),
    })
    const { url, output } = await serveFolder(folder)
    await until(
      () => Promise.resolve(output()),
      (told) => told.includes('is at 127.0.0.1, an address of this machine'),
    )
    expect(host.asked).toEqual([])
    await addFiles(folder, { 'sidecast.yml': String(openBlog()['sidecast.yml']) })
    const feed = async (): Promise<string> => (await fetch(`${url}feed.xml`)).text()
    const heard = await until(feed, (text) => text.includes('far.mp3'))
    expect(heard).toContain(`length="${RECORDING.length}"`)
  })

  test('that is not there waits outside the feed, with the reason', async () => {
    const host = await startHost()
    const folder = await makeFolder({
      ...openBlog(),
      'far.md': postText('Far', `${host.url}gone.m4a`, ['date: 2026-06-01']),
    })
    const { episodes, problems } = await list(folder)
    expect(episodes[0]).toMatchObject({ title: 'Far', listed: false })
    expect(problems.map(({ rule }) => rule)).toContain('recording/unreachable')
    expect(problems.find(({ rule }) => rule === 'recording/unreachable')?.message).toContain('404')
  })
})

describe('probe', () => {
  test('measures files and URLs and tells what it cost', async () => {
    const host = await startHost()
    const folder = await makeFolder({ 'a.mp3': silentMp3(10), 'b.mp3': 'no sound at all' })
    const { code, stdout } = await sidecast([
      'probe',
      '--json',
      `${folder}/a.mp3`,
      `${host.url}far.mp3`,
      `${folder}/b.mp3`,
    ])
    expect(code).toBe(1)
    const [file, remote, none] = JSON.parse(stdout) as Record<string, unknown>[]
    expect(file).toMatchObject({
      seconds: silentSeconds(10),
      how: 'scan',
      requests: 0,
      error: null,
    })
    expect(remote).toMatchObject({ bytes: RECORDING.length, etag: TAG, error: null })
    expect(remote?.['requests']).toBe(host.asked.length)
    expect(none).toMatchObject({ bytes: null, seconds: null, how: null })
    expect(none?.['error']).toContain('b.mp3')
  })

  test('reads a URL whole when it is told to be exact', async () => {
    const host = await startHost()
    const { stdout } = await sidecast(['probe', '--json', '--exact', `${host.url}far.mp3`])
    expect(JSON.parse(stdout)).toMatchObject([{ how: 'scan', seconds: silentSeconds(400) }])
  })
})
