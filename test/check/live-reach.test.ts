import { describe, expect, onTestFinished, test } from 'vitest'
import type { Network } from '../../src/base/addresses.ts'
import { checkLive, type CheckedLive } from '../../src/check/live/check-live.ts'
import { Visitor } from '../../src/check/live/visit.ts'
import {
  giveRecording,
  startServer,
  type Answer,
  type Server,
} from '../audio/support/recording-server.ts'
import { silentMp3 } from '../support/silence.ts'
import { findings, NOW, runCheck } from './check-files.ts'
import { goodStore } from './good-server.ts'
import { mistaken } from './server-mistakes.ts'

/** One address of this machine stands for the public internet, another for a private network. */
const HERE = '127.0.0.1'
const STRANGER = '127.0.0.2'
const NEIGHBOUR = '127.0.0.3'
const METADATA = 'http://169.254.169.254/latest/talk.mp3'
const NETWORKS: Readonly<Record<string, Network | null>> = {
  [HERE]: 'this machine',
  [STRANGER]: null,
  [NEIGHBOUR]: 'a private network',
  '169.254.169.254': 'the local link',
}

async function serve(answer: Answer, host = HERE): Promise<Server> {
  const server = await startServer(answer, host)
  onTestFinished(server.close)
  return server
}

const notYet: Answer = (_, response) => void response.writeHead(503).end()

/** Serves the good feed at a host, with another address for one of its recordings. */
async function serveFeed(host: string, recording: string): Promise<Server> {
  let answer: Answer = notYet
  const server = await serve((request, response, count) => answer(request, response, count), host)
  const feed = (xml: string): string => xml.replace(/url="[^"]*\/moon\.mp3"/, `url="${recording}"`)
  answer = await mistaken({ name: '', rule: '', feed }, await goodStore(server.url), server.url)
  return server
}

function networkOf(address: string): Network | null {
  const network = NETWORKS[address]
  return network === undefined ? 'this machine' : network
}

async function check(url: string): Promise<CheckedLive> {
  const visitor = new Visitor(new AbortController().signal, { networkOf })
  onTestFinished(visitor.close)
  return checkLive(url, { visitor, now: NOW, newest: 10, progress: () => undefined })
}

/** What could not be had, and why. */
async function missing(url: string): Promise<readonly string[]> {
  const { findings: found } = await check(url)
  return found.flatMap(({ message }) => (message.includes('no answer') ? message : []))
}

const silence = giveRecording(silentMp3(300), { etag: '"one"' })

describe('check --live', () => {
  test('asks for all of a preview on this machine, and for what it has on the internet', async () => {
    const cdn = await serve(silence, STRANGER)
    const preview = await serveFeed(HERE, `${cdn.url}/moon.mp3`)
    expect(await missing(`${preview.url}/feed.xml`)).toEqual([])
    expect(cdn.requests.length).toBeGreaterThan(0)
    expect(preview.requests.map(({ url }) => url)).toContain('/tides.mp3')
  })

  test.each([
    { from: STRANGER, to: HERE, of: 'this machine' },
    { from: STRANGER, to: NEIGHBOUR, of: 'a private network' },
    { from: HERE, to: NEIGHBOUR, of: 'a private network' },
    { from: NEIGHBOUR, to: HERE, of: 'this machine' },
  ])('does not go from a feed at $from to a recording of $of', async ({ from, to, of }) => {
    const own = await serve(silence, to)
    const feed = await serveFeed(from, `${own.url}/moon.mp3`)
    const told = await missing(`${feed.url}/feed.xml`)
    expect(told.length).toBeGreaterThan(0)
    for (const message of told) {
      expect(message).toContain(
        `it is at ${to}, an address of ${of}, which cannot be reached from other networks or by listeners; move it to a public address`,
      )
    }
    expect(own.requests).toHaveLength(0)
  })

  test.each([STRANGER, HERE])('does not go from a feed at %s to 169.254.169.254', async (host) => {
    const hidden = await serveFeed(host, METADATA)
    expect((await missing(`${hidden.url}/feed.xml`))[0]).toContain('is at 169.254.169.254')
    const redirecting = await serve((_, response) => {
      response.writeHead(302, { Location: METADATA }).end()
    }, host)
    const led = await serveFeed(host, `${redirecting.url}/moon.mp3`)
    expect((await missing(`${led.url}/feed.xml`))[0]).toContain('is redirected to 169.254.169.254')
  })

  test('asks nothing of this machine for a public feed that a named address led to', async () => {
    const own = await serve(silence)
    const feed = await serveFeed(STRANGER, `${own.url}/moon.mp3`)
    const home = await serve((request, response) => {
      response.writeHead(301, { Location: `${feed.url}${request.url}` }).end()
    })
    const told = await missing(`${home.url}/feed.xml`)
    // But the named address itself is asked again, as HEAD and with what is known.
    expect(home.requests.length).toBeGreaterThan(2)
    expect(told.every((message) => message.includes('is at 127.0.0.1'))).toBe(true)
    expect(told.length).toBeGreaterThan(0)
    expect(own.requests).toHaveLength(0)
  })

  test('tells no password of the address', async () => {
    const server = await serve((_, response) => void response.writeHead(404).end())
    const live = `${server.url.replace('//', '//ann:secret@')}/feed.xml`
    const { printed, told } = await runCheck('', { live })
    expect(printed + told).toContain(`${server.url}/feed.xml`)
    expect(printed + told).not.toMatch(/ann:|secret/)
    expect(await findings('', { live })).toMatchObject([{ url: `${server.url}/feed.xml` }])
  })
})
