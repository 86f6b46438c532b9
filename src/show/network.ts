import type { Wanted } from '../jobs/worklist.ts'
import { problem, type Problem } from '../base/problem.ts'
import { showSettings, type Settings } from '../settings/settings.ts'
import { earliest, type ComposedShow, type Composition } from './compose-show.ts'
import { createDrafts } from './drafts.ts'
import { createShowGuid } from './ledger/identity.ts'
import { LEDGER_FILE, type Ledger } from './ledger/ledger.ts'
import { nextLedger, type LedgerOptions } from './ledger/next-ledger.ts'
import { joinLedger } from './ledger/share-ledger.ts'
import { removalOf, WHOLE } from './ledger/went-out.ts'
import { urlOf, type Show, type Skipped } from './show.ts'

/** The shows of a folder, and what they have in common. */
export interface NetworkMaterial {
  /** Those of the top level. */
  readonly settings: Settings
  /** Where the site is reached, absolute with a final `/`. */
  readonly baseUrl: string
  readonly shows: readonly ComposedShow[]
  /** Files that are of no show. */
  readonly skipped: readonly Skipped[]
  readonly problems: readonly Problem[]
  readonly ledger: Ledger
}

/**
 * Puts several shows together as one: a network has a page, and the feeds, pages and files of its
 * shows. Pure.
 */
export function composeNetwork(material: NetworkMaterial): Composition {
  const { settings, baseUrl, shows, skipped, ledger } = material
  const all = shows.map(({ composition }) => composition)
  const show: Show = {
    ...showSettings(settings),
    image: null,
    roots: [...new Set(all.flatMap((each) => each.show.roots))],
    baseUrl,
    guid: createShowGuid(urlOf({ baseUrl }, '/')),
    feed: { ...settings.feed, archive: '/feed/', oldPaths: [], newUrl: null },
    parts: [],
    episodes: [],
    scheduled: [],
    skipped,
    problems: toldOnce([
      ...material.problems,
      ...all.flatMap((each) => each.show.problems),
      ...lostFeeds(shows, ledger),
    ]),
    shows: shows.map(({ settled: { name, path, oldFeeds }, composition }) => ({
      name,
      path,
      oldFeeds,
      show: { ...composition.show, network: { title: settings.title, depth: depthOf(path) } },
    })),
    network: null,
  }
  return {
    show,
    drafts: all.flatMap(({ drafts }) => drafts),
    work: wantedByAll(all),
    wakeAt: earliest(all.map(({ wakeAt }) => wakeAt)),
    settling: all.flatMap(({ settling }) => settling),
    kept: new Set(all.flatMap(({ kept }) => [...kept])),
    expired: all.flatMap(({ expired }) => expired),
    memory: createDrafts(),
    shows,
  }
}

/** Removes repeated problems: one of this machine, or of something that all shows have in common, is reported by each show. */
function toldOnce(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((each) => [JSON.stringify(each), each])).values()]
}

/** The number of folders of the site above a show. */
function depthOf(path: string): number {
  return path.split('/').length - 2
}

/** A recording that several shows want is measured once. */
function wantedByAll(all: readonly Composition[]): readonly Wanted[] {
  const wanted = new Map<string, Wanted>()
  for (const each of all.flatMap(({ work }) => work)) {
    const key = `${each.job.kind.name} ${each.job.key}`
    const other = wanted.get(key)
    if (other === undefined || each.due < other.due) wanted.set(key, each)
  }
  return [...wanted.values()]
}

/** The ledger after these shows are published. */
export function nextNetworkLedger(
  shows: readonly ComposedShow[],
  before: Ledger,
  options: LedgerOptions,
): Ledger {
  const parts = shows.map(({ settled, composition, ledger }) => ({
    sharer: settled,
    show: composition.show,
    before: ledger,
    after: nextLedger(composition, ledger, options),
  }))
  return joinLedger(before, parts)
}

/**
 * The problem of published episodes that would be removed, show by show: the episodes of one show may
 * be few among those of all shows, but not among its own. The episodes of a show that no longer
 * exists are counted by themselves.
 */
export function removalOfNetwork(
  { shows, kept, expired }: Pick<Composition, 'shows' | 'kept' | 'expired'>,
  ledger: Ledger,
  allowed: boolean,
): readonly Problem[] {
  const names = new Set(shows.map(({ settled }) => settled.name))
  const episodes = shows.flatMap(({ composition }) => composition.show.episodes)
  const groups = Map.groupBy(ledger.entries, ({ show = '' }) => (names.has(show) ? show : null))
  return [...groups.values()].flatMap((entries) =>
    removalOf({ show: { episodes }, kept, expired }, { ...ledger, entries }, allowed),
  )
}

/** Published feeds of the site that belonged to none of its shows, and that no address of a show replaces. */
function lostFeeds(shows: readonly ComposedShow[], { feeds }: Ledger): readonly Problem[] {
  const known = new Map(shows.map((each) => [each.settled.name, each.settled]))
  const there = new Set(
    shows.flatMap(({ settled: { path, oldFeeds }, composition: { show } }) => [
      ...oldFeeds,
      ...[show.feed.path, ...show.feed.oldPaths, ...show.parts.map((part) => part.path)].map(
        (inside) => path + inside.slice(1),
      ),
    ]),
  )
  return feeds
    .filter(({ show = '', path }) => {
      // What is lost within the folder of a show is reported for the show itself.
      const own = known.get(show)
      return !there.has(path) && (own === undefined || !path.startsWith(own.path))
    })
    .map(({ kind, name, path, show }) => {
      const of = show === undefined ? '' : ` of ${show}`
      const which = kind === WHOLE ? `the feed${of}` : `the feed of ${kind} "${name}"${of}`
      const message = `${which} was at ${path}, where there is nothing now, so its subscribers get no new episodes; write old_feeds: [${path}] into the show that they are to get`
      return problem('show/feed-lost', { file: LEDGER_FILE }, message)
    })
}
