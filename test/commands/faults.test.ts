import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { CLI, until } from '../support/program.ts'
import { freePort } from '../support/free-port.ts'
import { titlesOf } from '../support/served-titles.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

const LEDGER = 'sidecast.ledger.json'
/** More than the buffers of a connection hold. */
const LARGE = silentMp3(40_000)

interface Service {
  readonly url: string
  readonly output: () => string
  /** Runs a script of the shell where the service runs: on its disks. */
  readonly inside: (script: string) => string
  readonly titles: () => Promise<readonly string[]>
  /** The status of `/healthz`, and its body. */
  readonly health: () => Promise<string>
}

/** Starts the program by a script of the shell in which `$0` is a folder and `"$@"` the program. */
async function startBy(
  script: string,
  folder: string,
  before: readonly string[] = [],
): Promise<Service> {
  const port = await freePort()
  const program = [process.execPath, CLI, 'serve', '--port', port, '--log', 'none']
  const call = [...before, 'sh', '-c', script, folder, ...program]
  const child = spawn('env', call, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise((resolve) => child.once('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const url = `http://127.0.0.1:${port}/`
  await until(
    async () => output,
    (text) => text.includes('Ctrl+C'),
  )
  return {
    url,
    output: () => output,
    inside(script_) {
      const target = ['--target', String(child.pid), '--user', '--mount', '--preserve-credentials']
      const { stdout, stderr } = spawnSync('nsenter', [...target, 'sh', '-c', script_, folder])
      return String(stdout) + String(stderr)
    },
    titles: async () => titlesOf(await (await fetch(`${url}feed.xml`)).text()),
    async health() {
      const response = await fetch(`${url}healthz`)
      return `${response.status} ${await response.text()}`
    },
  }
}

/** A blog with an address of its own, so that what goes out is no preview. */
function blogFiles(): Record<string, string | Uint8Array> {
  const files = smallBlog()
  const settings = `${String(files['sidecast.yml'])}base_url: https://podcast.example.org\n`
  return { ...files, 'sidecast.yml': settings }
}

/** Lines about something that an operator has to do. */
function linesWith(output: string, part: string): readonly string[] {
  return output.split('\n').filter((line) => line.includes(part))
}

/** A disk of its own for the service; any user may have one where the system allows. */
const ALONE = ['unshare', '--user', '--map-root-user', '--mount']
const MOUNT = 'mount -t tmpfs -o size=4m none "$0/disk" && cp -p "$0"/blog/* "$0/disk"'
const canMount =
  spawnSync('unshare', [...ALONE.slice(1), 'sh', '-c', 'mount -t tmpfs none /mnt']).status === 0

describe.runIf(EVERYTHING && canMount)('a service whose disk', () => {
  test('is full keeps the show live, says once what to do, and goes on by itself', async () => {
    const folder = await makeFolder({ 'disk/none': '' })
    await addFiles(join(folder, 'blog'), {
      ...blogFiles(),
      'later.txt': postText('Later', 'tides.mp3', ['date: 2026-05-20']),
    })
    const service = await startBy(`${MOUNT} && exec "$@" "$0/disk"`, folder, ALONE)
    service.inside('cat /dev/zero > "$0/disk/filler"; mv "$0/disk/later.txt" "$0/disk/later.md"')
    await until(service.health, (health) =>
      health.includes('new guids cannot be written to the ledger'),
    )
    expect(await service.titles()).toContain('Tides')
    service.inside('touch "$0/disk/about.md"; rm "$0/disk/filler"; touch "$0/disk/about.md"')
    await until(service.health, (health) => health.includes('"ok"'))
    expect(await service.titles()).toEqual(['Later', 'Moon', 'Tides'])
    expect(service.inside(`cat "$0/disk/${LEDGER}"`)).toContain('Later')
    const lines = linesWith(service.output(), LEDGER)
    expect(lines).toEqual([expect.stringContaining('no space left on its disk; free some')])
  })

  test('is read-only serves the show, and says once what to do', async () => {
    const folder = await makeFolder({ 'disk/none': '' })
    await addFiles(join(folder, 'blog'), blogFiles())
    const script = `${MOUNT} && mount -o remount,ro "$0/disk" && exec "$@" "$0/disk"`
    const service = await startBy(script, folder, ALONE)
    expect(await service.titles()).toEqual(['Moon', 'Tides'])
    await until(service.health, (health) => health.includes('degraded'))
    const audio = await fetch(`${service.url}audio/tides.mp3`)
    expect((await audio.arrayBuffer()).byteLength).toBe(silentMp3(100).length)
    const lines = linesWith(service.output(), LEDGER)
    expect(lines).toEqual([expect.stringContaining('its disk is read-only; make it writable')])
  })
})

describe.runIf(EVERYTHING)('a service', () => {
  test('without descriptors keeps its show, and follows the folder when it has some again', async () => {
    const folder = await makeFolder()
    await addFiles(folder, blogFiles())
    const service = await startBy('ulimit -n 80; exec "$@" "$0"', folder)
    const { hostname, port } = new URL(service.url)
    const sockets: Socket[] = []
    for (let count = 0; count < 100; count += 1) {
      sockets.push(connect(Number(port), hostname).on('error', () => undefined))
    }
    await new Promise((resolve) => sockets[50]?.once('connect', resolve))
    await addFiles(
      folder,
      { 'one.md': postText('One', 'tides.mp3', ['date: 2026-05-20']) },
      new Date(),
    )
    // Looks at recordings while nothing can be opened.
    sockets.forEach((socket) => socket.write('GET /audio/moon.mp3 HTTP/1.1\r\nHost: a\r\n\r\n'))
    await until(
      async () => service.output(),
      (text) => /EMFILE|ulimit -n/.test(text),
    )
    sockets.forEach((socket) => socket.destroy())
    await until(service.titles, (titles) => titles.includes('One'))
    await addFiles(
      folder,
      { 'two.md': postText('Two', 'tides.mp3', ['date: 2026-05-21']) },
      new Date(),
    )
    await until(service.titles, (titles) => titles.includes('Two'))
    expect(await service.titles()).toEqual(expect.arrayContaining(['Moon', 'Tides']))
    const lines = linesWith(service.output(), 'EMFILE')
    expect(lines.filter((line) => !line.includes('ulimit -n'))).toEqual([])
    // One when the first request fails, one with the number of the others, and one of the folder.
    expect(lines.filter((line) => / failed/.test(line)).length).toBeLessThanOrEqual(2)
  })

  test('logs nothing of listeners who leave, however they do', async () => {
    const folder = await makeFolder()
    await addFiles(folder, { ...blogFiles(), 'moon.mp3': LARGE })
    const service = await startBy('exec "$@" "$0"', folder)
    const { hostname, port } = new URL(service.url)
    for (let count = 0; count < 60; count += 1) {
      const socket = connect(Number(port), hostname).on('error', () => undefined)
      socket.write('GET /audio/moon.mp3 HTTP/1.1\r\nHost: a\r\n\r\n')
      await new Promise((resolve) => socket.once('data', resolve))
      // At once, at the end of what was sent, or by a reset, as a system does when an app is killed.
      if (count % 3 === 0) socket.destroy()
      else if (count % 3 === 1) socket.resetAndDestroy()
      else socket.end(() => setImmediate(() => socket.resetAndDestroy()))
    }
    await until(service.health, (health) => health.includes('"ok"'))
    expect(service.output()).not.toMatch(/EPIPE|ECONNRESET|abort|failed|! /)
  })

  const fake = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu']
    .map((place) => `${place}/faketime/libfaketime.so.1`)
    .find(existsSync)
  // Skipped where Debian's libfaketime is not installed.
  test.runIf(fake !== undefined)('keeps its show when its clock jumps', async () => {
    const folder = await makeFolder()
    await addFiles(join(folder, 'blog'), blogFiles())
    const clock = join(folder, 'clock')
    const set = async (time: string): Promise<void> => {
      await writeFile(`${clock}.new`, `@${time}\n`)
      await rename(`${clock}.new`, clock)
    }
    await set('2026-06-01 12:00:00')
    const service = await startBy('exec "$@" "$0/blog"', folder, [
      `LD_PRELOAD=${fake}`,
      `FAKETIME_TIMESTAMP_FILE=${clock}`,
      'FAKETIME_NO_CACHE=1',
      'FAKETIME_DONT_FAKE_MONOTONIC=1',
    ])
    const before = await (await fetch(`${service.url}feed.xml`)).text()
    expect(titlesOf(before)).toEqual(['Moon', 'Tides'])
    const jumps = ['1990-01-01 12:00:00', '2031-01-01 12:00:00']
    // At noon, for the line is said once a day and a clock near midnight sees two. Twice each: the first edit may be read by a reading that began before the jump.
    for (const [round, time] of jumps.flatMap((jump) => [jump, jump]).entries()) {
      if (round % 2 === 0) await set(time)
      const post = `${postText('Tides', 'tides.mp3')}Edited in round ${round}.\n`
      await writeFile(join(folder, 'blog', '2026-05-04-tides.md'), post)
      const feed = await until(
        async () => (await fetch(`${service.url}feed.xml`)).text(),
        (text) => text.includes(`Edited in round ${round}`),
      )
      expect(titlesOf(feed)).toEqual(['Moon', 'Tides'])
    }
    const said = 'the clock of this computer says'
    await until(
      async () => service.output(),
      (text) => text.includes(said),
    )
    const lines = linesWith(service.output(), said)
    expect(lines).toEqual([expect.stringContaining('correct the clock of this machine')])
  })
})
