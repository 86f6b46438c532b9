import { describe, expect, test } from 'vitest'
import { createHosts } from '../../src/net/hosts.ts'
import { frames, framesSeconds, PLAIN } from './corpus/mpeg-frames.ts'
import { endless, inTurn, plainOr, status } from './support/answers.ts'
import { giveRecording, probe, type Answer } from './support/recording-server.ts'
import { serve } from './support/serve.ts'
import { SOUND, SOUND_SECONDS, TALK, TALK_SECONDS } from './support/talk.ts'

const good = giveRecording(TALK)

/** A host that puts so many more frames before each answer, under another entity tag. */
function inserting(seconds: (count: number) => number): Answer {
  return (request, response, count) => {
    const frameCount = Math.round(seconds(count) / framesSeconds(PLAIN, 1))
    const bytes = Buffer.concat([frames(PLAIN, frameCount, count + 2), SOUND])
    delete request.headers['if-range']
    giveRecording(bytes, { etag: `"${count}"` })(request, response, count)
  }
}

const CHANGING = expect.stringContaining('its host sends a different version with each request')

describe('A host that puts in advertising anew for each request', () => {
  test.each([
    ['of another length', (count: number) => 5 + count],
    ['of the same length', () => 7],
    ['sometimes', (count: number) => (count % 2) * 9],
  ])('%s is asked for all of it at once, and that is believed', async (_, seconds) => {
    const server = await serve(inserting(seconds))
    const audio = await probe(`${server.url}/talk.mp3`)
    const last = server.requests.length - 1
    expect(audio).toMatchObject({ how: 'scan', etag: `"${last}"`, warnings: [CHANGING] })
    const advert = Math.round(seconds(last) / framesSeconds(PLAIN, 1)) * framesSeconds(PLAIN, 1)
    expect(audio.seconds).toBeCloseTo(SOUND_SECONDS + advert, 3)
    expect(server.requests[last]?.headers.range).toBeUndefined()
    expect(server.requests.length).toBeLessThanOrEqual(5)
  })
})

/** Sends half of a plain answer, then resets the connection. */
const breaking: Answer = (request, response) => {
  response.writeHead(200, { 'Content-Length': TALK.length })
  response.write(TALK.subarray(0, TALK.length / 2), () => request.socket.resetAndDestroy())
}
const plain: Answer = (_, response) => {
  response.writeHead(200, { 'Content-Length': TALK.length }).end(TALK)
}

describe('A connection that is reset in the body', () => {
  test('is tried a second time', async () => {
    const server = await serve(inTurn(breaking, plain))
    const audio = await probe(`${server.url}/talk.mp3`)
    expect(audio).toMatchObject({ how: 'scan', bytes: TALK.length, requests: 2 })
    expect(audio.seconds).toBeCloseTo(TALK_SECONDS, 6)
  })

  test('is tried a second time after parts were refused', async () => {
    const server = await serve(plainOr(inTurn(status(416), breaking, plain), status(416)))
    const audio = await probe(`${server.url}/talk.mp3`)
    expect(audio.seconds).toBeCloseTo(TALK_SECONDS, 6)
  })

  test('twice is told', async () => {
    const server = await serve(breaking)
    await expect(probe(`${server.url}/talk.mp3`)).rejects.toThrow('closed the connection too early')
    expect(server.requests).toHaveLength(2)
  })
})

/** Lets pass who brings the cookie; sends all others to where `target` leads, with one. */
function gate(target: string, cookie = 'seen=yes; Path=/; HttpOnly'): Answer {
  return (request, response, count) => {
    if (request.headers.cookie === cookie.split(';', 1)[0]) return good(request, response, count)
    response.writeHead(302, { Location: target, 'Set-Cookie': cookie }).end()
  }
}

