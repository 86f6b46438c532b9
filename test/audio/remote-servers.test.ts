import { describe, expect, test } from 'vitest'
import { giveRecording, probe, rangeOf } from './support/recording-server.ts'
import { SERVERS_WITH_HABITS } from './support/servers-with-habits.ts'
import { SOUND, SOUND_SECONDS, TALK, TALK_SECONDS } from './support/talk.ts'
import { serve } from './support/serve.ts'

const WITHOUT_RANGES = expect.stringContaining('its server sends it only as a whole')

describe('A server that', () => {
  test.each(SERVERS_WITH_HABITS)('$server ends in the right figures', async (row) => {
    const server = await serve(row.answer)
    const audio = await probe(`${server.url}/talk.mp3`)
    expect(audio.seconds).toBeCloseTo(TALK_SECONDS, 6)
    expect(audio).toMatchObject({
      bytes: TALK.length,
      type: 'audio/mpeg',
      how: row.how,
      requests: row.requests,
      warnings: row.rangeless === true ? [WITHOUT_RANGES] : [],
      ...(row.read === undefined ? {} : { read: row.read }),
    })
    expect(server.requests.map(({ method }) => method)).toEqual(Array(row.requests).fill('GET'))
  })

  test('sends slowly, but goes on sending, ends in the right figures', async () => {
    const pieces = [0, 1, 2, 3].map((index) =>
      TALK.subarray(index * 160_000, (index + 1) * 160_000),
    )
    const server = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': TALK.length })
      pieces.forEach((piece, index) => setTimeout(() => response.write(piece), index * 150))
    })
    const audio = await probe(`${server.url}/talk.mp3`, { limits: { idleTimeout: 400 } })
    expect(audio.seconds).toBeCloseTo(TALK_SECONDS, 6)
  })

  test('breaks off a recording that is read whole is asked for the rest', async () => {
    const bytes = Buffer.concat([SOUND, Buffer.alloc(50_000, 1), SOUND])
    const server = await serve((request, response, count) => {
      const [first] = rangeOf(request.headers.range, bytes.length)
      if (request.headers.range !== undefined && count < 3) {
        return giveRecording(bytes, { etag: '"a"' })(request, response, count)
      }
      const rest = bytes.subarray(first ?? 0)
      response.writeHead(first === null ? 200 : 206, {
        'Content-Length': rest.length,
        ETag: '"a"',
        ...(first === null
          ? {}
          : { 'Content-Range': `bytes ${first}-${bytes.length - 1}/${bytes.length}` }),
      })
      response.write(rest.subarray(0, 600_000), () => void setTimeout(() => response.destroy(), 20))
    })
    const audio = await probe(`${server.url}/talk.mp3`)
    expect(audio).toMatchObject({ how: 'scan', bytes: bytes.length })
    expect(audio.seconds).toBeCloseTo(SOUND_SECONDS * 2, 6)
    expect(server.requests.at(-1)?.headers).toMatchObject({ 'if-range': '"a"' })
  })
})
