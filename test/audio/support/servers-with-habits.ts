import { headOr, inTurn, plainOr, status } from './answers.ts'
import { giveRecording, rangeOf, type Answer } from './recording-server.ts'
import { TALK } from './talk.ts'

const good = giveRecording(TALK, { etag: '"talk"' })

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

/** A server of {@link TALK} with a habit of its own, and what measuring over it ends in. */
export interface HabitOfServer {
  readonly server: string
  readonly answer: Answer
  readonly how: string
  readonly requests: number
  /** Bytes of all answers, where they are certain. */
  readonly read?: number
  /** Whether its server is told to be one that gives no parts. */
  readonly rangeless?: boolean
}

const HEADER_READ = 64 * 1024 + 16 * 1024 + 5 * 16 * 1024
const RANGELESS = { how: 'scan', rangeless: true }

/** Servers from which the right figures can be had all the same. */
export const SERVERS_WITH_HABITS: readonly HabitOfServer[] = [
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
  ...[403, 405].map((code) => ({
    server: `refuses HEAD with ${code}`,
    answer: headOr(status(code), good),
    how: 'header',
    requests: 7,
  })),
  {
    server: 'gives parts without saying before that it can',
    answer: giveRecording(TALK, { announced: false }),
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
    server: 'sends fewer bytes than it announces',
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
