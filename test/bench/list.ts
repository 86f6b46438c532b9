import { spawn } from 'node:child_process'
import { appendFile, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { writeBigBlog } from '../support/big-blog.ts'
import type { Run } from './run.ts'
import { median, runNode } from './run.ts'
import { freePort } from '../support/free-port.ts'

/**
 * `npm run bench`: a blog of 5,000 posts, 300 of them with recordings, listed from cold beside the
 * same files being read and their front matter parsed and nothing else; and how long an edit takes
 * until the new feed is served. Figures are medians of rounds in turn, for machines are noisy.
 */
const BLOG = { posts: 5000, recordings: 300 }
const ROUNDS = 5
const EDITS = 9

const here = import.meta.dirname
const cli = join(here, '../../src/cli.ts')
const rival = join(here, 'front-matter-only.ts')

const folder = await mkdtemp(join(tmpdir(), 'sidecast-bench-'))
try {
  await writeBigBlog(folder, BLOG)
  console.log(
    `${BLOG.posts} posts, ${BLOG.recordings} with a recording, medians of ${ROUNDS} rounds\n`,
  )
  await benchList()
  await benchEdit()
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
}

async function benchList(): Promise<void> {
  const lists: Run[] = []
  const warm: Run[] = []
  const rivals: Run[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    rivals.push(await runNode(rival, [folder]))
    await rm(join(folder, '.sidecast'), { recursive: true, force: true })
    lists.push(await runNode(cli, ['list', folder, '--offline', '--json']))
    warm.push(await runNode(cli, ['list', folder, '--offline', '--json']))
  }
  const shown = (JSON.parse(lists[0]?.output ?? '{}') as { episodes: unknown[] }).episodes.length
  if (shown !== BLOG.recordings)
    throw new Error(`expected ${BLOG.recordings} episodes, got ${shown}`)
  const base = median(rivals.map(({ milliseconds }) => milliseconds))
  tell('front matter alone (js-yaml)', rivals, base)
  tell('sidecast list, cold', lists, base)
  tell('sidecast list, measured before', warm, base)
}

function tell(name: string, runs: readonly Run[], base: number): void {
  const milliseconds = median(runs.map((run) => run.milliseconds))
  const megabytes = median(runs.map((run) => run.megabytes))
  console.log(
    `${name.padEnd(32)} ${milliseconds.toFixed(0).padStart(6)} ms  ${megabytes.toFixed(0).padStart(4)} MB  ${(milliseconds / base).toFixed(2)}x`,
  )
}

async function benchEdit(): Promise<void> {
  const port = Number(await freePort())
  const server = spawn(process.execPath, [cli, 'serve', folder, '--port', String(port)], {
    stdio: 'ignore',
  })
  try {
    const feed = `http://127.0.0.1:${port}/feed.xml`
    let before = await feedWhenChanged(feed, '"none"', 60_000)
    const [post = ''] = await postsWithRecording()
    const times: number[] = []
    for (let edit = 0; edit < EDITS; edit += 1) {
      await wait(500)
      await appendFile(post, `\nDodatek ${edit}.\n`)
      const started = performance.now()
      before = await feedWhenChanged(feed, before, 20_000)
      times.push(performance.now() - started)
    }
    console.log(
      `${'edit to new feed'.padEnd(32)} ${median(times).toFixed(0).padStart(6)} ms  (${times.map((time) => time.toFixed(0)).join(', ')})`,
    )
  } finally {
    server.kill('SIGTERM')
  }
}

/** Asks as an app does, with the tag of what it has, until there is something else. @returns Its tag. */
async function feedWhenChanged(url: string, tag: string, limit: number): Promise<string> {
  const end = performance.now() + limit
  while (performance.now() < end) {
    const response = await fetch(url, {
      headers: { 'If-None-Match': tag, 'Accept-Encoding': 'identity' },
    }).catch(() => null)
    await response?.arrayBuffer()
    if (response?.status === 200) return response.headers.get('etag') ?? ''
    await wait(5)
  }
  throw new Error(`the feed did not change within ${limit} ms`)
}

async function postsWithRecording(): Promise<readonly string[]> {
  const names = await readdir(join(folder, '_posts'), { recursive: true })
  const files = names
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, '_posts', name))
  const heard: string[] = []
  for (const file of files.toSorted().toReversed()) {
    if ((await readFile(file, 'utf8')).includes('audio_url:')) heard.push(file)
    if (heard.length === 1) break
  }
  return heard
}
