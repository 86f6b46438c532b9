import { once } from 'node:events'
import {
  Agent,
  get,
  type ClientRequest,
  type IncomingMessage,
  type RequestListener,
} from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../src/base/fault.ts'
import { listen } from '../../src/site/server.ts'

const HELLO: RequestListener = (_, response) => response.end('hello')
const HOST = '127.0.0.1'

function responseOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => request.once('response', resolve).once('error', reject))
}

describe('listen', () => {
  test('says where it is reached', async () => {
    const server = await listen(HELLO, { host: HOST, port: 0 })
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*\/$/)
    expect(await (await fetch(server.url)).text()).toBe('hello')
    await server.close()
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
  })

  test.each([
    { host: '0.0.0.0', url: /^http:\/\/localhost:\d+\/$/ },
    { host: 'localhost', url: /^http:\/\/localhost:\d+\/$/ },
  ])('says an address that a browser takes for $host', async ({ host, url }) => {
    const server = await listen(HELLO, { host, port: 0 })
    expect(server.url).toMatch(url)
    await server.close()
  })

  test('refuses a port that is taken, and says which is next', async () => {
    const first = await listen(HELLO, { host: HOST, port: 0 })
    const port = Number(new URL(first.url).port)
    const refused = await listen(HELLO, { host: HOST, port }).catch((cause: unknown) => cause)
    expect(refused).toBeInstanceOf(Refusal)
    expect(refused).toMatchObject({
      message: `port ${port} on 127.0.0.1 is in use by another program; stop that program, or choose another port, e.g. --port ${port + 1}`,
    })
    await first.close()
  })

  test.each([
    // RFC 5737: addresses that nobody has
    {
      host: '192.0.2.1',
      port: 0,
      message:
        '"192.0.2.1" is not an address of this machine; use --host 127.0.0.1 for this machine only, or --host 0.0.0.0 for all interfaces',
    },
    { host: HOST, port: 65_536, message: 'expected a port from 0 to 65535, got 65536' },
    { host: HOST, port: Number.NaN, message: 'expected a port from 0 to 65535, got NaN' },
  ])('refuses $host port $port', async ({ host, port, message }) => {
    await expect(listen(HELLO, { host, port })).rejects.toThrow(new Refusal(message))
  })
})

/** Milliseconds for which a server keeps an idle connection, if nobody ends it. */
const IDLE = 5000

describe('close', () => {
  test('ends connections that are kept alive but idle, without waiting for them', async () => {
    const server = await listen(HELLO, { host: HOST, port: 0 })
    const agent = new Agent({ keepAlive: true })
    const response = await responseOf(get(server.url, { agent }))
    expect(await text(response)).toBe('hello')
    const start = performance.now()
    await server.close()
    expect(performance.now() - start).toBeLessThan(IDLE)
    agent.destroy()
  })

  test('finishes an answer that is under way, and then ends its connection', async () => {
    const rest = Promise.withResolvers<string>()
    const server = await listen(
      (_, response) => {
        response.write('first half, ')
        void rest.promise.then((half) => response.end(half))
      },
      { host: HOST, port: 0 },
    )
    const agent = new Agent({ keepAlive: true })
    const response = await responseOf(get(server.url, { agent }))
    const start = performance.now()
    const closed = server.close()
    rest.resolve('second half')
    expect(await text(response)).toBe('first half, second half')
    await closed
    expect(performance.now() - start).toBeLessThan(IDLE)
    agent.destroy()
  })

  test('cuts off after the grace what never ends', async () => {
    const server = await listen((_, response) => void response.write('on and on'), {
      host: HOST,
      port: 0,
    })
    const response = await responseOf(get(server.url))
    const cut = text(response)
    await Promise.all([server.close(50), expect(cut).rejects.toThrow('aborted')])
  })

  test('cuts off after the grace who connects and says nothing', async () => {
    const server = await listen(HELLO, { host: HOST, port: 0 })
    const socket = connect(Number(new URL(server.url).port), HOST)
    await once(socket, 'connect')
    const ended = once(socket, 'close')
    await server.close(50)
    await ended
    expect(socket.destroyed).toBe(true)
  })

  test('may be called twice', async () => {
    const server = await listen(HELLO, { host: HOST, port: 0 })
    await Promise.all([server.close(), server.close()])
    await server.close()
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
  })
})
