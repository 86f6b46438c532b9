import type { LookupAddress } from 'node:dns'
import { describe, expect, test, onTestFinished } from 'vitest'
import type { Network } from '../../src/base/addresses.ts'
import { createHosts, type HostsOptions } from '../../src/net/hosts.ts'
import { NAMED, PUBLIC, reachAfter, TRUSTED } from '../../src/net/reach.ts'
import { fetchFile } from '../../src/net/fetch-file.ts'
import { probeUrl } from '../../src/audio/probe-url.ts'
import {
  giveRecording,
  probe,
  startServer,
  type Answer,
} from '../audio/support/recording-server.ts'
import type { Server } from '../audio/support/recording-server.ts'
import { redirects } from '../audio/support/redirects.ts'
import { TALK } from '../audio/support/talk.ts'

async function serve(answer: Answer = giveRecording(TALK), host?: string): Promise<Server> {
  const server = await startServer(answer, host)
  onTestFinished(() => server.close())
  return server
}

/** One address of this machine stands for the public internet, another for a private network. */
const STRANGER = '127.0.0.2'
const NEIGHBOUR = '127.0.0.3'
function networkOf(address: string): Network | null {
  if (address === STRANGER) return null
  return address === NEIGHBOUR ? 'a private network' : 'this machine'
}

/** A name server that gives the next of the answers to each question, and the last for ever. */
function names(...answers: readonly (readonly string[])[]): NonNullable<HostsOptions['resolve']> {
  let asked = 0
  return (_host, _options, callback) => {
    const found = answers[Math.min(asked, answers.length - 1)] ?? []
    asked += 1
    callback(
      null,
      found.map((address): LookupAddress => ({ address, family: 4 })),
    )
  }
}

describe('An address out of content', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1, an address of this machine'],
    ['localhost', /(127\.0\.0\.1|::1), an address of this machine/],
    ['LOCALHOST', /(127\.0\.0\.1|::1), an address of this machine/],
    ['2130706433', '127.0.0.1, an address of this machine'],
    ['0x7f.1', '127.0.0.1, an address of this machine'],
    ['0177.0.0.1', '127.0.0.1, an address of this machine'],
    ['127.1', '127.0.0.1, an address of this machine'],
    ['127.0.0.1.', '127.0.0.1, an address of this machine'],
    ['１２７.0.0.1', '127.0.0.1, an address of this machine'],
    ['%31%32%37.0.0.1', '127.0.0.1, an address of this machine'],
    ['0.0.0.0', '0.0.0.0, an address of this machine'],
    ['0', '0.0.0.0, an address of this machine'],
    ['[::]', '::, an address of this machine'],
    ['[::1]', '::1, an address of this machine'],
    ['[::ffff:127.0.0.1]', '::ffff:7f00:1, an address of this machine'],
    ['[64:ff9b::127.0.0.1]', '64:ff9b::7f00:1, an address of this machine'],
    ['user:pass@127.0.0.1', '127.0.0.1, an address of this machine'],
    ['169.254.169.254', '169.254.169.254, an address of the local link'],
    ['10.0.0.1', '10.0.0.1, an address of a private network'],
    ['[fd00::1]', 'fd00::1, an address of a private network'],
    ['100.100.100.200', '100.100.100.200, an address of a shared network'],
    ['224.0.0.1', '224.0.0.1, an address of a reserved network'],
    ['[2002:7f00:1::]', '2002:7f00:1::, an address of a reserved network'],
  ])('is not asked at %s', async (host, place) => {
    const { port, requests } = await serve()
    for (const ask of [
      () => probeUrl(`http://${host}:${port}/talk.mp3`),
      () => fetchFile(`http://${host}:${port}/cover.jpg`, { known: null, most: 1000 }),
    ]) {
      const refusal = await ask().catch((cause: unknown) => cause)
      expect(refusal).toMatchObject({
        message: expect.stringMatching(
          /, and addresses in content are only requested on the public internet; to allow it, write audio\.private_networks: yes in sidecast\.yml$/,
        ),
      })
      expect(String(refusal)).toMatch(place)
      expect(String(refusal)).not.toContain('pass')
    }
    expect(requests).toHaveLength(0)
  })

  test('is not asked at a name of this machine, and its host is not taken for down', async () => {
    const { port, requests } = await serve()
    const hosts = createHosts({ resolve: names(['127.0.0.1']) })
    const url = `http://home.example:${port}/talk.mp3`
    for (const _ of [1, 2, 3, 4]) {
      await expect(probeUrl(url, { hosts })).rejects.toThrow('is at 127.0.0.1, an address of')
    }
    expect(await probeUrl(url, { hosts, reach: TRUSTED })).toMatchObject({ how: 'header' })
    await expect(probeUrl(url, { hosts })).rejects.toThrow('is at 127.0.0.1, an address of')
    hosts.close()
    expect(requests.length).toBeGreaterThan(0)
  })

  test('is asked at the public one of several addresses', async () => {
    const { port } = await serve(giveRecording(TALK), STRANGER)
    const resolve = names(['127.0.0.1', STRANGER])
    const url = `http://both.example:${port}/talk.mp3`
    expect(await probe(url, { reach: PUBLIC, networkOf, resolve })).toMatchObject({ how: 'header' })
  })

  test('is not asked again where its name has come to stand for this machine', async () => {
    const own = await serve()
    const stranger = await startServer(giveAndClose, STRANGER, own.port)
    onTestFinished(() => stranger.close())
    const url = `http://turning.example:${own.port}/talk.mp3`
    for (const reach of [PUBLIC, TRUSTED, NAMED]) {
      const resolve = names([STRANGER], ['127.0.0.1'])
      await expect(probe(url, { reach, networkOf, resolve })).rejects.toThrow(
        /at (another network before and is at )?127\.0\.0\.1/,
      )
    }
    expect(stranger.requests).toHaveLength(3)
    expect(own.requests).toHaveLength(0)
  })

  test.each([301, 302, 303, 307, 308])(
    'leads nowhere into this machine by %i, by whatever name',
    async (code) => {
      const own = await serve()
      for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', 'home.example']) {
        const to = `http://${host}:${own.port}/talk.mp3`
        const stranger = await serve(redirects({ '/talk.mp3': to }, code), STRANGER)
        const resolve = names(['127.0.0.1'])
        await expect(
          probe(`${stranger.url}/talk.mp3`, { reach: PUBLIC, networkOf, resolve }),
        ).rejects.toThrow(
          /an address of this machine, to which redirects from other networks are not followed; use the final address instead, and write audio\.private_networks: yes in sidecast\.yml$/,
        )
      }
      expect(own.requests).toHaveLength(0)
    },
  )
})

