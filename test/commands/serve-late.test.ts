import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { serveFolder, until } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'
import { EVERYTHING } from '../support/extent.ts'

/** Longer than the server waits between two looks at what is new. */
const SOON = 15_000

/** Another host, which answers nothing until it is told to. */
interface SlowHost {
  readonly url: string
  /** Answers this path from now on, and those who wait for it. */
  readonly give: (path: string, bytes: Buffer) => void
}

async function startSlowHost(): Promise<SlowHost> {
  const given = new Map<string, Buffer>()
  const waiting: { readonly path: string; readonly response: ServerResponse }[] = []
  const host = createServer(({ url: path = '' }, response) => {
    const bytes = given.get(path)
    if (bytes === undefined) waiting.push({ path, response })
    else response.end(bytes)
  })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    host.closeAllConnections()
    await new Promise((resolve) => host.close(resolve))
  })
  const { port } = host.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    give(path, bytes) {
      given.set(path, bytes)
      for (const each of waiting) if (each.path === path) each.response.end(bytes)
    },
  }
}

function picture(background: string): Promise<Buffer> {
  const create = { width: 1400, height: 1400, channels: 3, background } as const
  return sharp({ create }).jpeg().toBuffer()
}

/** A show of which nothing was ever made, with pictures and recordings where the posts say. */
async function coldBlog(posts: Readonly<Record<string, string>>): Promise<string> {
  return makeFolder({
    'sidecast.yml':
      'title: Tides\nlanguage: en\nimage: cover.jpg\naudio: { private_networks: yes }\n',
    'cover.jpg': await picture('#0f4c81'),
    'tides.mp3': silentMp3(100),
    'moon.mp3': silentMp3(50),
    ...posts,
  })
}

/** What the feed says of an episode. */
async function itemOf(url: string, title: string): Promise<string> {
  const feed = await (await fetch(`${url}feed.xml`)).text()
  return (
    feed
      .split('<item>')
      .slice(1)
      .find((item) => item.includes(`<title>${title}</title>`)) ?? ''
  )
}

const isAt =
  (place: string) =>
  (item: string): boolean =>
    item.includes(`<itunes:image href="${place}`)

const artworkOf = (url: string, slug: string): string => `${url}artwork/${slug}-`

// Without a watch nothing but the work itself can make its results live.
describe('what is ready only after the show went live follows it there', () => {
  test('a picture that came late', async () => {
    const host = await startSlowHost()
    const folder = await coldBlog({
      '2026-05-04-tides.md': postText('Tides', 'tides.mp3', [`image: ${host.url}/sea.jpg`]),
    })
    const { url } = await serveFolder(folder, '--no-watch')
    expect(isAt(artworkOf(url, 'tides'))(await itemOf(url, 'Tides'))).toBe(false)
    host.give('/sea.jpg', await picture('#c8553d'))
    const item = await until(() => itemOf(url, 'Tides'), isAt(artworkOf(url, 'tides')), SOON)
    const [, artwork = ''] = /<itunes:image href="([^"]+)"/.exec(item) ?? []
    expect((await fetch(artwork)).headers.get('content-type')).toBe('image/jpeg')
  })

  test.runIf(EVERYTHING)('a picture, while another one does not come at all', async () => {
    const host = await startSlowHost()
    const folder = await coldBlog({
      '2026-05-04-tides.md': postText('Tides', 'tides.mp3', [`image: ${host.url}/sea.jpg`]),
      '2026-05-11-moon.md': postText('Moon', 'moon.mp3', [`image: ${host.url}/never.jpg`]),
    })
    const { url } = await serveFolder(folder, '--no-watch')
    host.give('/sea.jpg', await picture('#c8553d'))
    await until(() => itemOf(url, 'Tides'), isAt(artworkOf(url, 'tides')), SOON)
    expect(isAt(artworkOf(url, 'moon'))(await itemOf(url, 'Moon'))).toBe(false)
  })

  test.runIf(EVERYTHING)(
    'a recording, while those of another host do not come at all',
    async () => {
      const [host, dead] = [await startSlowHost(), await startSlowHost()]
      const recording = silentMp3(400)
      const waiting = Array.from({ length: 9 }, (_, index) => [
        `2026-05-25-wind-${index}.md`,
        postText(`Wind ${index}`, `${dead.url}/wind-${index}.mp3`),
      ])
      const blog = smallBlog()
      const folder = await makeFolder({
        ...blog,
        'sidecast.yml': `${String(blog['sidecast.yml'])}audio: { private_networks: yes }\n`,
        '2026-05-18-sun.md': postText('Sun', `${host.url}/sun.mp3`),
        ...Object.fromEntries(waiting),
      })
      const { url } = await serveFolder(folder, '--no-watch')
      expect(await itemOf(url, 'Sun')).toBe('')
      host.give('/sun.mp3', recording)
      const isOut = (item: string): boolean => item.includes(`length="${recording.length}"`)
      await until(() => itemOf(url, 'Sun'), isOut, SOON)
      expect(await itemOf(url, 'Wind 8')).toBe('')
    },
  )
})
