import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as build from '../../src/commands/build.ts'
import type { Given } from '../../src/commands/command.ts'
import { makeFolder } from './folder.ts'
import { runAt } from './in-process.ts'
import { silentMp3 } from './silence.ts'
import { postText, smallBlog } from './small-blog.ts'

/**
 * Makes a blog with posts 1 to `count`, one a day from 2026-01-01 on, each with a recording of its own
 * length. It has an address, so that what is built of it is no preview.
 *
 * @param more Further files, or others in the place of those.
 */
export async function numberedBlog(
  count: number,
  more: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<string> {
  const { 'sidecast.yml': settings, 'cover.jpg': cover = '' } = smallBlog()
  const posts = Array.from({ length: count }, (_, index) => index + 1).flatMap((number) => [
    [
      `2026-01-${String(number).padStart(2, '0')}-post-${number}.md`,
      postText(`Post ${number}`, `post-${number}.mp3`),
    ],
    [`audio/post-${number}.mp3`, silentMp3(40 + number)],
  ])
  return makeFolder({
    'sidecast.yml': `${String(settings)}base_url: https://podcast.example.org\n`,
    'cover.jpg': cover,
    ...Object.fromEntries(posts),
    ...more,
  })
}

/** What a build returned and reported, and the feed that is in its folder then; null without one. */
export interface Built {
  readonly code: number
  readonly output: string
  readonly feed: string | null
}

/** Builds a folder at a time of the clock. @param out By default a new folder, so that nothing else is in it. */
export async function buildAt(
  hour: string,
  folder: string,
  options: Given['options'] = {},
  out?: string,
): Promise<Built> {
  const into = out ?? join(await makeFolder(), 'site')
  const running = runAt(hour, build, folder, { out: into, ...options })
  const code = await running.ended
  const feed = await readFile(join(into, 'feed.xml'), 'utf8').catch(() => null)
  return { code, output: running.output(), feed }
}
