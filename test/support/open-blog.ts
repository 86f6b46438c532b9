import { join } from 'node:path'
import { openStudio } from '../../src/artwork/studio.ts'
import { WORK, type WorkFilter } from '../../src/jobs/kinds.ts'
import { dueNow } from '../../src/jobs/worklist.ts'
import type { Problem } from '../../src/base/problem.ts'
import type { Composition } from '../../src/show/compose-show.ts'
import { ARTICLE_THREADS } from '../../src/site/article-threads.ts'
import { openShow, type OpenShow, type ReadShow } from '../../src/show/open-show.ts'
import type { Show } from '../../src/show/show.ts'

const NOW = new Date('2026-06-01T12:00:00Z')

/** Opens a content folder as commands do. */
export function openBlog(
  folder: string,
  baseUrl: string | null = null,
  allowRemoval = false,
  studio = openStudio,
): Promise<OpenShow> {
  const fallbackUrl = 'http://127.0.0.1:3000/'
  return openShow({
    folder,
    baseUrl,
    fallbackUrl,
    allowRemoval,
    studio,
    threads: ARTICLE_THREADS,
    tell: () => undefined,
  })
}

export interface ReadOptions {
  /** From the content folder; null looks at everything. */
  readonly changed?: readonly string[] | null
  readonly now?: Date
  readonly settle?: number
  /** The work that is done. */
  readonly work?: WorkFilter
}

/** A show that was read, with its work done. */
export interface ReadBlog extends Omit<ReadShow, 'composition'> {
  readonly show: Show | null
  readonly composition: Composition | null
  readonly problems: readonly Problem[]
  readonly titles: readonly string[]
  /** Whether any work was done. */
  readonly worked: boolean
}

/** Reads a folder and does its work. */
export async function readBlog(
  opened: OpenShow,
  { changed = null, now = NOW, settle = 2000, work = WORK.here }: ReadOptions = {},
): Promise<ReadBlog> {
  const paths = changed === null ? null : new Set(changed.map((file) => join(opened.folder, file)))
  const { signal } = new AbortController()
  let read = await opened.read({ now, settle, changed: paths })
  let worked = false
  for (;;) {
    const jobs = dueNow(read.composition?.work ?? [], now).filter(work)
    if (jobs.length === 0) break
    worked = true
    await opened.run(jobs, { now: () => now, signal, progress: () => undefined })
    read = await opened.read({ now, settle, changed: new Set() })
  }
  const show = read.composition?.show ?? null
  return { ...read, show, worked, titles: (show?.episodes ?? []).map(({ title }) => title) }
}
