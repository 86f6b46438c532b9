import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeLongArticles } from '../support/long-articles.ts'
import { Bounds } from './bounds.ts'
import { median, runNode, type Run } from './run.ts'

/**
 * `npm run bench:articles`: episodes with long articles, all told: a blog of 4,000 posts of 12 KB, half
 * of them with old HTML, and one of 1,000 posts of 5 KB of Markdown, listed from cold and once more
 * beside their front matter being read and nothing else; and some of each checked and built. What
 * counts is the time of all processors, for machines are busy.
 */
const LISTED = [
  { what: '4,000 of 12 KB', blog: { markdown: 0, html: 4_000, local: false } },
  { what: '1,000 of 5 KB', blog: { markdown: 1_000, html: 0, local: false } },
]
const BUILT = { markdown: 150, html: 150, local: true }
const TIMES_BUILT = 4
const ROUNDS = 3

const here = import.meta.dirname
const cli = join(here, '../../src/cli.ts')
const rival = join(here, 'front-matter-only.ts')
const bounds = new Bounds()

for (const { what, blog } of LISTED) {
  await within(async (folder) => {
    await writeLongArticles(folder, blog)
    const rivals: Run[] = []
    const cold: Run[] = []
    const warm: Run[] = []
    const list = ['list', folder, '--offline', '--json']
    for (let round = 0; round < ROUNDS; round += 1) {
      rivals.push(await runNode(rival, [folder]))
      await rm(join(folder, '.sidecast'), { recursive: true, force: true })
      cold.push(await runNode(cli, list))
      warm.push(await runNode(cli, list))
    }
    const base = cpuOf(rivals)
    console.log(`${what}: front matter alone ${base.toFixed(0)} ms`)
    bounds.atMost(`list of ${what}, cold`, cpuOf(cold) / base, 6, '× front matter')
    bounds.atMost(`list of ${what}, warm`, cpuOf(warm) / base, 2.5, '× front matter')
    bounds.atMost(`list of ${what}, memory`, memoryOf(cold), 350, 'MB')
  })
}

for (const command of ['check', 'build']) {
  const few = await perEpisode(command, 1)
  const many = await perEpisode(command, TIMES_BUILT)
  const growth = many.milliseconds / few.milliseconds
  bounds.atMost(`${command} of ${TIMES_BUILT} times as many, an episode`, growth, 1.3, '×')
  bounds.atMost(`${command}, memory`, many.megabytes, 450, 'MB')
  if (command === 'build') {
    bounds.atMost('build, processor', many.milliseconds, 15, 'ms an episode')
  }
}
bounds.tell()

/** Runs a command on a blog with recordings. */
async function perEpisode(command: string, times: number) {
  const blog = { ...BUILT, markdown: BUILT.markdown * times, html: BUILT.html * times }
  const runs: Run[] = []
  await within(async (folder) => {
    await writeLongArticles(folder, blog)
    const out = join(folder, 'out')
    const options = ['--out', out, '--base-url', 'https://cast.example', '--keep-going']
    for (let round = 0; round < ROUNDS; round += 1) {
      await rm(out, { recursive: true, force: true })
      runs.push(
        await runNode(cli, [command, folder, ...(command === 'build' ? options : [])], [0, 1]),
      )
    }
  })
  return { milliseconds: cpuOf(runs) / (blog.markdown + blog.html), megabytes: memoryOf(runs) }
}

function memoryOf(runs: readonly Run[]): number {
  return median(runs.map((run) => run.megabytes))
}

function cpuOf(runs: readonly Run[]): number {
  return median(runs.map((run) => run.processor))
}

async function within(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-bench-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
