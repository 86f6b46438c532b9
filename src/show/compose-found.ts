import type { Problem } from '../base/problem.ts'
import type { Results } from '../jobs/job.ts'
import type { PostResult } from '../posts/post.ts'
import { composeShow, type ComposedShow, type Composition } from './compose-show.ts'
import type { SharedPosts } from './folder/share-posts.ts'
import type { SettledShow } from '../settings/load-shows.ts'
import type { Settings } from '../settings/settings.ts'
import { composeNetwork } from './network.ts'
import type { FoundShow, ReadRequest } from './found-show.ts'
import { isOut, type Ledger, type LedgerEntry } from './ledger/ledger.ts'
import { shareLedger, type Sharer } from './ledger/share-ledger.ts'
import { traitsOfPost } from './ledger/slugs.ts'
import type { Skipped } from './show.ts'

/** What all shows of a folder have in common: the settings and the ledger of the folder. */
export interface Whole {
  readonly settings: Settings
  /** Absolute with a final `/`. */
  readonly baseUrl: string
  readonly ledger: Ledger
  /** All shows of the folder, also if it is only one. */
  readonly shows: readonly SettledShow[]
  readonly isSeveral: boolean
  readonly problems: readonly Problem[]
}

/** What a composition needs of the program. */
interface Around {
  readonly folder: string
  readonly results: Results
  /** Gives the last composition of a show, by its name. */
  readonly before: (name: string) => Composition | null
}

/** Composes each show with its part of the ledger. */
export function composeFound(
  found: ReadonlyMap<string, FoundShow>,
  { ledger: whole, problems, baseUrl, isSeveral }: Whole,
  { folder, results: store, before }: Around,
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
        otherAuthors: authorsOf(results),
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

/** The one show of a folder, or its network; see `composeFound`. */
export function composeTogether(
  { settings, baseUrl, ledger, isSeveral, problems }: Whole,
  composed: readonly ComposedShow[],
  read: SharedPosts,
): Composition {
  const [only] = composed
  if (!isSeveral && only !== undefined) return only.composition
  const skipped = restOf(read)
  return composeNetwork({ settings, baseUrl, shows: composed, skipped, problems, ledger })
}

/** The published episodes whose posts are gone: no post matches them, under whatever name. */
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
  const traits = posts.map(traitsOfPost)
  return { name, path, feedPath: settings.feed.path, posts: traits }
}

/** Files that are not episodes, each with its reason. */
function skippedOf(results: readonly PostResult[]): readonly Skipped[] {
  return results.flatMap((result) =>
    result.post === null && result.reason !== null
      ? [{ file: result.file, reason: result.reason }]
      : [],
  )
}

/** Who has written the posts that have no recording. */
function authorsOf(results: readonly PostResult[]): ReadonlySet<string> {
  return new Set(results.flatMap((result) => (result.post === null ? result.authors : [])))
}

/** The show of a folder that holds only one: every file belongs to it. */
export function onlyShow(settings: Settings): SettledShow {
  const selection = { files: null, where: [], folder: null }
  return { name: '', path: '/', settings, selection, oldFeeds: [] }
}

/** Files that belong to no show, each with a reason of its own, or else this one. */
function restOf({ rest }: SharedPosts): readonly Skipped[] {
  const posts = rest.filter(({ post }) => post !== null)
  const reason = 'it belongs to none of the shows'
  return [...skippedOf(rest), ...posts.map(({ file }) => ({ file, reason }))]
}
