import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createHosts } from '../../src/net/hosts.ts'
import { Slots } from '../../src/net/slots.ts'
import { plainOr, status } from '../audio/support/answers.ts'
import {
  giveRecording,
  probe,
  startServer,
  type Answer,
} from '../audio/support/recording-server.ts'
import { variableFrames, framesSeconds, PLAIN } from '../audio/corpus/mpeg-frames.ts'
import { TALK } from '../audio/support/talk.ts'
import { serve } from '../audio/support/serve.ts'

/** Lets everything run that needs no more than its turn. */
async function settle(): Promise<void> {
  await wait(5)
}

describe('Slots', () => {
  test('are given up to their number at a host, and up to another altogether', async () => {
    const slots = new Slots(2, 3)
    const entered: string[] = []
    for (const host of ['a', 'a', 'a', 'b', 'b']) {
      void slots.enter(host, false).then(() => entered.push(host))
    }
    await settle()
    expect(entered).toEqual(['a', 'a', 'b'])
  })

  test('are given to those who wait when others leave, in the order of arrival', async () => {
    const slots = new Slots(1, 1)
    const first = await slots.enter('a', false)
    const entered: number[] = []
    const leaving = [1, 2, 3].map(async (number) => {
      const place = await slots.enter('a', false)
      entered.push(number)
      place.leave()
    })
    first.leave()
    first.leave()
    await Promise.all(leaving)
    expect(entered).toEqual([1, 2, 3])
  })

  test('are not kept from one host by those who wait for another', async () => {
    const slots = new Slots(1, 2)
    await slots.enter('a', false)
    const waiting = slots.enter('a', false, AbortSignal.timeout(50))
    const other = await slots.enter('b', false)
    expect(other.host).toBe('b')
    await expect(waiting).rejects.toThrow('timeout')
  })

  test('are only one at a host for what is read whole', async () => {
    const slots = new Slots(3, 3)
    const whole = await slots.enter('a', true)
    const part = await slots.enter('a', false)
    expect(slots.widen(part)).toBeNull()
    whole.leave()
    expect(slots.widen(part)).toMatchObject({ host: 'a', whole: true })
  })

  test('are not kept by those who gave up waiting', async () => {
    const slots = new Slots(1, 1)
    const first = await slots.enter('a', false)
    const stop = new AbortController()
    const waiting = slots.enter('a', false, stop.signal)
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    first.leave()
    expect(await slots.enter('a', false)).toMatchObject({ host: 'a' })
  })
})

describe('A host', () => {
  test('has at most so many connections at the same time', async () => {
    let now = 0
    let most = 0
    const server = await serve((request, response, count) => {
      now++
      most = Math.max(most, now)
      setTimeout(() => {
        now--
        giveRecording(TALK)(request, response, count)
      }, 5)
    })
    const hosts = createHosts({ perHost: 3, total: 5 })
    const urls = Array.from({ length: 12 }, (_, index) => `${server.url}/${index}.mp3`)
    const all = await Promise.all(urls.map((url) => probe(url, { hosts })))
    hosts.close()
    expect(most).toBe(3)
    expect(all.map(({ requests }) => requests)).toEqual(Array(12).fill(7))
  })

  test('has one recording at a time read whole, and parts of others meanwhile', async () => {
    const bare = variableFrames(PLAIN, 1200)
    let now = 0
    let most = 0
    const whole: Answer = (_, response) => {
      now++
      most = Math.max(most, now)
      response.on('finish', () => now--)
      response.writeHead(200, { 'Content-Length': bare.length }).write(bare.subarray(0, 1000))
      setTimeout(() => response.end(bare.subarray(1000)), 10)
    }
    const server = await serve(plainOr(whole, giveRecording(bare)))
    const hosts = createHosts()
    const urls = Array.from({ length: 8 }, (_, index) => `${server.url}/${index}.mp3`)
    const all = await Promise.all(urls.map((url) => probe(url, { hosts })))
    hosts.close()
    expect(most).toBe(1)
    for (const { seconds } of all) expect(seconds).toBeCloseTo(framesSeconds(PLAIN, 1200), 6)
  })

  test('that gives no parts has one recording at a time read whole, too', async () => {
    const bare = variableFrames(PLAIN, 3000)
    const server = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': bare.length }).end(bare)
    })
    const hosts = createHosts()
    const urls = Array.from({ length: 4 }, (_, index) => `${server.url}/${index}.mp3`)
    const all = await Promise.all(urls.map((url) => probe(url, { hosts })))
    hosts.close()
    expect(all.every(({ how }) => how === 'scan')).toBe(true)
    expect(all.filter(({ requests }) => requests === 1)).toHaveLength(1)
    expect(all.filter(({ requests }) => requests === 2)).toHaveLength(3)
  })

  test('sends the same version of a recording whole only once, even to many at once', async () => {
    const bare = variableFrames(PLAIN, 1200)
    const server = await serve(giveRecording(bare, { etag: '"a"' }))
    const hosts = createHosts({ perHost: 2 })
    const asked = Array.from({ length: 8 }, () => probe(`${server.url}/talk.mp3`, { hosts }))
    const all = await Promise.all(asked)
    hosts.close()
    expect(server.requests.filter(({ headers }) => headers.range === undefined)).toHaveLength(1)
    expect(new Set(all.map(({ seconds }) => seconds)).size).toBe(1)
  })

  test('that wants to be left alone for long is not asked again', async () => {
    const server = await serve(status(429, { 'Retry-After': '600' }))
    const hosts = createHosts()
    await expect(probe(`${server.url}/1.mp3`, { hosts })).rejects.toThrow(
      'asks clients to wait 600 s',
    )
    await expect(probe(`${server.url}/2.mp3`, { hosts })).rejects.toThrow(
      /\/2\.mp3" responds with 429 \(.*\) and asks clients to wait 600 s; try again then/,
    )
    hosts.close()
    expect(server.requests).toHaveLength(1)
  })

  test('that wants a short rest gets it from everyone', async () => {
    const times: number[] = []
    const server = await serve((request, response, count) => {
      times.push(performance.now())
      const busy = status(503, { 'Retry-After': '1' })
      return (count === 0 ? busy : giveRecording(TALK))(request, response, count)
    })
    const hosts = createHosts()
    const limits = { retryAfter: 2000 }
    const first = probe(`${server.url}/1.mp3`, { hosts, limits })
    await wait(100)
    const both = await Promise.all([first, probe(`${server.url}/2.mp3`, { hosts, limits })])
    hosts.close()
    expect(both.map(({ requests }) => requests)).toEqual([8, 7])
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(950)
  })

  test.each([
    { what: 'refuses connections', down: null, requests: 0 },
    {
      what: 'closed the connection too early',
      down: (_: unknown, response: ServerResponse) => response.destroy(),
      requests: 6,
    },
  ])('that $what is not asked for each recording, and each says so', async (host) => {
    const server = await startServer(host.down ?? status(200))
    if (host.down === null) await server.close()
    else onTestFinished(server.close)
    const hosts = createHosts()
    const sentences = new Set<string>()
    for (const name of ['1.mp3', '2.mp3', '3.mp3', '4.mp3', '5.mp3']) {
      await probe(`${server.url}/${name}`, { hosts }).catch(({ message }: Error) => {
        sentences.add(message.replace(name, ''))
      })
    }
    hosts.close()
    expect([...sentences]).toEqual([expect.stringContaining(host.what)])
    expect(server.requests).toHaveLength(host.requests)
  })
})
