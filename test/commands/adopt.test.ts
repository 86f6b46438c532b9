import { createServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { AddressInfo } from 'node:net'
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { addFiles, makeFolder } from '../support/folder.ts'
import { sidecast } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'

/** The feed that a Jekyll template makes: no size, no length, no link, and guids that are held. */
const OLD_FEED = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Podcast</title>
${['tides', 'moon', 'gone']
  .map(
    (name, index) => `<item><title>${name}</title>
<pubDate>Mon, 0${4 + index} May 2026 00:00:00 +0000</pubDate>
<enclosure url="http://blog.example/audio/${name}.mp3" length="0" type="audio/mpeg"/>
<guid isPermaLink="false">held-${name}</guid></item>`,
  )
  .join('\n')}
</channel></rss>`

const JEKYLL = {
  '_config.yml': 'title: Blog\nurl: https://blog.example\npermalink: /item/:title/\nlang: en\n',
  '_posts/2026-05-04-tides.md':
    '---\ntitle: On tides\naudio_url: http://blog.example/audio/tides.mp3\n---\nText.\n',
  '_posts/2026-05-05-moon.md':
    '---\ntitle: Moon\naudio_url: http://blog.example/audio/moon.mp3\n---\nText.\n',
  '_posts/2026-05-07-new.md':
    '---\ntitle: New\naudio_url: http://blog.example/audio/new.mp3\n---\nText.\n',
  'audio/tides.mp3': silentMp3(20),
  'audio/moon.mp3': silentMp3(30),
  'audio/new.mp3': silentMp3(40),
  'old-feed.xml': OLD_FEED,
}

async function guidsOf(folder: string): Promise<Record<string, string>> {
  const { stdout } = await sidecast(['list', folder, '--json'])
  const { episodes } = JSON.parse(stdout) as { episodes: { title: string; guid: string }[] }
  return Object.fromEntries(episodes.map(({ title, guid }) => [title, guid]))
}

const ADOPTED = {
  New: 'https://blog.example/item/new/',
  Moon: 'held-moon',
  'On tides': 'held-tides',
}

describe('adopt', () => {
  test('takes the guids that subscribers hold and tells what it could not match', async () => {
    const folder = await makeFolder(JEKYLL)
    const { code, stdout } = await sidecast(['adopt', join(folder, 'old-feed.xml'), folder])
    expect(code).toBe(0)
    expect(stdout).toBe(`2 episodes kept the guid known to subscribers.

Not matched: no episode was found for these items of the feed:
  2026-05-06  gone (held-gone)

New: these episodes are not in the feed:
  _posts/2026-05-07-new.md: New
`)
    expect(await guidsOf(folder)).toEqual(ADOPTED)
    expect(await readFile(join(folder, '_posts/2026-05-04-tides.md'), 'utf8')).toBe(
      JEKYLL['_posts/2026-05-04-tides.md'],
    )
  })

  test('holds when the blog moves to Hugo', async () => {
    const folder = await makeFolder(JEKYLL)
    await sidecast(['adopt', join(folder, 'old-feed.xml'), folder])
    for (const name of ['_config.yml', '_posts', 'audio']) {
      await rename(join(folder, name), join(folder, `old-${name}`))
    }
    const moved = Object.entries(JEKYLL).flatMap(
      ([name, content]): (readonly [string, string | Uint8Array])[] => {
        if (name.startsWith('_posts/')) {
          const slug = name.replace(/^_posts\/2026-05-\d\d-|\.md$/g, '')
          const text = String(content).replace('---\n', `---\nslug: '${slug}'\n\n`)
          return [[name.replace('_posts/', 'content/posts/2026/'), text]]
        }
        return name.startsWith('audio/') ? [[`static/${name}`, content]] : []
      },
    )
    await addFiles(folder, {
      ...Object.fromEntries(moved),
      'hugo.toml':
        'baseURL = "https://blog.example/"\ntitle = "Blog"\n[permalinks.page]\nposts = "/item/:slug/"\n[frontmatter]\ndate = [":filename", ":default"]\n',
      'sidecast.yml': 'posts: ["content/**/*.md"]\n',
    })
    expect(await guidsOf(folder)).toEqual(ADOPTED)
  })

  test('reads the feed from its URL', async () => {
    const folder = await makeFolder(JEKYLL)
    const server = createServer((_request, response) => response.end(OLD_FEED))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const { code, stderr } = await sidecast([
      'adopt',
      `http://127.0.0.1:${port}/podcast-feed.xml`,
      folder,
    ])
    expect(code).toBe(0)
    expect(stderr).toContain('feed: { path: /podcast-feed.xml }')
    expect(await guidsOf(folder)).toEqual(ADOPTED)
  })

  test.each([
    ['https://blog.example/podcast/', '/podcast/feed.xml', ''],
    [
      'https://blog.example/podcast/',
      '/podcast/old.xml',
      'To keep the address of the feed as well, add to sidecast.yml: feed: { path: /old.xml }',
    ],
    [
      'https://blog.example/',
      '/podcast.xml',
      'To keep the address of the feed as well, add to sidecast.yml: feed: { path: /podcast.xml }',
    ],
    [
      'https://blog.example/podcast/',
      '/podcast-feed.xml',
      'Have https://blog.example/podcast-feed.xml, which subscribers ask, redirect to https://blog.example/podcast/feed.xml permanently (301).',
    ],
  ])('advises a show at %s on a feed that was at %s', async (base, path, way) => {
    const self = `<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://blog.example${path}"/>`
    const folder = await makeFolder({
      ...JEKYLL,
      'sidecast.yml': `base_url: ${base}\n`,
      'old-feed.xml': OLD_FEED.replace('<channel>', `<channel>${self}`),
    })
    const { stderr } = await sidecast(['adopt', join(folder, 'old-feed.xml'), folder])
    const [, advice = 'none'] = /commit it with your posts\.(.*)/.exec(stderr) ?? []
    expect(advice.trim()).toBe(way)
  })

  test('reads a compressed feed, by a redirect, with a password that it does not tell', async () => {
    const folder = await makeFolder(JEKYLL)
    const asked: (string | undefined)[] = []
    const server = createServer((request, response) => {
      asked.push(request.headers.authorization)
      if (request.url === '/old.xml') response.writeHead(301, { Location: '/feed.xml' }).end()
      else response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(OLD_FEED))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const source = `http://ann:secret@127.0.0.1:${port}/old.xml`
    const { code, stdout, stderr } = await sidecast(['adopt', source, folder])
    expect(code).toBe(0)
    expect(stdout + stderr).not.toContain('secret')
    const basic = `Basic ${Buffer.from('ann:secret').toString('base64')}`
    expect(asked).toEqual([basic, basic])
    expect(await guidsOf(folder)).toEqual(ADOPTED)
  })

  test.each(['http://169.254.169.254/feed.xml', 'http://10.255.255.254/', 'http://[fd00::1]/'])(
    'is not led from this machine to %s',
    async (location) => {
      const folder = await makeFolder(JEKYLL)
      const server = createServer((_, response) =>
        response.writeHead(302, { Location: location }).end(),
      )
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      onTestFinished(() => void server.close())
      const { port } = server.address() as AddressInfo
      const source = `http://127.0.0.1:${port}/feed.xml`
      const { code, stderr } = await sidecast(['adopt', source, folder])
      expect(code).toBe(2)
      expect(stderr).toMatch(
        /it is redirected to [\da-f.:]+, an address of (the local link|a private network), which cannot be reached from other networks or by listeners; .+; download it, and pass the file instead\n$/,
      )
    },
  )

  test('ends with a sentence when nobody answers', async () => {
    const folder = await makeFolder(JEKYLL)
    const { code, stderr } = await sidecast(['adopt', 'http://127.0.0.1:1/feed.xml', folder])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^sidecast: the feed http:\/\/127\.0\.0\.1:1\/feed\.xml: .+; download it, and pass the file instead\n$/,
    )
  })
})
