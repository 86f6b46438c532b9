import { once } from 'node:events'
import { get, request as httpRequest } from 'node:http'
import { expect, test } from 'vitest'
import { run } from '../../src/commands/serve.ts'
import { clientOf, CLIENT_FORMS } from '../../src/commands/service-log.ts'
import { withoutToken } from '../../src/site/listener-sites.ts'
import { makeFolder, addFiles } from '../support/folder.ts'
import { runAt } from '../support/in-process.ts'
import { until } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { smallBlog } from '../support/small-blog.ts'

/** More than the buffers of a connection hold. */
const LARGE = silentMp3(40_000)
const TOKEN = 'abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE'

type Line = Readonly<Record<string, unknown>>

async function serveLogging(log: string) {
  const folder = await makeFolder()
  await addFiles(folder, { ...smallBlog(), 'moon.mp3': LARGE })
  const running = runAt('2026-06-01T00:00:00Z', { run }, folder, { port: '0', metrics: '0', log })
  const output = await until(
    async () => running.output(),
    (text) => text.includes('Ctrl+C'),
  )
  const [, url = ''] = /page +(\S+?)"?[,}\n]/.exec(output) ?? []
  const [, metrics = ''] = /Metrics are at (\S+?)["\n]/.exec(output) ?? []
  return { url, metrics, output: running.output }
}

async function ask(url: string, method: string, headers: Record<string, string>): Promise<void> {
  const request = httpRequest(url, { method, headers, agent: false }).end()
  const [response] = await once(request, 'response')
  response.resume()
  await once(response, 'close')
}

/** Requests one after the other, and the lines that they must give. */
const ASKED: readonly {
  readonly path: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly line: Line
}[] = [
  {
    path: 'feed.xml?secret=1',
    headers: { 'user-agent': 'Over\u00adcast/1', 'x-forwarded-for': '9.9.9.9, 203.0.113.7' },
    line: { path: '/feed.xml', status: 200, client: '203.0.113.7', agent: 'Over\u00adcast/1' },
  },
  { path: 'feed.xml', method: 'HEAD', line: { method: 'HEAD', status: 200, bytes: 0 } },
  {
    path: 'audio/moon.mp3',
    headers: { range: 'bytes=10-109' },
    line: { status: 206, bytes: 100, size: LARGE.length, range: 'bytes=10-109' },
  },
  { path: 'audio/moon.mp3', line: { status: 200, bytes: LARGE.length, size: LARGE.length } },
  {
    path: 'nothing',
    headers: { referer: `https://ann:word@a.example/private/${TOKEN}/?q=1#x` },
    line: { status: 404, referrer: 'https://a.example/private/*/' },
  },
  { path: `private/${TOKEN}/feed.xml`, line: { path: '/private/*/feed.xml', status: 404 } },
  { path: 'feed.xml', method: 'DELETE', line: { status: 405 } },
  {
    path: 'feed.xml#secret',
    headers: { authorization: 'Basic secret', cookie: 'a=secret', 'x-forwarded-for': 'secret' },
    line: { path: '/feed.xml', status: 200, client: '127.0.0.1' },
  },
]

test('logs a JSON value for each request, without secrets, and gives out metrics', async () => {
  const { url, metrics, output } = await serveLogging('json')
  for (const { path, method = 'GET', headers = {} } of ASKED) await ask(url + path, method, headers)
  const broken = get(`${url}audio/moon.mp3`, { agent: false })
  const [response] = await once(broken, 'response')
  await once(response, 'readable')
  response.destroy()

  const lines = await until(
    async () =>
      output()
        .split('\n')
        .map((line): Line => JSON.parse(line)),
    (all) => all.filter(({ msg }) => msg === 'request').length > ASKED.length,
  )
  const requests = lines.filter(({ msg }) => msg === 'request')
  expect(requests).toMatchObject([...ASKED.map(({ line }) => line), { status: 200 }])
  expect(requests.at(-1)?.['bytes']).toBeLessThan(LARGE.length)
  expect(
    requests.every(({ time, ms }) => String(time).startsWith('2026-06-01T') && Number(ms) >= 0),
  ).toBe(true)
  expect(lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
  expect(output()).not.toMatch(/secret|word@|abcdefgh|EPIPE|ECONNRESET/)

  const text = await (await fetch(metrics)).text()
  expect(text).toContain('sidecast_requests_total{method="GET",status="404"} 2\n')
  expect(text).toContain('sidecast_requests_total{method="other",status="405"} 1\n')
  expect(text).toContain('sidecast_request_seconds_count 9\n')
  expect(text).toContain('sidecast_episodes 2\n')
  expect(text).toContain('sidecast_failing 0\n')
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
  const statuses = await Promise.all(
    [
      { path: '/metrics?a=1', method: 'HEAD' },
      { path: '/metrics', method: 'POST' },
      { path: '/metrics', method: 'DELETE' },
      { path: '/', method: 'GET' },
      { path: '/metrics/', method: 'GET' },
      { path: '/.env', method: 'POST' },
    ].map(async ({ path, method }) => {
      const { status, headers } = await fetch(new URL(path, metrics), { method })
      return [status, headers.get('allow')]
    }),
  )
  const [refused, unknown] = [
    [405, 'GET, HEAD'],
    [404, null],
  ]
  expect(statuses).toEqual([[200, null], refused, refused, unknown, unknown, unknown])
})

test('logs readable lines, which nobody can forge', async () => {
  const { url, output } = await serveLogging('text')
  await ask(`${url}feed.xml`, 'GET', { 'user-agent': 'A\u009b31m', range: 'bytes=0-\t9' })
  const line = await until(
    async () => output().split('\n').at(-1) ?? '',
    (last) => last.includes('GET'),
  )
  expect(line).toMatch(
    /^\d\d:\d\d:\d\d 200 GET \/feed\.xml  .* kB {2}\d+ ms {2}127\.0\.0\.1 {2}A\\u009b31m$/,
  )
})

test.each([
  ['/private/abc', '/private/*'],
  ['/private/abc/feed.xml', '/private/*/feed.xml'],
  ['/show/private/abc/a%20b', '/show/private/*/a%20b'],
  ['/%70rivate/abc/', '/private/*/'],
  ['/private%2Fabc/feed.xml', '/private/*/feed.xml'],
  ['/%2570rivate/abc/', '/private/*/'],
  ['/private%252Fabc%252Ffeed.xml', '/private/*/feed.xml'],
  ['//private//abc/feed.xml', '//private/*/feed.xml'],
  ['/100%2525/a', '/100%2525/a'],
  ['/PRIVATE/abc/%ff', '/private/*/%25ff'],
  ['/audio/private.mp3', '/audio/private.mp3'],
  ['/private/', '/private/'],
  [`/private/${TOKEN}/${TOKEN}/`, '/private/*/*/'],
  [`/private/${TOKEN}/private/${TOKEN}`, '/private/*/private/*'],
  [`/private/a/x${TOKEN}.mp3`, '/private/*/*.mp3'],
  [`/audio/%C3%A1${TOKEN}.mp3`, `/audio/%C3%A1${TOKEN}.mp3`],
])('%s is logged as %s', (path, logged) => {
  expect(withoutToken(path)).toBe(logged)
})

test.each([
  { client: '203.0.113.77', logged: ['203.0.113.77', '203.0.113.0', undefined] },
  { client: '::ffff:203.0.113.77', logged: ['203.0.113.77', '203.0.113.0', undefined] },
  { client: '2001:db8:1:2::9', logged: ['2001:db8:1:2::9', '2001:db8:1::', undefined] },
  { client: 'fe80::1%eth0', logged: ['fe80::1', 'fe80::', undefined] },
  { client: '::1', logged: ['::1', '::', undefined] },
  { client: undefined, logged: [undefined, undefined, undefined] },
])('the address $client is logged as $logged', ({ client, logged }) => {
  expect(CLIENT_FORMS.map((form) => clientOf({ client }, form))).toEqual(logged)
})
