import { describe, expect, test } from 'vitest'
import type { KnownAudio } from '../../src/audio/probe-url.ts'
import { status } from './support/answers.ts'
import { giveRecording, probe, type Answer } from './support/recording-server.ts'
import { frames, framesSeconds, PLAIN } from './corpus/mpeg-frames.ts'
import { SOUND, SOUND_SECONDS, TALK, TALK_SECONDS } from './support/talk.ts'
import { serve } from './support/serve.ts'

const DATE = 'Tue, 01 Apr 2025 08:00:00 GMT'

/** What the ledger may know of a recording; the seconds are to be told from measured ones. */
const KNOWN: KnownAudio = {
  bytes: TALK.length,
  seconds: 39.125,
  type: 'audio/mpeg',
  how: 'header',
  etag: '"1"',
  modified: null,
}

/** The same server without sense for conditions. */
function ignoresConditions(answer: Answer): Answer {
  return (request, response, count) => {
    delete request.headers['if-none-match']
    delete request.headers['if-modified-since']
    answer(request, response, count)
  }
}

describe('A recording that is known', () => {
  test.each([
    { mark: 'entity tag', told: { etag: '"1"' }, known: KNOWN },
    { mark: 'weak entity tag', told: { etag: 'W/"1"' }, known: { ...KNOWN, etag: 'W/"1"' } },
    { mark: 'date', told: { modified: DATE }, known: { ...KNOWN, etag: null, modified: DATE } },
  ])('costs one request while its $mark stays', async ({ told, known }) => {
    const { url, requests } = await serve(giveRecording(TALK, told))
    const audio = await probe(`${url}/talk.mp3`, { known })
    expect(audio).toEqual({
      ...known,
      codec: null,
      bitrate: null,
      sampleRate: null,
      channels: null,
      vbr: null,
      chapters: [],
      tags: null,
      hash: null,
      cut: null,
      warnings: [],
      url: `${url}/talk.mp3`,
      requests: 1,
      read: 0,
      unchanged: true,
    })
    expect(requests[0]?.headers).toMatchObject({ range: 'bytes=0-0' })
  })

  test('keeps all facts that were measured before', async () => {
    const { url } = await serve(giveRecording(TALK, { etag: '"1"' }))
    const first = await probe(`${url}/talk.mp3`)
    const second = await probe(`${url}/talk.mp3`, { known: first })
    expect(first).toMatchObject({ unchanged: false, requests: 7, codec: 'MPEG 1 Layer 3' })
    expect(second).toEqual({ ...first, unchanged: true, requests: 1, read: 0 })
  })

  test.each([
    { mark: 'entity tag', told: { etag: '"1"' }, known: KNOWN },
    {
      mark: 'size and date',
      told: { modified: DATE },
      known: { ...KNOWN, etag: null, modified: DATE },
    },
  ])('is recognised by its $mark on a server that ignores conditions', async ({ told, known }) => {
    const { url } = await serve(ignoresConditions(giveRecording(TALK, told)))
    const audio = await probe(`${url}/talk.mp3`, { known })
    expect(audio).toMatchObject({ unchanged: true, requests: 1, read: 1, seconds: 39.125 })
  })

  test('is recognised on a server that gives no parts', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { ETag: '"1"', 'Content-Length': TALK.length }).end(TALK)
    })
    const audio = await probe(`${url}/talk.mp3`, { known: KNOWN })
    expect(audio).toMatchObject({ unchanged: true, requests: 1, read: 0 })
  })

  test.each([
    { what: 'entity tag', told: { etag: '"2"' }, known: KNOWN },
    { what: 'date', told: { modified: 'Wed' }, known: { ...KNOWN, etag: null, modified: DATE } },
    { what: 'size', told: { etag: '"2"' }, known: { ...KNOWN, bytes: 5 } },
  ])('is measured anew when its $what changed', async ({ told, known }) => {
    const { url } = await serve(giveRecording(TALK, told))
    const audio = await probe(`${url}/talk.mp3`, { known })
    expect(audio).toMatchObject({ unchanged: false, requests: 8 })
    expect(audio.seconds).toBeCloseTo(TALK_SECONDS, 6)
  })

  test('is measured anew without any mark', async () => {
    const { url } = await serve(giveRecording(TALK))
    const audio = await probe(`${url}/talk.mp3`, { known: { ...KNOWN, etag: null } })
    expect(audio).toMatchObject({ unchanged: false, requests: 7 })
  })

  test('is refused when it is gone', async () => {
    const { url } = await serve(status(410))
    await expect(probe(`${url}/talk.mp3`, { known: KNOWN })).rejects.toThrow(
      'responds with 410 (gone)',
    )
  })
})

