import { believedFor, type Job, type Known } from '../jobs/job.ts'
import type { Ask } from '../jobs/worklist.ts'
import { draftOf, type Drafted, type FoundPost } from './episode-parts.ts'
import type { Measuring } from './recordings/known-recording.ts'

/** Drafts that are kept; a draft is made again only if something in it has changed. */
export interface Drafts {
  readonly of: (found: FoundPost, slug: string, around: Measuring) => Drafted
}

/** Whether a job is to be done, or only used if it was. */
type Asking = 'ask' | 'peek'

interface Memory {
  readonly slug: string
  /** The measurements in the ledger, for a recording on another host. */
  readonly remembered: string
  /** For how long measurements from other hosts are trusted, which depends on the age of the episode. */
  readonly believed: number
  /** The jobs that it was made from, and what was known of them then. */
  readonly asked: readonly {
    readonly job: Job
    readonly known: Known<unknown>
    readonly by: Asking
  }[]
  readonly drafted: Drafted
}

/**
 * Keeps drafts. Nearly all of thousands of posts are unchanged since the last composition, and finding
 * times in their texts is slow.
 */
export function createDrafts(): Drafts {
  const memory = new WeakMap<FoundPost, Memory>()
  return {
    of(found, slug, around) {
      const remembered = rememberedFor(found, around)
      const believed = believedFor(around.now.getTime() - found.post.published.getTime())
      const before = memory.get(found)
      if (
        before !== undefined &&
        before.slug === slug &&
        before.remembered === remembered &&
        before.believed === believed &&
        before.drafted.settlesAt === null &&
        !before.drafted.isLost &&
        // Every job is asked for, so that it stays on the list of work.
        before.asked.filter(({ job, known, by }) => !isSame(around[by](job), known)).length === 0
      ) {
        return before.drafted
      }
      const asked: Memory['asked'][number][] = []
      const noting =
        (by: Asking): Ask =>
        (job) => {
          const known = around[by](job)
          asked.push({ job, known, by })
          return known
        }
      const drafted = draftOf(found, slug, { ...around, ask: noting('ask'), peek: noting('peek') })
      memory.set(found, { slug, remembered, believed, asked, drafted })
      return drafted
    },
  }
}

function isSame(a: Known<unknown>, b: Known<unknown>): boolean {
  return a.result === b.result && a.last === b.last && a.failure === b.failure
}

function rememberedFor({ post, recording }: FoundPost, { remembered }: Measuring): string {
  const isElsewhere = recording !== null && recording.recording.file === null
  return isElsewhere ? JSON.stringify(remembered.get(post.file)?.audio ?? null) : ''
}
