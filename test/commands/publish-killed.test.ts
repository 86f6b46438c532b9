import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import { expect, test, vi } from 'vitest'
import { run as publish } from '../../src/commands/publish.ts'
import { manyOr } from '../support/extent.ts'
import { addFiles } from '../support/folder.ts'
import { KEYS, startStore, type TestStore } from '../support/object-store.ts'
import { CLI } from '../support/program.ts'
import { blogFor, ended, exported, stored } from '../support/publishing.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText } from '../support/small-blog.ts'

/** How many publishes are killed; `KILLS=200` is for a long look. */
const KILLS = Number(env['KILLS'] ?? manyOr(1, 20))

/** A blog has these posts and recordings in turn; what only one has goes when the other comes. */
const TURNS = [
  {
    '2026-05-11-moon.md': postText('Moon', 'moon.mp3'),
    'moon.mp3': silentMp3(50),
    '2026-05-18-sun.md': postText('Sun', 'sun.mp3'),
    // Of two parts, so that a kill may leave one of them.
    'sun.mp3': silentMp3(22_000),
  },
  {
    '2026-05-11-moon.md': postText('The moon', 'luna.mp3'),
    'luna.mp3': silentMp3(22_001),
    '2026-05-25-wind.md': postText('Wind', 'wind.mp3'),
    'wind.mp3': silentMp3(60),
  },
] as const

/** The keys of what a feed names on its own site. */
function namedIn(feed: string): readonly string[] {
  const urls = feed.matchAll(/https:\/\/podcast\.example\.org\/([^"'<>\s?#]*)/g)
  return [
    ...new Set(
      [...urls].map(([, path = '']) => `tides/${path.replace(/(^|\/)$/, '$1index.html')}`),
    ),
  ]
}

/** Reads the feed and what it names, again and again. */
async function readOn(
  store: TestStore,
  isOver: () => boolean,
): Promise<{ looks: number; missing: readonly string[] }> {
  const missing: string[] = []
  let looks = 0
  const feed = async () => (await (await store.get('tides/feed.xml'))?.text()) ?? ''
  while (!isOver()) {
    for (const key of namedIn(await feed())) {
      looks += 1
      if ((await store.has(key)) || isOver()) continue
      // The feed may have been replaced since it was read.
      if (namedIn(await feed()).includes(key) && !(await store.has(key))) missing.push(key)
    }
    await new Promise((resolve) => setTimeout(resolve, manyOr(50, 5)))
  }
  return { looks, missing }
}

test(
  'a publish may be killed at any moment: no feed names what is not there, and the next run completes it',
  async () => {
    for (const [name, value] of Object.entries(KEYS)) vi.stubEnv(name, value)
    const store = await startStore()
    const folder = await blogFor(store)
    await ended(publish, folder)
    for (let trial = 0; trial < KILLS; trial++) {
      const [before, after] = trial % 2 === 0 ? [TURNS[1], TURNS[0]] : TURNS
      for (const name of Object.keys(before)) await rm(join(folder, name), { force: true })
      await addFiles(folder, after)
      const child = spawn(process.execPath, [CLI, 'publish', folder, '--allow-removal'], {
        stdio: ['ignore', 'ignore', 'ignore'],
        env: { ...env, ...KEYS },
      })
      const moment = Math.floor(Math.random() * 32)
      let count = 0
      store.onRequest(() => {
        if (count++ === moment) child.kill('SIGKILL')
      })
      let isOver = false
      const reading = readOn(store, () => isOver)
      await once(child, 'close')
      const next = await ended(publish, folder, { allowRemoval: true }).finally(() => {
        isOver = true
      })
      const { looks, missing } = await reading
      expect({ moment, ...next }).toMatchObject({ moment, code: 0 })
      expect({ moment, missing, looks: looks > 0 }).toEqual({ moment, missing: [], looks: true })
      expect({ moment, uploads: await store.uploads() }).toEqual({ moment, uploads: [] })
      const [there, wanted] = [await stored(store), await exported(folder)]
      expect({ moment, keys: [...there.keys()] }).toEqual({ moment, keys: [...wanted.keys()] })
      expect(there).toEqual(wanted)
    }
    vi.unstubAllEnvs()
  },
  30_000 * (KILLS + 4),
)
