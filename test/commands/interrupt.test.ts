import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, readlinkSync, truncateSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { CLI } from '../support/program.ts'
import { childrenOf, commandOf, untilEnded, untilFound } from '../support/processes.ts'
import { silentMp3 } from '../support/silence.ts'
import { EVERYTHING } from '../support/extent.ts'

/** Recordings of a show, and how many of them are measured before Ctrl+C is pressed. */
const MANY = 60
const BEFORE = 8
/** Bytes of a recording: mostly zeros, of which no disk keeps anything. */
const BYTES = 60_000_000

const name = (index: number): string => `talk-${index}`

function posts(audio: (index: number) => string): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: MANY }, (_, index) => [
      `2025-01-01-${name(index)}.md`,
      `---\ntitle: Talk ${index}\ndate: 2025-01-01\naudio: ${audio(index)}\n---\nText.\n`,
    ]),
  )
}

/** Presses Ctrl+C when `isTime`. @returns What the program said, and its exit code. */
async function interrupt(
  child: ChildProcess,
  isTime: () => boolean,
): Promise<{ readonly said: string; readonly code: unknown }> {
  const said = child.stderr ? text(child.stderr) : ''
  const ended = once(child, 'close')
  while (!isTime() && child.exitCode === null) await wait(2)
  child.kill('SIGINT')
  const [code]: unknown[] = await ended
  return { said: await said, code }
}

/** Names of what this machine remembers to have measured. */
function remembered(folder: string, file: string): readonly string[] {
  const memory: { entries: object } = JSON.parse(
    readFileSync(join(folder, '.sidecast/results', file), 'utf8'),
  )
  return Object.keys(memory.entries)
}

const INTERRUPTED = {
  code: 130,
  said: 'sidecast: interrupted; measurements so far are kept\n',
}

describe('Ctrl+C', () => {
  test.runIf(EVERYTHING)('keeps what was measured of recordings on this machine', async () => {
    const folder = await makeFolder({
      'sidecast.yml': 'title: Talks\n',
      ...posts((index) => `${name(index)}.mp3`),
      ...Object.fromEntries(
        Array.from({ length: MANY }, (_, index) => [`${name(index)}.mp3`, silentMp3(100)]),
      ),
    })
    for (let index = 0; index < MANY; index += 1) {
      truncateSync(join(folder, `${name(index)}.mp3`), BYTES)
    }
    await wait(400)
    const child = spawn(process.execPath, [CLI, 'list', folder, '--offline'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const opened = new Set<string>()
    const ended = await interrupt(child, () => {
      for (const file of openFiles(child.pid)) if (file.endsWith('.mp3')) opened.add(file)
      return opened.size >= BEFORE
    })
    expect(ended).toEqual(INTERRUPTED)
    const kept = remembered(folder, 'recordings.json')
    // Four are measured at the same time.
    expect(kept.length).toBeGreaterThanOrEqual(BEFORE - 4)
    expect(kept.length).toBeLessThan(MANY)
  })

  test('keeps what was measured on other hosts, which are not asked for it again', async () => {
    const asked: string[] = []
    const recording = silentMp3(400)
    const host = createServer((request, response) => {
      asked.push(request.url ?? '')
      // Those that come later wait for ever.
      if (asked.length <= BEFORE) response.writeHead(200, { ETag: '"one"' }).end(recording)
    })
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
    onTestFinished(async () => {
      host.closeAllConnections()
      await new Promise((resolve) => host.close(resolve))
    })
    const { port } = host.address() as AddressInfo
    const folder = await makeFolder({
      'sidecast.yml': 'title: Talks\naudio: { private_networks: yes }\n',
      ...posts((index) => `http://127.0.0.1:${port}/${name(index)}.mp3`),
    })
    const child = spawn(process.execPath, [CLI, 'list', folder], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const ended = await interrupt(child, () => asked.length > BEFORE + 3)
    expect(ended).toEqual(INTERRUPTED)
    const kept = remembered(folder, 'remote.json').map((url) => basename(url))
    expect(kept.toSorted()).toEqual(
      asked
        .slice(0, BEFORE)
        .map((path) => basename(path))
        .toSorted(),
    )
  })

  test('tells what probe has measured until then', async () => {
    const folder = await makeFolder({ 'talk.mp3': silentMp3(100) })
    const host = createServer(() => undefined)
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
    onTestFinished(async () => {
      host.closeAllConnections()
      await new Promise((resolve) => host.close(resolve))
    })
    const { port } = host.address() as AddressInfo
    const waited = once(host, 'request')
    const sources = [join(folder, 'talk.mp3'), `http://127.0.0.1:${port}/never.mp3`]
    const child = spawn(process.execPath, [CLI, 'probe', '--json', ...sources], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const out = text(child.stdout)
    await waited
    await wait(50)
    expect(await interrupt(child, () => true)).toEqual(INTERRUPTED)
    expect(JSON.parse(await out)).toMatchObject([{ source: sources[0], error: null }])
  })
})

/** The process that makes pictures for another. */
function studioOf(pid: number | undefined): number | undefined {
  return childrenOf(pid).find((each) => commandOf(each).includes('studio-worker'))
}

describe('the process that draws covers', () => {
  const covers = {
    'sidecast.yml': 'title: Talks\n',
    ...posts(() => 'talk.mp3'),
    'talk.mp3': silentMp3(100),
  }

  test.each([
    { what: 'Ctrl+C in a terminal', signal: 'SIGINT', isGroup: true, ended: INTERRUPTED },
    { what: 'SIGTERM', signal: 'SIGTERM', isGroup: false, ended: INTERRUPTED },
    { what: 'SIGKILL', signal: 'SIGKILL', isGroup: false, ended: { code: null, said: '' } },
  ] as const)('ends with a build that is ended by $what', async ({ signal, isGroup, ended }) => {
    const folder = await makeFolder(covers)
    const out = join(await makeFolder({}), 'site')
    const child = spawn(process.execPath, [CLI, 'build', folder, '--out', out], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    })
    const said = text(child.stderr)
    const closed = once(child, 'close')
    const studio = await untilFound(() => studioOf(child.pid))
    process.kill(isGroup ? -(child.pid ?? 0) : (child.pid ?? 0), signal)
    const [code]: unknown[] = await closed
    expect({ code, said: await said }).toEqual(ended)
    await untilEnded(studio)
  })

  test.runIf(EVERYTHING)('ends with a server that is stopped while it draws', async () => {
    const folder = await makeFolder(covers)
    const child = spawn(process.execPath, [CLI, 'serve', folder, '--port', '0'], {
      stdio: ['ignore', 'ignore', 'ignore'],
    })
    const ended = once(child, 'close')
    const studio = await untilFound(() => studioOf(child.pid))
    child.kill('SIGTERM')
    expect((await ended)[0]).toBe(0)
    await untilEnded(studio)
  })
})

function openFiles(pid: number | undefined): readonly string[] {
  const descriptors = `/proc/${pid}/fd`
  try {
    return readdirSync(descriptors).map((descriptor) => readlinkSync(join(descriptors, descriptor)))
  } catch {
    // It has just closed one of them.
    return []
  }
}
