import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BRINGS, bringsOf, serve, type Answer, type Asked, type Served } from './served.ts'

const FEED = '/feed.xml'

let site: Served
let plain: Answer
beforeAll(async () => {
  site = await serve()
  plain = await site.ask(FEED)
})
afterAll(() => site[Symbol.asyncDispose]())

const tagOf = ({ headers }: Answer): string => headers.etag ?? 'none'
const dateOf = ({ headers }: Answer): string => headers['last-modified'] ?? 'none'

describe('the feed over HTTP', () => {
  test('is whole, of its exact type, and may be kept and read by everyone', () => {
    expect(plain.status).toBe(200)
    expect(plain.body.toString()).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>/)
    expect(plain.headers).toMatchObject({
      'content-type': 'application/rss+xml; charset=utf-8',
      'content-length': String(plain.body.length),
      'cache-control': 'public, max-age=60, stale-if-error=86400',
      'access-control-allow-origin': '*',
      vary: 'Accept-Encoding, Accept',
    })
    expect(plain.headers).not.toHaveProperty('content-encoding')
    expect(plain.headers).not.toHaveProperty('x-powered-by')
    expect(tagOf(plain)).toMatch(/^"[0-9a-f]{64}"$/)
  })

  // Firefox downloads a feed of the exact type, Chromium shows it as plain text
  test.each([
    {
      who: 'a browser that opens it',
      accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      type: 'application/xml; charset=utf-8',
    },
    { who: 'an app', accept: '*/*', type: 'application/rss+xml; charset=utf-8' },
    {
      who: 'an app that knows what it wants',
      accept: 'application/rss+xml, text/xml;q=0.9, text/html;q=0.5',
      type: 'application/rss+xml; charset=utf-8',
    },
  ])('is $type to $who, and the same bytes', async ({ accept, type }) => {
    const { headers, body } = await site.ask(FEED, { headers: { accept } })
    expect(headers['content-type']).toBe(type)
    expect(body.equals(plain.body)).toBe(true)
  })

  test('has no Link where there is no hub', () => {
    expect(plain.headers).not.toHaveProperty('link')
  })

  // https://www.w3.org/TR/websub/#discovery: exactly one self
  test.each(['GET', 'HEAD'])(
    'tells apps in a Link of %s where they can wait for changes',
    async (method) => {
      await using withHubs = await serve({
        hubs: ['https://hub.example.org/?a=1', 'https://hub.example.net'],
      })
      const { headers } = await withHubs.ask(FEED, { method })
      expect(headers['link']).toBe(
        '<https://hub.example.org/?a=1>; rel="hub", <https://hub.example.net/>; rel="hub", <http://127.0.0.1/feed.xml>; rel="self"',
      )
      expect((await withHubs.ask('/')).headers).not.toHaveProperty('link')
    },
  )

  test('is JSON beside it, of its own type, for every page that a script may be on', async () => {
    const { status, headers, body } = await site.ask('/feed.json')
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'application/feed+json',
      'cache-control': 'public, max-age=60, stale-if-error=86400',
      'access-control-allow-origin': '*',
      vary: 'Accept-Encoding',
    })
    expect(JSON.parse(body.toString())).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
    })
    const head = await site.ask('/feed.json', { method: 'HEAD' })
    expect({ ...head.headers, date: '' }).toEqual({ ...headers, date: '' })
    const page = String((await site.ask('/')).body)
    expect(page).toMatch(
      /<link\s+rel="alternate"\s+type="application\/feed\+json"\s+title="[^"]+"\s+href="[^"]+\/feed\.json"/,
    )
  })

  // RFC 9110 section 9.3.2
  test('HEAD has the fields of GET and no body', async () => {
    const { status, headers, body } = await site.ask(FEED, { method: 'HEAD' })
    expect({ status, body: body.length }).toEqual({ status: 200, body: 0 })
    expect({ ...headers, date: '' }).toEqual({ ...plain.headers, date: '' })
  })

  // RFC 9110 section 8.8.2.1: a date is never later than the answer
  test('was changed when the newest of its files was, which is over', () => {
    expect(dateOf(plain)).toBe('Sun, 01 Jun 2025 12:00:00 GMT')
  })

  interface Case {
    readonly rule: string
    readonly headers: () => Readonly<Record<string, string>>
    readonly status: number
  }

  const CASES: readonly Case[] = [
    // RFC 9110 section 13.1.2
    {
      rule: 'If-None-Match with its tag',
      headers: () => ({ 'if-none-match': tagOf(plain) }),
      status: 304,
    },
    {
      rule: 'If-None-Match with a list that has its tag',
      headers: () => ({ 'if-none-match': `"nope", ${tagOf(plain)}` }),
      status: 304,
    },
    { rule: 'If-None-Match: *', headers: () => ({ 'if-none-match': '*' }), status: 304 },
    {
      rule: 'If-None-Match compares weakly',
      headers: () => ({ 'if-none-match': `W/${tagOf(plain)}` }),
      status: 304,
    },
    {
      rule: 'If-None-Match with another tag',
      headers: () => ({ 'if-none-match': '"nope"' }),
      status: 200,
    },
    // RFC 9110 section 13.1.3
    {
      rule: 'If-Modified-Since its own date',
      headers: () => ({ 'if-modified-since': dateOf(plain) }),
      status: 304,
    },
    {
      rule: 'If-Modified-Since a later date',
      headers: () => ({ 'if-modified-since': 'Mon, 02 Jun 2025 12:00:00 GMT' }),
      status: 304,
    },
    {
      rule: 'If-Modified-Since 1970',
      headers: () => ({ 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }),
      status: 200,
    },
    {
      rule: 'If-Modified-Since what is no date',
      headers: () => ({ 'if-modified-since': 'not a date' }),
      status: 200,
    },
    {
      rule: 'If-Modified-Since a date that is not of HTTP',
      headers: () => ({ 'if-modified-since': '2030-01-01T00:00:00Z' }),
      status: 200,
    },
    {
      rule: 'If-None-Match wins over If-Modified-Since',
      headers: () => ({ 'if-none-match': '"nope"', 'if-modified-since': dateOf(plain) }),
      status: 200,
    },
    {
      rule: 'If-None-Match wins over an old If-Modified-Since',
      headers: () => ({
        'if-none-match': tagOf(plain),
        'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT',
      }),
      status: 304,
    },
    // RFC 9110 section 5.6.7: all three forms of a date
    {
      rule: 'If-Modified-Since in the form of RFC 850',
      headers: () => ({ 'if-modified-since': 'Sunday, 01-Jun-25 12:00:00 GMT' }),
      status: 304,
    },
    {
      rule: 'If-Modified-Since in the form of asctime',
      headers: () => ({ 'if-modified-since': 'Sun Jun  1 12:00:00 2025' }),
      status: 304,
    },
    {
      rule: 'If-Modified-Since a second too early, in the form of asctime',
      headers: () => ({ 'if-modified-since': 'Sun Jun  1 11:59:59 2025' }),
      status: 200,
    },
    // RFC 9110 section 13.1.1: strong comparison
    { rule: 'If-Match with its tag', headers: () => ({ 'if-match': tagOf(plain) }), status: 200 },
    { rule: 'If-Match: *', headers: () => ({ 'if-match': '*' }), status: 200 },
    { rule: 'If-Match with another tag', headers: () => ({ 'if-match': '"nope"' }), status: 412 },
    {
      rule: 'If-Match with its tag made weak',
      headers: () => ({ 'if-match': `W/${tagOf(plain)}` }),
      status: 412,
    },
    // RFC 9110 section 13.1.4
    {
      rule: 'If-Unmodified-Since its own date',
      headers: () => ({ 'if-unmodified-since': dateOf(plain) }),
      status: 200,
    },
    {
      rule: 'If-Unmodified-Since 1970',
      headers: () => ({ 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }),
      status: 412,
    },
    {
      rule: 'If-Unmodified-Since what is no date',
      headers: () => ({ 'if-unmodified-since': '1970' }),
      status: 200,
    },
    // RFC 9110 section 14.2: a range may be ignored
    { rule: 'Range', headers: () => ({ range: 'bytes=0-1' }), status: 200 },
  ]

  test.each(CASES)('$rule is answered with $status', async ({ headers, status }) => {
    const answer = await site.ask(FEED, { headers: headers() })
    expect(answer.status).toBe(status)
    expect(bringsOf(answer, plain.body)).toBe(BRINGS[status])
  })

  // RFC 9110 section 15.4.5
  test('304 says what a copy that is kept must know, and nothing of a body', async () => {
    const { headers } = await site.ask(FEED, {
      headers: { 'if-none-match': tagOf(plain), 'accept-encoding': 'identity' },
    })
    for (const name of ['etag', 'cache-control', 'vary', 'last-modified']) {
      expect(headers[name]).toBe(plain.headers[name])
    }
    for (const name of ['content-type', 'content-length', 'content-encoding']) {
      expect(headers).not.toHaveProperty(name)
    }
  })

  const DECODERS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
    br: brotliDecompressSync,
    gzip: gunzipSync,
    identity: (body) => body,
  }

  // RFC 9110 sections 12.5.3 and 12.4.2
  test.each([
    { accepts: 'gzip', coding: 'gzip' },
    { accepts: 'br', coding: 'br' },
    { accepts: 'gzip, deflate, br', coding: 'br' },
    { accepts: 'gzip, deflate, br, zstd', coding: 'br' },
    { accepts: 'GZIP', coding: 'gzip' },
    { accepts: 'gzip;q=1.0, br;q=0.5', coding: 'gzip' },
    { accepts: 'identity, gzip;q=0.5', coding: 'identity' },
    { accepts: 'gzip;q=0, br;q=0, identity', coding: 'identity' },
    { accepts: 'gzip;q=0.001', coding: 'gzip' },
    { accepts: '*', coding: 'br' },
    { accepts: '*, br;q=0', coding: 'gzip' },
    { accepts: '*;q=0', coding: 'identity' },
    { accepts: 'deflate', coding: 'identity' },
    { accepts: '', coding: 'identity' },
    { accepts: 'gzip;q=nonsense', coding: 'identity' },
  ])('Accept-Encoding: $accepts gets $coding', async ({ accepts, coding }) => {
    const { status, headers, body } = await site.ask(FEED, {
      headers: { 'accept-encoding': accepts },
    })
    expect(status).toBe(200)
    expect(headers['content-encoding'] ?? 'identity').toBe(coding)
    expect(headers.vary).toBe('Accept-Encoding, Accept')
    expect(headers['content-length']).toBe(String(body.length))
    expect(DECODERS[coding]?.(body).equals(plain.body)).toBe(true)
  })

  // RFC 9110 section 8.8.3.3: each coding has a tag of its own
  test.each(['gzip', 'br'])(
    'the tag of the %s form revalidates it and no other',
    async (coding) => {
      const asked: Asked = { headers: { 'accept-encoding': coding } }
      const coded = await site.ask(FEED, asked)
      expect(tagOf(coded)).not.toBe(tagOf(plain))
      const again = { ...asked.headers, 'if-none-match': tagOf(coded) }
      const kept = await site.ask(FEED, { headers: again })
      expect(kept).toMatchObject({ status: 304, headers: { etag: tagOf(coded) } })
      expect(kept.headers).not.toHaveProperty('content-encoding')
      const other = await site.ask(FEED, { headers: { 'if-none-match': tagOf(coded) } })
      expect(other.status).toBe(200)
    },
  )

  test('is the same, byte for byte and field for field, when it is asked for again', async () => {
    const again = await site.ask(FEED)
    expect(again.body.equals(plain.body)).toBe(true)
    expect({ ...again.headers, date: '' }).toEqual({ ...plain.headers, date: '' })
  })

  test('does not depend on the host or the query of a request', async () => {
    const answer = await site.ask(`${FEED}?utm_source=evil.example`, {
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    })
    expect(answer.body.equals(plain.body)).toBe(true)
    expect(JSON.stringify(answer.headers)).not.toContain('evil.example')
  })
})

