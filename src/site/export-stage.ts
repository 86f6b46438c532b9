import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { kill, pid } from 'node:process'
import { dirname, join } from 'node:path'
import { codeOf, Refusal } from '../base/fault.ts'
import { compareWithText, type Comparison } from './export-file.ts'
import type { Resource } from './site.ts'

/** Holds new files until all files of an export are made. */
export interface Stage extends AsyncDisposable {
  /** Stages a text for a file of the export, unless the file has this content already. */
  readonly text: (file: string, turn: number, bytes: Buffer) => Promise<Entry>
}

/** A file of an export, and how to put it into place. */
export interface Entry {
  /** Relative to the folder of the export, with `/`. */
  readonly file: string
  /** Files with a lower turn are put into place first. */
  readonly turn: number
  /** How the existing file compares. */
  readonly comparison: Comparison
  readonly put: () => Promise<void>
}

/** The name of a stage contains the process that it belongs to. */
const NAME = /^\.sidecast-export-(?:(\d{1,10})-)?[\da-f-]{36}$/

/**
 * Opens a stage inside the folder of an export, so that putting a file into place is a rename.
 *
 * @throws {Refusal} If another process is exporting to that folder.
 */
export async function openStage(out: string): Promise<Stage> {
  await removeStages(out)
  const home = join(out, `.sidecast-export-${pid}-${randomUUID()}`)
  const first = await mkdir(home, { recursive: true })
  const close = async (): Promise<void> => {
    await rm(home, { recursive: true, force: true })
    // Succeeds only if nothing was put into it.
    if (first !== home) await rmdir(out).catch(() => undefined)
  }
  const [other] = (await stagesIn(out)).filter(({ path }) => path !== home)
  if (other !== undefined) {
    await close()
    throw new Refusal(
      `${out}: another Sidecast (process ${other.owner}) is writing to this folder; run this again when it has ended`,
    )
  }
  let count = 0
  const folders = new Set<string>()
  return {
    async text(file, turn, bytes) {
      const place = join(out, file)
      const comparison = compareWithText(place, bytes)
      if (comparison === 'same') return { file, turn, comparison, put: async () => undefined }
      count += 1
      const waiting = join(home, String(count))
      // For thousands of small files, a promise for each step would be most of the work.
      writeFileSync(waiting, bytes)
      const put = async (): Promise<void> => {
        const folder = dirname(place)
        if (!folders.has(folder)) mkdirSync(folder, { recursive: true })
        folders.add(folder)
        renameSync(waiting, place)
      }
      return { file, turn, comparison, put }
    },
    [Symbol.asyncDispose]: close,
  }
}

/** The stages in a folder, with the processes that they belong to. */
async function stagesIn(
  out: string,
): Promise<readonly { readonly path: string; readonly owner: number }[]> {
  const names = await readdir(out).catch(() => [])
  return names.flatMap((name) => {
    const match = NAME.exec(name)
    return match === null ? [] : [{ path: join(out, name), owner: Number(match[1] ?? 0) }]
  })
}

/** Removes the stages that killed runs left. */
async function removeStages(out: string): Promise<void> {
  for (const { path, owner } of await stagesIn(out)) {
    if (!isRunning(owner)) await rm(path, { recursive: true, force: true })
  }
}

function isRunning(owner: number): boolean {
  try {
    return owner > 0 && kill(owner, 0)
  } catch (cause) {
    // A process of another user runs, although it may not be signalled.
    return codeOf(cause) === 'EPERM'
  }
}

/** The index file of a folder, as web servers look for it. */
const INDEX = 'index.html'
/** The index file for a feed whose path ends in `/`, as those of WordPress and Hugo do. */
const FEED_INDEX = 'index.xml'

/**
 * The file in an export for a path of the site, relative and with `/`.
 *
 * @throws {RangeError} If the path has no file: `..`, an empty part, a control character.
 */
export function exportPathOf(path: string, type: string): string {
  const index = type.startsWith('application/rss+xml') ? FEED_INDEX : INDEX
  const file = path.endsWith('/') ? `${path}${index}` : path
  const parts = file.split('/').slice(1)
  if (!path.startsWith('/') || !parts.every(isFileName)) {
    throw new RangeError(`expected a path such as /feed.xml, got "${path}"`)
  }
  return parts.join('/')
}

function isFileName(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..' && !/[\\\p{Cc}]/u.test(part)
}

/** The stage of feeds, which is the last one. */
export const FEEDS = 3

/**
 * The stage in which a resource is written, so that nothing names a file that does not exist yet: recordings
 * and images first, then lists of them, then pages, and feeds last.
 */
export function stageOf({ role, type }: Pick<Resource, 'role' | 'type'>): number {
  if (/^application\/(?:rss\+xml|feed\+json)/.test(type)) return FEEDS
  return { recording: 0, hashed: 0, asset: 0, worker: 0, data: 1, page: 2, embed: 2 }[role]
}
