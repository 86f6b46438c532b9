import { get as getHttp, type Agent, type IncomingMessage } from 'node:http'
import { get as getHttps } from 'node:https'
import { formatSeconds, type Cost } from './cost.ts'
import { Unfetchable } from './unfetchable.ts'

/** One request, without anything that follows from its answer. */
export interface Request {
  readonly url: URL
  /** GET when left out. */
  readonly method?: 'GET' | 'HEAD'
  readonly headers: Readonly<Record<string, string>>
  readonly agent: Agent
  readonly signal: AbortSignal | undefined
}

/**
 * Asks once, and returns when the head of the answer is there.
 *
 * `node:http` rather than `fetch`: that undoes compression without saying so, shows no addresses,
 * lets none be refused, and cannot tell when it waits for a head and when for a body.
 *
 * @throws The error of the connection, as it is.
 */
export async function exchange(request: Request, cost: Cost): Promise<IncomingMessage> {
  const { url, method = 'GET', headers, agent, signal } = request
  signal?.throwIfAborted()
  cost.requests++
  const get = url.protocol === 'https:' ? getHttps : getHttp
  return new Promise((resolve, reject) => {
    const asked = get(url, { method, headers, agent, ...(signal && { signal }) })
    const { headersTimeout } = cost.limits
    const impatience = `does not answer within ${formatSeconds(headersTimeout)}; try again later`
    const watch = cost.watch(headersTimeout, impatience, (reason) => asked.destroy(reason))
    asked.on('response', (response) => {
      watch.end()
      // Whoever reads the body hears of it; without a reader nobody needs to.
      response.on('error', () => undefined)
      resolve(response)
    })
    // An answer in another protocol, which nobody asked for: without this it would end in no event.
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

/**
 * Reads the body of an answer; the connection is closed when that is left before its end.
 *
 * @yields Its pieces, as they arrive.
 * @throws The error of the connection, or {@link Unfetchable} if it stalls, or is too much.
 */
export async function* readBody(response: IncomingMessage, cost: Cost): AsyncGenerator<Buffer> {
  const { idleTimeout } = cost.limits
  const impatience = `stopped in its midst for ${formatSeconds(idleTimeout)}; try again later`
  let reason: Unfetchable | null = null
  const watch = cost.watch(idleTimeout, impatience, (stopped) => {
    reason = stopped
    response.destroy(stopped)
  })
  try {
    for await (const piece of response) {
      const bytes: Buffer = piece
      // Not the server is waited for while the piece is worked on, as by a slow disk.
      watch.pause()
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