describe('A redirect with a cookie', () => {
  test.each([
    ['to the same address', '/talk.mp3'],
    ['to the same address with a mark', '/talk.mp3#go'],
    ['by way of another address', '/check'],
  ])('%s is followed', async (_, target) => {
    const server = await serve((request, response, count) =>
      (request.url === '/check' ? gate('/talk.mp3', 'seen=yes') : gate(target))(
        request,
        response,
        count,
      ),
    )
    const audio = await probe(`${server.url}/talk.mp3`)
    expect(audio.how).toBe('header')
    expect(audio.seconds).toBeCloseTo(TALK_SECONDS, 6)
  })

  test('that nobody looks at is a circle', async () => {
    const server = await serve(status(302, { Location: '/talk.mp3', 'Set-Cookie': 'a=1' }))
    await expect(probe(`${server.url}/talk.mp3`)).rejects.toThrow('is redirected in a circle')
    expect(server.requests).toHaveLength(2)
  })

  test('that is another one each time ends some time', async () => {
    const server = await serve((_, response, count) => {
      response.writeHead(302, { Location: '/talk.mp3', 'Set-Cookie': `a=${count}` }).end()
    })
    await expect(probe(`${server.url}/talk.mp3`)).rejects.toThrow('redirected more than 20 times')
  })

  test('gives the cookie to no other host', async () => {
    const other = await serve(good)
    const server = await serve(
      status(302, { Location: `${other.url}/talk.mp3`, 'Set-Cookie': 'a=1' }),
    )
    await probe(`${server.url}/talk.mp3`)
    expect(other.requests.map(({ headers }) => headers.cookie)).not.toContain('a=1')
  })
})

describe('A stream without an end', () => {
  test.each([['icy-name'], ['icy-metaint'], ['icy-br']])(
    'is refused at once by %s',
    async (name) => {
      const server = await serve((request, response, count) => {
        response.setHeader(name, '128')
        endless(SOUND)(request, response, count)
      })
      await expect(probe(`${server.url}/talk.mp3`)).rejects.toMatchObject({
        message: expect.stringContaining(
          'is a live stream, which has no end; name a recording of it',
        ),
        refusal: 'foreign',
      })
    },
  )

  test('is refused after so many bytes where nothing says that it is one', async () => {
    const server = await serve(endless(SOUND))
    const refused = probe(`${server.url}/talk.mp3`, { limits: { unstatedBytes: 2_000_000 } })
    await expect(refused).rejects.toThrow(
      'sends more than 2000000 bytes without saying how many there are, as a live stream does',
    )
    expect(server.requests).toHaveLength(1)
  })

  test('is not taken for one where it says how long it is', async () => {
    const server = await serve((request, response, count) => {
      response.setHeader('icy-name', 'Tides')
      plain(request, response, count)
    })
    const audio = await probe(`${server.url}/talk.mp3`, { limits: { unstatedBytes: 100_000 } })
    expect(audio.seconds).toBeCloseTo(TALK_SECONDS, 6)
  })
})

const late: Answer = (request, response, count) =>
  void setTimeout(() => good(request, response, count), 60)

describe('A slow host', () => {
  test('is asked for all of it rather than for one part after another', async () => {
    const server = await serve(late)
    const audio = await probe(`${server.url}/talk.mp3`, { limits: { slowAnswer: 30 } })
    expect(audio).toMatchObject({ how: 'scan', requests: 2, warnings: [] })
    expect(audio.seconds).toBeCloseTo(TALK_SECONDS, 6)
  })

  test('keeps no other host waiting', async () => {
    const never = await Promise.all([1, 2, 3].map(() => serve(() => undefined)))
    const other = await serve(good)
    const hosts = createHosts()
    const stop = new AbortController()
    const waiting = never.flatMap(({ url }) =>
      Array.from({ length: 40 }, (_, index) =>
        probe(`${url}/${index}.mp3`, { hosts, signal: stop.signal }).catch(() => null),
      ),
    )
    const audio = await probe(`${other.url}/talk.mp3`, { hosts })
    expect(audio.how).toBe('header')
    stop.abort()
    await Promise.all(waiting)
    hosts.close()
  })
})
