import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { hostname } from 'node:os'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { announceAll, type Announcement, sentenceOf } from '../../src/commands/announcer.ts'
import { run as announce } from '../../src/commands/announce.ts'
import { run as build } from '../../src/commands/build.ts'
import { hubNotice, podpingNotice } from '../../src/jobs/notify.ts'
import { EVERYTHING } from '../support/extent.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { serveFolder, until } from '../support/program.ts'
import { ended } from '../support/publishing.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

/** A server on this machine, reached by its name as another machine would. */
async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(handle).listen(0)
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return {
    url: `http://${hostname()}:${typeof address === 'object' ? address?.port : ''}/`,
    server,
  }
}

/** What a hub understands, and nothing else. */
const HUB_FIELDS = ['hub.mode', 'hub.url']
/** What a front-end of podping understands, and nothing else. */
const PODPING_FIELDS = ['medium', 'reason', 'url']

interface Service {
  readonly url: string
  /** The feeds that it was told of, and what was wrong with the requests. */
  readonly heard: readonly string[]
}

/** A hub that refuses any request that is not as the specification says; first it answers with these. */
async function startHub(...first: readonly (number | 'cut')[]): Promise<Service> {
  const heard: string[] = []
  const next = first.values()
  const { url } = await listen((request, response) => {
    const { value } = next.next()
    if (value === 'cut') {
      response.destroy()
    } else if (value !== undefined) {
      response.writeHead(value, value === 503 ? { 'Retry-After': '0' } : {}).end()
    } else void hear(request, response)
  })

  async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const fields = new URLSearchParams(body)
    const faults = [
      request.method === 'POST' ? '' : `method ${request.method}`,
      request.headers['content-type'] === 'application/x-www-form-urlencoded' ? '' : 'type',
      [...fields.keys()].toSorted().join() === HUB_FIELDS.join() ? '' : `fields ${body}`,
      fields.get('hub.mode') === 'publish' ? '' : 'mode',
    ].filter(Boolean)
    heard.push(faults.length === 0 ? (fields.get('hub.url') ?? '') : faults.join())
    response.writeHead(faults.length === 0 ? 204 : 400).end()
  }
  return { url, heard }
}

/** A front-end of podping that wants a token. */
async function startPodping(token: string): Promise<Service> {
  const heard: string[] = []
  const { url } = await listen((request, response) => {
    const { searchParams: fields } = new URL(request.url ?? '', 'http://a')
    const faults = [
      request.method === 'GET' ? '' : `method ${request.method}`,
      request.headers.authorization === token ? '' : 'token',
      (request.headers['user-agent'] ?? '') === '' ? 'agent' : '',
      [...fields.keys()].toSorted().join() === PODPING_FIELDS.join()
        ? ''
        : `fields ${fields.toString()}`,
      fields.get('reason') === 'update' ? '' : 'reason',
    ].filter(Boolean)
    heard.push(faults.length === 0 ? `${fields.get('medium')} ${fields.get('url')}` : faults.join())
    response.writeHead(faults.length === 0 ? 200 : 400).end('Success!')
  })
  return { url, heard }
}

/** Serves these bytes as a feed; what it is told later replaces them. */
async function startFeed(bytes: string) {
  let now = bytes
  const { url } = await listen((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/rss+xml' }).end(now)
  })
  return { feedUrl: `${url}feed.xml`, serve: (next: string) => void (now = next) }
}

const PAUSES = [10, 20, 40]

async function tell(announcement: Announcement, again = false, pauses = PAUSES) {
  const folder = await makeFolder()
  const signal = new AbortController().signal
  return announceAll([announcement], { folder, again, pauses, signal })
}

