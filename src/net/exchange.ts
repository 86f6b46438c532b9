import type { Agent, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { http, https } from '../base/lazily.ts'
import { formatSeconds } from '../base/written-times.ts'
import type { Cost } from './cost.ts'
import { Unfetchable } from './failures.ts'

/** A single request. */
export interface Request {
  readonly url: URL
  /** GET by default. */
  readonly method?: 'GET' | 'HEAD' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly agent: Agent
  readonly signal: AbortSignal | undefined
}

/**
 * Sends a request, and resolves with the response headers.
 *
 * `node:http` rather than `fetch`, which decompresses silently, neither shows addresses nor lets us
 * refuse them, and has no separate timeouts for headers and body.
 *
 * @throws The error of the connection.
 */
export async function exchange(request: Request, cost: Cost): Promise<IncomingMessage> {
  const { url, method = 'GET', headers, body, agent, signal } = request
  signal?.throwIfAborted()
  cost.requests++
  const ask = url.protocol === 'https:' ? https().request : http().request
  return new Promise((resolve, reject) => {
    const asked = ask(url, { method, headers, agent, ...(signal && { signal }) })
    asked.end(body)
    asked.once('socket', noteAddress)
    const { headersTimeout } = cost.limits
    const impatience = (): string =>
      `does not respond within ${formatSeconds(headersTimeout)}; try again later`
    const watch = cost.watch(headersTimeout, impatience, (reason) => asked.destroy(reason))
    asked.on('response', (response) => {
      watch.end()
      // The reader of the body gets the error; without one it does not matter.
      response.on('error', () => undefined)
      resolve(response)
    })
    // An unsolicited protocol switch, after which no other event would come.
    asked.on('upgrade', (response, socket) => {
      watch.end()
      socket.destroy()
      resolve(response)
    })
    asked.on('error', (error) => {
      watch.end()
      reject(error)
    })
  })
}

/** Notes the remote address while the connection is open: after a reset it is no longer available. */
function noteAddress(socket: Socket): void {
  if (socket.connecting) socket.once('connect', () => void socket.remoteAddress)
  else void socket.remoteAddress
}

/**
 * Reads the body of a response; the connection is closed when the reader stops early.
 *
 * @yields Chunks, as they arrive.
 * @throws The error of the connection, or {@link Unfetchable} if it stalls or is too large.
 */
export async function* readBody(response: IncomingMessage, cost: Cost): AsyncGenerator<Buffer> {
  const { idleTimeout } = cost.limits
  const promised = Number(response.headers['content-length'])
  let received = 0
  let reason: Unfetchable | null = null
  const impatience = (): string => {
    const of =
      promised > received
        ? ` after ${received} of the ${promised} bytes that its Content-Length names`
        : ''
    return `stalled for ${formatSeconds(idleTimeout)}${of}; try again later`
  }
  const watch = cost.watch(idleTimeout, impatience, (stopped) => {
    reason = stopped
    response.destroy(stopped)
  })
  try {
    for await (const piece of response) {
      const bytes: Buffer = piece
      // The time to process a chunk, e.g. on a slow disk, is not the server's.
      watch.pause()
      received += bytes.length
      cost.takeBytes(bytes.length)
      yield bytes
      watch.resume()
    }
  } catch (error) {
    throw reason ?? error
  } finally {
    watch.end()
  }
}
