import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as buildCommand from '../../src/commands/build.ts'
import * as serveCommand from '../../src/commands/serve.ts'
import { sampleOf } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { runAt } from '../support/in-process.ts'
import { until } from '../support/program.ts'
import { freePort } from '../support/free-port.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

/** One post of so many is less than a tenth. */
const COUNT = 12
const TODAY = '2026-06-01T12:00:00Z'
const POST = '2026-01-05-post-5.md'
const SOUND = 'audio/post-5.mp3'
const LEDGER = 'sidecast.ledger.json'
const SETTINGS = 'sidecast.yml'

async function makeBlog(): Promise<string> {
  const { 'sidecast.yml': settings, 'cover.jpg': cover = '' } = smallBlog()
  const posts = Array.from({ length: COUNT }, (_, index) => index + 1).flatMap((number) => [
    [
      `2026-01-${String(number).padStart(2, '0')}-post-${number}.md`,
      postText(`Post ${number}`, `post-${number}.mp3`, number === 5 ? ['guid: a-guid-of-5'] : []),
    ],
    [`audio/post-${number}.mp3`, silentMp3(40 + number)],
  ])
  return makeFolder({
    'sidecast.yml': `${String(settings)}base_url: https://podcast.example.org\n`,
    'cover.jpg': cover,
    ...Object.fromEntries(posts),
  })
}

/**
 * What became of a feed: it is the same to the byte, it has all items with the guids and recordings that
 * they had, or none was made and the old one stays.
 */
type Outcome = 'as it was' | 'all there' | 'refused'

interface Accident {
  readonly what: string
  readonly happen: (folder: string) => Promise<unknown>
  /** The hour at which the clock stands afterwards. */
  readonly hour?: string
  readonly built: Outcome
  readonly served: Outcome
}

function edit(file: string, change: (text: string) => string): Accident['happen'] {
  return async (folder) => {
    const text = await readFile(join(folder, file), 'utf8')
    const made = change(text)
    if (made === text) throw new Error(`nothing happens to ${file}`)
    await writeFile(join(folder, file), made)
  }
}

function write(file: string, content: string | Uint8Array): Accident['happen'] {
  return (folder) => writeFile(join(folder, file), content)
}

function remove(file: string): Accident['happen'] {
  return (folder) => rm(join(folder, file), { recursive: true })
}

function move(from: string, to: string): Accident['happen'] {
  return async (folder) => {
    await mkdir(join(folder, to, '..'), { recursive: true })
    await rename(join(folder, from), join(folder, to))
  }
}

const setting = (line: string): Accident['happen'] => edit(SETTINGS, (text) => `${text}${line}\n`)

