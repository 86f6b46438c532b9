import type { Roots } from '../base/content-door.ts'
import type { Problem } from '../base/problem.ts'
import type { Artwork } from './artwork/artwork.ts'
import type { Episode } from './episode.ts'
import type { PartKind } from '../settings/part-settings.ts'
import type { Settings, ShowSettings } from '../settings/settings.ts'

/** A file that is not an episode, and why. */
export interface Skipped {
  readonly file: string
  readonly reason: string
}

/** A subset of the episodes with a feed of its own; it inherits everything else from the show. */
export interface Part extends Pick<
  Show,
  'title' | 'description' | 'author' | 'language' | 'image' | 'guid' | 'episodes'
> {
  readonly kind: PartKind
  /** What its episodes have in common: a name as authors write it, or a language code. */
  readonly name: string
  /** Path of the feed on this site, e.g. `/feeds/travel.xml`. */
  readonly path: string
  /** The folder of its archives, with `/` at both ends. */
  readonly archive: string
}

/**
 * A podcast, complete and checked. Feed, pages and site are pure functions of it: the same show gives
 * the same bytes.
 */
export interface Show extends ShowSettings {
  readonly image: Artwork | null
  /** The folders in which published files must be, as real paths. */
  readonly roots: Roots
  /** The address of this site, absolute with a final `/`. */
  readonly baseUrl: string
  /** UUID, version 5. */
  readonly guid: string
  readonly feed: Settings['feed'] & {
    /** The folder of its archives (`/feed/1.xml` …), with `/` at both ends. */
    readonly archive: string
  }
  /** The parts with feeds of their own. */
  readonly parts: readonly Part[]
  /** Newest first; those with `listed: false` are not in the feed. */
  readonly episodes: readonly Episode[]
  /** Complete, but due in the future; the next one first. */
  readonly scheduled: readonly Episode[]
  readonly skipped: readonly Skipped[]
  readonly problems: readonly Problem[]
  /** The shows of a network, which has no episodes itself; empty for a single show. */
  readonly shows: readonly NamedShow[]
  /** The network that it is served in; null for a show that is served alone. */
  readonly network: { readonly title: string; readonly depth: number } | null
}

/** One of several shows of a folder, which are served together: each a whole site in its own folder. */
export interface NamedShow {
  /** Its name in the settings. */
  readonly name: string
  /** Its folder on the site, with `/` at both ends. */
  readonly path: string
  /** Paths from the root of the site at which its feed was before. */
  readonly oldFeeds: readonly string[]
  readonly show: Show
}

/** The shows of a network; for a single show, the show itself. */
export function showsOf(show: Show): readonly Show[] {
  return isNetwork(show) ? show.shows.map((named) => named.show) : [show]
}

/** Whether this is not a single show, but several that are served together. */
export function isNetwork({ shows }: Pick<Show, 'shows'>): boolean {
  return shows.length > 0
}

/** The part of a show that addresses on this site are made from. */
export type Reached = Pick<Show, 'baseUrl'>

/** A path that needs no encoding in a URL, as nearly all paths of pages and files do. */
const PLAIN_PATH = /^(?:\/[\w-]+)+(?:\.\w+|\/)?$/
/** Base URLs as they are written in URLs, so that each is parsed once. */
const homes = new Map<string, string>()

function homeOf(baseUrl: string): string {
  const known = homes.get(baseUrl)
  if (known !== undefined) return known
  if (homes.size > MOST_HOMES) homes.clear()
  const home = new URL('.', baseUrl).href
  homes.set(baseUrl, home)
  return home
}

const MOST_HOMES = 100

/** The absolute URL of a path of this site; `path` begins with `/`. */
export function urlOf(show: Reached, path: string): string {
  return PLAIN_PATH.test(path)
    ? homeOf(show.baseUrl) + path.slice(1)
    : new URL(path.slice(1), show.baseUrl).href
}

/** A part as a show, because its feed is made in the same way. */
export function showOfPart(show: Show, part: Part): Show {
  const { kind: _, name: _name, path, archive, ...own } = part
  return {
    ...show,
    ...own,
    feed: { ...show.feed, path, archive, oldPaths: [], newUrl: null },
    parts: [],
    shows: [],
  }
}

/** The order of episodes: the newest first, and by guid those of one time. */
export function newestFirst(
  a: Pick<Episode, 'published' | 'guid'>,
  b: Pick<Episode, 'published' | 'guid'>,
): number {
  return b.published.getTime() - a.published.getTime() || (a.guid < b.guid ? -1 : 1)
}
