import { formatProblem, type Problem } from '../base/problem.ts'
import { WORK } from '../jobs/kinds.ts'
import type { OpenShow } from '../show/open-show.ts'
import { type PublishedShow, publish } from '../show/published.ts'
import type { Exported } from '../site/export.ts'
import { Refusal } from '../site/refusal.ts'
import type { Surroundings } from './command.ts'
import { type OpenOptions, openFolder, parseBaseUrl, readWhole } from './open-show.ts'
import { hasErrors, plural } from './report.ts'
import { writeSite } from './write-site.ts'

/** How a program opens a folder of posts. */
export interface ShowOptions {
  /** Where the show's own site is reached; goes before the `base_url` of its settings. */
  readonly baseUrl?: string
}

/** How a show is read. */
export interface ReadOptions {
  /** Asks nothing of the network, and makes no artwork: what is not known yet is null. */
  readonly offline?: boolean
  /** Ends the work early, with the signal's reason thrown; what was measured until then is kept. */
  readonly signal?: AbortSignal
}

/** A show as it was read. */
export interface ReadShow {
  /** Null when its settings or its ledger cannot be read, which is among the problems. */
  readonly show: PublishedShow | null
  /** All mistakes in posts, recordings and settings; an error keeps a post out. */
  readonly problems: readonly Problem[]
}

/** How a site is written. */
export interface ExportOptions {
  /** Writes what is good although some posts have errors. */
  readonly keepGoing?: boolean
  /** Ends the work early, with the signal's reason thrown. */
  readonly signal?: AbortSignal
}

/** What an export did, and what it had to leave out. */
export interface ExportedShow extends Exported {
  readonly problems: readonly Problem[]
}

/** A folder of posts, and the show that is in it. */
export interface Blog {
  /** Absolute. */
  readonly folder: string
  /** Reads the folder. What was measured once is remembered, so that only changes take time. */
  readonly read: (options?: ReadOptions) => Promise<ReadShow>
  /**
   * Writes the show's whole site as plain files: the very bytes that a server would send.
   *
   * @param out The folder to write to, which is made where it is not there.
   * @throws {Refusal} If a post has an error, or the folder holds other things. Nothing is written
   *   then, and the message is a sentence for whoever runs the program.
   */
  readonly export: (out: string, options?: ExportOptions) => Promise<ExportedShow>
}

const opened = new WeakMap<Blog, OpenOptions>()

/**
 * Opens a folder of posts, with the settings that are found in it.
 *
 * @throws {UsageError} If there is no such folder, or the base URL is none.
 */
export async function openShow(folder: string, { baseUrl }: ShowOptions = {}): Promise<Blog> {
  const options: OpenOptions = {
    folder,
    baseUrl: baseUrl === undefined ? undefined : parseBaseUrl(baseUrl, 'baseUrl'),
  }
  const show = await openFolder(options, quietly())
  // What is read at the same time would be read of one memory.
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
        const written = await writeSite(show, out, { keepGoing }, quietly(signal))
        const { problems, exported } = written
        if (exported === null) throw new Refusal(describeErrors(show, problems))
        return { ...exported, problems }
      }),
  }
  opened.set(blog, options)
  return blog
}

/** Opens the folder of a blog once more for a show that is followed, beside which it can be read. */
export function openAgain(blog: Blog, around: Surroundings): Promise<OpenShow> {
  const options = opened.get(blog)
  if (options === undefined) throw new TypeError('expected a blog that openShow has opened')
  return openFolder(options, around)
}

/** What a program gives to work in it: it is told nothing but what it asks for. */
export function quietly(
  signal: AbortSignal = new AbortController().signal,
  tell: Surroundings['tell'] = () => undefined,
): Surroundings {
  return {
    print: () => undefined,
    tell,
    draw: null,
    colour: false,
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
