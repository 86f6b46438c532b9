import { createServer } from 'node:https'
import { networkInterfaces } from 'node:os'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { isPrivateAddress } from '../../src/audio/http/addresses.ts'
import { createSelfSigned } from './support/certificate.ts'
import { giveRecording, probe, startServer } from './support/recording-server.ts'
import { TALK } from './support/talk.ts'

describe('isPrivateAddress', () => {
  // https://www.iana.org/assignments/iana-ipv4-special-registry and its sister for IPv6
  test.each(
    `0.0.0.0 10.1.2.3 100.64.0.1 100.127.255.255 127.0.0.1 127.8.8.8 169.254.169.254 172.16.0.1
    172.31.255.255 192.168.1.1 198.18.0.1 224.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1
    ::ffff:10.0.0.1 64:ff9b::7f00:1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 ff02::1`.split(/\s+/),
  )('is true for %s', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  test.each(
    `1.1.1.1 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.1.1.1 128.0.0.1 172.15.0.1
    172.32.0.1 192.167.1.1 192.169.0.1 223.255.255.1 2606:4700::1111 2a00:1450:4014::1 2003::1
    ::ffff:8.8.8.8`.split(/\s+/),
  )('is false for %s', (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  })
})

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
      `"https://127.0.0.1:${port}/talk.mp3" has a host with a self-signed certificate, so apps refuse it too; renew it on the host`,
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
