import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { parseRssFeed } from 'feedsmith'
import { describe, expect, onTestFinished, test } from 'vitest'
import { formatLines, type Lines } from '../../src/base/terminal.ts'
import { run as build } from '../../src/commands/build.ts'
import type { Context, Given } from '../../src/commands/command.ts'
import { run as listener } from '../../src/commands/listener.ts'
import { run as serve } from '../../src/commands/serve.ts'
import { podcast } from '../../src/express.ts'
import { openShow } from '../../src/index.ts'
import { listenerRequest } from '../../src/site/listener-sites.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { runAt } from '../support/in-process.ts'
import { until } from '../support/program.ts'
import { smallBlog } from '../support/small-blog.ts'

const VTT = 'WEBVTT\n\n00:00.000 --> 00:01.000\nText of Tides.\n'

async function privateFolder(): Promise<string> {
  const blog = smallBlog()
  return makeFolder({
    ...blog,
    'sidecast.yml': `${String(blog['sidecast.yml'])}private: yes
audio: { tracking: https://op3.dev/e/ }
feed: { hub: https://hub.example.org/, old_paths: /old.xml }
podping: yes
block: { all: no, apple: no }
`,
    'tides.vtt': VTT,
    '2026-05-18-sun.md':
      '---\ntitle: Sun\naudio: https://cdn.example.org/sun.mp3\nbytes: 1000\nduration: 60\nchapters: ["0:00 Dawn", "0:30 Noon"]\n---\n\nSee [Tides](2026-05-04-tides.md).\n',
  })
}

/** Runs a command, and returns what it printed. */
async function told(
  run: (given: Given, context: Context) => Promise<unknown>,
  args: readonly string[],
  options: Given['options'] = {},
): Promise<string> {
  const lines: string[] = []
  const write = (text: Lines): void => void lines.push(formatLines(text))
  const { signal } = new AbortController()
  const context = { print: write, report: write, draw: null, colour: false, signal }
  await run({ arguments: args, options }, { ...context, now: () => new Date() })
  return lines.join('\n')
}

async function addListener(name: string, folder: string): Promise<string> {
  const text = await told(listener, ['add', name, folder])
  return /\/private\/([\w-]{43})\/feed\.xml/.exec(text)?.[1] ?? `no token in ${text}`
}

/** A private show on the air, and its first listener. */
async function onAir() {
  const folder = await privateFolder()
  const token = await addListener('Anna Reed', folder)
  const options = { port: '0', host: '127.0.0.1', watch: false }
  const running = runAt('2026-06-01T00:00:00Z', { run: serve }, folder, options)
  const output = await until(
    () => Promise.resolve(running.output()),
    (text) => text.includes('Stop with'),
  )
  const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(output)?.[0] ?? 'nowhere'
  return { folder, token, running, url, base: `${url}private/${token}/` }
}

function guids(xml: string) {
  return parseRssFeed(xml).items?.map(({ guid }) => guid?.value)
}

