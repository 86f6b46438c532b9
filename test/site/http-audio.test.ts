import { rename, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { BRINGS, bringsOf, serve, type Answer, type Served } from './served.ts'
import { put, RECORDING, WRITTEN } from './show-on-disk.ts'

const AUDIO = '/audio/priliv.mp3'
const SIZE = RECORDING.length

describe('a recording over HTTP', () => {
  let site: Served
  let whole: Answer
  beforeAll(async () => {
    site = await serve()
    whole = await site.ask(AUDIO)
  })
  afterAll(() => site[Symbol.asyncDispose]())

  const tagOf = (): string => whole.headers.etag ?? 'none'

  test('is whole, of its type, with a strong tag, and can be asked for in parts', () => {
    expect(whole.status).toBe(200)
    expect(whole.body.equals(RECORDING)).toBe(true)
    expect(whole.headers).toMatchObject({
      'content-type': 'audio/mpeg',
      'content-length': String(SIZE),
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=3600',
      'access-control-allow-origin': '*',
      'last-modified': WRITTEN.toUTCString(),
    })
    expect(tagOf()).toMatch(/^"[0-9a-f]{64}"$/)
  })

  // RFC 9110 section 9.3.2
  test('HEAD has the fields of GET and no body', async () => {
    const { status, headers, body } = await site.ask(AUDIO, { method: 'HEAD' })
    expect({ status, body: body.length }).toEqual({ status: 200, body: 0 })
    expect({ ...headers, date: '' }).toEqual({ ...whole.headers, date: '' })
  })

  test('is never compressed', async () => {
    const { headers, body } = await site.ask(AUDIO, { headers: { 'accept-encoding': 'gzip, br' } })
    expect(headers).not.toHaveProperty('content-encoding')
    expect(headers).not.toHaveProperty('vary')
    expect(body.equals(RECORDING)).toBe(true)
  })

  // RFC 9110 sections 14.1.2, 14.4 and 15.3.7
  test.each([
    { range: 'bytes=0-1', first: 0, last: 1 },
    { range: 'bytes=0-0', first: 0, last: 0 },
    { range: 'bytes=50000-50999', first: 50_000, last: 50_999 },
    { range: 'bytes=99900-', first: 99_900, last: SIZE - 1 },
    { range: 'bytes=-128', first: SIZE - 128, last: SIZE - 1 },
    { range: 'bytes=0-', first: 0, last: SIZE - 1 },
    { range: 'bytes=99990-104999', first: 99_990, last: SIZE - 1 },
    { range: 'bytes=99990-99999999999999999999', first: 99_990, last: SIZE - 1 },
    { range: 'bytes= 5-9', first: 5, last: 9 },
    // a suffix as long as the whole, or longer
    { range: `bytes=-${SIZE}`, first: 0, last: SIZE - 1 },
    { range: `bytes=-${SIZE + 1}`, first: 0, last: SIZE - 1 },
    { range: 'bytes=-999999999', first: 0, last: SIZE - 1 },
    { range: `bytes=-${'9'.repeat(400)}`, first: 0, last: SIZE - 1 },
    // units have no case (section 14.1), and elements of a list may be empty (section 5.6.1.2)
    { range: 'Bytes=0-4', first: 0, last: 4 },
    { range: 'BYTES=-128', first: SIZE - 128, last: SIZE - 1 },
    { range: 'bytes=,0-4', first: 0, last: 4 },
    { range: 'bytes=0-4, ,', first: 0, last: 4 },
    { range: `bytes=,,-${SIZE * 2} ,`, first: 0, last: SIZE - 1 },
  ])('Range: $range is bytes $first to $last, with the type', async ({ range, first, last }) => {
    const { status, headers, body } = await site.ask(AUDIO, { headers: { range } })
    expect(status).toBe(206)
    expect(body.equals(RECORDING.subarray(first, last + 1))).toBe(true)
    expect(headers).toMatchObject({
      'content-range': `bytes ${first}-${last}/${SIZE}`,
      'content-length': String(last - first + 1),
      'content-type': 'audio/mpeg',
      etag: tagOf(),
      'access-control-allow-origin': '*',
    })
  })

  // RFC 9110 section 15.5.17
  test.each([`bytes=${SIZE}-`, 'bytes=999999-1000000', 'bytes=-0'])(
    'Range: %s is answered with 416, the size and a plain page',
    async (range) => {
      const { status, headers, body } = await site.ask(AUDIO, { headers: { range } })
      expect(status).toBe(416)
      expect(headers).toMatchObject({
        'content-range': `bytes */${SIZE}`,
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
      })
      expect(headers).not.toHaveProperty('etag')
      expect(body.toString()).toContain('416')
    },
  )

  // RFC 9110 sections 14.1.1 and 14.2: what is no range of bytes is ignored
  test.each([
    'bytes=abc',
    'bytes=9-3',
    'bytes=5-9,9-3',
    'bytes=',
    'bytes=-',
    'bytes=1.5-3',
    'bytes=+1-3',
    'bytes=0x1-3',
    'lines=0-1',
    'bytes 0-1',
    'nonsense',
    'bytes=,',
    'bytes= , ,',
    'bytes =0-4',
    'bytes=0-4,x',
    'bytes=--5',
    // several ranges may be answered whole
    'bytes=0-1,5-9',
    'bytes=0-1,,5-9',
  ])('Range: %s is answered with the whole', async (range) => {
    const { status, headers, body } = await site.ask(AUDIO, { headers: { range } })
    expect(status).toBe(200)
    expect(headers).not.toHaveProperty('content-range')
    expect(body.equals(RECORDING)).toBe(true)
  })

  // RFC 9110 section 14.2: only GET has ranges
  test('HEAD with a Range is about the whole', async () => {
    const { status, headers } = await site.ask(AUDIO, {
      method: 'HEAD',
      headers: { range: 'bytes=0-1' },
    })
    expect(status).toBe(200)
    expect(headers['content-length']).toBe(String(SIZE))
  })

  // RFC 9110 section 13.1.5: strong comparison, exact date
  test.each([
    { validator: () => tagOf(), what: 'its tag', status: 206 },
    { validator: () => WRITTEN.toUTCString(), what: 'its date', status: 206 },
    { validator: () => '"stale"', what: 'another tag', status: 200 },
    { validator: () => `W/${tagOf()}`, what: 'its tag made weak', status: 200 },
    { validator: () => 'Mon, 02 Jun 2025 12:00:00 GMT', what: 'a later date', status: 200 },
    { validator: () => 'Sat, 31 May 2025 12:00:00 GMT', what: 'an earlier date', status: 200 },
    { validator: () => 'nonsense', what: 'what is neither', status: 200 },
  ])('If-Range with $what is answered with $status', async ({ validator, status }) => {
    const answer = await site.ask(AUDIO, {
      headers: { range: 'bytes=5-9', 'if-range': validator() },
    })
    expect(answer.status).toBe(status)
    expect(answer.body.equals(status === 206 ? RECORDING.subarray(5, 10) : RECORDING)).toBe(true)
  })

  // RFC 9110 sections 13.1 and 13.2.2
  test.each([
    { field: 'if-none-match', value: () => tagOf(), status: 304 },
    { field: 'if-none-match', value: () => `"nope", ${tagOf()}`, status: 304 },
    { field: 'if-none-match', value: () => `W/${tagOf()}`, status: 304 },
    { field: 'if-none-match', value: () => '*', status: 304 },
    { field: 'if-none-match', value: () => '"nope"', status: 200 },
    { field: 'if-modified-since', value: () => WRITTEN.toUTCString(), status: 304 },
    { field: 'if-modified-since', value: () => 'Thu, 01 Jan 1970 00:00:00 GMT', status: 200 },
    { field: 'if-modified-since', value: () => 'not a date', status: 200 },
    { field: 'if-match', value: () => tagOf(), status: 200 },
    { field: 'if-match', value: () => '"nope"', status: 412 },
    { field: 'if-match', value: () => `W/${tagOf()}`, status: 412 },
    { field: 'if-unmodified-since', value: () => '1970', status: 200 },
    { field: 'if-unmodified-since', value: () => 'Thu, 01 Jan 1970 00:00:00 GMT', status: 412 },
  ])('$field is answered with $status', async ({ field, value, status }) => {
    const answer = await site.ask(AUDIO, { headers: { [field]: value() } })
    expect(answer.status).toBe(status)
    expect(bringsOf(answer, RECORDING)).toBe(BRINGS[status])
    expect(answer.headers.etag).toBe(status === 412 ? undefined : tagOf())
  })

  test('304 wins over a range', async () => {
    const headers = { 'if-none-match': tagOf(), range: 'bytes=0-1' }
    expect((await site.ask(AUDIO, { headers })).status).toBe(304)
  })
})

describe('a recording that is not any more what the feed says', () => {
  let site: Served
  let file: string
  beforeEach(async () => {
    site = await serve()
    file = site.file('content/priliv.mp3')
    await site.ask(AUDIO)
  })
  afterEach(() => site[Symbol.asyncDispose]())

  test('is 404 once it is gone, and is back when it is back', async () => {
    await rename(file, `${file}.away`)
    const { status, headers } = await site.ask(AUDIO)
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 404,
      type: 'text/html; charset=utf-8',
    })
    await rename(`${file}.away`, file)
    expect((await site.ask(AUDIO)).status).toBe(200)
  })

  test('is 404 when a folder stands in its place', async () => {
    await rm(file)
    await put(`${file}/inside`, '')
    expect((await site.ask(AUDIO)).status).toBe(404)
  })

  test.each([
    { what: 'half written', content: RECORDING.subarray(0, 1000) },
    { what: 'replaced by one of the same size', content: Buffer.alloc(SIZE, 'x') },
  ])('does not go out while it is $what, and the show is loaded anew', async ({ content }) => {
    await put(file, content, new Date(WRITTEN.getTime() + 1000))
    const { status, headers, body } = await site.ask(AUDIO)
    expect(status).toBe(503)
    expect(headers).toMatchObject({ 'retry-after': '5', 'cache-control': 'no-store' })
    expect(headers).not.toHaveProperty('etag')
    expect(body.includes('xxx')).toBe(false)
    expect(site.refreshed).toEqual([file])
    await site.ask(AUDIO)
    expect(site.refreshed).toEqual([file])
    expect(site.reports).toEqual([])
  })

  test('keeps its tag when only its time changes', async () => {
    const { headers: before } = await site.ask(AUDIO)
    const later = new Date(WRITTEN.getTime() + 60_000)
    await utimes(file, later, later)
    const { status, headers } = await site.ask(AUDIO)
    expect({ status, etag: headers.etag }).toEqual({ status: 200, etag: before.etag })
    expect(headers['last-modified']).toBe(later.toUTCString())
  })

  // RFC 9110 section 8.8.2.1
  test('is not of the future, whatever its clock says', async () => {
    await utimes(file, new Date('2199-01-01'), new Date('2199-01-01'))
    const { headers } = await site.ask(AUDIO)
    expect(Date.parse(headers['last-modified'] ?? '')).toBeLessThanOrEqual(Date.now())
  })

  test('goes out under a new tag once the show tells of it', async () => {
    const { headers: before } = await site.ask(AUDIO)
    const content = Buffer.from('another recording')
    await put(file, content, new Date(WRITTEN.getTime() + 1000))
    expect((await site.ask(AUDIO)).status).toBe(503)
    site.air({
      ...site.show,
      episodes: site.show.episodes.map((episode) => ({
        ...episode,
        audio: { ...episode.audio, bytes: content.length, hash: null },
      })),
    })
    const { status, headers, body } = await site.ask(AUDIO)
    expect({ status, body: body.toString() }).toEqual({ status: 200, body: 'another recording' })
    expect(headers.etag).not.toBe(before.etag)
    const stale = { range: 'bytes=0-1', 'if-range': before.etag ?? '' }
    expect((await site.ask(AUDIO, { headers: stale })).status).toBe(200)
  })
})

