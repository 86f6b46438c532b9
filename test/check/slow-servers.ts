import type { Answer } from '../audio/support/recording-server.ts'
import type { Bounds } from '../../src/check/live/check-live.ts'
import type { ServerMistake } from './server-mistakes.ts'

/** A server that is too slow, within bounds that a test can wait for. */
export interface SlowServer extends Pick<ServerMistake, 'answer'> {
  readonly name: string
  readonly rule: string
  /** What the message says. */
  readonly says: RegExp
  readonly bounds: Bounds
}

/** Bounds that the machine of a test keeps, however busy it is. */
const AMPLE = 60_000

/** Lets some paths answer later; null for never. */
function late(paths: RegExp, milliseconds: number | null): (good: Answer) => Answer {
  return (good) => (request, response, count) => {
    if (!paths.test(request.url ?? '')) good(request, response, count)
    else if (milliseconds !== null)
      setTimeout(() => good(request, response, count), milliseconds).unref()
  }
}

/** Sends a piece again and again, without an end. */
function endless(path: string, type: string, piece: string): (good: Answer) => Answer {
  return (good) => (request, response, count) => {
    if (request.url !== path || request.method === 'HEAD') {
      good(request, response, count)
      return
    }
    response.writeHead(200, { 'Content-Type': type, 'Access-Control-Allow-Origin': '*' })
    const timer = setInterval(() => response.write(piece), 20)
    response.once('close', () => clearInterval(timer))
  }
}

export const SLOW_SERVERS: readonly SlowServer[] = [
  {
    name: 'a feed that is made anew for each request',
    rule: 'served/slow',
    says: /^expected an answer within 0\.2 s, got it after 0\.[3-9] s$/,
    bounds: { slow: 200, feed: AMPLE, episode: AMPLE },
    answer: late(/^\/feed\.xml$/, 300),
  },
  {
    name: 'a host of recordings that answers late',
    rule: 'served/slow',
    says: /^expected an answer within 0\.2 s, got it after/,
    bounds: { slow: 200, feed: AMPLE, episode: AMPLE },
    answer: late(/^\/moon\.mp3$/, 300),
  },
  {
    name: 'a feed that takes the whole time',
    rule: 'served/unfinished',
    says: /^the server of the feed is so slow that nothing else was requested$/,
    bounds: { slow: AMPLE, feed: 1000, episode: AMPLE },
    answer: late(/^\/feed\.xml$/, 400),
  },
  {
    name: 'a host that never answers',
    rule: 'served/unfinished',
    says: /^the hosts are so slow that [2-8] of 8 files were not checked$/,
    bounds: { slow: AMPLE, feed: AMPLE, episode: 300 },
    answer: late(/\.mp3$/, null),
  },
  {
    name: 'a transcript without an end',
    rule: 'served/unfinished',
    says: /^the hosts are so slow that 1 of 8 files were not checked$/,
    bounds: { slow: AMPLE, feed: AMPLE, episode: 300 },
    answer: endless('/tides.vtt', 'text/vtt', 'WEBVTT\n\n'),
  },
]
