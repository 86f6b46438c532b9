import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { openStudio } from '../artwork/studio.ts'
import type { Job } from '../jobs/job.ts'
import { readArticle, UNREAD } from '../jobs/read-article.ts'
import { KEPT_KINDS } from '../jobs/kinds.ts'
import { createRunner, type RunOptions } from '../jobs/runner.ts'
import { openStore } from '../jobs/store.ts'
import { asOfNow, type Wanted } from '../jobs/worklist.ts'
import type { Problem } from '../base/problem.ts'
import { findSettingsPictures } from './artwork/local-picture.ts'
import { composeShow, type Composition } from './compose-show.ts'
import { realRoots } from '../base/content-door.ts'
import { createDisk } from '../base/disk.ts'
import type { Threads } from '../base/threads.ts'
import { readArticles } from './folder/read-articles.ts'
import { createPostReader, type ReadPosts } from './folder/read-posts.ts'
import { folderProblems } from './folder/folder-problems.ts'
import { lookAtSettings, vanished, type SettingsFiles } from './folder/vanished.ts'
import { watchPaths } from './folder/watch-paths.ts'
import { type FoundPost, findAroundAll } from './found-post.ts'
import { type Ledger, readLedger, writeLedger } from './ledger/ledger.ts'
import { nextLedger } from './ledger/next-ledger.ts'
import { removalOf } from './ledger/went-out.ts'
import type { Settings } from '../settings/settings.ts'
import { loadSettings } from '../settings/load-settings.ts'
import { isLoopback } from '../base/addresses.ts'
import type { Skipped } from './show.ts'

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
  readonly studio?: typeof openStudio
  /** Receives a sentence about each damaged file of the store. */
  readonly tell: (sentence: string) => void
}

interface ReadRequest {
  readonly now: Date
  /** Milliseconds for which a changed recording must stay unchanged before it is published. */
  readonly settle: number
  /** Absolute paths that changed since the last time; null if everything may have. */
  readonly changed: ReadonlySet<string> | null
  /** Aborts the reading, with the reason of the signal thrown. */
  readonly signal?: AbortSignal
}

const NEVER = new AbortController().signal

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
  /** Whether jobs have finished since the last reading. */
  readonly hasNews: () => boolean
  /** The jobs of the last reading, with the current times to try again. */
  readonly work: () => readonly Wanted[]
  /** Keeps that an article took too much when it was rendered, so it is published as it is written. */
  readonly takeAsPlain: (file: string, now: Date) => void
  /** Writes the results so far to the store. */
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
  const posts = createPostReader(folder)
  let settings: Settings | null = null
  let files: SettingsFiles = new Map()
  let found: readonly FoundPost[] = []
  let ledger: { readonly ledger: Ledger; readonly onDisk: boolean } | null = null
  let last: Composition | null = null
  let seen = 0

  /** The files of the posts; found again unless only posts were edited. */
  async function find(
    read: ReadPosts,
    now: Settings,
    { changed, signal }: ReadRequest,
  ): Promise<readonly FoundPost[]> {
    const isEdit = changed !== null && posts.onlyEdits(changed) && isDeepStrictEqual(settings, now)
    return findAroundAll(read, { folder, settings: now, signal }, isEdit ? found : [])
  }

  /** Reads what is not known yet of the articles of episodes; no article takes long. */
  async function readAll(
    all: readonly FoundPost[],
    { roots }: Settings,
    { now, signal = NEVER }: ReadRequest,
  ): Promise<void> {
    const heard = all.flatMap(({ post, recording }) => (recording === null ? [] : post))
    const jobs = await readArticles(heard, store, now)
    const run = { now: () => now, signal, progress: () => undefined, disk: createDisk(roots) }
    if (jobs.length > 0) await runner.run(jobs, run)
  }

  return {
    folder,
    run: (jobs, run) => runner.run(jobs, { ...run, disk: createDisk(settings?.roots ?? []) }),
    work: () => asOfNow(last?.work ?? [], store),
    hasNews: () => store.news() !== seen,
    watchPaths: () =>
      settings === null ? [folder] : watchPaths(folder, settings, last?.show ?? null),
    async read(request) {
      const own = await loadSettings(folder, [options.baseUrl ?? options.fallbackUrl])
      const onDisk = await readLedger(folder, ledger)
      const gone = await vanished(folder, files, own.settings !== null)
      if (own.settings === null || onDisk.ledger === null || gone.length > 0) {
        const problems = gone.length > 0 ? gone : [...own.problems, ...onDisk.problems]
        return { composition: null, ledger: null, problems, modified: request.now }
      }
      const read = await posts.read(own.settings, request.changed)
      found = await find(read, own.settings, request)
      await readAll(found, own.settings, request)
      settings = own.settings
      files = await lookAtSettings(settings.blog.files)
      ledger = { ledger: onDisk.ledger, onDisk: ledger?.onDisk ?? true }
      seen = store.news()
      last = composeShow(
        {
          folder,
          settings,
          roots: await realRoots([...settings.roots, ...store.files.homes()]),
          ledger: onDisk.ledger,
          posts: found,
          pictures: await findSettingsPictures(settings, folder),
          skipped: skippedOf(read),
          problems: [
            ...own.problems,
            ...onDisk.problems,
            ...read.problems,
            ...folderProblems(read.results, settings.fields),
          ],
        },
        store,
        {
          now: request.now,
          settle: request.settle,
          baseUrl: options.baseUrl ?? settings.baseUrl ?? options.fallbackUrl,
          before: last,
        },
      )
      return {
        composition: last,
        ledger: onDisk.ledger,
        problems: [
          ...last.show.problems,
          ...removalOf(last, onDisk.ledger, options.allowRemoval === true),
        ],
        modified: await newestChange(settings, read),
      }
    },
    save: store.save,
    takeAsPlain(file, now) {
      const { post } = found.find((each) => each.post.file === file) ?? {}
      if (post === undefined) return
      const job = readArticle(post)
      store.put(job, { ...(store.of(job).result ?? UNREAD), plain: true }, now.getTime())
    },
    async prune({ work }) {
      store.keepOnly(work.map(({ job }) => job))
      await store.save()
      await store.prune()
    },
    async remember({ show }, now) {
      if (ledger === null || settings === null) return false
      const settled = (options.baseUrl ?? settings.baseUrl) !== null && !isLoopback(show.baseUrl)
      ledger = { ledger: nextLedger(show, ledger.ledger, { now, settled }), onDisk: false }
      const written = await writeLedger(folder, ledger.ledger)
      ledger = { ...ledger, onDisk: true }
      return written
    },
  }
}

function skippedOf({ results }: ReadPosts): readonly Skipped[] {
  return results.flatMap((result) =>
    result.post === null && result.reason !== null
      ? [{ file: result.file, reason: result.reason }]
      : [],
  )
}

async function newestChange(settings: Settings, read: ReadPosts): Promise<Date> {
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
