import { once } from 'node:events'
import {
  Agent,
  get,
  type ClientRequest,
  type IncomingMessage,
  type RequestListener,
} from 'node:http'
import { link, open, readFile, stat } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../src/base/fault.ts'
import { listen } from '../../src/site/server.ts'
import { makeFolder } from '../support/folder.ts'

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

/** Sends the beginning of a request and waits for the end. @returns All that came, and for how long. */
async function linger(url: string, bytes: string): Promise<{ answer: string; lasted: number }> {
  const start = performance.now()
  const socket = connect(Number(new URL(url).port), HOST)
  socket.write(bytes)
  const answer = await text(socket).catch(() => 'cut')
  return { answer, lasted: performance.now() - start }
}

/** Milliseconds within which a limit of a tenth of a second has taken effect on a busy machine. */
const SOON = 5000

describe('limits', () => {
  test.each([
    {
      what: 'a head that does not end',
      bytes: 'GET / HTTP/1.1\r\nHost: a\r\nX-A:',
      answer: / 408 /,
    },
    { what: 'nothing', bytes: '', answer: /^$| 408 / },
    {
      what: 'a body that does not end',
      bytes: 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab',
      answer: / 408 /,
    },
  ])('cut off who sends $what', async ({ bytes, answer }) => {
    const limits = { head: 100, request: 100 }
    const server = await listen(
      (request, response) => {
        request.resume().once('end', () => response.end())
      },
      { host: HOST, port: 0 },
      { limits },
    )
    const lingered = await linger(server.url, bytes)
    expect(lingered.answer).toMatch(answer)
    expect(lingered.lasted).toBeLessThan(SOON)
    await server.close()
  })

  test('cut off who reads nothing of a download', async () => {
    const gone = Promise.withResolvers<void>()
    const start = performance.now()
    const server = await listen(
      (_, response) => {
        response.once('close', gone.resolve)
        response.write(Buffer.alloc(2 ** 25))
      },
      { host: HOST, port: 0 },
      { limits: { stalled: 100 } },
    )
    const socket = connect(Number(new URL(server.url).port), HOST).pause()
    socket.on('error', () => undefined)
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await gone.promise
    expect(performance.now() - start).toBeLessThan(SOON)
    socket.destroy()
    await server.close(0)
  })

  test('let a slow reader finish who reads on', async () => {
    const bytes = 2 ** 25
    const server = await listen(
      (_, response) => response.end(Buffer.alloc(bytes)),
      { host: HOST, port: 0 },
      {
        limits: { stalled: 1000 },
      },
    )
    let read = 0
    for await (const chunk of await responseOf(get(server.url))) {
      read += Buffer.byteLength(chunk as Buffer)
      if (read % 16 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(read).toBe(bytes)
    await server.close()
  })

  test.each([
    { what: 'all clients', limits: { connections: 2 }, isTrusted: (): boolean => true },
    { what: 'one client', limits: { perClient: 2 }, isTrusted: (): boolean => false },
  ])('close connections beyond those of $what, and take new ones after', async (options) => {
    const server = await listen(HELLO, { host: HOST, port: 0 }, options)
    const port = Number(new URL(server.url).port)
    const clients = [connect(port, HOST), connect(port, HOST)]
    for (const socket of clients) await once(socket, 'connect')
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
    for (const socket of clients) {
      socket.resume().end()
      await once(socket, 'close')
    }
    expect(await (await fetch(server.url)).text()).toBe('hello')
    await server.close()
  })
})

/** Asks over a Unix socket. */
async function askSocket(path: string): Promise<string> {
  return text(await responseOf(get({ socketPath: path, path: '/', agent: false })))
}

describe('places', () => {
  test.each(['::1', '::'])('are addresses of IPv6: %s', async (host) => {
    const server = await listen(HELLO, { host, port: 0 })
    const { port } = new URL(server.url)
    expect(server.url).toBe(`http://${host === '::' ? 'localhost' : '[::1]'}:${port}/`)
    expect(await (await fetch(`http://[::1]:${port}/`)).text()).toBe('hello')
    await server.close()
  })

  test('are Unix sockets, which others may reach and which are gone in the end', async () => {
    const socket = join(await makeFolder(), 'sidecast.sock')
    const server = await listen(HELLO, { socket })
    expect(await askSocket(socket)).toBe('hello')
    expect((await stat(socket)).mode & 0o777).toBe(0o666)
    await server.close()
    await expect(stat(socket)).rejects.toThrow('ENOENT')
  })

  test('are Unix sockets that a killed server left, but not one in use or another file', async () => {
    const folder = await makeFolder({ file: 'of somebody' })
    const socket = join(folder, 'sidecast.sock')
    // A socket without a listener is what is left of a killed one
    const left = createServer().listen(join(folder, 'left'))
    await once(left, 'listening')
    await link(join(folder, 'left'), socket)
    await new Promise((resolve) => left.close(resolve))
    const server = await listen(HELLO, { socket })
    expect(await askSocket(socket)).toBe('hello')
    for (const path of [socket, join(folder, 'file')]) {
      await expect(listen(HELLO, { socket: path })).rejects.toThrow(`${path} is in use by another`)
    }
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('of somebody')
    await expect(listen(HELLO, { socket: join(folder, 'no/such') })).rejects.toThrow(
      'make its folder',
    )
    await expect(listen(HELLO, { socket: `/${'a'.repeat(200)}` })).rejects.toThrow('fewer than 108')
    await server.close()
  })

  test('are no descriptors of files', async () => {
    await using file = await open(import.meta.filename)
    await expect(listen(HELLO, { descriptor: file.fd })).rejects.toThrow(
      `the service manager passed descriptor ${file.fd}, which cannot be listened on`,
    )
  })
})
