import { globalAgent, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Cost } from '../../src/net/cost.ts'
import { exchange, readBody } from '../../src/net/exchange.ts'
import { LIMITS } from '../../src/net/cost.ts'
import { startServer, type Server } from '../audio/support/recording-server.ts'

const { idleTimeout, totalTime } = LIMITS

let server: Server
let answer: Promise<ServerResponse>
let body: AsyncGenerator<Buffer>
/** The length that the server names; null for none. */
let promised: number | null = null

async function open(): Promise<void> {
  const answering = Promise.withResolvers<ServerResponse>()
  answer = answering.promise
  server = await startServer((_, response) => {
    if (promised !== null) response.setHeader('Content-Length', promised)
    response.write('one')
    answering.resolve(response)
  })
  // The time of sockets goes on; only that which is waited for stands still.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const cost = new Cost(LIMITS)
  const request = { url: new URL(server.url), headers: {}, agent: globalAgent, signal: undefined }
  body = readBody(await exchange(request, cost), cost)
}

beforeEach(open)
afterEach(async () => {
  vi.useRealTimers()
  await server.close()
})

describe('A server is waited for', () => {
  test('only while nothing of what it sent is worked on', async () => {
    expect(String((await body.next()).value)).toBe('one')
    // As long as a slow disk may take for what was read.
    vi.advanceTimersByTime(10 * idleTimeout)
    ;(await answer).end('two')
    expect(String((await body.next()).value)).toBe('two')
    expect((await body.next()).done).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('for so long between two pieces and no longer', async () => {
    await body.next()
    const next = body.next()
    vi.advanceTimersByTime(idleTimeout - 1)
    ;(await answer).write('two')
    expect(String((await next).value)).toBe('two')
    const last = body.next()
    vi.advanceTimersByTime(idleTimeout)
    await expect(last).rejects.toThrow('stalled for 20 s; try again later')
  })

  test('and it is said how much of the body came, where that was promised', async () => {
    vi.useRealTimers()
    await server.close()
    promised = 100
    await open()
    promised = null
    await body.next()
    const last = body.next()
    vi.advanceTimersByTime(idleTimeout)
    await expect(last).rejects.toThrow(
      'stalled for 20 s after 3 of the 100 bytes that its Content-Length names; try again later',
    )
  })

  test('for so long altogether, whatever is worked on', async () => {
    await body.next()
    vi.advanceTimersByTime(totalTime)
    await expect(body.next()).rejects.toThrow('was not read within 900 s')
  })
})
