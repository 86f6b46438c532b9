import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rename, writeFile } from 'node:fs/promises'
import { get, type IncomingMessage } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { run } from '../../src/commands/serve.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { runAt } from '../support/in-process.ts'
import { CLI, until } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { smallBlog } from '../support/small-blog.ts'

/** More bytes than the buffers of a connection hold. */
const LARGE = silentMp3(40_000)

interface Service {
  readonly url: string
  readonly output: () => string
  readonly terminate: () => void
  readonly ended: Promise<number | null>
}

/** Node does not give out the descriptor of a server by a public name. */
function descriptorOf(server: Server): number {
  const handle: unknown = Reflect.get(server, '_handle')
  return handle instanceof Object && 'fd' in handle ? Number(handle.fd) : -1
}

/** Starts the program as systemd does: with a listening socket, and an environment that says so. */
async function startService(folder: string, ...options: readonly string[]): Promise<Service> {
  const socket = createServer().listen(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address() as AddressInfo
  const script = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'
  const child = spawn(
    'sh',
    ['-c', script, 'sh', process.execPath, CLI, 'serve', folder, ...options],
    {
      // The child gets the very socket.
      stdio: ['ignore', 'pipe', 'pipe', descriptorOf(socket)],
    },
  )
  socket.close()
  const ended = once(child, 'close').then(([code]: unknown[]) => Number(code))
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  await until(
    async () => output,
    (text) => text.includes('Ctrl+C'),
  )
  const terminate = (): void => void child.kill('SIGTERM')
  return { url: `http://127.0.0.1:${port}/`, output: () => output, terminate, ended }
}

async function download(url: string): Promise<IncomingMessage> {
  const [response]: unknown[] = await once(get(url, { agent: false }), 'response')
  return response as IncomingMessage
}

async function healthOf(url: string): Promise<unknown> {
  const response = await fetch(`${url}healthz`)
  return [response.status, await response.json()]
}

describe('serve as a service', () => {
  test('takes the socket of systemd, says how it is, and lets downloads finish', async () => {
    const folder = join(await makeFolder(), 'blog')
    await addFiles(folder, { ...smallBlog(), 'moon.mp3': LARGE })
    const { url, output, terminate, ended } = await startService(folder, '--grace', '60')
    const audio = `${url}audio/moon.mp3`

    // Listeners who leave
    for (let count = 0; count < 20; count += 1) {
      const left = await download(audio)
      await once(left, 'readable')
      left.destroy()
    }

    expect(await healthOf(url)).toMatchObject([200, { status: 'ok', episodes: 2, wrong: [] }])
    await writeFile(join(folder, 'sidecast.yml'), 'title: [\n')
    const broken = await until(
      () => healthOf(url),
      (health) => JSON.stringify(health).includes('degraded'),
    )
    const unpublished = 'the last change could not be published; see the log'
    expect(broken).toMatchObject([200, { status: 'degraded', wrong: [unpublished] }])
    await rename(folder, `${folder}-away`)
    expect(await healthOf(url)).toMatchObject([
      503,
      { status: 'failing', episodes: 2, wrong: ['the content folder cannot be read', unpublished] },
    ])
    expect((await fetch(`${url}feed.xml`)).status).toBe(200)
    await rename(`${folder}-away`, folder)
    await addFiles(folder, { 'sidecast.yml': smallBlog()['sidecast.yml'] ?? '' }, new Date())
    await until(
      () => healthOf(url),
      (health) => JSON.stringify(health).includes('"ok"'),
    )

    const last = await download(audio)
    await once(last, 'readable')
    terminate()
    await until(
      async () => fetch(url).catch(() => null),
      (response) => response === null,
    )
    expect((await buffer(last)).equals(LARGE)).toBe(true)
    expect(await ended).toBe(0)
    expect(output()).not.toMatch(/EPIPE|ECONNRESET|aborted|failed/)
  })

  test.each([
    {
      options: { port: '65536' },
      message: '--port: expected a number from 0 to 65535, got "65536"',
    },
    { options: { port: '-1' }, message: '--port: expected a number from 0 to 65535, got "-1"' },
    { options: { grace: '1h' }, message: '--grace: expected a number from 0 to 3600, got "1h"' },
    {
      options: { maxConnections: '' },
      message: '--max-connections: expected a number from 0 to 1000000, got ""',
    },
    {
      options: { host: '[]' },
      message:
        '--host: expected an address such as 127.0.0.1, or 0.0.0.0 for all interfaces, got "[]"',
    },
    {
      options: { metrics: ':9100' },
      message:
        '--metrics: expected an address such as 127.0.0.1, or 0.0.0.0 for all interfaces, got ""',
    },
    {
      options: { trustProxy: 'nginx' },
      message:
        '--trust-proxy: expected an address, a range such as 10.0.0.0/8, loopback or private, got "nginx"',
    },
  ])('refuses $options before any work', async ({ options, message }) => {
    const running = runAt('2026-06-01T00:00:00Z', { run }, '.', options)
    await expect(running.ended).rejects.toThrow(message)
  })
})
