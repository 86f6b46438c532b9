import { createServer } from 'node:https'
import { networkInterfaces } from 'node:os'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createSelfSigned } from '../audio/support/certificate.ts'
import { giveRecording, probe, startServer } from '../audio/support/recording-server.ts'
import { TALK } from '../audio/support/talk.ts'

describe('probeUrl', () => {
  const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === '::1'),
  )

  test.runIf(hasIpv6)('asks a host by its IPv6 address', async () => {
    const server = await startServer(giveRecording(TALK), '::1')
    expect(await probe(`${server.url}/talk.mp3`)).toMatchObject({ how: 'header' })
    await server.close()
  })

  test('asks a host by its name', async () => {
    const server = await startServer(giveRecording(TALK))
    const url = `http://localhost:${server.port}/talk.mp3`
    expect(await probe(url)).toMatchObject({ url, how: 'header' })
    await server.close()
  })

  test('refuses a certificate that nobody vouches for', async () => {
    const server = createServer(createSelfSigned('localhost'), (_, response) => void response.end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await expect(probe(`https://127.0.0.1:${port}/talk.mp3`)).rejects.toThrow(
      `"https://127.0.0.1:${port}/talk.mp3" is on a host with a self-signed certificate, so apps reject it too; renew it on the host`,
    )
    server.close()
  })

  test('uses one connection for all parts of a recording', async () => {
    const ports = new Set<number | undefined>()
    const server = await startServer((request, response, count) => {
      ports.add(request.socket.remotePort)
      giveRecording(TALK)(request, response, count)
    })
    await probe(`${server.url}/talk.mp3`)
    await server.close()
    expect(ports.size).toBe(1)
  })
})