/** Ends each connection, so that its name is looked up for each request. */
const giveAndClose: Answer = (request, response, count) => {
  response.setHeader('Connection', 'close')
  giveRecording(TALK)(request, response, count)
}

describe('An address that was named', () => {
  test('leads on inside of its own network, and to the internet', async () => {
    const own = await serve()
    const stranger = await serve(giveRecording(TALK), STRANGER)
    for (const { url } of [own, stranger]) {
      const home = await serve(redirects({ '/talk.mp3': `${url}/talk.mp3` }))
      expect(await probe(`${home.url}/talk.mp3`, { reach: NAMED, networkOf })).toMatchObject({
        how: 'header',
      })
    }
  })

  test('does not lead into another network', async () => {
    const neighbour = await serve(giveRecording(TALK), NEIGHBOUR)
    const home = await serve(redirects({ '/talk.mp3': `${neighbour.url}/talk.mp3` }))
    const url = `${home.url}/talk.mp3`
    await expect(probe(url, { reach: NAMED, networkOf })).rejects.toThrow(
      /is at 127\.0\.0\.3, an address of a private network, to which redirects from other networks are not followed; use the final address instead$/,
    )
    expect(neighbour.requests).toHaveLength(0)
    expect(await probe(url, { reach: TRUSTED, networkOf })).toMatchObject({ how: 'header' })
  })
})

describe('reachAfter', () => {
  test.each([PUBLIC, TRUSTED, NAMED])('closes all behind a public host', (reach) => {
    expect(reachAfter(reach, null)).toEqual(PUBLIC)
  })

  test('opens one kind of network to what was named', () => {
    const next = reachAfter(NAMED, 'this machine')
    expect([...next.open]).toEqual(['this machine'])
    expect(reachAfter(next, 'this machine')).toEqual(next)
  })
})
