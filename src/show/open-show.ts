import { resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Job, Known, Task } from '../jobs/job.ts'
import { readArticle, UNREAD } from '../jobs/read-article.ts'
import { KEPT_KINDS } from '../jobs/kinds.ts'
import { createRunner, type Runner, type RunOptions } from '../jobs/runner.ts'
import { openStore, type Store } from '../jobs/store.ts'
import { asOfNow, type Wanted } from '../jobs/worklist.ts'
import type { Problem } from '../base/problem.ts'
import {
  composeFound,
  composeTogether,
  onlyShow,
  outOf,
  type Whole,
  withoutPost,
} from './compose-found.ts'
import type { ComposedShow, Composition } from './compose-show.ts'
import { createDisk, type Disk } from '../base/disk.ts'
import type { Workers } from '../base/workers.ts'
import {
  listedPosts,
  openPublishedPosts,
  type PublishedPosts,
  type Restored,
} from './folder/published-posts.ts'
import { openKeptPosts } from './folder/kept-posts.ts'
import {
  createPostSharer,
  ownersOf,
  type PostSharer,
  type SharedPosts,
} from './folder/share-posts.ts'
import { lastChange, lookAtSettings, vanished, type SettingsFiles } from './folder/vanished.ts'
import { listenToShows, type Listened } from './recordings/listen-to-shows.ts'
import { watchPaths } from './folder/watch-paths.ts'
import { type BlogPages, findBlogPages, NO_PAGES } from './folder/blog-pages.ts'
import type { FoundPost } from './episode-parts.ts'
import { readLinked } from './post-links.ts'
import { findShow, type FoundShow, readArticles, type ReadRequest } from './found-show.ts'
import { type Ledger, ledgerOf, readLedger, writeLedger } from './ledger/ledger.ts'
import { stampOf } from '../base/stamp.ts'
import { nextLedger } from './ledger/next-ledger.ts'
import { removalOf } from './ledger/went-out.ts'
import { nextNetworkLedger, removalOfNetwork } from './network.ts'
import type { Post } from '../posts/post.ts'
import type { SettledShow } from '../settings/load-shows.ts'
import type { Settings } from '../settings/settings.ts'
import { loadSettings } from '../settings/load-settings.ts'
import { isLoopback } from '../base/addresses.ts'
import { isNetwork, type Show } from './show.ts'

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
  readonly threads: Workers
  /** Opens the studio for images; by default with the packages that are installed. */
  readonly studio?: Task<unknown>['studio']
  /** Receives a sentence about each damaged file of the store. */
  readonly tell: (sentence: string) => void
}

/** A show with the results so far, or the problems because of which there is none. */
export interface ReadShow {
  /** Null if settings or ledger cannot be read: the last good show must stay live. */
  readonly composition: Composition | null
  /** The ledger as it was read, before this show is added; null if there is no show. */
  readonly ledger: Ledger | null
  readonly problems: readonly Problem[]
  /** The last change of any file that was read. */
  readonly modified: Date
}

/** Finds the files of a show; called again if posts from copies are added. */
type Find = (
  settled: SettledShow,
  restored: Restored,
  staying: FoundShow['staying'],
) => Promise<void>

/** A content folder, what was read of it so far, and the results of its jobs. */
export class OpenShow {
  /** Absolute. */
  readonly folder: string
  readonly #options: OpenOptions
  readonly #store: Store
  readonly #runner: Runner
  readonly #posts: PostSharer
  readonly #published: PublishedPosts
  #settings: Settings | null = null
  #files: SettingsFiles = new Map()
  /** The last results of finding and composing, by the name of the show. */
  #found: ReadonlyMap<string, FoundShow> = new Map()
  #ledger: { readonly ledger: Ledger; readonly onDisk: boolean } | null = null
  /** The stamp of the ledger as it was written last; null before. */
  #written: string | null = null
  #last: Composition | null = null
  #seen = 0

  /** @param store That of the folder. */
  constructor(folder: string, store: Store, options: OpenOptions) {
    this.folder = folder
    this.#options = options
    this.#store = store
    this.#runner = createRunner(store, options.studio, undefined, options.threads)
    this.#posts = createPostSharer(folder, openKeptPosts(folder, options.tell))
    this.#published = openPublishedPosts(folder)
  }

