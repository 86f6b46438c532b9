import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { startNginx } from '../support/nginx.ts'
import { formatLines, type Lines } from '../../src/base/terminal.ts'
import { UsageError } from '../../src/commands/command.ts'
import { run } from '../../src/commands/stats.ts'
import { CLI, type Ended, serveFolder, until } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'
import { line } from '../stats/logs.ts'

/** A minute of this is more than sockets hold that nobody reads. */
function silentWav(seconds: number): Buffer {
  const rate = 48_000
  const header = Buffer.alloc(44)
  const data = seconds * rate * 6
  header.write('RIFF', 0)
  header.writeUInt32LE(data + 36, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(2, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate * 6, 28)
  header.writeUInt16LE(6, 32)
  header.writeUInt16LE(24, 34)
  header.write('data', 36)
  header.writeUInt32LE(data, 40)
  return Buffer.concat([header, Buffer.alloc(data)])
}

const BLOG = { ...smallBlog(), '2026-05-18-long.md': postText('Long', 'long.wav') }
const SECONDS = 90

/** Runs the command within the test. */
async function stats(
  logs: readonly string[],
  options: Readonly<Record<string, string>>,
): Promise<Ended> {
  const [printed, reported]: [string[], string[]] = [[], []]
  const context = {
    print: (said: Lines) => void printed.push(formatLines(said)),
    report: (said: Lines) => void reported.push(formatLines(said)),
    draw: null,
    now: () => new Date('2026-12-01T00:00:00Z'),
    signal: new AbortController().signal,
  }
  const code = await run({ arguments: [logs], options }, context).catch((cause: unknown) => {
    if (!(cause instanceof UsageError)) throw cause
    reported.push(cause.message)
    return 2
  })
  return {
    code,
    stdout: printed.join('\n'),
    stderr: reported.filter((each) => each !== '').join('\n'),
  }
}

interface Ask {
  readonly by: string
  readonly method?: string
  readonly range?: string
  /** The app asks whether what it has is up to date. */
  readonly isKnown?: true
  /** The connection is broken off with the first bytes. */
  readonly isAborted?: true
}

async function ask(
  url: string,
  { by, method = 'GET', range, isAborted }: Ask,
  headers: Readonly<Record<string, string>>,
): Promise<IncomingMessage> {
  const fields = { 'user-agent': by, ...(range !== undefined && { range }), ...headers }
  const asked = request(url, { method, headers: fields, agent: false }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  if (isAborted === true) {
    await once(response, 'data')
    asked.destroy()
  } else {
    response.resume()
    await once(response, 'end')
  }
  return response
}

/** What real apps do to a recording, in turn. Of these, three downloads are to be counted. */
async function listen(url: string): Promise<readonly (number | undefined)[]> {
  const half = 9_000_000
  const asks: readonly Ask[] = [
    { by: 'AntennaPod/3.4.0' },
    { by: 'AntennaPod/3.4.0' },
    { by: 'Overcast/3.0 (+http://overcast.fm/; iOS podcast app)', isAborted: true },
    { by: 'Pocket Casts', range: `bytes=${half}-${2 * half}` },
    { by: 'Pocket Casts', range: `bytes=0-${half}` },
    { by: 'Castbox/8.21.1', range: `bytes=0-${half}` },
    { by: 'Castbox/8.21.1', range: `bytes=0-${half}` },
    { by: 'Castro 2024.1/1', method: 'HEAD' },
    { by: 'Castro 2024.1/1', isKnown: true },
    {
      by: 'AppleCoreMedia/1.0.0.20E247 (iPhone; U; CPU OS 16_4 like Mac OS X)',
      range: 'bytes=0-1',
    },
    { by: 'AppleCoreMedia/1.0.0.20E247 (iPhone; U; CPU OS 16_4 like Mac OS X)', range: 'bytes=0-' },
    { by: 'curl/8.5.0' },
    { by: 'atc/1.0 watchOS/10.1' },
  ]
  const statuses: (number | undefined)[] = []
  let modified = ''
  for (const each of asks) {
    const headers = each.isKnown === true ? { 'if-modified-since': modified } : {}
    const response = await ask(url, each, headers)
    modified = response.headers['last-modified'] ?? modified
    statuses.push(response.statusCode)
  }
  return statuses
}

const STATUSES = [200, 200, 200, 206, 206, 206, 206, 200, 304, 206, 206, 200, 200]

/** What the program says of them. */
const HEARD = {
  downloads: 3,
  apps: [
    { name: 'AntennaPod', downloads: 1 },
    { name: 'Apple devices', downloads: 1 },
    { name: 'Pocket Casts', downloads: 1 },
  ],
  counting: {
    requests: STATUSES.length,
    leftOut: { method: 1, status: 1, probe: 1, bot: 1, watch: 1, short: 3 },
  },
}

describe('stats', () => {
  test('counts what was listened to on a running server', async () => {
    const folder = await makeFolder({ ...BLOG, 'long.wav': silentWav(SECONDS) })
    const server = await serveFolder(folder, '--log', 'json')
    expect(await listen(`${server.url}audio/long.wav`)).toEqual(STATUSES)
    // Broken off is a download that the server may notice a moment later.
    await until(
      async () => server.output().match(/long\.wav/g)?.length,
      (lines) => lines === STATUSES.length,
    )
    const log = join(folder, 'serve.log')
    await writeFile(log, server.output())
    const { stdout, stderr, code } = await stats([log], { folder, format: 'json' })
    const statistics = JSON.parse(stdout)
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
    expect(statistics).toMatchObject(HEARD)
  })

  test.runIf(EVERYTHING)('counts the same from the log of nginx', async () => {
    const folder = await makeFolder({ ...BLOG, 'long.wav': silentWav(SECONDS) })
    await chmod(folder, 0o755)
    const { url, log } = await startNginx(folder)
    expect(await listen(`${url}/long.wav`)).toEqual(STATUSES)
    await until(
      () => readFile(log, 'utf8'),
      (lines) => lines.match(/long\.wav/g)?.length === STATUSES.length,
    )
    const { stdout } = await stats([log], { folder, format: 'json' })
    expect(JSON.parse(stdout)).toMatchObject(HEARD)
  })

  test('reads several logs, a folder of them, and standard input', async () => {
    const folder = await makeFolder(smallBlog())
    const logs = await makeFolder({
      'a/access.log': `${line({ path: '/audio/tides.mp3', at: '05 10:00:00' })}\n`,
      'a/access.log.1.gz': gzipSync(`${line({ path: '/audio/tides.mp3', at: '04 10:00:00' })}\n`),
      'b.log': `${line({ path: '/audio/moon.mp3' })}\n`,
    })
    const child = spawn(
      process.execPath,
      [CLI, 'stats', join(logs, 'a'), '-', join(logs, 'b.log'), '--folder', folder],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    )
    child.stdin.end(gzipSync(line({ path: '/audio/moon.mp3', from: '198.51.100.9' })))
    const printed = await text(child.stdout)
    expect(printed).toMatch(/^Tides: 4 downloads from 2026-11-04 to 2026-11-05 \(UTC\)$/m)
    expect(printed).toMatch(/^ {2}Moon +2/m)
  })

  test('prints nothing that moves the cursor, and says what to do about the log', async () => {
    const folder = await makeFolder(smallBlog())
    const log = join(folder, 'access.log')
    const lines = [
      line({ path: '/audio/tides.mp3', more: ' "CZ"' }),
      line({ path: '/audio/\u{1B}[2Jstars\u{202E}.mp3' }),
      line({ path: '/audio/tides.mp3', by: 'evil\u{1B}]0;x\u{7}/1.0' }),
      '{"path":"/audio/tides.mp3"',
    ]
    await writeFile(log, lines.join('\n'))
    for (const format of ['text', 'json', 'html']) {
      const { stdout, stderr } = await stats([log], { folder, format })
      expect(stdout + stderr).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u)
      expect(stderr.trimEnd().split('\n')).toEqual([
        `! 1 line about recordings cannot be read, the first is ${log}:4; log in the combined form, or in JSON`,
        '! 1 request is for a recording that no episode has, such as /audio/\\u001b[2Jstars\\u202e.mp3; name the folder of its show with --folder',
      ])
    }
  })

  test.each<[options: Readonly<Record<string, string>>, message: string]>([
    [
      { log: 'none.log' },
      'log "none.log" does not exist; name the log of the web server, or - for standard input',
    ],
    [{ log: '-' }, '-: there is no standard input to read'],
    [{ format: 'xml' }, '--format: expected text, json or html, got "xml"'],
    [{ since: '2026-11-31' }, '--since: expected a day such as 2026-11-29, got "2026-11-31"'],
    [{ until: 'today' }, '--until: expected a day such as 2026-11-29, got "today"'],
    [
      { since: '2026-11-05', until: '2026-11-04' },
      '--until: expected a day from 2026-11-05 on, got "2026-11-04"',
    ],
    [
      { agents: '.' },
      '--agents: "." has no list of user agents; expected apps.runtime.json, bots.runtime.json or browsers.runtime.json, from github.com/opawg/user-agents-v2',
    ],
    [{ show: 'x' }, '--show: this folder holds one show, so leave --show out'],
  ])('refuses %j', async ({ log, ...options }, stderr) => {
    const folder = await makeFolder({ ...smallBlog(), 'access.log': `${line()}\n` })
    const found = await stats([log ?? join(folder, 'access.log')], { folder, ...options })
    expect(found).toEqual({ code: 2, stdout: '', stderr })
  })

  test('counts each of several shows, or one of them', async () => {
    const blog = smallBlog()
    const folder = await makeFolder({
      'sidecast.yml': `${String(blog['sidecast.yml'])}base_url: https://example.org\nshows: [sea, sky]\n`,
      'cover.jpg': 'not looked at here',
      'sea/2026-05-04-one.md': postText('Sea', 'one.mp3'),
      'sea/one.mp3': silentMp3(100),
      'sky/2026-05-04-one.md': postText('Sky', 'one.mp3'),
      'sky/one.mp3': silentMp3(50),
    })
    const log = join(folder, 'access.log')
    const paths = ['/sea/audio/one.mp3', '/sky/audio/one.mp3', '/sky/audio/one.mp3']
    const lines = paths.map((path, index) => line({ path, from: `198.51.100.${index}` }))
    await writeFile(log, lines.join('\n'))
    const downloadsOf = async (
      more: Readonly<Record<string, string>> = {},
    ): Promise<readonly string[]> => {
      const { stdout } = await stats([log], { folder, format: 'json', ...more })
      const { episodes } = JSON.parse(stdout) as {
        episodes: { title: string; downloads: number }[]
      }
      return episodes.map(({ title, downloads }) => `${title} ${downloads}`)
    }
    expect([await downloadsOf(), await downloadsOf({ show: 'sea' })]).toEqual([
      ['Sky 2', 'Sea 1'],
      ['Sea 1'],
    ])
  })
})