/** More than any buffer on the way takes in. */
const LONG = 32 * 2 ** 20
const OTHER = Buffer.alloc(LONG, 'b')

describe('a recording that changes while it goes out', () => {
  test.each([
    { what: 'overwritten in place', act: (file: string) => writeFile(file, OTHER, { flag: 'r+' }) },
    { what: 'written anew', act: (file: string) => writeFile(file, OTHER) },
    { what: 'cut off', act: (file: string) => truncate(file, 1000) },
  ])('breaks off when it is $what, and never ends as if it were whole', async ({ act }) => {
    await using site = await serve()
    const file = site.file('content/long.mp3')
    await put(file, Buffer.alloc(LONG, 'a'))
    site.air({
      ...site.show,
      episodes: site.show.episodes.slice(0, 1).map((episode) => ({
        ...episode,
        audio: { ...episode.audio, file, bytes: LONG, hash: null },
      })),
    })
    const response = await fetch(new URL(AUDIO, site.url))
    expect(response.headers.get('content-length')).toBe(String(LONG))
    const reader = response.body?.getReader()
    await reader?.read()
    await act(file)
    const drain = async (): Promise<void> => {
      while ((await reader?.read())?.done === false);
    }
    await expect(drain()).rejects.toThrow('terminated')
    expect(site.reports).toEqual([])
  })
})
