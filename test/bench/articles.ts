import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeLongArticles } from '../support/long-articles.ts'
import { Bounds } from './bounds.ts'
import { median, runNode, type Run } from './run.ts'

/**
 * `npm run bench:articles`: 3,000 episodes with long articles, a third of them Markdown and the rest
 * half old HTML, listed from cold beside their front matter being read and nothing else; and some of
 * them built. What counts is the time of all processors, for machines are busy.
 */
const BLOG = { markdown: 1_000, html: 2_000, local: false }
const BUILT = { markdown: 100, html: 200, local: true }
const ROUNDS = 3

const here = import.meta.dirname
const cli = join(here, '../../src/cli.ts')
const rival = join(here, 'front-matter-only.ts')
const bounds = new Bounds()

await within(async (folder) => {
  await writeLongArticles(folder, BLOG)
  const rivals: Run[] = []
  const lists: Run[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    rivals.push(await runNode(rival, [folder]))
    await rm(join(folder, '.sidecast'), { recursive: true, force: true })
    lists.push(await runNode(cli, ['list', folder, '--offline', '--json']))
  }
  const [base, list] = [cpuOf(rivals), cpuOf(lists)]
  console.log(`front matter alone: ${base.toFixed(0)} ms; list from cold: ${list.toFixed(0)} ms`)
  bounds.atMost('list from cold, processor', list / base, 6, '× front matter')
  bounds.atMost('list from cold, memory', median(lists.map((run) => run.megabytes)), 350, 'MB')
})

await within(async (folder) => {
  await writeLongArticles(folder, BUILT)
  const runs: Run[] = []
  const options = ['--base-url', 'https://cast.example', '--keep-going']
  for (let round = 0; round < ROUNDS; round += 1) {
    const out = join(folder, `out-${round}`)
    runs.push(await runNode(cli, ['build', folder, '--out', out, ...options], [0, 1]))
  }
  const count = BUILT.markdown + BUILT.html
  console.log(`build of ${count} episodes: ${cpuOf(runs).toFixed(0)} ms`)
  bounds.atMost('build, processor', cpuOf(runs) / count, 15, 'ms an episode')
})
bounds.tell()

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