  /** Reads what changed, and composes the show with the results so far. */
  async read(request: ReadRequest): Promise<ReadShow> {
    const { baseUrl, fallbackUrl, allowRemoval = false } = this.#options
    const own = await loadSettings(this.folder, [baseUrl ?? fallbackUrl])
    const { ledger, problems: ofLedger } = await readLedger(this.folder, this.#ledger)
    const gone = await vanished(this.folder, this.#files, own.settings !== null)
    if (own.settings === null || ledger === null || gone.length > 0) {
      const problems = gone.length > 0 ? gone : [...own.problems, ...ofLedger]
      return { composition: null, ledger: null, problems, modified: request.now }
    }
    const { settings } = own
    const isSeveral = own.shows.length > 0
    const shows = isSeveral ? own.shows : [onlyShow(settings)]
    const posts = await this.#posts.read(shows, settings, request.changed)
    const problems = [...own.problems, ...ofLedger, ...posts.problems]
    const reached = baseUrl ?? settings.baseUrl ?? fallbackUrl
    const whole: Whole = { settings, baseUrl: reached, ledger, shows, isSeveral, problems }

    const { found, find } = await this.#findAll(whole, posts, request)
    this.#settings = settings
    this.#files = await lookAtSettings(settings.blog.files)
    this.#ledger = { ledger, onDisk: this.#ledger?.onDisk ?? true }
    this.#seen = this.#store.news()
    const composed = await this.#compose(whole, found, find, request)
    this.#found = found
    this.#last = composeTogether(whole, composed, posts)
    const remove = isSeveral ? removalOfNetwork : removalOf
    const removal = remove(this.#last, ledger, allowRemoval)
    const missing = [...found.values()].flatMap((each) => each.withoutPosts)
    return {
      composition: this.#last,
      ledger,
      problems: [...this.#last.show.problems, ...(removal.length > 0 ? removal : missing)],
      modified: new Date(Math.max(posts.modified, await lastChange(settings.blog.files))),
    }
  }

  /** Finds the files of all shows, and reads what is not known yet of their articles. */
  async #findAll(
    { shows, settings, ledger }: Whole,
    read: SharedPosts,
    request: ReadRequest,
  ): Promise<{ readonly found: ReadonlyMap<string, FoundShow>; readonly find: Find }> {
    const { folder } = this
    const around = {
      folder,
      posts: this.#posts,
      published: this.#published,
      store: this.#store,
      elsewhere: ownersOf(shows, settings, read),
    }
    const found = new Map<string, FoundShow>()
    const find: Find = async (settled, restored, staying) => {
      const before = this.#found.get(settled.name)
      const search = { ...around, settled, restored, staying, before }
      found.set(settled.name, await findShow(search, request))
    }
    for (const settled of shows) {
      const results = read.of.get(settled.name) ?? []
      const staying = this.#options.allowRemoval === true ? new Map() : outOf(ledger, settled.name)
      await find(settled, { ...NOTHING_KEPT, results }, staying)
    }
    await readArticles([...found.values()], this.#store, this.#runner, request)
    return { found, find }
  }

  /** Composes all shows. Published episodes whose posts are gone are made from copies of these posts. */
  async #compose(
    whole: Whole,
    found: ReadonlyMap<string, FoundShow>,
    find: Find,
    request: ReadRequest,
  ): Promise<readonly ComposedShow[]> {
    const last = this.#last
    const compositions = new Map(last?.shows.map((show) => [show.settled.name, show.composition]))
    const before = (name: string) => (whole.isSeveral ? compositions.get(name) : last) ?? null
    const around = { folder: this.folder, results: this.#store, before }
    const composed = composeFound(found, whole, around, request)
    const lost =
      this.#options.allowRemoval === true ? [] : withoutPost(whole.ledger, composed, found)
    if (lost.length === 0) return composed
    // Only now is it known which posts are under another name what they were.
    for (const [name, { settled, results, staying }] of found) {
      const entries = lost.filter(({ show = '' }) => show === name)
      const restored = await this.#published.restore(entries, results, settled.settings)
      await find(settled, restored, staying)
    }
    await readArticles([...found.values()], this.#store, this.#runner, request)
    return composeFound(found, whole, around, request)
  }

  /** Runs jobs. */
  run(jobs: readonly Job[], options: Omit<RunOptions, 'disk'>): Promise<void> {
    return this.#runner.run(jobs, { ...options, disk: this.#disk() })
  }

  /** What is known of a job. */
  of<Work, Result>(job: Job<Work, Result>): Known<Result> {
    return this.#store.of(job)
  }

  /** The pages that the blog of a show is known to have. */
  async blogPages(name: string): Promise<BlogPages> {
    const found = this.#found.get(name)
    if (found === undefined) return NO_PAGES
    const { settings } = found.settled
    const around = { folder: this.folder, settings }
    const known = found.posts.map(({ post, link }) => ({ link, values: post.values }))
    const episodes = new Set(found.posts.map(({ post }) => post.file))
    const others = found.results.map(({ file }) => file).filter((file) => !episodes.has(file))
    return findBlogPages(settings, known, others, (file) => readLinked(file, around))
  }

  /** Decodes local recordings, see {@link listenToShows}. */
  listen(shows: readonly Show[], options: Omit<RunOptions, 'disk'>): Promise<Listened> {
    const { folder } = this
    const around = { folder, disk: this.#disk(), results: this.#store, runner: this.#runner }
    return listenToShows(shows, around, options)
  }

  /** The settings of the folder as they were read last; null before. */
  settings(): Settings | null {
    return this.#settings
  }

  /** Whether jobs have finished since the last reading. */
  hasNews(): boolean {
    return this.#store.news() !== this.#seen
  }

  /** The jobs of the last reading, with the current times to try again. */
  work(): readonly Wanted[] {
    return asOfNow(this.#last?.work ?? [], this.#store)
  }

  /** Keeps that an article took too much time or memory when it was rendered, so that it is published as it is written. */
  takeAsPlain(file: string, now: Date): void {
    const { post } = this.#foundPosts().find((each) => each.post.file === file) ?? {}
    if (post === undefined) return
    const job = readArticle(post)
    const known = this.#store.of(job).result ?? UNREAD
    this.#store.put(job, { ...known, plain: true }, now.getTime())
  }

  /**
   * Holds the texts of all episodes in memory, so that they can be published when their files are
   * gone. A text that has changed meanwhile is left to the next reading.
   */
  async hold(): Promise<void> {
    let held = 0
    for (const { post, recording } of this.#foundPosts()) {
      if (recording === null || !hasTakenIn(post)) continue
      held += 1
      // A server answers meanwhile.
      if (held % HELD_AT_ONCE === 0) await setImmediate()
    }
  }

  /** Writes the results so far to the store, and keeps what was read of the posts. */
  async save(): Promise<void> {
    await this.#store.save()
    await this.#posts.keep()
  }

  /** Removes results and files that no show needs any more. */
  async prune({ work }: Composition): Promise<void> {
    this.#store.keepOnly(work.map(({ job }) => job))
    await this.#store.save()
    await this.#store.prune()
  }

  /**
   * Writes the guids of a published show to the ledger; returns whether anything was new.
   *
   * @throws The error of the file system if the folder is not writable; the ledger is then kept in
   *   memory while this program runs.
   */
  async remember(composition: Composition, now: Date): Promise<boolean> {
    const { ledger } = this.#ledger ?? {}
    if (ledger === undefined || this.#settings === null) return false
    const { show, shows } = composition
    const isNamed = (this.#options.baseUrl ?? this.#settings.baseUrl) !== null
    const settled = isNamed && !isLoopback(show.baseUrl)
    const next = isNetwork(show)
      ? nextNetworkLedger(shows, ledger, { now, settled })
      : nextLedger(composition, ledger, { now, settled })
    this.#ledger = { ledger: next, onDisk: false }
    const written = await writeLedger(this.folder, next)
    this.#written = await stampOf(ledgerOf(this.folder))
    this.#ledger = { ...this.#ledger, onDisk: true }
    if (settled) await this.#published.keep(listedPosts(composition))
    return written
  }

  /** Whether a file is as it was written here last: nothing need be read again. */
  async isOwn(file: string): Promise<boolean> {
    const ledger = ledgerOf(this.folder)
    return file === ledger && this.#written !== null && this.#written === (await stampOf(ledger))
  }

  /** Folders and files whose changes may change the show. */
  watchPaths(): readonly string[] {
    if (this.#settings === null) return [this.folder]
    const { shows = [], show = null } = this.#last ?? {}
    if (shows.length === 0) return watchPaths(this.folder, this.#settings, show)
    const all = shows.map(({ settled, composition }) =>
      watchPaths(this.folder, settled.settings, composition.show),
    )
    return [...new Set(all.flat())]
  }

  #foundPosts(): readonly FoundPost[] {
    return [...this.#found.values()].flatMap(({ posts }) => posts)
  }

  #disk(): Disk {
    return createDisk(this.#last?.show.roots ?? [])
  }
}

/** Opens a content folder. Nothing of it is read before `read` is called. */
export async function openShow(options: OpenOptions): Promise<OpenShow> {
  const folder = resolve(options.folder)
  return new OpenShow(folder, await openStore(folder, KEPT_KINDS, options.tell), options)
}

/** Texts that are read in one go, before the server answers other requests. */
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
