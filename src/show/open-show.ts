import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Job, Results, Task } from '../jobs/job.ts'
import { readArticle, UNREAD } from '../jobs/read-article.ts'
import { KEPT_KINDS } from '../jobs/kinds.ts'
import { createRunner, type RunOptions } from '../jobs/runner.ts'
import { openStore } from '../jobs/store.ts'
import { asOfNow, type Wanted } from '../jobs/worklist.ts'
import type { Problem } from '../base/problem.ts'
import { composeFound, outOf, skippedOf, withoutPost } from './compose-found.ts'
import type { Composition } from './compose-show.ts'
import { createDisk } from '../base/disk.ts'
import type { Threads } from '../base/threads.ts'
import { openPublishedPosts, type Restored } from './folder/published-posts.ts'
import { openKeptPosts } from './folder/kept-posts.ts'
import { createPostSharer, ownersOf, type SharedPosts } from './folder/share-posts.ts'
import { lookAtSettings, vanished, type SettingsFiles } from './folder/vanished.ts'
import { listenToShows, type Listened } from './recordings/listen-to-shows.ts'
import { watchPaths } from './folder/watch-paths.ts'
import { findShow, type FoundShow, readArticles, type ReadRequest } from './found-show.ts'
import { type Ledger, readLedger, writeLedger } from './ledger/ledger.ts'
import { nextLedger } from './ledger/next-ledger.ts'
import { removalOf } from './ledger/went-out.ts'
import { composeNetwork, nextNetworkLedger, removalOfNetwork } from './network.ts'
import type { Post } from '../posts/post.ts'
import type { SettledShow } from '../settings/load-shows.ts'
import type { Settings } from '../settings/settings.ts'
import { loadSettings } from '../settings/load-settings.ts'
import { isLoopback } from '../base/addresses.ts'
import { isNetwork, showsOf, type Show, type Skipped } from './show.ts'

export interface OpenOptions {
  /** The content folder. */
  readonly folder: string
  /** From the command line; overrides the settings. Absolute with a final `/`. */
  readonly baseUrl: string | null
  /** The address of the site if neither gives one. Absolute with a final `/`. */
  readonly fallbackUrl: string
  /** Whether the author allows that any number of published episodes are removed from the feed. */
  readonly allowRemoval?: boolean
  /** The threads that read articles. */
  readonly threads: Threads
  /** Opens the studio for images; by default with the packages that are installed. */
  readonly studio?: Task<unknown>['studio']
  /** Receives a sentence about each damaged file of the store. */
  readonly tell: (sentence: string) => void
}

/** A show as far as it is complete, or why there is none. */
export interface ReadShow {
  /** Null if settings or ledger cannot be read: the last good show must stay live. */
  readonly composition: Composition | null
  /** As it was read, without this show; null if there is no show. */
  readonly ledger: Ledger | null
  readonly problems: readonly Problem[]
  /** The last change of any file that was read. */
  readonly modified: Date
}

/** A content folder, what was read of it so far, and the results of its jobs. */
export interface OpenShow {
  /** Absolute. */
  readonly folder: string
  /** Reads what changed, and composes the show with the results so far. */
  readonly read: (request: ReadRequest) => Promise<ReadShow>
  /** Runs jobs. */
  readonly run: (jobs: readonly Job[], options: Omit<RunOptions, 'disk'>) => Promise<void>
  /** What is known of a job. */
  readonly of: Results['of']
  /** Decodes local recordings, see {@link listenToShows}. */
  readonly listen: (shows: readonly Show[], options: Omit<RunOptions, 'disk'>) => Promise<Listened>
  /** The settings of the folder as they were read last; null before. */
  readonly settings: () => Settings | null
  /** Whether jobs have finished since the last reading. */
  readonly hasNews: () => boolean
  /** The jobs of the last reading, with the current times to try again. */
  readonly work: () => readonly Wanted[]
  /** Keeps that an article took too much when it was rendered, so it is published as it is written. */
  readonly takeAsPlain: (file: string, now: Date) => void
  /**
   * Holds the texts of all episodes in memory, so that they can be published when their files are gone.
   * A text that is another by now is left to the next reading.
   */
  readonly hold: () => Promise<void>
  /** Writes the results so far to the store, and keeps what was read of the posts. */
  readonly save: () => Promise<void>
  /** Removes results and files that no show needs any more. */
  readonly prune: (composition: Composition) => Promise<void>
  /**
   * Writes the guids of a published show to the ledger; returns whether anything was new.
   *
   * @throws The error of the file system if the folder is not writable; the ledger is then kept in
   *   memory while this program runs.
   */
  readonly remember: (composition: Composition, now: Date) => Promise<boolean>
  /** Folders and files whose changes may change the show. */
  readonly watchPaths: () => readonly string[]
}

