import { afterEach, describe, expect, test } from 'vitest'
import {
  giveRecording,
  probe,
  rangeOf,
  startServer,
  type Answer,
  type Server,
} from './support/recording-server.ts'
import { inTurn, plainOr, status } from './support/answers.ts'
import { SOUND, SOUND_SECONDS, TALK, TALK_SECONDS } from './support/talk.ts'

const servers: Server[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function serve(answer: Answer): Promise<Server> {
  const server = await startServer(answer)
  servers.push(server)
  return server
}

const good = giveRecording(TALK, { etag: '"talk"' })
const WITHOUT_RANGES = expect.stringContaining('its server sends it as a whole only')

/** A part as it was asked for, but for what `change` makes of its head and its bytes. */
function changedParts(
  change: (part: {
    first: number
    last: number
    bytes: Buffer
    headers: Record<string, string>
  }) => void,
): Answer {
  return (request, response, count) => {
    const [first, last] = rangeOf(request.headers.range, TALK.length)
    if (first === null) return good(request, response, count)
    const part = {
      first,
      last,
      bytes: TALK.subarray(first, last + 1),
      headers: { 'Content-Range': `bytes ${first}-${last}/${TALK.length}` },
    }
    change(part)
    response.writeHead(206, part.headers).end(part.bytes)
  }
}

/** Sends so much of the body that is due, then closes the connection. */
function closesAfter(bytes: number): Answer {
  return (request, response) => {
    const [first] = rangeOf(request.headers.range, TALK.length)
    const rest = TALK.subarray(first ?? 0)
    response.writeHead(first === null ? 200 : 206, {
      'Content-Length': rest.length,
      'Content-Range': `bytes ${first ?? 0}-${TALK.length - 1}/${TALK.length}`,
    })
    response.write(rest.subarray(0, bytes), () => response.destroy())
  }
}

const wholeOnly: Answer = (_, response) => {
  response.writeHead(200, { 'Content-Length': TALK.length, 'Accept-Ranges': 'bytes' }).end(TALK)
}

interface Case {
  readonly server: string
  readonly answer: Answer
  readonly how: string
  readonly requests: number
  /** Bytes of all answers, where they are certain. */
  readonly read?: number
  readonly warnings?: readonly unknown[]
}

const HEADER_READ = 64 * 1024 + 16 * 1024 + 5 * 16 * 1024
const RANGELESS = { how: 'scan', warnings: [WITHOUT_RANGES] }

const CASES: readonly Case[] = [
  { server: 'does all right', answer: good, how: 'header', requests: 7, read: HEADER_READ },
  {
    server: 'gives parts without any mark of a version',
    answer: giveRecording(TALK),
    how: 'header',
    requests: 7,
    read: HEADER_READ,
  },
  {
    server: 'calls its own way of sending a coding',
    answer: (request, response, count) => {
      response.setHeader('Content-Encoding', 'aws-chunked')
      good(request, response, count)
    },
    how: 'header',
    requests: 7,
  },
  {
    server: 'refuses HEAD',
    answer: (request, response, count) =>
      (request.method === 'HEAD' ? status(405) : good)(request, response, count),
    how: 'header',
    requests: 7,
  },
  {
    server: 'says that it gives parts, and sends the whole',
    answer: wholeOnly,
    ...RANGELESS,
    requests: 1,
    read: TALK.length,
  },
  {
    server: 'sends the whole without its length',
    answer: (_, response) => void response.writeHead(200).end(TALK),
    ...RANGELESS,
    requests: 1,
    read: TALK.length,
  },
  {
    server: 'sends the whole until it closes the connection',
    answer: (_, response) => {
      response.useChunkedEncodingByDefault = false
      response.writeHead(200, { Connection: 'close' }).end(TALK)
    },
    ...RANGELESS,
    requests: 1,
  },
  {
    server: 'does not know the size',
    answer: changedParts(({ first, last, headers }) => {
      headers['Content-Range'] = `bytes ${first}-${last}/*`
    }),
    ...RANGELESS,
    requests: 2,
  },
  {
    server: 'gives parts without saying which',
    answer: changedParts(({ headers }) => delete headers['Content-Range']),
    ...RANGELESS,
    requests: 2,
  },
  {
    server: 'says that it sends other parts than were asked for',
    answer: changedParts(({ first, last, headers }) => {
      headers['Content-Range'] = `bytes ${first + 1}-${last + 1}/${TALK.length + 2}`
    }),
    ...RANGELESS,
    requests: 2,
  },
  {
    server: 'sends the beginning whatever part was asked for, without saying so',
    answer: changedParts((part) => (part.bytes = TALK.subarray(0, part.bytes.length))),
    how: 'scan',
    requests: 3,
  },
  {
    server: 'sends the end of the recording to every part',
    answer: changedParts((part) => {
      part.bytes = TALK.subarray(part.first)
      part.headers['Content-Range'] = `bytes ${part.first}-${TALK.length - 1}/${TALK.length}`
    }),
    how: 'header',
    requests: 7,
  },
  {
    server: 'sends smaller parts than were asked for',
    answer: changedParts((part) => {
      part.bytes = part.bytes.subarray(0, 20_000)
      part.headers['Content-Range'] =
        `bytes ${part.first}-${part.first + part.bytes.length - 1}/${TALK.length}`
    }),
    how: 'header',
    requests: 10,
  },
  {
    server: 'sends fewer bytes than it says',
    answer: changedParts((part) => (part.bytes = part.bytes.subarray(0, 100))),
    ...RANGELESS,
    requests: 3,
  },
  {
    server: 'refuses parts with 416',
    answer: plainOr(good, status(416)),
    ...RANGELESS,
    requests: 2,
  },
  {
    server: 'gives up parts after the first',
    answer: inTurn(good, wholeOnly),
    ...RANGELESS,
    requests: 3,
  },
  {
    server: 'fails once',
    answer: inTurn(status(503), good),
    how: 'header',
    requests: 8,
  },
  {
    server: 'asks once for a short wait',
    answer: inTurn(good, status(429, { 'Retry-After': '0' }), good),
    how: 'header',
    requests: 8,
  },
  {
    server: 'closes one connection without an answer',
    answer: inTurn((request) => request.socket.destroy(), good),
    how: 'header',
    requests: 8,
  },
  {
    server: 'closes one connection in the midst of a part',
    answer: inTurn(good, closesAfter(100), good),
    how: 'header',
    requests: 8,
  },
  {
    server: 'closes every connection in the midst of a part',
    answer: plainOr(good, inTurn(good, closesAfter(100))),
    ...RANGELESS,
    requests: 4,
  },
]

describe('A server that', () => {
  test.each(CASES)('$server ends in the right figures', async (row) => {
    const server = await serve(row.answer)
    const audio = await probe(`${server.url}/talk.mp3`)
    expect(audio.seconds).toBeCloseTo(TALK_SECONDS, 6)
    expect(audio).toMatchObject({
      bytes: TALK.length,
      type: 'audio/mpeg',
      how: row.how,
      requests: row.requests,
      warnings: row.warnings ?? [],
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
