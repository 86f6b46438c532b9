import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askRaw, NOW, serve, type Served } from './served.ts'

describe('the app', () => {
  let site: Served
  beforeAll(async () => {
    site = await serve()
  })
  afterAll(() => site[Symbol.asyncDispose]())

  // Media types as the feed declares them, and design of caching by what a thing is
  test.each([
    { path: '/', type: 'text/html; charset=utf-8', kept: 'public, max-age=60', open: false },
    {
      path: '/feed.xml',
      type: 'application/rss+xml; charset=utf-8',
      kept: 'public, max-age=60',
      open: true,
    },
    {
      path: '/opml.xml',
      type: 'text/x-opml; charset=utf-8',
      kept: 'public, max-age=60',
      open: true,
    },
    {
      path: '/sitemap.xml',
      type: 'application/xml; charset=utf-8',
      kept: 'public, max-age=60',
      open: true,
    },
    {
      path: '/robots.txt',
      type: 'text/plain; charset=utf-8',
      kept: 'public, max-age=60',
      open: true,
    },
    { path: '/episodes.json', type: 'application/json', kept: 'public, max-age=60', open: true },
    {
      path: '/episodes/priliv/',
      type: 'text/html; charset=utf-8',
      kept: 'public, max-age=60',
      open: false,
    },
    {
      path: '/episodes/priliv/chapters.json',
      type: 'application/json+chapters',
      kept: 'public, max-age=60',
      open: true,
    },
    {
      path: '/episodes/priliv/transcript.vtt',
      type: 'text/vtt; charset=utf-8',
      kept: 'public, max-age=60',
      open: true,
    },
    {
      path: '/episodes/priliv/zatoka.jpg',
      type: 'image/jpeg',
      kept: 'public, max-age=3600',
      open: true,
    },
    { path: '/audio/priliv.mp3', type: 'audio/mpeg', kept: 'public, max-age=3600', open: true },
    {
      path: '/artwork/cover-0a1b2c3d.jpg',
      type: 'image/jpeg',
      kept: 'public, max-age=31536000, immutable',
      open: true,
    },
    {
      path: '/style.css',
      type: 'text/css; charset=utf-8',
      kept: 'public, max-age=3600',
      open: true,
    },
    {
      path: '/icons/%C5%A1ipka%201.svg',
      type: 'image/svg+xml',
      kept: 'public, max-age=3600',
      open: true,
    },
  ])('serves $path as $type', async ({ path, type, kept, open }) => {
    for (const method of ['GET', 'HEAD']) {
      const { status, headers } = await site.ask(path, { method })
      expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type })
      expect(headers['cache-control']).toBe(kept)
      expect(headers['access-control-allow-origin']).toBe(open ? '*' : undefined)
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('strict-origin-when-cross-origin')
      expect(headers).not.toHaveProperty('x-powered-by')
      expect(headers.etag).toMatch(/^"[0-9a-f]{64}"$/)
    }
  })

  test('has a table of nothing else', () => {
    expect([...site.site.keys()].filter((path) => path.includes('private'))).toEqual([])
  })

  test('compresses texts from the disk, and not pictures', async () => {
    const headers = { 'accept-encoding': 'gzip' }
    const style = await site.ask('/style.css', { headers })
    expect(style.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' })
    const again = { ...headers, 'if-none-match': style.headers.etag ?? '' }
    expect((await site.ask('/style.css', { headers: again })).status).toBe(304)
    const cover = await site.ask('/artwork/cover-0a1b2c3d.jpg', { headers })
    expect(cover.headers).not.toHaveProperty('content-encoding')
  })

  test('sends a text from the disk as it is now', async () => {
    const before = await site.ask('/style.css')
    await writeFile(site.file('public/style.css'), 'body { color: red }')
    const after = await site.ask('/style.css')
    expect(after.body.toString()).toBe('body { color: red }')
    expect(after.headers.etag).not.toBe(before.headers.etag)
  })

  // RFC 9110 sections 9.1 and 15.5.6
  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    '%s is answered with 405 and the methods that are',
    async (method) => {
      for (const path of ['/feed.xml', '/nothing', '/audio/priliv.mp3']) {
        const { status, headers } = await site.ask(path, { method })
        expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD' })
      }
    },
  )

  test.each([
    { path: '/nothing', status: 404 },
    { path: '/episodes/', status: 404 },
    { path: '/feed.xml/', status: 404 },
    { path: '/FEED.XML', status: 404 },
    { path: '/constructor', status: 404 },
    { path: '/__proto__', status: 404 },
    { path: '/%zz', status: 400 },
    { path: '/%', status: 400 },
    { path: '/%c3%28', status: 400 },
  ])('$path is answered with $status and a plain page in our words', async ({ path, status }) => {
    const { headers, body, ...answer } = await site.ask(path)
    expect(answer.status).toBe(status)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    })
    expect(headers).not.toHaveProperty('etag')
    expect(body.toString()).toContain(String(status))
    expect(body.toString()).not.toMatch(/\bat .*:\d+:\d+|node_modules|\/src\//)
    const { body: none } = await site.ask(path, { method: 'HEAD' })
    expect(none).toHaveLength(0)
  })

  test('%66eed.xml is feed.xml, written otherwise', async () => {
    expect((await site.ask('/%66eed.xml')).status).toBe(200)
  })

  test('leads from a folder without its slash to the one with it, on the same host', async () => {
    const { status, headers } = await site.ask('/episodes/priliv?from=feed', {
      headers: { host: 'evil.example' },
    })
    expect({ status, location: headers.location }).toEqual({ status: 301, location: './priliv/' })
  })

  test('tells how it is', async () => {
    const { status, headers, body } = await site.ask('/healthz')
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    })
    expect(JSON.parse(body.toString())).toEqual({
      status: 'ok',
      episodes: 2,
      since: NOW.toISOString(),
    })
  })

  test('lets pages load script and style from itself alone, pictures and recordings from anywhere', async () => {
    const policy = String((await site.ask('/')).headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';")
    expect(policy).toMatch(/img-src 'self' data: https:.*media-src 'self' https:/)
    for (const path of [
      '/feed.xml',
      '/episodes/priliv/transcript.vtt',
      '/icons/%C5%A1ipka%201.svg',
    ]) {
      const inert = String((await site.ask(path)).headers['content-security-policy'])
      expect(inert).toContain("default-src 'none'")
      expect(inert).not.toContain('script-src')
    }
  })
})

