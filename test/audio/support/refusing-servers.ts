import type { Limits } from '../../../src/net/cost.ts'
import { endless, inTurn, plainOr, status, text } from './answers.ts'
import { giveRecording, HASTY, type Answer } from './recording-server.ts'
import { SOUND, TALK } from './talk.ts'

/** A server over which nothing can be measured, and the sentence that it ends in. */
export interface RefusingServer {
  readonly server: string
  readonly answer: Answer
  /** Without the address; HOST stands for its host and port. */
  readonly sentence: string
  readonly requests: number
  readonly refusal?: string
  /** Where something is waited for that never comes. */
  readonly limits?: Partial<Limits>
}

const PAGE = '<!DOCTYPE html>\n<title>Sign in</title>'
const good = giveRecording(TALK)
const silent: Answer = () => undefined

export const REFUSING_SERVERS: readonly RefusingServer[] = [
  {
    server: 'forbids it',
    answer: status(403),
    sentence: 'responds with 403 (forbidden); make it accessible to everyone',
    requests: 1,
  },
  {
    server: 'wants a password',
    answer: status(401),
    sentence: 'responds with 401 (unauthorized); make it accessible without a password',
    requests: 1,
  },
  {
    server: 'does not have it',
    answer: status(404),
    sentence: 'responds with 404 (not found); correct its address, or upload it',
    requests: 1,
  },
  {
    server: 'has it no more',
    answer: status(410),
    sentence: 'responds with 410 (gone); upload it again, or remove it from the post',
    requests: 1,
  },
  {
    server: 'is overrun, and says for how long',
    answer: status(429, { 'Retry-After': '120' }),
    sentence:
      'responds with 429 (too many requests) and asks clients to wait 120 s; try again then',
    requests: 1,
  },
  {
    server: 'is overrun',
    answer: status(429),
    sentence: 'responds with 429 (too many requests); try again later',
    requests: 2,
  },
  {
    server: 'is in trouble',
    answer: status(500),
    sentence:
      'responds with 500 (internal server error); its host has a problem, so try again later',
    requests: 2,
  },
  {
    server: 'is being repaired, and says for how long',
    answer: status(503, { 'Retry-After': '3600' }),
    sentence:
      'responds with 503 (service unavailable) and asks clients to wait 3600 s; try again then',
    requests: 1,
  },
  {
    server: 'has a status of its own',
    answer: status(299),
    sentence: 'responds with 299 (unknown status); correct its address',
    requests: 1,
  },
  {
    server: 'says that nothing changed, though nobody asked',
    answer: status(304),
    sentence:
      'responds with 304 (not modified); this is an error of its server, so contact its operator',
    requests: 2,
  },
  {
    server: 'goes over to another protocol, though nobody asked',
    answer: (_, response) =>
      void response.writeHead(101, { Connection: 'Upgrade', Upgrade: 'h2c' }).end(),
    sentence: 'responds with 101 (switching protocols); correct its address',
    requests: 1,
  },
  {
    server: 'sends a web page',
    answer: text('text/html; charset=utf-8', PAGE),
    sentence:
      'leads to a web page (text/html), not to a recording; name the address of the recording itself',
    requests: 1,
    refusal: 'silent',
  },
  {
    server: 'sends a web page in parts, as a recording',
    answer: giveRecording(Buffer.from(PAGE)),
    sentence:
      'leads to a web page (audio/mpeg), not to a recording; name the address of the recording itself',
    requests: 1,
    refusal: 'silent',
  },
  {
    server: 'sends an error in JSON',
    answer: text('application/json', '{"error": "not found"}'),
    sentence:
      'leads to text (application/json), not to a recording; name the address of the recording itself',
    requests: 1,
    refusal: 'silent',
  },
  {
    server: 'sends an image',
    answer: giveRecording(Buffer.from('\x89PNG\r\n\x1a\n and so on', 'latin1')),
    sentence: 'is a PNG image; replace it with the recording',
    requests: 1,
    refusal: 'foreign',
  },
  {
    server: 'sends nothing, as a whole',
    answer: plainOr(giveRecording(Buffer.alloc(0)), status(416)),
    sentence: 'is empty (0 bytes); upload the recording again, or wait until it is copied',
    requests: 2,
    refusal: 'silent',
  },
  {
    server: 'has nothing to give parts of',
    answer: giveRecording(Buffer.alloc(0)),
    sentence: 'is empty (0 bytes); upload the recording again, or wait until it is copied',
    requests: 1,
    refusal: 'silent',
  },
  {
    server: 'sends what nobody knows',
    answer: giveRecording(Buffer.alloc(1000, 1)),
    sentence:
      'holds no sound that is known; expected MP3, M4A, AAC, Ogg, Opus, FLAC, WAV or WebM; save raw samples (PCM) as one of them',
    requests: 1,
    refusal: 'silent',
  },
  {
    server: 'compresses it',
    answer: (_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('whatever')
    },
    sentence:
      'is sent compressed (gzip) although compression was declined, so its size is unknown; turn off compression for recordings',
    requests: 1,
  },
  {
    server: 'never answers',
    limits: HASTY,
    answer: silent,
    sentence: 'does not respond within 0.3 s; try again later',
    requests: 1,
  },
  {
    server: 'stalls in the midst of a part',
    limits: HASTY,
    answer: inTurn(good, (_, response) => {
      response.writeHead(206, {
        'Content-Range': `bytes ${TALK.length - 16_384}-${TALK.length - 1}/${TALK.length}`,
      })
      response.write('once')
    }),
    sentence: 'stalled for 0.3 s; try again later',
    requests: 2,
  },
  {
    server: 'stalls in the midst of the whole',
    limits: HASTY,
    answer: (_, response) => void response.writeHead(200).write(SOUND.subarray(0, 300_000)),
    sentence: 'stalled for 0.3 s; try again later',
    requests: 1,
  },
  {
    server: 'closes the connection without an answer',
    answer: (request) => void request.socket.destroy(),
    sentence: 'cannot be fetched: HOST closed the connection too early; try again later',
    requests: 2,
  },
  {
    server: 'closes the connection in the midst of the whole',
    answer: (_, response) => {
      response.writeHead(200, { 'Content-Length': TALK.length })
      response.write(TALK.subarray(0, 300_000), () => response.destroy())
    },
    sentence: 'cannot be fetched: HOST closed the connection too early; try again later',
    requests: 2,
  },
  {
    server: 'sends no end of sound',
    answer: endless(SOUND),
    sentence:
      'sends more than the limit of 3000000 bytes; raise that limit, unless it is a live stream',
    requests: 1,
  },
  {
    server: 'says that it has more than may be read',
    answer: (_, response) => {
      response.writeHead(200, { 'Content-Length': 4_000_000 })
      response.write(SOUND)
    },
    sentence:
      'sends more than the limit of 3000000 bytes; raise that limit, unless it is a live stream',
    requests: 1,
  },
  {
    server: 'sends a byte now and then',
    limits: { totalTime: 900 },
    answer: endless(Buffer.from('.'), 20),
    sentence: 'was not read within 0.9 s; try again on a faster connection, or raise that limit',
    requests: 1,
  },
]