/** What the feed answers to an app that has it already, with other settings of the feed. */
async function askMoved(feed: Partial<Served['show']['feed']>, path: string): Promise<Answer> {
  site.air({ ...site.show, feed: { ...site.show.feed, ...feed } })
  return site.ask(path, { headers: { 'if-none-match': '*' } })
}

describe('a feed that has moved', () => {
  test.each([
    { oldPaths: ['/old.rss'], path: '/old.rss', location: './feed.xml' },
    { oldPaths: ['/feed/podcast/'], path: '/feed/podcast/', location: '../../feed.xml' },
    {
      oldPaths: ['/old.rss'],
      newUrl: 'https://a.example/x',
      path: '/old.rss',
      location: 'https://a.example/x',
    },
    { newUrl: 'https://a.example/č', path: FEED, location: 'https://a.example/%C4%8D' },
  ])('leads from $path to $location for good, with a feed that says so', async (row) => {
    const { path, location, ...feed } = row
    const { status, headers, body } = await askMoved(feed, path)
    expect({ status, location: headers.location }).toEqual({ status: 301, location })
    expect(headers['content-type']).toBe('application/rss+xml; charset=utf-8')
    const address = new URL(location, new URL(path.slice(1), site.show.baseUrl)).href
    expect(body.toString()).toContain(`<itunes:new-feed-url>${address}</itunes:new-feed-url>`)
  })

  test('is a feed like any other at its new path, and says where it is', async () => {
    const { status, body } = await askMoved({ oldPaths: ['/old.rss', FEED] }, FEED)
    expect(status).toBe(304)
    expect(body.length).toBe(0)
    expect((await site.ask(FEED)).body.toString()).toContain('<itunes:new-feed-url>')
    expect((await site.ask('/_redirects')).body.toString()).toBe(
      '/old.rss /feed.xml 301!\n/old.rss /feed.xml 301\n',
    )
  })
})
