import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { inTurn, status } from './support/answers.ts'
import { giveRecording, probe, startServer, type Answer } from './support/recording-server.ts'
import { REFUSING_SERVERS } from './support/refusing-servers.ts'
import { TALK } from './support/talk.ts'
import { serve } from './support/serve.ts'

const TINY = { totalBytes: 3_000_000 }

const good = giveRecording(TALK)
const silent: Answer = () => undefined

describe('A server that', () => {
  test.each(REFUSING_SERVERS)(
    '$server ends in a sentence',
    async ({ answer, sentence, requests, refusal, limits }) => {
      const server = await serve(answer)
      const url = `${server.url}/talk.mp3`
      const refused = probe(url, { limits: { ...TINY, ...limits } })
      await expect(refused).rejects.toMatchObject({
        name: 'ProbeError',
        message: `"${url}" ${sentence.replace('HOST', `127.0.0.1:${server.port}`)}`,
        refusal: refusal ?? 'unreadable',
      })
      expect(server.requests).toHaveLength(requests)
    },
  )

  test('changes a recording once is asked for all of it again', async () => {
    const before = giveRecording(TALK, { etag: '"1"' })
    const after = giveRecording(Buffer.concat([TALK.subarray(0, 40_000), TALK]), { etag: '"2"' })
    const server = await serve(inTurn(before, before, after))
    const audio = await probe(`${server.url}/talk.mp3`)
    expect(audio).toMatchObject({ etag: '"2"', bytes: TALK.length + 40_000, how: 'scan' })
  })

  test('speaks no HTTP ends in a sentence', async () => {
    const server = createServer((socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/talk.mp3`
    await expect(probe(url)).rejects.toThrow(
      `"${url}" cannot be fetched: the response of 127.0.0.1:${port} is not HTTP (HPE_INVALID_CONSTANT); correct the address`,
    )
    server.close()
  })
})

describe('probeUrl refuses', () => {
  test.each(['talk.mp3', 'ftp://example.org/talk.mp3', 'file:///talk.mp3', 'http://', ''])(
    'the address "%s"',
    async (url) => {
      await expect(probe(url)).rejects.toThrow(
        `"${url}" is not a web address; expected one that begins with https:// or http://`,
      )
    },
  )

  test('a host that does not exist', async () => {
    await expect(probe('http://moon..example/talk.mp3')).rejects.toThrow(
      '"http://moon..example/talk.mp3" cannot be fetched: the host moon..example was not found; correct the address, or connect this computer to the network',
    )
  })

  test('a port where nobody listens', async () => {
    const server = await startServer(good)
    await server.close()
    await expect(probe(`${server.url}/talk.mp3`)).rejects.toThrow(
      `cannot be fetched: 127.0.0.1:${server.port} refuses connections; start the server, or correct the address`,
    )
  })

  test('https where there is only http', async () => {
    const { port } = await serve(good)
    await expect(probe(`https://127.0.0.1:${port}/talk.mp3`)).rejects.toThrow(
      `cannot be fetched: 127.0.0.1:${port} does not support TLS there; write http instead of https, or correct the port`,
    )
  })

  test('to say what password an address has', async () => {
    const { port } = await serve(status(403))
    const refused = probe(`http://me:secret@127.0.0.1:${port}/talk.mp3`)
    await expect(refused).rejects.toThrow(`"http://127.0.0.1:${port}/talk.mp3" responds with 403`)
  })

  test('to go on when told to stop', async () => {
    const server = await serve(silent)
    const stop = new AbortController()
    const stopped = probe(`${server.url}/talk.mp3`, { signal: stop.signal })
    setTimeout(() => stop.abort(new Error('enough')), 20)
    await expect(stopped).rejects.toThrow('enough')
  })
})