describe('a private show', () => {
  test('tells no stranger anything', async () => {
    const { token, url } = await onAir()
    const paths = [
      '',
      'feed.xml',
      'feed.json',
      'old.xml',
      'episodes/tides/',
      'episodes/tides/transcript.vtt',
      'audio/tides.mp3',
      'sitemap.xml',
      'opml.xml',
      'episodes.json',
      'sidecast.listeners.json',
      'private/',
      'private/feed.xml',
      `private/${'a'.repeat(43)}/feed.xml`,
      `private/${token.toLowerCase()}/feed.xml`,
      `private/${token}x/feed.xml`,
      `private/${token.slice(1)}/feed.xml`,
      `feed.xml?token=${token}`,
    ]
    for (const path of paths) {
      const answer = await fetch(url + path)
      const text = await answer.text()
      expect({ path, status: answer.status, text }).toEqual({
        path,
        status: 404,
        text: '<!doctype html><title>404</title><h1>404</h1>',
      })
      expect(answer.headers.get('x-robots-tag')).toBe('noindex, nofollow')
    }
    const health = (await (await fetch(`${url}healthz`)).json()) as object
    expect(Object.keys(health)).toEqual(['status', 'since', 'wrong'])
  })

  test('gives a listener a feed that directories are asked to leave alone', async () => {
    const { url, base } = await onAir()
    const answer = await fetch(`${base}feed.xml`)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/rss+xml; charset=utf-8',
      'cache-control': 'private, max-age=60, stale-if-error=86400',
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
    })
    expect(answer.headers.get('link')).toBeNull()
    const xml = await answer.text()
    const feed = parseRssFeed(xml)
    expect(feed.itunes?.block).toBe(true)
    expect(feed.podcast?.blocks).toEqual([{ value: true }])
    expect(feed.atom?.links).toEqual([
      { href: `${base}feed.xml`, rel: 'self', type: 'application/rss+xml' },
    ])
    expect(xml).not.toMatch(/op3\.dev|hub\.example|new-feed-url|usesPodping/)
    // No address of this site is outside the token
    expect(xml.replaceAll(base, '')).not.toContain(url)
    expect(feed.items?.map(({ enclosures }) => enclosures?.[0]?.url)).toEqual([
      'https://cdn.example.org/sun.mp3',
      `${base}audio/moon.mp3`,
      `${base}audio/tides.mp3`,
    ])
  })

  test('gives a listener all of it, with no address outside of the token', async () => {
    const { url, base } = await onAir()
    const caches = {
      'audio/tides.mp3': 'private, max-age=3600',
      'episodes/tides/transcript.vtt': 'private, max-age=60, stale-if-error=86400',
      'episodes/sun/chapters.json': 'private, max-age=60, stale-if-error=86400',
      'episodes/tides/': 'private, max-age=60, stale-if-error=86400',
      'feed.json': 'private, max-age=60, stale-if-error=86400',
      '': 'private, max-age=60, stale-if-error=86400',
      'style.css': 'private, max-age=3600',
    }
    for (const [path, cache] of Object.entries(caches)) {
      const answer = await fetch(base + path)
      const text = await answer.text()
      const got = answer.headers.get('cache-control')
      expect({ path, status: answer.status, got }).toEqual({ path, status: 200, got: cache })
      expect(text.replaceAll(base, '')).not.toContain(url)
      // Links to the sites of apps would tell them the address
      expect(text).not.toMatch(/href="https:\/\/(?:antennapod|podcastaddict)/)
    }
  })

  test('keeps ranges, conditions and redirects below the token', async () => {
    const { token, url, base } = await onAir()
    const part = await fetch(`${base}audio/tides.mp3`, { headers: { range: 'bytes=0-9' } })
    expect(part.status).toBe(206)
    expect((await part.arrayBuffer()).byteLength).toBe(10)
    const tag = (await fetch(`${base}feed.xml`)).headers.get('etag') ?? ''
    const again = await fetch(`${base}feed.xml`, { headers: { 'if-none-match': tag } })
    expect(again.status).toBe(304)
    const bare = await fetch(`${url}private/${token}`, { redirect: 'manual' })
    expect([bare.status, bare.headers.get('location')]).toEqual([301, `./${token}/`])
    const page = await fetch(`${base}episodes/tides`, { redirect: 'manual' })
    expect([page.status, page.headers.get('location')]).toEqual([301, './tides/'])
    expect((await fetch(`${base}healthz`)).status).toBe(404)
    expect((await fetch(`${base}feed.xml`, { method: 'POST' })).status).toBe(405)
  })

  test('lets each listener in by the token of their own, until it is withdrawn', async () => {
    const { folder, token, url } = await onAir()
    const other = await addListener('Bob', folder)
    const feedOf = (key: string) => fetch(`${url}private/${key}/feed.xml`)
    const text = await (await feedOf(other)).text()
    expect(text).toContain(`/private/${other}/audio/tides.mp3`)
    expect(text).not.toContain(token)
    expect(guids(text)).toEqual(guids(await (await feedOf(token)).text()))
    await told(listener, ['remove', 'Bob', folder])
    expect((await feedOf(other)).status).toBe(404)
    expect((await fetch(`${url}private/${other}/audio/tides.mp3`)).status).toBe(404)
    expect((await feedOf(token)).status).toBe(200)
  })

  test('is under its token as middleware, too, and the app of the blog answers all else', async () => {
    const folder = await privateFolder()
    const token = await addListener('Anna Reed', folder)
    const blog = await openShow(folder, { baseUrl: 'https://www.example.org/podcast' })
    await blog.read({ offline: true })
    const handler = await podcast(blog, { watch: false })
    const app = express().use('/podcast', handler)
    app.use((_, response) => void response.status(404).send('the blog'))
    const server = createServer(app).listen(0, '127.0.0.1')
    onTestFinished(async () => {
      server.close()
      await handler.close()
    })
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const at = `http://127.0.0.1:${port}/podcast/`
    const feed = await fetch(`${at}private/${token}/feed.xml`)
    const base = `https://www.example.org/podcast/private/${token}/`
    const text = await feed.text()
    expect([feed.status, feed.headers.get('x-robots-tag')]).toEqual([200, 'noindex, nofollow'])
    expect(text).toContain(`${base}audio/tides.mp3`)
    expect(text.replaceAll(base, '')).not.toContain('https://www.example.org/podcast/')
    const sound = await fetch(`${at}private/${token}/audio/tides.mp3`)
    expect([sound.status, sound.headers.get('cache-control')]).toEqual([
      200,
      'private, max-age=3600',
    ])
    for (const path of [
      'feed.xml',
      'audio/tides.mp3',
      'episodes/tides/',
      'sidecast.listeners.json',
    ]) {
      const answer = await fetch(at + path)
      expect([path, answer.status, await answer.text()]).toEqual([path, 404, 'the blog'])
    }
    const stranger = await fetch(`${at}private/${'a'.repeat(43)}/feed.xml`)
    expect(stranger.status).toBe(404)
    await told(listener, ['remove', 'Anna Reed', folder])
    expect((await fetch(`${at}private/${token}/feed.xml`)).status).toBe(404)
  })

  test('lets nobody in while the file of listeners is damaged, and says so once', async () => {
    const { folder, running, base } = await onAir()
    const file = join(folder, 'sidecast.listeners.json')
    const good = await readFile(file, 'utf8')
    for (const bad of ['{', '[]', good.replace(/"hash": "../, '"hash": "')]) {
      await writeFile(file, bad)
      expect((await fetch(`${base}feed.xml`)).status).toBe(404)
      expect((await fetch(`${base}feed.xml`)).status).toBe(404)
    }
    await writeFile(file, good)
    expect((await fetch(`${base}feed.xml`)).status).toBe(200)
    expect(
      running.output().match(/no listener has access: sidecast\.listeners\.json: /g),
    ).toHaveLength(1)
  })

  test('keeps tokens out of everything that is told and written', async () => {
    const { folder, token, running, url } = await onAir()
    expect(running.output()).toContain(`  private, below ${url}private/%3Ctoken%3E/`)
    expect(running.output()).not.toContain(token)
    for (const file of ['sidecast.listeners.json', 'sidecast.ledger.json']) {
      expect(await readFile(join(folder, file), 'utf8')).not.toContain(token)
    }
  })

  test('is not exported, for files have no secrets', async () => {
    const folder = await privateFolder()
    const out = join(await makeFolder(), 'out')
    await expect(told(build, [folder], { out })).rejects.toThrow(
      /^a private show cannot be exported: .*; serve the show with "sidecast serve", or set private: no$/,
    )
  })
})

describe('sidecast listener', () => {
  test('makes, lists and withdraws tokens', async () => {
    const folder = await makeFolder(smallBlog())
    const added = await told(listener, ['add', 'Anna Reed', folder], {
      baseUrl: 'https://example.org/podcast',
    })
    expect(added).toMatch(
      /^Anna Reed:\n {2}page {2}(https:\/\/example\.org\/podcast\/private\/[\w-]{43}\/)\n {2}feed {2}\1feed\.xml\n/,
    )
    expect(added).toContain('! the show is public until sidecast.yml has private: yes')
    await addFiles(folder, { 'sidecast.yml': 'private: yes\nfeed: { path: /rss.xml }\n' })
    const second = await told(listener, ['add', 'Bob', folder])
    expect(second).toMatch(/feed {2}\/private\/[\w-]{43}\/rss\.xml\n/)
    expect(second).not.toContain('public')
    expect(await told(listener, ['list', folder])).toMatch(
      /^2 listeners\n {2}\d{4}-\d\d-\d\d {2}Anna Reed\n {2}\d{4}-\d\d-\d\d {2}Bob$/,
    )
    await told(listener, ['remove', 'Anna Reed', folder])
    expect(await told(listener, ['list', folder])).toMatch(/^1 listener\n.*Bob$/)
  })

  test.each([
    { args: ['invite', 'Anna'], message: 'expected add, list, remove, got "invite"' },
    { args: ['constructor'], message: 'expected add, list, remove, got "constructor"' },
    { args: ['add'], message: 'name the listener, e.g. sidecast listener add "Anna Reed"' },
    { args: ['add', 'a\nb'], message: 'expected a name of 1 to 100 visible characters' },
    { args: ['add', 'Ann'], message: '"Ann" already has a token; remove it first' },
    { args: ['remove', 'Bob'], message: 'no listener is called "Bob"; there are "Ann"' },
  ])('refuses $args', async ({ args: [action = '', name = ''], message }) => {
    const folder = await makeFolder(smallBlog())
    await addListener('Ann', folder)
    await expect(told(listener, [action, name, folder])).rejects.toThrow(message)
  })
})

const KEY = 'A-_9'.repeat(10) + 'abc'

test.each([
  { path: `/private/${KEY}/feed.xml`, base: '/', rest: '/feed.xml' },
  { path: `/podcast/private/${KEY}/a/b`, base: '/podcast/', rest: '/a/b' },
  // A proxy removed the base path
  { path: `/private/${KEY}/`, base: '/podcast/', rest: '/' },
  { path: `/private/${KEY}`, base: '/', rest: '' },
  { path: `/private/${KEY}x/`, base: '/', rest: null },
  { path: `/private//${KEY}/`, base: '/', rest: null },
  { path: `/x/private/${KEY}/`, base: '/', rest: null },
  { path: `/private/%41${KEY.slice(1)}/`, base: '/', rest: null },
])('listenerRequest reads $path below $base', ({ path, base, rest }) => {
  expect(listenerRequest(path, base)).toEqual(rest === null ? null : { token: KEY, rest })
})
