import { formatProblem, type Problem } from '../base/problem.ts'
import { WORK } from '../jobs/kinds.ts'
import type { OpenShow } from '../show/open-show.ts'
import { type PublishedShow, publish } from '../show/published.ts'
import type { Exported } from '../site/export.ts'
import { Refusal } from '../base/fault.ts'
import type { Context } from './command.ts'
import { type OpenOptions, openFolder, parseBaseUrl, readWhole } from './open-folder.ts'
import { hasErrors, plural } from './report.ts'
import { exportFolder } from './export-site.ts'

/** Options of {@link openShow}. */
export interface ShowOptions {
  /** The public URL of the site of the show; overrides `base_url` in the settings. */
  readonly baseUrl?: string
}

/** Options of {@link Blog.read}. */
export interface ReadOptions {
  /** Whether nothing is requested from other hosts and no artwork is made; what is unknown then is null. */
  readonly offline?: boolean
  /** Ends the reading early, and the reason of the signal is thrown. Finished measurements are kept. */
  readonly signal?: AbortSignal
}

/** A show, and the problems that were found while reading it. */
export interface ReadShow {
  /** Null if the settings or the ledger cannot be read; a problem says why. */
  readonly show: PublishedShow | null
  /** All mistakes in posts, recordings and settings; a post with an error is not published. */
  readonly problems: readonly Problem[]
}

/** Options of {@link Blog.export}. */
export interface ExportOptions {
  /** Whether the site is written without the posts that have errors; otherwise an error refuses the export. */
  readonly keepGoing?: boolean
  /** Ends the export early, and the reason of the signal is thrown. */
  readonly signal?: AbortSignal
}

/** What an export did, and the problems that were found. */
export interface ExportedShow extends Exported {
  readonly problems: readonly Problem[]
}

/** A folder of posts, with the show that is made from it. */
export interface Blog {
  /** Absolute. */
  readonly folder: string
  /** Reads the folder. Measurements are stored, so that only changes take time. */
  readonly read: (options?: ReadOptions) => Promise<ReadShow>
  /**
   * Writes the whole site of the show as files, with the same bytes that the middleware sends.
   *
   * @param out The folder to write to; created where it does not exist.
   * @throws {Refusal} If a post has an error, or a file that no export wrote is in the way. Nothing
   *   is written then. The message is a sentence for the user.
   */
  readonly export: (out: string, options?: ExportOptions) => Promise<ExportedShow>
}

const opened = new WeakMap<Blog, OpenOptions>()

/**
 * Opens a folder of posts and its settings. Nothing is read until {@link Blog.read} or {@link
 * Blog.export} is called.
 *
 * @throws {UsageError} If the folder does not exist, or the base URL is not an http(s) URL.
 */
export async function openShow(folder: string, { baseUrl }: ShowOptions = {}): Promise<Blog> {
  const options: OpenOptions = {
    folder,
    baseUrl: baseUrl === undefined ? undefined : parseBaseUrl(baseUrl, 'baseUrl'),
  }
  const show = await openFolder(options, quietly())
  // Concurrent reads would share the state of one open show.
  const inTurn = createQueue()
  const blog: Blog = {
    folder: show.folder,
    read: ({ offline = false, signal } = {}) =>
      inTurn(async () => {
        const work = offline ? WORK.here : WORK.all
        const { composition, problems } = await readWhole(show, work, quietly(signal))
        return { show: composition && publish(composition.show), problems }
      }),
    export: (out, { keepGoing = false, signal } = {}) =>
      inTurn(async () => {
        const built = await exportFolder(show, out, { keepGoing }, quietly(signal))
        const { problems, written } = built
        if (written === null) throw new Refusal(describeErrors(show, problems))
        return { ...written, problems }
      }),
  }
  opened.set(blog, options)
  return blog
}

/** Opens the folder of a blog a second time, for a live show; the blog itself can still be read meanwhile. */
export function openAgain(blog: Blog, context: Context): Promise<OpenShow> {
  const options = opened.get(blog)
  if (options === undefined) throw new TypeError('expected a blog that openShow has opened')
  return openFolder(options, context)
}

/** The context of work for a program that uses the library: nothing is printed. */
export function quietly(
  signal: AbortSignal = new AbortController().signal,
  report: Context['report'] = () => undefined,
): Context {
  return {
    print: () => undefined,
    report,
    draw: null,
    now: () => new Date(),
    signal,
  }
}

function createQueue(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }
}

function describeErrors({ folder }: OpenShow, problems: readonly Problem[]): string {
  const errors = problems.filter((problem) => hasErrors([problem])).map(formatProblem)
  return [
    `${plural(errors.length, 'error')} in ${folder}, so nothing was written:`,
    ...errors,
  ].join('\n  ')
}