describe('What is wanted exact', () => {
  test('is read whole once', async () => {
    const { url } = await serve(giveRecording(TALK, { etag: '"1"' }))
    const audio = await probe(`${url}/talk.mp3`, { exact: true })
    expect(audio).toMatchObject({ how: 'scan', requests: 2, read: 64 * 1024 + TALK.length })
    expect(audio.seconds).toBeCloseTo(TALK_SECONDS, 6)
  })

  test('is not read again while its entity tag stays', async () => {
    const { url } = await serve(giveRecording(TALK, { etag: '"1"' }))
    const known = await probe(`${url}/talk.mp3`, { exact: true })
    const again = await probe(`${url}/talk.mp3`, { exact: true, known })
    expect(again).toMatchObject({ unchanged: true, how: 'scan', requests: 1 })
  })

  test('is read although a header is known', async () => {
    const { url } = await serve(giveRecording(TALK, { etag: '"1"' }))
    const audio = await probe(`${url}/talk.mp3`, { exact: true, known: KNOWN })
    expect(audio).toMatchObject({ unchanged: false, how: 'scan' })
  })
})

const ESTIMATED = expect.stringMatching(/^its duration is estimated .* the next look/)

describe('A constant bit rate without a header', () => {
  test('is an estimate at the first look, and counted at the next', async () => {
    // Advertising of twice the bit rate, whose frames are two of those around it.
    const speech = { ...PLAIN, rate: 48_000, kbps: 64 }
    const parts = [
      frames(speech, 7500, 1),
      frames({ ...speech, kbps: 128 }, 600),
      frames(speech, 10_500, 2),
    ]
    const seconds = framesSeconds(speech, 18_600)
    const server = await serve(giveRecording(Buffer.concat(parts), { etag: '"1"' }))
    const first = await probe(`${server.url}/talk.mp3`)
    expect(first).toMatchObject({ how: 'estimate', warnings: [ESTIMATED] })
    expect(first.seconds).not.toBeCloseTo(seconds, 0)
    const next = await probe(`${server.url}/talk.mp3`, { known: first })
    expect(next).toMatchObject({ how: 'scan', unchanged: false, warnings: [] })
    expect(next.seconds).toBeCloseTo(seconds, 6)
    const later = await probe(`${server.url}/talk.mp3`, { known: next })
    expect(later).toMatchObject({ how: 'scan', unchanged: true, requests: 1 })
  })

  test('is an estimate, and no longer one when it is wanted exact', async () => {
    const { url } = await serve(giveRecording(SOUND))
    const audio = await probe(`${url}/talk.mp3`)
    const exact = await probe(`${url}/talk.mp3`, { exact: true })
    const sampled = { how: 'estimate', vbr: false, requests: 7, warnings: [ESTIMATED] }
    expect(audio).toMatchObject(sampled)
    expect(exact).toMatchObject({ how: 'scan', vbr: false, requests: 2, warnings: [] })
    expect(audio.seconds).toBeCloseTo(SOUND_SECONDS, 6)
    expect(exact.seconds).toBeCloseTo(SOUND_SECONDS, 6)
  })
})
