import { stat } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { WorkFilter } from '../jobs/kinds.ts'
import { dueNow } from '../jobs/worklist.ts'
import type { Problem } from '../base/problem.ts'
import { describeUnwritten } from '../base/fault.ts'
import type { Composition } from '../show/compose-show.ts'
import { LEDGER_FILE } from '../show/ledger/ledger.ts'
import { ARTICLE_THREADS } from '../site/article-threads.ts'
import { openShow, type OpenShow, type ReadShow } from '../show/open-show.ts'
import { type Context, UsageError } from './command.ts'
import { createWorkProgress } from './progress.ts'

/** The base URL of a preview on this machine. */
const PREVIEW_URL = 'http://127.0.0.1:3000/'

/** Milliseconds without a change after which a command that runs once takes a recording as complete. */
const SETTLE = 300
/** How many times such a command checks a recording that is still growing. */
const LOOKS = 3

export interface OpenOptions {
  readonly folder: string
  readonly baseUrl: string | undefined
  readonly fallbackUrl?: string
  readonly allowRemoval?: boolean
}

/** Opens a content folder. @throws {UsageError} If it does not exist. */
export async function openFolder(options: OpenOptions, context: Context): Promise<OpenShow> {
  await checkFolder(options.folder)
  return openShow({
    folder: options.folder,
    baseUrl: options.baseUrl === undefined ? null : parseBaseUrl(options.baseUrl, '--base-url'),
    fallbackUrl: options.fallbackUrl ?? PREVIEW_URL,
    allowRemoval: options.allowRemoval ?? false,
    threads: ARTICLE_THREADS,
    tell: (sentence) => context.report(`! ${sentence}`),
  })
}

/**
 * Reads a show and does its work until none is left, waiting briefly for recordings that were
 * written a moment ago.
 *
 * @param isWanted Selects the work that is done; the rest is left.
 */
export async function readWhole(
  show: OpenShow,
  isWanted: WorkFilter,
  context: Context,
): Promise<ReadShow> {
  const { now, signal } = context
  const progress = createWorkProgress(context)
  let read = await show.read({ now: now(), settle: SETTLE, changed: null, signal })
  for (let looks = 1; read.composition !== null;) {
    const { work, settling } = read.composition
    const jobs = dueNow(work, now()).filter(isWanted)
    if (jobs.length > 0) {
      await show.run(jobs, { now, signal, progress })
      read = await show.read({ now: now(), settle: SETTLE, changed: new Set(), signal })
    } else if (settling.length > 0 && looks < LOOKS) {
      looks += 1
      await wait(SETTLE + 20, undefined, { signal })
      read = await show.read({ now: now(), settle: SETTLE, changed: null, signal })
    } else break
  }
  await show.save()
  return read
}

/**
 * The problems of a show after all of it was rendered: only rendering shows that some articles take
 * too much time or memory.
 */
export async function problemsOnceRendered(
  show: OpenShow,
  read: ReadShow,
  { now }: Context,
): Promise<readonly Problem[]> {
  if (!show.hasNews()) return read.problems
  const again = await show.read({ now: now(), settle: SETTLE, changed: new Set() })
  await show.save()
  return again.problems
}

/**
 * Writes the guids of the show to the ledger. Where the folder is not writable they are kept for as
 * long as the program runs.
 *
 * @param consequence What follows if it cannot be written, as a part of a sentence.
 * @returns Why it was not written, for the user; null when the ledger is up to date.
 */
export async function rememberGuids(
  show: OpenShow,
  composition: Composition,
  { now }: Pick<Context, 'now'>,
  consequence: string,
): Promise<string | null> {
  try {
    await show.remember(composition, now())
    return null
  } catch (cause) {
    return `! ${describeUnwritten(LEDGER_FILE, cause, consequence)}`
  }
}

/**
 * The base URL of a site, with a final `/`.
 *
 * @param name Of the option, for the message.
 * @throws {UsageError} If the text is not an http(s) URL.
 */
export function parseBaseUrl(text: string, name: string): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new UsageError(
      `${name}: expected a URL such as https://podcast.example.org, got "${text}"`,
    )
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`
}

async function checkFolder(folder: string): Promise<void> {
  const facts = await stat(folder).catch(() => null)
  if (facts === null) {
    throw new UsageError(
      `folder "${folder}" does not exist; name the folder that contains the posts, e.g. my-blog`,
    )
  }
  if (!facts.isDirectory()) {
    throw new UsageError(`"${folder}" is a file; name the folder that contains the posts`)
  }
}
