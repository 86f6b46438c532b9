import type { Problem } from '../base/problem.ts'
import type { Results } from '../jobs/job.ts'
import type { PostResult } from '../posts/post.ts'
import { composeShow, type ComposedShow, type Composition } from './compose-show.ts'
import type { FoundShow, ReadRequest } from './found-show.ts'
import { isOut, type Ledger, type LedgerEntry } from './ledger/ledger.ts'
import { shareLedger, type Sharer } from './ledger/share-ledger.ts'
import { traitsOfPost } from './ledger/slugs.ts'
import type { Skipped } from './show.ts'

/** What the shows of a folder are composed of besides what was found. */
interface Whole {
  readonly folder: string
  readonly ledger: Ledger
  readonly problems: readonly Problem[]
  /** Of all shows; absolute with a final `/`. */
  readonly baseUrl: string
  /** Whether the folder has several shows. */
  readonly isSeveral: boolean
  readonly results: Results
  /** What was composed last, of a show by its name. */
  readonly before: (name: string) => Composition | null
}

/** Composes each show with its part of the ledger. */
export function composeFound(
  found: ReadonlyMap<string, FoundShow>,
  { folder, ledger: whole, problems, baseUrl, isSeveral, results: store, before }: Whole,
  { now, settle }: Pick<ReadRequest, 'now' | 'settle'>,
): readonly ComposedShow[] {
  const parts = isSeveral ? shareLedger(whole, [...found.values()].map(sharerOf)) : null
  return [...found.values()].map((each) => {
    const { settled, results, posts, kept, staying, pictures, roots } = each
    const ledger = parts?.get(settled.name) ?? whole
    const composition = composeShow(
      {
        folder,
        posts,
        kept,
        staying,
        pictures,
        roots,
        settings: settled.settings,
        ledger,
        skipped: skippedOf(results),
        problems: isSeveral ? [] : problems,
        place: settled.path,
      },
      store,
      {
        now,
        settle,
        baseUrl: new URL(settled.path.slice(1), baseUrl).href,
        before: before(settled.name),
      },
    )
    return { settled, composition, ledger }
  })
}

/** The published episodes whose posts are gone: no post is theirs, under whatever name. */
export function withoutPost(
  { entries }: Ledger,
  composed: readonly ComposedShow[],
  found: ReadonlyMap<string, FoundShow>,
): readonly LedgerEntry[] {
  const files = new Set(
    [...found.values()].flatMap(({ posts }) => posts.map(({ post }) => post.file)),
  )
  const guids = new Set(
    composed.flatMap(({ composition: { show } }) =>
      [...show.episodes, ...show.scheduled].map(({ guid }) => guid),
    ),
  )
  return entries.filter((entry) => isOut(entry) && !files.has(entry.file) && !guids.has(entry.guid))
}

/** The entries of the episodes of a show that subscribers have, by post file. */
export function outOf({ entries }: Ledger, name: string): FoundShow['staying'] {
  const out = entries.filter((entry) => isOut(entry) && (entry.show ?? name) === name)
  return new Map(out.map((entry) => [entry.file, entry]))
}

function sharerOf({ settled: { name, path, settings }, posts }: FoundShow): Sharer {
  const traits = posts.map(({ post, link }) => traitsOfPost(post, link))
  return { name, path, feedPath: settings.feed.path, posts: traits }
}

/** Files that say themselves why they are no episodes. */
export function skippedOf(results: readonly PostResult[]): readonly Skipped[] {
  return results.flatMap((result) =>
    result.post === null && result.reason !== null
      ? [{ file: result.file, reason: result.reason }]
      : [],
  )
}
