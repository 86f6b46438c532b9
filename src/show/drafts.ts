import { believedFor } from '../jobs/believed.ts'
import type { Job, Known } from '../jobs/job.ts'
import type { Ask } from '../jobs/worklist.ts'
import { draftOf, type Drafted } from './draft.ts'
import type { FoundPost } from './found-post.ts'
import type { Measuring } from './recordings/known-recording.ts'

/** Drafts that were made before; each is made again only when something in it has changed. */
export interface Drafts {
  readonly of: (found: FoundPost, slug: string, around: Measuring) => Drafted
}

interface Memory {
  readonly slug: string
  /** What the ledger knows of the recording, for one that only a URL is known of. */
  readonly remembered: string
  /** How long what other hosts say is believed by now; an episode grows older. */
  readonly believed: number
  /** What was asked while it was made, and what was known then. */
  readonly asked: readonly { readonly job: Job; readonly known: Known<unknown> }[]
  readonly drafted: Drafted
}

/**
 * Remembers drafts. Of thousands of posts nearly all are as they were at the last composition, and
 * times in their texts take long to be found.
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
        // Each is asked all the same, so that it stays on the list of work.
        before.asked.filter(({ job, known }) => !isSame(around.ask(job), known)).length === 0
      ) {
        return before.drafted
      }
      const asked: Memory['asked'][number][] = []
      const ask: Ask = (job) => {
        const known = around.ask(job)
        asked.push({ job, known })
        return known
      }
      const drafted = draftOf(found, slug, { ...around, ask })
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
