import { stat } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { WorkFilter } from '../jobs/kinds.ts'
import { dueNow } from '../jobs/worklist.ts'
import { openShow, type OpenShow, type ReadShow } from '../show/open-show.ts'
import { type Surroundings, UsageError } from './command.ts'
import { createWorkProgress } from './progress.ts'

/** Where a preview on this machine is reached. */
const PREVIEW_URL = 'http://127.0.0.1:3000/'

/** How long a recording must have rested before a command that runs once believes it is whole. */
const SETTLE = 300
/** How often such a command looks again for a recording that still grows. */
const LOOKS = 3

export interface OpenOptions {
  readonly folder: string
  readonly baseUrl: string | undefined
  readonly fallbackUrl?: string
  readonly allowRemoval?: boolean
}

/** Opens a folder that is there. @throws {UsageError} If it is not. */
export async function openFolder(options: OpenOptions, around: Surroundings): Promise<OpenShow> {
  await checkFolder(options.folder)
  return openShow({
    folder: options.folder,
    baseUrl: options.baseUrl === undefined ? null : parseBaseUrl(options.baseUrl, '--base-url'),
    fallbackUrl: options.fallbackUrl ?? PREVIEW_URL,
    allowRemoval: options.allowRemoval ?? false,
    tell: (sentence) => around.tell(`! ${sentence}`),
  })
}

/**
 * Reads a show and does its work until nothing of it is left, waiting shortly for recordings that
 * were written a moment ago.
 *
 * @param isWanted Tells the work that is done from what is left as it is.
 */
export async function readWhole(
  show: OpenShow,
  isWanted: WorkFilter,
  around: Surroundings,
): Promise<ReadShow> {
  const { now, signal } = around
  const progress = createWorkProgress(around)
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
  return read
}

/**
 * The address of a site, with a final `/`.
 *
 * @param name What the user calls it.
 * @throws {UsageError} If the text is no http(s) URL.
 */
export function parseBaseUrl(text: string, name: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
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
    throw new UsageError(`no folder "${folder}"; name the folder where the posts are, e.g. my-blog`)
  }
  if (!facts.isDirectory()) {
    throw new UsageError(`"${folder}" is a file; name the folder that holds the posts`)
  }
}