function broken(): string {
  throw new Error('broken inside')
}

describe('a fault of ours', () => {
  test('is a plain page to the reader and a sentence with its cause to the operator', async () => {
    await using site = await serve()
    site.air({
      ...site.show,
      get description() {
        return broken()
      },
    })
    const { status, headers, body } = await site.ask('/')
    expect({ status, kept: headers['cache-control'] }).toEqual({ status: 500, kept: 'no-store' })
    expect(body.toString()).not.toMatch(/broken|\bat .*:\d+:\d+/)
    expect(site.reports).toEqual(['GET / failed: broken inside'])
    expect((await site.ask('/robots.txt')).status).toBe(200)
  })

  test('in the error page itself still ends in an answer', async () => {
    await using site = await serve()
    site.air({
      ...site.show,
      get title() {
        return broken()
      },
    })
    const { status, body } = await site.ask('/nothing')
    expect({ status, body: body.toString() }).toEqual({
      status: 404,
      body: '<!doctype html><title>404</title><h1>404</h1>',
    })
    expect(site.reports).toEqual(['the page for status 404 cannot be rendered: broken inside'])
  })
})

describe('the app under a base path', () => {
  let site: Served
  beforeAll(async () => {
    site = await serve({ baseUrl: 'https://example.org/podcast/' })
  })
  afterAll(() => site[Symbol.asyncDispose]())

  test.each([
    { path: '/podcast/feed.xml', status: 200 },
    { path: '/feed.xml', status: 200 },
    { path: '/podcast/', status: 200 },
    { path: '/', status: 200 },
    { path: '/podcast/audio/priliv.mp3', status: 200 },
    { path: '/podcast/healthz', status: 200 },
    { path: '/podcast/podcast/feed.xml', status: 404 },
    { path: '/podcasts/feed.xml', status: 404 },
  ])('$path is answered with $status', async ({ path, status }) => {
    expect((await site.ask(path)).status).toBe(status)
  })

  test.each([
    { path: '/podcast', location: './podcast/' },
    { path: '/podcast/episodes/priliv', location: './priliv/' },
    // A proxy took the base path away; the reader's browser adds it again
    { path: '/episodes/priliv', location: './priliv/' },
  ])('$path leads to $location', async ({ path, location }) => {
    const { status, headers } = await site.ask(path)
    expect({ status, location: headers.location }).toEqual({ status: 301, location })
  })
})

describe('a base path that is no valid encoding', () => {
  test('is taken as it stands', async () => {
    await using site = await serve({ baseUrl: 'https://example.org/100%/' })
    expect((await site.ask('/feed.xml')).status).toBe(200)
    expect((await site.ask('/100%25/feed.xml')).status).toBe(200)
  })
})

describe('a base path that is also a folder of the site', () => {
  test('is found with and without it', async () => {
    await using site = await serve({ baseUrl: 'https://example.org/episodes/' })
    for (const path of ['/episodes/episodes/priliv/', '/episodes/priliv/', '/episodes/', '/']) {
      expect((await site.ask(path)).status).toBe(200)
    }
  })
})

function get(target: string, more = ''): string {
  return `GET ${target} HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n${more}\r\n`
}

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
}