describe('announcing', () => {
  test('tries again while a hub fails, and gives up where that is useless', async () => {
    const { feedUrl } = await startFeed('<rss/>')
    const closed = await listen(() => undefined)
    closed.server.close()
    for (const [hub, failure] of [
      [await startHub(), null],
      [await startHub(500, 503, 429), null],
      [await startHub('cut', 408), null],
      [await startHub(500, 502, 503, 504), 'responds with status 504'],
      [await startHub(400), 'responds with status 400'],
      [await startHub(410), 'responds with status 410'],
      [await startHub(301), 'responds with status 301'],
      [{ url: closed.url, heard: [] }, expect.stringContaining('refuses connections')],
    ] as const) {
      const notices = new Map([[hub.url, hubNotice(hub.url, feedUrl)]])
      const told = await tell({ feedUrl, bytes: Buffer.from('<rss/>'), notices })
      expect(told).toEqual([{ feedUrl, to: hub.url, failure }])
      expect(hub.heard).toEqual(failure === null ? [feedUrl] : [])
    }
  })

  test('tells each service by itself, whatever becomes of the others', async () => {
    const { feedUrl } = await startFeed('<rss/>')
    const [bad, good, podping] = [await startHub(404), await startHub(), await startPodping('T')]
    const given = { medium: 'musicL', token: 'T' }
    const told = await tell({
      feedUrl,
      bytes: Buffer.from('<rss/>'),
      notices: new Map([
        [bad.url, hubNotice(bad.url, feedUrl)],
        [good.url, hubNotice(good.url, feedUrl)],
        [podping.url, podpingNotice(podping.url, feedUrl, given)],
      ]),
    })
    expect(told.map(({ failure }) => failure)).toEqual(['responds with status 404', null, null])
    expect([good.heard, podping.heard]).toEqual([[feedUrl], [`musicL ${feedUrl}`]])
    expect(told.map(sentenceOf)[0]).toBe(
      `${bad.url} was not notified of ${feedUrl}: it responds with status 404`,
    )
    const { searchParams } = podpingNotice('https://a.example/?x=1', feedUrl, {
      medium: 'course',
      token: null,
    }).url
    expect([...searchParams.keys()]).toEqual(['x', 'url', 'reason'])
  })

  test('tells nobody before the new feed is served', async () => {
    const { feedUrl, serve } = await startFeed('<rss>old</rss>')
    const hub = await startHub()
    const announcement = {
      feedUrl,
      bytes: Buffer.from('<rss>new</rss>'),
      notices: new Map([[hub.url, hubNotice(hub.url, feedUrl)]]),
    }
    const failure = 'is not served as this folder makes it; publish it, then try again'
    expect(await tell(announcement)).toEqual([{ feedUrl, to: null, failure }])
    expect(hub.heard).toEqual([])
    const waiting = tell(announcement, false, [10, 20, 40, 80, 160, 320])
    serve('<rss>new</rss>')
    expect(await waiting).toEqual([{ feedUrl, to: hub.url, failure: null }])
  })

  test('is done once for each change, by a command', async () => {
    const served = await startFeed('')
    const [hub, podping] = [await startHub(), await startPodping('secret')]
    const settings = `${String(smallBlog()['sidecast.yml'])}base_url: ${new URL('.', served.feedUrl).href}
feed: { hub: '${hub.url}' }
announce: { podping: '${podping.url}' }
`
    const folder = await makeFolder({ ...smallBlog(), 'sidecast.yml': settings })
    const publish = async (): Promise<string> => {
      const out = join(await makeFolder(), 'site')
      await ended(build, folder, { out })
      const feed = await readFile(join(out, 'feed.xml'), 'utf8')
      served.serve(feed)
      return feed
    }
    const feed = await publish()
    expect(feed).toContain(`<atom:link rel="hub" href="${hub.url}"`)
    expect(feed).toContain('<podcast:podping usesPodping="true"/>')
    const first = await ended(announce, folder, {}, undefined, { podpingToken: 'secret' })
    expect(first).toEqual({
      code: 0,
      stdout: [hub, podping]
        .map(({ url }) => `${url} was notified of ${served.feedUrl}`)
        .join('\n'),
      stderr: '',
    })
    const [hubHeard, podpingHeard] = [[served.feedUrl], [`podcast ${served.feedUrl}`]]
    expect([hub.heard, podping.heard]).toEqual([hubHeard, podpingHeard])
    const second = await ended(announce, folder)
    expect(second.stdout).toBe(
      'All were notified of this feed before; --again notifies them once more.',
    )
    expect(hub.heard).toHaveLength(1)
    await addFiles(folder, { '2026-05-11-moon.md': postText('The moon', 'moon.mp3') })
    await publish()
    const third = await ended(announce, folder, {}, undefined, { podpingToken: 'wrong' })
    expect(third).toMatchObject({ code: 1, stderr: expect.stringContaining('status 400') })
    expect(third.stdout + third.stderr).not.toContain('wrong')
    expect(hub.heard).toHaveLength(2)
    // Only who was not told is told.
    await ended(announce, folder, {}, undefined, { podpingToken: 'secret' })
    expect([hub.heard.length, podping.heard.length]).toEqual([2, 3])
    await rm(join(folder, '.sidecast/announced.json'))
    await addFiles(folder, { '.sidecast/announced.json': '{"a' })
    await ended(announce, folder, {}, undefined, { podpingToken: 'secret' })
    expect(hub.heard).toHaveLength(3)
  })

  test('is refused where there is nobody to tell', async () => {
    const settings = String(smallBlog()['sidecast.yml'])
    for (const [more, told] of [
      ['base_url: https://podcast.example.org\n', 'there is nothing to notify; name a WebSub hub'],
      ['', 'which is this computer'],
      ['base_url: https://podcast.example.org\nprivate: yes\n', 'a private show is not announced'],
    ] as const) {
      const folder = await makeFolder({ ...smallBlog(), 'sidecast.yml': settings + more })
      const { code, stderr } = await ended(announce, folder)
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(told) })
    }
  })

  test.runIf(EVERYTHING)('is done by serve, where the settings ask for it', async () => {
    const hub = await startHub(503)
    const { url, server } = await listen(() => undefined)
    server.close()
    const settings = (more: string): string =>
      `${String(smallBlog()['sidecast.yml'])}base_url: ${url}\nfeed: { hub: '${hub.url}' }\n${more}`
    const folder = await makeFolder({ ...smallBlog(), 'sidecast.yml': settings('') })
    const serving = await serveFolder(folder, '--host', '0.0.0.0', '--port', new URL(url).port)
    await addFiles(folder, { 'sidecast.yml': settings('announce: { serve: yes }\n') }, new Date())
    await until(
      async () => hub.heard.length,
      (count) => count === 1,
    )
    await addFiles(folder, { '2026-05-11-moon.md': postText('Luna', 'moon.mp3') }, new Date())
    await until(
      async () => hub.heard.length,
      (count) => count === 2,
    )
    expect(hub.heard).toEqual([`${url}feed.xml`, `${url}feed.xml`])
    await until(
      async () => serving.output(),
      (said) => said.split(`${hub.url} was notified of`).length === 3,
    )
    expect(await serving.stop()).toBe(0)
  })
})