/** Opens a content folder. Nothing of it is read before `read` is called. */
export async function openShow(options: OpenOptions): Promise<OpenShow> {
  const folder = resolve(options.folder)
  const store = await openStore(folder, KEPT_KINDS, options.tell)
  const runner = createRunner(store, options.studio, undefined, options.threads)
  const posts = createPostSharer(folder, openKeptPosts(folder, options.tell))
  const published = openPublishedPosts(folder)
  let settings: Settings | null = null
  let files: SettingsFiles = new Map()
  /** What was found and composed last, by the name of the show. */
  let found: ReadonlyMap<string, FoundShow> = new Map()
  let ledger: { readonly ledger: Ledger; readonly onDisk: boolean } | null = null
  let last: Composition | null = null
  let seen = 0

  return {
    folder,
    run: (jobs, run) => runner.run(jobs, { ...run, disk: createDisk(last?.show.roots ?? []) }),
    of: store.of,
    listen(shows, run) {
      const disk = createDisk(last?.show.roots ?? [])
      return listenToShows(shows, { folder, disk, results: store, run: runner.run }, run)
    },
    work: () => asOfNow(last?.work ?? [], store),
    settings: () => settings,
    hasNews: () => store.news() !== seen,
    watchPaths: () => {
      if (settings === null) return [folder]
      if (last === null || last.shows.length === 0) {
        return watchPaths(folder, settings, last?.show ?? null)
      }
      const all = last.shows.map(({ settled, composition }) =>
        watchPaths(folder, settled.settings, composition.show),
      )
      return [...new Set(all.flat())]
    },
    async read(request) {
      const own = await loadSettings(folder, [options.baseUrl ?? options.fallbackUrl])
      const onDisk = await readLedger(folder, ledger)
      const gone = await vanished(folder, files, own.settings !== null)
      if (own.settings === null || onDisk.ledger === null || gone.length > 0) {
        const problems = gone.length > 0 ? gone : [...own.problems, ...onDisk.problems]
        return { composition: null, ledger: null, problems, modified: request.now }
      }
      const whole = onDisk.ledger
      const isSeveral = own.shows.length > 0
      const shows = isSeveral ? own.shows : [onlyShow(own.settings)]
      const read = await posts.read(shows, own.settings, request.changed)
      const owners = ownersOf(shows, own.settings, read)
      const next = new Map<string, FoundShow>()
      const find = async (
        settled: SettledShow,
        restored: Restored,
        staying: FoundShow['staying'],
      ) => {
        const before = found.get(settled.name)
        const at = { folder, posts, published, store, before, elsewhere: owners }
        next.set(settled.name, await findShow({ ...at, settled, restored, staying }, request))
      }
      for (const settled of shows) {
        const results = read.of.get(settled.name) ?? []
        const staying = options.allowRemoval === true ? new Map() : outOf(whole, settled.name)
        await find(settled, { ...NOTHING_KEPT, results }, staying)
      }
      await readArticles([...next.values()], store, runner, request)
      settings = own.settings
      files = await lookAtSettings(settings.blog.files)
      ledger = { ledger: whole, onDisk: ledger?.onDisk ?? true }
      seen = store.news()
      const problems = [...own.problems, ...onDisk.problems, ...read.problems]
      const baseUrl = options.baseUrl ?? settings.baseUrl ?? options.fallbackUrl
      const compositions = new Map(last?.shows.map((show) => [show.settled.name, show.composition]))
      const before = (name: string) => (isSeveral ? compositions.get(name) : last) ?? null
      const around = { folder, ledger: whole, problems, baseUrl, isSeveral, results: store, before }
      let composed = composeFound(next, around, request)
      const lost = options.allowRemoval === true ? [] : withoutPost(whole, composed, next)
      if (lost.length > 0) {
        // Only now is it known which posts are under another name what they were.
        for (const [name, { settled, results, staying }] of next) {
          const entries = lost.filter(({ show = '' }) => show === name)
          await find(settled, await published.restore(entries, results, settled.settings), staying)
        }
        await readArticles([...next.values()], store, runner, request)
        composed = composeFound(next, around, request)
      }
      found = next
      const [only] = composed
      const skipped = restOf(read)
      last =
        isSeveral || only === undefined
          ? composeNetwork({ settings, baseUrl, shows: composed, skipped, problems, ledger: whole })
          : only.composition
      const remove = isSeveral ? removalOfNetwork : removalOf
      const removal = remove(last, whole, options.allowRemoval === true)
      const missing = [...next.values()].flatMap((each) => each.withoutPosts)
      return {
        composition: last,
        ledger: whole,
        problems: [...last.show.problems, ...(removal.length > 0 ? removal : missing)],
        modified: await newestChange(settings, read),
      }
    },
    async hold() {
      const all = [...found.values()].flatMap(({ posts: inside }) => inside)
      let held = 0
      for (const { post, recording } of all) {
        if (recording === null || !hasTakenIn(post)) continue
        held += 1
        // A server answers meanwhile.
        if (held % HELD_AT_ONCE === 0) await setImmediate()
      }
    },
    async save() {
      await store.save()
      await posts.keep()
    },
    takeAsPlain(file, now) {
      const all = [...found.values()].flatMap(({ posts: inside }) => inside)
      const { post } = all.find((each) => each.post.file === file) ?? {}
      if (post === undefined) return
      const job = readArticle(post)
      store.put(job, { ...(store.of(job).result ?? UNREAD), plain: true }, now.getTime())
    },
    async prune({ work }) {
      store.keepOnly(work.map(({ job }) => job))
      await store.save()
      await store.prune()
    },
    async remember(composition, now) {
      if (ledger === null || settings === null) return false
      const { show, shows } = composition
      const settled = (options.baseUrl ?? settings.baseUrl) !== null && !isLoopback(show.baseUrl)
      const next = isNetwork(show)
        ? nextNetworkLedger(shows, ledger.ledger, { now, settled })
        : nextLedger(composition, ledger.ledger, { now, settled })
      ledger = { ledger: next, onDisk: false }
      const written = await writeLedger(folder, ledger.ledger)
      ledger = { ...ledger, onDisk: true }
      if (settled) await published.keep(listedPosts(composition))
      return written
    },
  }
}

/** Texts that are read before a server may answer again. */
const HELD_AT_ONCE = 20

/** @returns Whether the text of a post was read. */
function hasTakenIn({ body }: Post): boolean {
  try {
    return body.hold()
  } catch {
    return false
  }
}

const NOTHING_KEPT = { kept: new Set<string>(), problems: [] }

/** The posts of the episodes in the feed, by guid; null for one that lacks something it was published with. */
function listedPosts({ show, drafts, kept }: Composition): ReadonlyMap<string, Post | null> {
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

/** The show of a folder that has one: every file is of it. */
function onlyShow(settings: Settings): SettledShow {
  const selection = { files: null, where: [], folder: null }
  return { name: '', path: '/', settings, selection, oldFeeds: [] }
}

/** Files that are of no show: what they say of themselves, else that. */
function restOf({ rest }: SharedPosts): readonly Skipped[] {
  const posts = rest.filter(({ post }) => post !== null)
  const reason = 'it is of none of the shows'
  return [...skippedOf(rest), ...posts.map(({ file }) => ({ file, reason }))]
}

async function newestChange(settings: Settings, read: SharedPosts): Promise<Date> {
  const files = await Promise.all(
    settings.blog.files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  )
  return new Date(Math.max(read.modified, ...files))
}
