import { hash as digest } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { parsePost } from '../../posts/parse-post.ts'
import type { Post, PostResult } from '../../posts/post.ts'
import { STORE_FOLDER } from '../../jobs/result-files.ts'
import { type Problem, quote, problemWithFix } from '../../base/problem.ts'
import { writeAtomically } from '../../base/write-atomically.ts'
import type { Settings } from '../../settings/settings.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'
import type { Composition } from '../compose-show.ts'
import { showsOf } from '../show.ts'
import { rulesOf } from './read-posts.ts'

/** In the folder of the store. */
const COPIES = 'published'

/** Copies of posts as they were last published. An episode whose post is gone is made from its copy. */
export interface PublishedPosts {
  /**
   * The results of the files of a show. For each published episode without a post, the copy of its
   * post takes the place of the result of its file, and a problem is added.
   *
   * @param missing The entries of those episodes.
   */
  readonly restore: (
    missing: readonly LedgerEntry[],
    results: readonly PostResult[],
    settings: Settings,
  ) => Promise<Restored>
  /** The copy of the post of an episode; null if none was kept. */
  readonly copyOf: (entry: LedgerEntry, settings: Settings) => Post | null
  /**
   * Keeps copies of these posts by guid, and removes all others; for null, the existing copy stays.
   *
   * @throws The error of the file system if the folder is not writable.
   */
  readonly keep: (posts: ReadonlyMap<string, Post | null>) => Promise<void>
}

/** The results of a show's files, see {@link PublishedPosts}. */
export interface Restored {
  readonly results: readonly PostResult[]
  /** The files whose posts are copies. */
  readonly kept: ReadonlySet<string>
  readonly problems: readonly Problem[]
}

/** Copies that are read in one go, before a server answers other requests. */
const AT_ONCE = 50

export function openPublishedPosts(folder: string): PublishedPosts {
  const home = join(folder, STORE_FOLDER, COPIES)
  /** Name of a copy → its post; an unchanged post is the same object. */
  const written = new Map<string, Post>()

  function textIn(name: string): string | null {
    try {
      return readFileSync(join(home, name), 'utf8')
    } catch {
      return null
    }
  }

  function restoreOne(entry: LedgerEntry, settings: Settings): PostResult | null {
    const text = textIn(nameOf(entry.guid))
    const result = text === null ? null : parsePost(entry.file, text, rulesOf(settings))
    return result?.post == null ? null : { ...result, problems: [] }
  }

  return {
    copyOf: (entry, settings) => restoreOne(entry, settings)?.post ?? null,
    async restore(missing, results, settings) {
      const all = new Map(results.map((result) => [result.file, result]))
      const kept = new Set<string>()
      const problems: Problem[] = []
      for (const [index, entry] of missing.entries()) {
        if (index % AT_ONCE === AT_ONCE - 1) await setImmediate()
        const copy = restoreOne(entry, settings)
        problems.push(tell(entry, all.get(entry.file), copy !== null))
        if (copy === null) continue
        all.set(entry.file, copy)
        kept.add(entry.file)
      }
      return { results: [...all.values()], kept, problems }
    },
    async keep(posts) {
      const names = new Map([...posts].map(([guid, post]) => [nameOf(guid), post]))
      await mkdir(home, { recursive: true })
      for (const [name, post] of names) {
        if (post === null || written.get(name) === post) continue
        const text = textOfCopy(post)
        if (textIn(name) !== text) await writeAtomically(join(home, name), text)
        written.set(name, post)
      }
      for (const name of await readdir(home)) {
        if (!names.has(name)) await rm(join(home, name), { force: true })
      }
    },
  }
}

function nameOf(guid: string): string {
  return `${digest('sha256', guid).slice(0, 32)}.md`
}

/** The same post with its front matter as JSON, which every reader of posts understands. */
function textOfCopy({ values, body }: Post): string {
  return `${JSON.stringify(values)}\n${body.text()}`
}

function tell(
  { file, title, missing }: LedgerEntry,
  result: PostResult | undefined,
  isKept: boolean,
): Problem {
  const since = missing === undefined ? '' : ` since ${missing.slice(0, 10)}`
  const state = result === undefined ? 'its post is gone' : `its post is ${whyNone(result)}`
  const rule = isKept ? 'episode/kept' : 'episode/lost'
  const rest = isKept
    ? 'it stays in the feed as it was'
    : 'there is no copy of it, so it is removed'
  const what = `${quote(title)} was published, but ${state}${since}; ${rest}`
  return problemWithFix(rule, { file }, what)
}

function whyNone(result: PostResult): string {
  return result.post === null && result.reason !== null ? `no episode (${result.reason})` : 'broken'
}

/**
 * The posts of which copies are kept: those of the episodes in the feed, by guid. Null for one that is
 * gone, or whose recording is, so that its last copy stays.
 */
export function listedPosts({
  show,
  drafts,
  kept,
}: Pick<Composition, 'show' | 'drafts' | 'kept'>): ReadonlyMap<string, Post | null> {
  const posts = new Map(drafts.map(({ post }) => [post.file, post]))
  return new Map(
    showsOf(show)
      .flatMap(({ episodes }) => episodes)
      .flatMap(({ guid, file, listed }) => {
        const post = posts.get(file)
        if (!listed || post === undefined) return []
        return [[guid, kept.has(file) ? null : post] as const]
      }),
  )
}
