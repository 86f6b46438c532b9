import type { Show } from '../show.ts'
import type { Ledger, LedgerEntry, LedgerFeed } from './ledger.ts'
import { LEDGER_DATES, pairEpisodes } from './same-episode.ts'
import type { traitsOfPost } from './slugs.ts'
import { traitsOf } from './traits.ts'
import { WHOLE } from './went-out.ts'

/** One of several shows, as far as its part of the ledger depends on it. */
export interface Sharer {
  /** As the settings call it. */
  readonly name: string
  /** Its folder on the site, with `/` at both ends. */
  readonly path: string
  /** Where its feed is in that folder. */
  readonly feedPath: string
  /** Its posts. */
  readonly posts: readonly ReturnType<typeof traitsOfPost>[]
}

/**
 * Divides a ledger among several shows. Each part is like the ledger of a single show, with paths
 * from the folder of the show.
 *
 * A post keeps its entry when it moves to another show, and when a folder with one show becomes one
 * with several: a post without an entry in its own part is searched for in those of other shows.
 * Entries without a post stay in the part of their own show; if no show has its name any more, they
 * are in all parts.
 */
export function shareLedger(ledger: Ledger, shows: readonly Sharer[]): ReadonlyMap<string, Ledger> {
  const names = new Set(shows.map(({ name }) => name))
  const owned = Map.groupBy(ledger.entries, ({ show = '' }) => (names.has(show) ? show : null))
  const owners = new Map<LedgerEntry, string>()
  const found = new Set<object>()
  const showOf = new Map(shows.flatMap(({ name, posts }) => posts.map((post) => [post, name])))
  const take = (posts: Sharer['posts'], entries: readonly LedgerEntry[]): void => {
    const pairs = pairEpisodes(posts, entries.map(traitsOf), LEDGER_DATES)
    for (const [post, { entry }] of pairs) {
      owners.set(entry, showOf.get(post) ?? '')
      found.add(post)
    }
  }
  for (const { name, posts } of shows) take(posts, owned.get(name) ?? [])
  take(
    shows.flatMap(({ posts }) => posts.filter((post) => !found.has(post))),
    ledger.entries.filter((entry) => !owners.has(entry)),
  )
  return new Map(
    shows.map((show) => {
      const feeds = ledger.feeds.flatMap((feed) => feedWithin(feed, show))
      return [
        show.name,
        {
          showGuid: guidOf(ledger, show),
          feeds,
          entries: ledger.entries.filter((entry) => {
            const owner = owners.get(entry) ?? entry.show ?? ''
            return owner === show.name || !names.has(owner)
          }),
        },
      ]
    }),
  )
}

/** A renamed show is the same show as long as its feed stays at its path. */
function guidOf({ showGuids, feeds }: Ledger, { name, path, feedPath }: Sharer): string | null {
  const place = path + feedPath.slice(1)
  const same = feeds.find((feed) => feed.kind === WHOLE && feed.path === place)
  return showGuids?.get(name) ?? same?.guid ?? null
}

function feedWithin({ show, ...feed }: LedgerFeed, { name, path }: Sharer): readonly LedgerFeed[] {
  const isWithin = show === name && feed.path.startsWith(path)
  return isWithin ? [{ ...feed, path: feed.path.slice(path.length - 1) }] : []
}

/** A show, and its part of the ledger after it was composed. */
export interface Shared {
  readonly sharer: Pick<Sharer, 'name' | 'path'>
  readonly show: Show
  /** Its part before and after. */
  readonly before: Ledger
  readonly after: Ledger
}

/** Merges the parts of a ledger; entries that no show has found stay as they were. */
export function joinLedger(ledger: Ledger, parts: readonly Shared[]): Ledger {
  const showGuids = new Map(ledger.showGuids)
  const feeds = new Map(ledger.feeds.map((feed) => [keyOf(feed), feed]))
  const entries = new Map<string, LedgerEntry>()
  const put = (entry: LedgerEntry): unknown => entries.set(idOf(entry), entry)
  const names = new Set(parts.map(({ sharer }) => sharer.name))
  const own = new Map(parts.map((part) => [part, ownGuids(part)]))
  for (const part of parts) {
    const { sharer, before, after } = part
    if (after.showGuid !== null) showGuids.set(sharer.name, after.showGuid)
    for (const feed of before.feeds) feeds.delete(keyOf(feedOf(feed, sharer)))
    for (const feed of after.feeds.map((each) => feedOf(each, sharer))) feeds.set(keyOf(feed), feed)
    for (const entry of after.entries) {
      if (own.get(part)?.has(entry.guid)) put({ ...entry, show: sharer.name })
    }
  }
  const taken = new Set([...own.values()].flatMap((guids) => [...guids]))
  for (const entry of parts.flatMap(({ after }) => after.entries)) {
    const isOfShow = names.has(entry.show ?? '')
    if (isOfShow ? !entries.has(idOf(entry)) : !taken.has(entry.guid)) put(entry)
  }
  const shared = new Set(parts.flatMap(({ before }) => before.entries))
  for (const entry of ledger.entries) if (!shared.has(entry)) put(entry)
  return {
    ...ledger,
    ...(showGuids.size > 0 && { showGuids }),
    feeds: [...feeds.values()],
    entries: [...entries.values()],
  }
}

/** The guids of the published episodes of a show, and of those that were just added to its part. */
function ownGuids({ show, before, after }: Shared): ReadonlySet<string> {
  const known = new Set(before.entries.map(({ guid }) => guid))
  const listed = show.episodes.flatMap(({ guid, listed: isOut }) => (isOut ? [guid] : []))
  return new Set([...listed, ...after.entries.flatMap(({ guid }) => (known.has(guid) ? [] : guid))])
}

/** Shows may have an episode in common. */
function idOf({ show = '', guid }: LedgerEntry): string {
  return JSON.stringify([show, guid])
}

function feedOf(feed: LedgerFeed, { name, path }: Shared['sharer']): LedgerFeed {
  return { ...feed, show: name, path: path + feed.path.slice(1) }
}

function keyOf({ show = '', kind, name, path }: LedgerFeed): string {
  return JSON.stringify([show, kind, name, path])
}
