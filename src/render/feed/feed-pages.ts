import type { PublishedEpisode as Episode, PublishedShow as Show } from '../../show/published.ts'
import { newestFirst, urlOf } from '../../show/show.ts'
import { toItem, type Item } from './feed-enclosure.ts'
import { asciiUrl, webUrl } from '../../base/web-address.ts'

/** One document of a feed: the one that apps subscribe to, or an archive of older episodes. */
export interface FeedPage {
  /** Its own path on this site. */
  readonly path: string
  /** Newest first. No item is on two pages. */
  readonly items: readonly Item[]
  readonly kind: 'current' | 'archive'
  /** The path of the page with the next older items; null on the last. */
  readonly older: string | null
  /** The path of the archive with the next newer items; null where only the current page follows. */
  readonly newer: string | null
}

/** A show, and the page of its feed that is being written. */
export interface PageOf extends Show {
  readonly page: FeedPage
}

/** An archive has at most so many items, however many the current page has. */
const ARCHIVE_SIZE = 50

/**
 * The pages of a feed by RFC 5005, the current one first, then its archives from the newest.
 *
 * Archives are numbered from the oldest episode and always full, so that a new episode never moves
 * another one to a different page. The current page has as many of the newest episodes as the settings
 * say, and those that do not fill an archive yet.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5005#section-4
 */
export function feedPages(show: Show): readonly [FeedPage, ...FeedPage[]] {
  const items = feedItems(show)
  const size = Math.max(1, Math.min(ARCHIVE_SIZE, Math.floor(show.feed.episodes / 2)))
  const count = Math.max(0, Math.floor((items.length - show.feed.episodes) / size))
  const pathOf = (number: number): string | null =>
    number < 1 || number > count ? null : `${show.feed.archive}${number}.xml`
  const newest = items.slice(0, items.length - count * size)
  const { path } = show.feed
  const current = {
    path,
    items: newest,
    kind: 'current',
    older: pathOf(count),
    newer: null,
  } as const
  const archives = Array.from({ length: count }, (_, index): FeedPage => {
    const number = count - index
    const end = items.length - (number - 1) * size
    return {
      path: `${show.feed.archive}${number}.xml`,
      items: items.slice(end - size, end),
      kind: 'archive',
      older: pathOf(number - 1),
      newer: pathOf(number + 1),
    }
  })
  return [current, ...archives]
}

/** The list of episodes, see `episode-list.ts`. */
const TAKEN = '/episodes.json'

/** The path of a page of a feed as JSON: `/feed.json` of `/feed.xml`. */
export function jsonPathOf(path: string): string {
  if (path.endsWith('/')) return `${path}feed.json`
  const json = `${path.replace(/\.(?:xml|rss|atom)$/, '')}.json`
  return json === TAKEN ? '/episodes.feed.json' : json
}

/** The address of a page of a feed as JSON. */
export function jsonUrlOf(show: Pick<Show, 'baseUrl'>, path: string): string {
  return asciiUrl(urlOf(show, jsonPathOf(path)))
}

function feedItems(show: Show): readonly Item[] {
  return show.episodes
    .filter(({ listed }) => listed)
    .flatMap((episode) => itemOf(episode) ?? [])
    .toSorted((a, b) => newestFirst(a.episode, b.episode))
}

const items = new WeakMap<Episode, Item | null>()

/** Made once: an episode may be in many feeds, and every table of the site counts their pages. */
function itemOf(episode: Episode): Item | null {
  if (!items.has(episode)) items.set(episode, toItem(episode))
  return items.get(episode) ?? null
}

/**
 * The `Link` header by which apps find the hubs of a feed without reading it; null for a feed without
 * hubs, and for archives.
 *
 * @see https://www.w3.org/TR/websub/#discovery
 */
export function formatFeedLinks(show: Show, page: FeedPage): string | null {
  const hubs = show.hubs.flatMap((hub) => webUrl(hub) ?? [])
  if (hubs.length === 0 || page.kind === 'archive') return null
  const self = asciiUrl(urlOf(show, page.path))
  return [...hubs.map((hub) => `<${hub}>; rel="hub"`), `<${self}>; rel="self"`].join(', ')
}