describe('hostile requests', () => {
  let site: Served
  beforeAll(async () => {
    site = await serve()
  })
  afterAll(() => site[Symbol.asyncDispose]())

  test.each([
    // Ways out of a folder
    { target: '/../../../../etc/passwd', status: 404 },
    { target: '/%2e%2e/%2e%2e/etc/passwd', status: 404 },
    { target: '/..%2f..%2fetc%2fpasswd', status: 404 },
    { target: '/audio/../../content/priliv.mp3', status: 404 },
    { target: '/audio/..%2f..%2fcontent/priliv.mp3', status: 404 },
    { target: '/..\\..\\content\\priliv.mp3', status: 404 },
    { target: '/..%5c..%5ccontent%5cpriliv.mp3', status: 404 },
    { target: '/audio/./priliv.mp3', status: 404 },
    { target: '//audio/priliv.mp3', status: 404 },
    { target: '/%252e%252e/etc/passwd', status: 404 },
    { target: '/.private', status: 404 },
    { target: '/.sidecast/', status: 404 },
    { target: '/content/priliv.mp3', status: 404 },
    // Bytes that are no text
    { target: '/%00', status: 404 },
    { target: '/feed.xml%00.jpg', status: 404 },
    { target: '/%0d%0aX-Injected:%20yes', status: 404 },
    { target: '/%ff%fe', status: 400 },
    { target: '/caf\u00e9', status: 400 },
    // Other forms of a target, RFC 9112 section 3.2
    { target: 'http://evil.example/feed.xml', status: 200 },
    { target: '//evil.example/episodes/priliv', status: 404 },
    { target: '//evil.example/%2e%2e', status: 404 },
    { target: '*', status: 404 },
    { target: '/?', status: 200 },
    { target: '/feed.xml?a=%zz&a[]=1&__proto__[x]=1', status: 200 },
    { target: '/feed.xml#top', status: 200 },
    { target: '?x', status: 400 },
    { target: 'feed.xml', status: 400 },
    // What is pattern syntax to a router
    { target: '/:slug', status: 404 },
    { target: '/(.*)', status: 404 },
    { target: '/{*path}', status: 404 },
    // Longer than Node takes
    { target: `/${'a'.repeat(16_384)}`, status: 431 },
    { target: `/${'%61'.repeat(4000)}`, status: 404 },
  ])('GET $target is answered with $status', async ({ target, status }) => {
    const answer = await askRaw(site.url, get(target))
    expect(statusOf(answer)).toBe(status)
    expect(answer).not.toContain('root:')
    expect(answer).not.toMatch(/^(?:location|x-injected):/im)
    expect(answer).not.toMatch(/\bat .*:\d+:\d+|node_modules/)
  })

  test.each([
    { what: 'no host', request: 'GET / HTTP/1.1\r\n\r\n', status: 400 },
    { what: 'a line break in a field', request: get('/', 'X-A: a\rb\r\n'), status: 400 },
    { what: 'a space in the target', request: get('/feed.xml /x'), status: 400 },
    { what: 'no HTTP at all', request: '\u0016\u0003\u0001', status: 400 },
    {
      what: 'a body with GET',
      request: get('/feed.xml', 'Content-Length: 3\r\n').concat('abc'),
      status: 200,
    },
    {
      what: 'two lengths',
      request: get('/', 'Content-Length: 1\r\nContent-Length: 2\r\n'),
      status: 400,
    },
    {
      what: 'a thousand ranges',
      request: get('/audio/priliv.mp3', `Range: bytes=${'0-1,'.repeat(1000)}0-1\r\n`),
      status: 206,
    },
    {
      what: 'a range of a thousand digits',
      request: get('/audio/priliv.mp3', `Range: bytes=${'9'.repeat(1000)}-\r\n`),
      status: 416,
    },
    {
      what: 'a thousand tags',
      request: get('/feed.xml', `If-None-Match: ${'"a",'.repeat(1000)}"b"\r\n`),
      status: 200,
    },
    {
      what: 'a thousand codings',
      request: get('/feed.xml', `Accept-Encoding: ${'x;q=0.5,'.repeat(1000)}gzip\r\n`),
      status: 200,
    },
  ])('$what is answered with $status', async ({ request, status }) => {
    const answer = await askRaw(site.url, request)
    expect(statusOf(answer)).toBe(status)
    expect(answer).not.toMatch(/\bat .*:\d+:\d+|node_modules/)
  })

  test('an absolute target does not get its host into the answer', async () => {
    expect(await askRaw(site.url, get('http://evil.example/feed.xml'))).not.toContain(
      'evil.example',
    )
    expect(statusOf(await askRaw(site.url, get('http://[::1/feed.xml')))).toBe(404)
  })

  test('leave it alive and with nothing to tell', async () => {
    expect((await site.ask('/feed.xml')).status).toBe(200)
    expect(site.reports).toEqual([])
  })
})
