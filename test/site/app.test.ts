import { once } from 'node:events'
import { truncate, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askRaw, NOW, serve, type Served } from './served.ts'

/** How what is made from the show may be kept. */
const OF_SHOW = 'public, max-age=60, stale-if-error=86400'

describe('the app', () => {
  let site: Served
  beforeAll(async () => {
    site = await serve()
  })
  afterAll(() => site[Symbol.asyncDispose]())

  // Media types as the feed declares them, and design of caching by what a thing is
  test.each([
    { path: '/', type: 'text/html; charset=utf-8', kept: OF_SHOW, open: false },
    {
      path: '/feed.xml',
      type: 'application/rss+xml; charset=utf-8',
      kept: OF_SHOW,
      open: true,
    },
    {
      path: '/opml.xml',
      type: 'text/x-opml; charset=utf-8',
      kept: OF_SHOW,
      open: true,
    },
    {
      path: '/sitemap.xml',
      type: 'application/xml; charset=utf-8',
      kept: OF_SHOW,
      open: true,
    },
    {
      path: '/robots.txt',
      type: 'text/plain; charset=utf-8',
      kept: OF_SHOW,
      open: true,
    },
    { path: '/episodes.json', type: 'application/json', kept: OF_SHOW, open: true },
    {
      path: '/episodes/priliv/',
      type: 'text/html; charset=utf-8',
      kept: OF_SHOW,
      open: false,
    },
    {
      path: '/episodes/priliv/chapters.json',
      type: 'application/json+chapters',
      kept: OF_SHOW,
      open: true,
    },
    {
      path: '/episodes/priliv/transcript.vtt',
      type: 'text/vtt; charset=utf-8',
      kept: OF_SHOW,
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
  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])(
    '%s is answered with 405 and the methods that are',
    async (method) => {
      for (const path of ['/feed.xml', '/nothing', '/audio/priliv.mp3']) {
        const { status, headers } = await site.ask(path, { method })
        expect({ status, allow: headers.allow }).toEqual({
          status: 405,
          allow: 'GET, HEAD, OPTIONS',
        })
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

  // Fetch standard, CORS preflight; RFC 9110 section 9.3.7
  test.each(['/feed.xml', '/audio/priliv.mp3', '/episodes/priliv/chapters.json'])(
    'OPTIONS %s allows scripts of other sites to ask for parts and changes',
    async (path) => {
      const { status, headers, body } = await site.ask(path, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://player.example',
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'range,if-none-match',
        },
      })
      expect({ status, body: body.length }).toEqual({ status: 204, body: 0 })
      expect(headers).toMatchObject({
        allow: 'GET, HEAD, OPTIONS',
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET, HEAD, OPTIONS',
        'access-control-max-age': '86400',
      })
      const allowed = String(headers['access-control-allow-headers']).split(', ')
      expect(allowed).toEqual(expect.arrayContaining(['Range', 'If-Range', 'If-None-Match', '*']))
    },
  )

  test.each([
    { path: '/', status: 204 },
    { path: '/episodes/priliv/embed/', status: 204 },
    { path: '/healthz', status: 204 },
    { path: '/episodes/priliv', status: 204 },
    { path: '/nothing', status: 404 },
  ])('OPTIONS $path is answered with $status, and opens nothing', async ({ path, status }) => {
    const answer = await site.ask(path, { method: 'OPTIONS' })
    expect(answer.status).toBe(status)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    expect(answer.headers.allow).toBe(status === 204 ? 'GET, HEAD, OPTIONS' : undefined)
  })

  test.each([
    { asked: '/episodes/priliv?from=feed', location: './priliv/?from=feed' },
    { asked: '/episodes/priliv?a=1&b=%C5%A1?c', location: './priliv/?a=1&b=%C5%A1?c' },
    { asked: '/episodes/priliv', location: './priliv/' },
  ])('leads from $asked to $location, on the same host', async ({ asked, location }) => {
    const { status, headers } = await site.ask(asked, { headers: { host: 'evil.example' } })
    expect({ status, location: headers.location }).toEqual({ status: 301, location })
  })

  test('does not let a query out of the field for the location', async () => {
    const { headers } = await site.ask('/episodes/priliv?"><script>%0d%0aX-Injected:1')
    expect(headers.location).toBe('./priliv/?%22%3E%3Cscript%3E%0d%0aX-Injected:1')
    expect(headers).not.toHaveProperty('x-injected')
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
      wrong: [],
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

describe('for how long something is kept', () => {
  test.each([
    { what: 'nothing is scheduled', seconds: null, age: 60 },
    { what: 'the next episode comes tomorrow', seconds: 86_400, age: 60 },
    { what: 'it comes in half a minute', seconds: 30.9, age: 30 },
    { what: 'it comes in less than a second', seconds: 0.9, age: 0 },
    { what: 'it is late', seconds: -5, age: 0 },
  ])('when $what: what is of the show for $age seconds', async ({ seconds, age }) => {
    await using site = await serve()
    if (seconds !== null) site.air(site.show, new Date(Date.now() + seconds * 1000))
    const keptOf = async (path: string, headers = {}): Promise<number> => {
      const kept = (await site.ask(path, { headers })).headers['cache-control']
      return Number(/max-age=(\d+)/.exec(kept ?? '')?.[1])
    }
    const { etag = '' } = (await site.ask('/feed.xml')).headers
    for (const path of ['/feed.xml', '/', '/episodes.json']) {
      for (const headers of [{}, { 'if-none-match': etag }]) {
        const kept = await keptOf(path, headers)
        expect([age, Math.max(0, age - 1)]).toContain(kept)
      }
    }
    expect(await keptOf('/audio/priliv.mp3')).toBe(3600)
    expect(await keptOf('/artwork/cover-0a1b2c3d.jpg')).toBe(31_536_000)
  })
})

/** Asks once more than downloads are open, which are not read. */
async function statusAfter(site: Served, open: number, client: string): Promise<number> {
  const { hostname, port } = new URL(site.url)
  await using sockets = new AsyncDisposableStack()
  for (let index = 0; index < open; index += 1) {
    const socket = sockets.adopt(connect(Number(port), hostname), (each) => void each.destroy())
    socket.write(`GET /style.css HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: ${client}\r\n\r\n`)
    await once(socket, 'readable')
  }
  return (await site.ask('/feed.xml', { headers: { 'x-forwarded-for': client } })).status
}

describe('clients', () => {
  test.each([
    { client: '203.0.113.7', status: 429 },
    { client: '203.0.113.7, 127.0.0.1', status: 429 },
    { client: '2001:db8:1:2::9', status: 429 },
    // Of this machine, which is trusted
    { client: '127.0.0.1', status: 200 },
  ])('one at $client with too many open downloads gets $status', async ({ client, status }) => {
    await using site = await serve({}, { perClient: 2 })
    // More than the buffers of the system hold
    await truncate(site.file('public/style.css'), 2 ** 25)
    expect(await statusAfter(site, 1, client)).toBe(200)
    expect(await statusAfter(site, 2, client)).toBe(status)
    expect(await statusAfter(site, 1, client)).toBe(200)
    expect(site.reports).toEqual([])
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
    { what: 'two hosts', request: get('/', 'Host: evil.example\r\n'), status: 400 },
    { what: 'the same host twice', request: get('/', 'host: example.org\r\n'), status: 400 },
    ...['a b', 'a/b', 'a@b', 'a,b', '[::1', 'a:x', 'a?b'].map((host) => ({
      what: `the host "${host}"`,
      request: `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      status: host === 'a,b' ? 200 : 400,
    })),
    ...['', 'example.org', 'example.org:3000', '[::1]:80', '127.0.0.1:', 'xn--a-1.example'].map(
      (host) => ({
        what: `the host "${host}"`,
        request: `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
        status: 200,
      }),
    ),
    {
      what: 'OPTIONS of the server itself',
      request: 'OPTIONS * HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n',
      status: 204,
    },
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
