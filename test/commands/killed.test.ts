import { type ChildProcess, spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { CLI, sidecast } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

/** How many runs are killed of each kind; `KILLS=200` is for a long look. */
const KILLS = Number(env['KILLS'] ?? 7)
const BASE_URL = 'https://podcast.example.org/'
const LEDGER = 'sidecast.ledger.json'

/** Numbers that look random and are the same in every run. */
function createDice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** The state of a blog in a round: each adds a post, edits another and takes one away. */
async function writeRound(blog: string, round: number): Promise<void> {
  const name = `2026-01-01-post-${round}`
  await addFiles(blog, {
    [`${name}.md`]: postText(`Post ${round}`, `${name}.mp3`),
    [`${name}.mp3`]: silentMp3(40 + (round % 50)),
    '2026-05-04-tides.md': `${postText('Tides', 'tides.mp3')}Edited ${round} times.\n`,
  })
  if (round > 3) {
    await rm(join(blog, `2026-01-01-post-${round - 3}.md`), { force: true })
    await rm(join(blog, `2026-01-01-post-${round - 3}.mp3`), { force: true })
  }
}

interface Item {
  readonly guid: string
  readonly path: string
  readonly bytes: number
}

function itemsOf(feed: string): readonly Item[] {
  return [...feed.matchAll(/<item>.*?<\/item>/gs)].map(([item]) => ({
    guid: /<guid[^>]*>([^<]*)/.exec(item)?.[1] ?? '',
    path: /<enclosure[^>]*url="https:\/\/podcast\.example\.org\/([^"]*)"/.exec(item)?.[1] ?? '',
    bytes: Number(/<enclosure[^>]*length="(\d+)"/.exec(item)?.[1]),
  }))
}

/** What is wrong in a tree as somebody sees it who reads the feed, and then what it names. */
async function faultsOf(out: string): Promise<readonly string[]> {
  const feed = await readFile(join(out, 'feed.xml'), 'utf8').catch(() => null)
  if (feed === null) return []
  if (!feed.trimEnd().endsWith('</rss>')) return ['a torn feed']
  const faults: string[] = []
  for (const { path, bytes } of itemsOf(feed)) {
    const facts = await stat(join(out, path)).catch(() => null)
    if (facts?.size !== bytes) faults.push(`${path} has ${facts?.size} bytes, not ${bytes}`)
  }
  // The feed may have been replaced meanwhile, and what it named may be gone since then.
  const now = await readFile(join(out, 'feed.xml'), 'utf8').catch(() => null)
  return now === feed ? faults : []
}

/** Reads a tree again and again until it is told to stop. @returns All that was wrong. */
function poll(out: string): () => Promise<readonly string[]> {
  const stop = new AbortController()
  const faults: string[] = []
  async function look(): Promise<readonly string[]> {
    while (!stop.signal.aborted) {
      faults.push(...(await faultsOf(out)))
      await wait(1)
    }
    return faults
  }
  const polling = look()
  return () => {
    stop.abort()
    return polling
  }
}

/** Resolves when something in a folder changes, or after a while. */
async function firstChange(folder: string, patience: number): Promise<void> {
  const changed = Promise.withResolvers<void>()
  const watcher = watch(folder, { recursive: true }, () => changed.resolve())
  await Promise.race([changed.promise, wait(patience)])
  watcher.close()
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise((resolve) => child.once('close', resolve))
}

async function leftIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => name.endsWith('.tmp'))
}

async function guidsOf(blog: string): Promise<readonly string[]> {
  const ledger = await readFile(join(blog, LEDGER), 'utf8').catch(() => '{}')
  JSON.parse(ledger)
  return [...ledger.matchAll(/"guid": *"([^"]+)"/g)].map(([, guid = '']) => guid)
}

/** What is watched for the moment to kill at, and for how many milliseconds after it. */
const KINDS: readonly {
  readonly what: string
  readonly where: (blog: string, out: string) => string
  readonly span: number
  /** Whether everything that was found out is forgotten before each round. */
  readonly forgets?: boolean
}[] = [
  { what: 'while it writes the site', where: (_blog, out) => out, span: 150 },
  { what: 'while it writes the ledger', where: (blog) => blog, span: 15 },
  { what: 'during a job', where: (blog) => join(blog, '.sidecast'), span: 60, forgets: true },
]

describe.runIf(EVERYTHING)('a build that is killed', () => {
  test.each(KINDS)(
    '$what loses nothing, shows nobody a mixture, and is made up for by the next',
    { timeout: 60_000 * (KILLS + 2) },
    async ({ where, span, forgets = false }) => {
      const dice = createDice(span)
      const blog = await makeFolder(smallBlog())
      const out = join(await makeFolder(), 'site')
      const args = ['build', blog, '--out', out, '--base-url', BASE_URL, '--allow-removal']
      expect((await sidecast(args)).code).toBe(0)
      let known = await guidsOf(blog)
      for (let round = 1; round <= KILLS; round += 1) {
        await writeRound(blog, round)
        if (forgets) {
          for (const name of await readdir(join(blog, '.sidecast'))) {
            await rm(join(blog, '.sidecast', name), { recursive: true })
          }
        }
        const stopPolling = poll(out)
        const child = spawn(process.execPath, [CLI, ...args], { stdio: 'ignore' })
        await Promise.race([firstChange(where(blog, out), 20_000), endOf(child)])
        await wait(dice() * span)
        child.kill('SIGKILL')
        await endOf(child)
        const afterKill = await guidsOf(blog)
        expect(known.filter((guid) => !afterKill.includes(guid))).toEqual([])
        const next = await sidecast(args)
        expect(await stopPolling()).toEqual([])
        expect({ code: next.code, stderr: next.stderr }).toMatchObject({ code: 0 })
        known = await guidsOf(blog)
        expect(known.filter((guid) => guid === '')).toEqual([])
        expect([...(await leftIn(blog)), ...(await leftIn(out))]).toEqual([])
        expect(itemsOf(await readFile(join(out, 'feed.xml'), 'utf8')).length).toBe(
          2 + Math.min(round, 3),
        )
      }
    },
  )
})