/** What happens to blogs, and what the feed does then. */
// prettier-ignore
const ACCIDENTS: readonly Accident[] = [
  { what: 'a key is misspelt', happen: edit(POST, (text) => text.replace('audio:', 'audoi:')), built: 'as it was', served: 'as it was' },
  { what: 'a post is marked as a draft', happen: edit(POST, (text) => text.replace('title:', 'draft: true\ntitle:')), built: 'as it was', served: 'as it was' },
  { what: 'a post is deleted', happen: remove(POST), built: 'as it was', served: 'as it was' },
  { what: 'a post is half saved', happen: edit(POST, (text) => text.slice(0, 20)), built: 'refused', served: 'as it was' },
  { what: 'a post is empty for a moment', happen: write(POST, ''), built: 'as it was', served: 'as it was' },
  { what: 'a post has marks of a conflict', happen: edit(POST, (text) => text.replace('title:', '<<<<<<< HEAD\ntitle:')), built: 'refused', served: 'as it was' },
  { what: 'a post loses its guid', happen: edit(POST, (text) => text.replace('guid: a-guid-of-5\n', '')), built: 'as it was', served: 'as it was' },
  { what: 'a post gets another guid', happen: edit(POST, (text) => text.replace('a-guid', 'b-guid')), built: 'as it was', served: 'as it was' },
  { what: 'a post is renamed, retitled and redated', happen: async (folder) => { await edit(POST, (text) => text.replace('Post 5', 'Five'))(folder); await move(POST, '2026-02-01-five.md')(folder) }, built: 'all there', served: 'all there' },
  { what: 'a post is moved into a folder', happen: move(POST, `2026/${POST}`), built: 'as it was', served: 'as it was' },
  { what: 'a date slips into the future', happen: edit(POST, (text) => text.replace('title:', 'date: 2062-01-05\ntitle:')), built: 'all there', served: 'all there' },
  { what: 'a recording is deleted', happen: remove(SOUND), built: 'refused', served: 'as it was' },
  { what: 'a recording is empty', happen: write(SOUND, ''), built: 'refused', served: 'as it was' },
  { what: 'a recording is a page of an error', happen: write(SOUND, '<!DOCTYPE html><title>404</title>'), built: 'refused', served: 'as it was' },
  { what: 'a recording is a folder', happen: async (folder) => { await rm(join(folder, SOUND)); await mkdir(join(folder, SOUND)) }, built: 'refused', served: 'as it was' },
  { what: 'a recording is a link out of the folder', happen: async (folder) => { await rm(join(folder, SOUND)); await symlink('/etc/hostname', join(folder, SOUND)) }, built: 'refused', served: 'as it was' },
  { what: 'the name of a recording is misspelt', happen: edit(POST, (text) => text.replace('post-5.mp3', 'post5.mp3')), built: 'refused', served: 'as it was' },
  { what: 'a recording and its post are gone', happen: async (folder) => { await rm(join(folder, SOUND)); await rm(join(folder, POST)) }, built: 'refused', served: 'as it was' },
  { what: 'the clock stands at 1990', happen: async () => undefined, hour: '1990-01-01T00:00:00Z', built: 'as it was', served: 'as it was' },
  { what: 'the clock stands at 2060', happen: async () => undefined, hour: '2060-01-01T00:00:00Z', built: 'as it was', served: 'as it was' },
  { what: 'all posts are gone', happen: setting('posts: articles'), built: 'refused', served: 'refused' },
  { what: 'the folder of the recordings is away', happen: move('audio', 'away'), built: 'refused', served: 'refused' },
  { what: 'the settings are cut', happen: edit(SETTINGS, (text) => `${text}feed: {`), built: 'refused', served: 'refused' },
  { what: 'the ledger is cut', happen: edit(LEDGER, (text) => text.slice(0, text.length / 2)), built: 'refused', served: 'refused' },
  { what: 'the ledger is gone', happen: remove(LEDGER), built: 'as it was', served: 'as it was' },
  { what: 'the store is gone', happen: remove('.sidecast'), built: 'as it was', served: 'as it was' },
  { what: 'the rule of addresses is another', happen: setting('permalink: /:year/:title/'), built: 'as it was', served: 'as it was' },
]

/** What apps know of an episode: its guid, and where its recording is. */
function episodesIn(feed: string): readonly string[] {
  return [...feed.matchAll(/<item>.*?<\/item>/gs)].map(([item]) => {
    const [, guid = ''] = /<guid[^>]*>([^<]*)/.exec(item) ?? []
    const [, bytes = ''] = /<enclosure[^>]*length="(\d+)"/.exec(item) ?? []
    return `${guid} ${bytes}`
  })
}

/** What an accident has made of a feed. */
function outcome(before: string, after: string | null): Outcome | 'lost' {
  if (after === null) return 'refused'
  if (before === after) return 'as it was'
  const now = new Set(episodesIn(after))
  return episodesIn(before).every((episode) => now.has(episode)) ? 'all there' : 'lost'
}

/** Builds into a folder that has the last export. @returns The feed; null where nothing was written. */
async function build(folder: string, out: string, hour: string): Promise<string | null> {
  const running = runAt(hour, buildCommand, folder, { out })
  const code = await running.ended.catch(() => 1)
  return code === 0 ? readFile(join(out, 'feed.xml'), 'utf8') : null
}

/** Serves a folder, waits until it is on the air or has ended, and takes its feed; null where there is none. */
async function serveOnce(folder: string, hour: string): Promise<string | null> {
  const port = await freePort()
  const { output, ended } = runAt(hour, serveCommand, folder, { host: '127.0.0.1', port })
  let isOver = false
  void ended.catch(() => 1).then(() => (isOver = true))
  await until(async () => isOver || output().includes('Ctrl+C'), Boolean)
  if (isOver) return null
  const answer = await fetch(`http://127.0.0.1:${port}/feed.xml`)
  return answer.status === 200 ? answer.text() : null
}

describe('what went out is not lost', () => {
  test.each(sampleOf(ACCIDENTS, ({ built }) => built))(
    'when $what: the built feed is $built, the served one $served',
    async ({ happen, hour = TODAY, built, served }) => {
      const folder = await makeBlog()
      const out = join(await makeFolder(), 'site')
      const before = (await build(folder, out, TODAY)) ?? ''
      expect(episodesIn(before)).toHaveLength(COUNT)
      await happen(folder)
      const after = await build(folder, out, hour)
      const results = [outcome(before, after), outcome(before, await serveOnce(folder, hour))]
      expect(results).toEqual([built, served])
      // What a refused build leaves is what subscribers have had
      const left = after ?? (await readFile(join(out, 'feed.xml'), 'utf8'))
      expect(outcome(before, left)).not.toBe('lost')
    },
  )
})
