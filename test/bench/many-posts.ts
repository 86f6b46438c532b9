import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { writeBigBlog } from '../support/big-blog.ts'
import { freePort } from '../support/free-port.ts'
import { childrenOf } from '../support/processes.ts'
import { Bounds } from './bounds.ts'

/** A blog of twenty years, of which the newest five are read aloud. */
const SIZE = { posts: 5000, recordings: 1000, pictures: false }
const MEGABYTES = 250
/** Milliseconds after which posts are old enough to be kept for the next start, as nearly all of a real blog are. */
const AGE = 5000

const ROOT = join(import.meta.dirname, '../..')
/** The compiled program, as the package has it: what strips types from the sources takes 20 MB. */
const CLI = join(ROOT, 'dist/bin.js')

/** A start of the server: what is there of an earlier one, and what it must keep to. */
interface Start {
  readonly name: string
  /** Whether covers are drawn, of the show and of each episode. */
  readonly covers: boolean
  /** Whether an earlier start has left its store and its ledger. */
  readonly warm: boolean
  readonly seconds: number
  /** Seconds after which its memory is read: the folder is watched then, and its first work is done. */
  readonly lasting: number
}

const STARTS: readonly Start[] = [
  { name: 'cold', covers: false, warm: false, seconds: 3, lasting: 15 },
  { name: 'warm', covers: false, warm: true, seconds: 1, lasting: 15 },
  { name: 'covers being drawn', covers: true, warm: false, seconds: Infinity, lasting: 40 },
]

/**
 * How soon a server of thousands of posts answers, and what memory it takes at most, as the system counts
 * it. That of the process that draws covers is told beside it.
 *
 * @param folder An empty one.
 */
export async function measureStarts(folder: string, bounds: Bounds): Promise<void> {
  execFileSync('npm', ['run', '-s', 'build'], { cwd: ROOT })
  await writeBigBlog(folder, SIZE)
  await wait(AGE)
  for (const start of STARTS) {
    if (!start.warm) {
      await rm(join(folder, '.sidecast'), { recursive: true, force: true })
      await rm(join(folder, 'sidecast.ledger.json'), { force: true })
    }
    await writeFile(join(folder, 'sidecast.yml'), settingsOf(start))
    await measure(folder, start, bounds)
  }
}

/** As whoever is on the internet has them: without an address, that of each start would be another. */
function settingsOf({ covers }: Start): string {
  return `base_url: https://www.example.org/podcast/\nartwork: { draw: ${covers ? 'yes' : 'no'} }\n`
}

async function measure(
  folder: string,
  { name, seconds, lasting }: Start,
  bounds: Bounds,
): Promise<void> {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(execPath, [CLI, 'serve', folder, '--port', port], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    const { pid = 0 } = child
    const onAir = (await untilOnAir(`http://127.0.0.1:${port}/feed.xml`, child)) - began
    const computed = await processorSeconds(pid)
    let drawing = 0
    for (let second = 0; second < lasting; second += 1) {
      await wait(1000)
      const drawers = childrenOf(pid)
      drawing = Math.max(drawing, ...(await Promise.all(drawers.map(peakOf))))
    }
    const what = `${SIZE.posts} posts, ${name}`
    console.log(`${what}: ${computed.toFixed(1)} s of processor until it was live`)
    if (drawing > 0) console.log(`${what}: ${drawing.toFixed(0)} MB more where they are drawn`)
    if (seconds < Infinity) bounds.atMost(`${what}: live after`, onAir / 1000, seconds, 's')
    bounds.atMost(`${what}: memory`, await peakOf(pid), MEGABYTES, 'MB')
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}

/** @returns The time. */
async function untilOnAir(feed: string, child: ChildProcess): Promise<number> {
  while (child.exitCode === null) {
    const text = await fetch(feed).then(
      (response) => response.text(),
      () => '',
    )
    if (text.includes('<item>')) return performance.now()
    await wait(10)
  }
  throw new Error('the server has ended')
}

/** Seconds of processor time that a process has taken, all its threads together. */
export async function processorSeconds(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  // Ticks of user and system, of which Linux has 100 a second.
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Megabytes that a process has held at most; 0 if it has ended. */
export async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

if (import.meta.main) {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-bench-'))
  const bounds = new Bounds()
  try {
    await measureStarts(folder, bounds)
    bounds.tell()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
