import { setImmediate } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { realRoots, type Roots } from '../base/content-door.ts'
import { createDisk } from '../base/disk.ts'
import { lazily } from '../base/lazily.ts'
import type { Problem } from '../base/problem.ts'
import { readArticle } from '../jobs/read-article.ts'
import type { Runner } from '../jobs/runner.ts'
import type { Store } from '../jobs/store.ts'
import type { SettledShow } from '../settings/load-shows.ts'
import type { Post } from '../posts/post.ts'
import type { Settings } from '../settings/settings.ts'
import { findSettingsPictures } from './artwork/local-picture.ts'
import type { Reading } from './compose-show.ts'
import type { PublishedPosts, Restored } from './folder/published-posts.ts'
import type { PostSharer } from './folder/share-posts.ts'
import { findParts, type FindAround, type FoundPost } from './episode-parts.ts'
import type { ReadPosts } from './folder/read-posts.ts'
import { linkOfText } from './post-links.ts'
import type { FindHad } from './recordings/find-recording.ts'
import { linkable } from './sidecars/article-targets.ts'

/** How a folder is read. */
export interface ReadRequest {
  readonly now: Date
  /** Milliseconds for which a changed recording must stay unchanged before it is published. */
  readonly settle: number
  /** Absolute paths that changed since the last time; null if everything may have. */
  readonly changed: ReadonlySet<string> | null
  /** Aborts the reading, with the reason of the signal thrown. */
  readonly signal?: AbortSignal
}

const NEVER = new AbortController().signal

/** The files of a show, before any of them was read. */
export interface FoundShow extends Pick<Restored, 'results' | 'kept'>, Pick<Reading, 'staying'> {
  readonly settled: SettledShow
  /** The problems of episodes whose posts are gone. */
  readonly withoutPosts: readonly Problem[]
  readonly posts: readonly FoundPost[]
  readonly pictures: ReturnType<typeof findSettingsPictures>
  readonly roots: Roots
}

/** The show of a folder, and what finding its files depends on. */
interface Search {
  readonly folder: string
  readonly settled: SettledShow
  /** The result of the last search. */
  readonly before: FoundShow | undefined
  readonly restored: Restored
  readonly staying: FoundShow['staying']
  /** The settings of posts that belong to other shows. */
  readonly elsewhere: ReadonlyMap<string, Settings>
  readonly posts: Pick<PostSharer, 'onlyEdits'>
  readonly published: Pick<PublishedPosts, 'copyOf'>
  readonly store: Store
}

/** Finds the files of the posts of a show. If only posts were edited, the files of all others are taken from the last search. */
export async function findShow(search: Search, request: ReadRequest): Promise<FoundShow> {
  const { folder, settled, before, restored, staying, elsewhere, posts, published, store } = search
  const { results, kept, problems } = restored
  const { changed, signal } = request
  const now = settled.settings
  const isEdit =
    changed !== null && posts.onlyEdits(changed) && isDeepStrictEqual(before?.settled.settings, now)
  const had: FindHad = (file) => {
    const entry = staying.get(file)
    if (entry === undefined) return null
    return { entry, audio: published.copyOf(entry, now)?.audio ?? [] }
  }
  const around = { folder, settings: now, signal, elsewhere, had }
  const known = isEdit ? (before?.posts ?? []) : []
  return {
    settled,
    results,
    kept,
    staying,
    withoutPosts: problems,
    posts: await findAllParts({ results }, around, known),
    pictures: findSettingsPictures(now, folder),
    roots: await realRoots([...now.roots, ...store.files.homes()]),
  }
}

/** Posts whose files are searched for in one go, before a server answers other requests. */
const AT_ONCE = 100

/**
 * Finds the files of all posts.
 *
 * @param before What was found last, if nothing but posts has changed since.
 */
export async function findAllParts(
  { results }: Pick<ReadPosts, 'results'>,
  {
    signal,
    elsewhere = new Map(),
    had = () => null,
    ...around
  }: Pick<FindAround, 'folder' | 'settings'> & {
    readonly signal?: AbortSignal | undefined
    /** The files of other shows → the settings by which the blog shows them. */
    readonly elsewhere?: ReadonlyMap<string, Settings>
    readonly had?: FindHad
  },
  before: readonly FoundPost[],
): Promise<readonly FoundPost[]> {
  const posts = results.flatMap(({ post }) => post ?? [])
  const found = new Map<Post, FoundPost>(before.map((each) => [each.post, each]))
  const disk = createDisk(around.settings.roots)
  const fresh = posts.filter((post) => !found.has(post))
  const episodes = lazily(() => new Set(posts.map(({ file }) => file)))
  const linked = linkable(
    () => new Set([...results.map(({ file }) => file), ...elsewhere.keys()]),
    (file) => {
      if (episodes().has(file)) return null
      const settings = elsewhere.get(file) ?? around.settings
      return linkOfText(file, { ...around, settings })
    },
  )
  for (const [index, post] of fresh.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await setImmediate()
    signal?.throwIfAborted()
    found.set(post, findParts(post, { ...around, disk, posts: linked, had }))
  }
  return posts.flatMap((post) => found.get(post) ?? [])
}

/** Reads what is not known yet of the articles of episodes; no article takes long. */
export async function readArticles(
  shows: readonly FoundShow[],
  store: Store,
  runner: Runner,
  { now, signal = NEVER }: ReadRequest,
): Promise<void> {
  const all = shows.flatMap((each) => each.posts)
  const roots = [...new Set(shows.flatMap((each) => each.roots))]
  const heard = all.flatMap(({ post, recording }) => (recording === null ? [] : post))
  const jobs = heard.map(readArticle).filter((job) => {
    const { result, failure } = store.of(job)
    return result === null && failure === null
  })
  const run = { now: () => now, signal, progress: () => undefined, disk: createDisk(roots) }
  if (jobs.length > 0) await runner.run(jobs, run)
}
