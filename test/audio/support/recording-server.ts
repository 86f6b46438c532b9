import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createHosts, type HostsOptions } from '../../../src/net/hosts.ts'
import type { Limits } from '../../../src/net/cost.ts'
import { TRUSTED } from '../../../src/net/reach.ts'
import { probeUrl, type ProbeUrlOptions, type RemoteAudio } from '../../../src/audio/probe-url.ts'

/** Answers one request. `count` is how many came before it. */
export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void

/** A server of one test. */
export interface Server {
  /** Without a slash at its end. */
  readonly url: string
  readonly port: number
  /** The requests so far. */
  readonly requests: readonly IncomingMessage[]
  /** Bytes sent so far, heads included. */
  readonly sent: () => number
  readonly close: () => Promise<void>
}

/** Starts a server, on a port of its own where none is given. */
export async function startServer(
  answer: Answer,
  host = '127.0.0.1',
  wantedPort = 0,
): Promise<Server> {
  const requests: IncomingMessage[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    requests.push(request)
    sockets.add(request.socket)
    answer(request, response, requests.length - 1)
  })
  await new Promise<void>((resolve) => server.listen(wantedPort, host, resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    requests,
    sent: () => sockets.values().reduce((total, { bytesWritten }) => total + bytesWritten, 0),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What a server tells of a recording besides its bytes. */
export interface Told {
  readonly etag?: string
  readonly modified?: string
  readonly type?: string
  /** Whether it says that it gives parts; true when left out. */
  readonly announced?: boolean
}

/** Answers as a good server does: with parts, and with nothing where nothing changed. */
export function giveRecording(
  bytes: Buffer,
  { etag, modified, type = 'audio/mpeg', announced = true }: Told = {},
): Answer {
  return (request, response) => {
    const { headers } = request
    response.setHeader('Content-Type', type)
    if (announced) response.setHeader('Accept-Ranges', 'bytes')
    if (etag !== undefined) response.setHeader('ETag', etag)
    if (modified !== undefined) response.setHeader('Last-Modified', modified)
    const isKnown =
      (etag !== undefined && headers['if-none-match'] === etag) ||
      (modified !== undefined && headers['if-modified-since'] === modified)
    if (isKnown) {
      response.writeHead(304).end()
      return
    }
    const isStale = headers['if-range'] !== undefined && headers['if-range'] !== etag
    givePart(response, bytes, isStale ? undefined : headers.range)
  }
}

function givePart(response: ServerResponse, bytes: Buffer, range: string | undefined): void {
  const [first, last] = rangeOf(range, bytes.length)
  if (first === null) {
    response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes)
  } else if (first > last) {
    response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end()
  } else {
    const part = bytes.subarray(first, last + 1)
    response.writeHead(206, {
      'Content-Length': part.length,
      'Content-Range': `bytes ${first}-${last}/${bytes.length}`,
    })
    response.end(part)
  }
}

/** The first and the last byte that are asked for; null for all. */
export function rangeOf(
  range: string | undefined,
  length: number,
): readonly [number | null, number] {
  const match = /^bytes=(\d+)-(\d*)$/.exec(range ?? '')
  if (!match) return [null, length - 1]
  return [Number(match[1]), Math.min(length - 1, match[2] === '' ? Infinity : Number(match[2]))]
}

/**
 * Times for a busy machine; those that are waited for in any case are short. All of them end before
 * a test does, so that what stalls is told in the words of the program.
 */
const CALM: Partial<Limits> = {
  headersTimeout: 20_000,
  idleTimeout: 20_000,
  totalTime: 45_000,
  pause: 10,
  retryAfter: 500,
}

/** Times after which a test may wait for what never comes. */
export const HASTY: Partial<Limits> = { headersTimeout: 250, idleTimeout: 250 }

/** Probes with connections of its own, and closes them. The servers of tests are on this machine. */
export async function probe(
  url: string,
  options: ProbeUrlOptions & HostsOptions = {},
): Promise<RemoteAudio> {
  const { limits, reach = TRUSTED, ...rest } = options
  const hosts = options.hosts ?? createHosts(options)
  try {
    return await probeUrl(url, { ...rest, reach, limits: { ...CALM, ...limits }, hosts })
  } finally {
    if (!options.hosts) hosts.close()
  }
}
