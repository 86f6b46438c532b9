import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CLI } from './program.ts'
import { freePort } from './free-port.ts'
import { titlesOf } from './served-titles.ts'
import { postText, smallBlog } from './small-blog.ts'

/** How a server is kept busy. */
export interface Soaking {
  readonly minutes: number
  readonly episodes: number
  readonly tell?: (line: string) => void
}

/** What was seen meanwhile. */
export interface Soaked {
  /** How much more of the heap is in use at the end than after the first minute, at rest, e.g. 0.05. */
  readonly growth: number
  readonly faults: readonly string[]
  readonly edits: number
  /** How many different feeds the readers saw. */
  readonly published: number
}

const WITNESS = fileURLToPath(new URL('./memory-witness.ts', import.meta.url))
const READERS = 4
/** Milliseconds between two edits. */
const PACE = 1000

/** Serves a show of which a post changes every second, while readers poll, and looks at its heap. */
export async function soak({ minutes, episodes, tell }: Soaking): Promise<Soaked> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-soak-'))
  const names = Array.from({ length: episodes }, (_, index) => `2025-01-01-post-${index}.md`)
  const posts = names.map((name): [string, string] => [name, postText(name, 'tides.mp3')])
  const files = { ...smallBlog(), ...Object.fromEntries(posts) }
  // All on one page, so that every reader sees whether the feed is whole; and no preview, so that an
  // episode stays while its post is half saved.
  files['sidecast.yml'] =
    `${String(files['sidecast.yml'])}feed: { episodes: ${episodes + 2} }\nbase_url: https://podcast.example.org\n`
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), content)
  }
  const port = await freePort()
  const args = ['--import', WITNESS, CLI, 'serve', folder, '--port', port, '--log', 'json']
  const child = spawn(execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const faults: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const bad = text.split('\n').filter((line) => /"level":"error"|"status":5|EPIPE/.test(line))
      faults.push(...bad)
    })
  }
  const url = `http://127.0.0.1:${port}/feed.xml`
  const end = performance.now() + minutes * 60_000
  const seen = new Set<string>()
  const isOver = (): boolean => performance.now() > end

  async function heap(): Promise<number> {
    child.send('how much?')
    const [answer]: unknown[] = await once(child, 'message')
    return Number(answer)
  }

  async function listed(): Promise<number> {
    const response = await fetch(url).catch(() => null)
    return response === null ? 0 : titlesOf(await response.text()).length
  }

  async function read(tag: string | null): Promise<string | null> {
    const response = await fetch(url, tag === null ? {} : { headers: { 'if-none-match': tag } })
    const text = await response.text()
    const next = response.headers.get('etag')
    if (response.status === 304) return tag
    const isWhole = text.trimEnd().endsWith('</rss>') && titlesOf(text).length === episodes + 2
    if (response.status !== 200 || !isWhole) faults.push(`${response.status}: ${text.slice(-80)}`)
    if (next !== null) seen.add(next)
    return next
  }

  async function readAgainAndAgain(): Promise<void> {
    let tag: string | null = null
    while (!isOver()) {
      tag = await read(tag).catch((cause: unknown) => {
        faults.push(String(cause))
        return null
      })
      await wait(20)
    }
  }

  try {
    while ((await listed()) < episodes + 2) await wait(50)
    // Until then it says that it is starting, and waits for recordings that were just written.
    faults.length = 0
    const readers = Array.from({ length: READERS }, readAgainAndAgain)
    let edits = 0
    let next = performance.now()
    const heaps: number[] = []
    const began = performance.now()
    while (!isOver()) {
      edits += 1
      const name = names[edits % names.length] ?? ''
      await writeFile(join(folder, name), `${postText(name, 'tides.mp3')}Edited ${edits} times.\n`)
      heaps.push(await heap())
      if (edits % 15 === 0) {
        const minute = ((performance.now() - began) / 60_000).toFixed(1)
        const least = Math.min(...heaps.slice(-15)).toFixed(1)
        tell?.(`${minute} min: at least ${least} MB in use, ${seen.size} feeds seen`)
      }
      next += PACE
      await wait(Math.max(0, next - performance.now()))
    }
    await Promise.all(readers)
    // The first minute, or the first third of a short run, is for what is kept of each kind once. While
    // a show is read anew there are two, so that a single look says little: the least of many counts.
    const settled = heaps.slice(Math.min(60, Math.floor(heaps.length / 3)))
    const window = Math.ceil(settled.length / 3)
    const first = Math.min(...settled.slice(0, window))
    const last = Math.min(...settled.slice(-window))
    return { growth: (last - first) / first, faults, edits, published: seen.size }
  } finally {
    child.kill('SIGTERM')
    await once(child, 'close')
    await rm(folder, { recursive: true, force: true })
  }
}
