import { isNetwork, type NamedShow, type Show } from '../show/show.ts'
import { asciiUrl } from '../base/web-address.ts'
import { belowBase, relativeTo } from './pages/layout-links.ts'

/** A permanent redirect from a path of this site. */
export interface Move {
  readonly from: string
  /** Absolute, or relative to the old path, so that it works under every name of the site. */
  readonly to: string
  /** The show whose feed that is. */
  readonly show: Show
}

/** The redirects from the old paths of the feed, and from its path if it has moved away. */
export function movesOf(show: Show): readonly Move[] {
  if (isNetwork(show)) return show.shows.flatMap(movesWithin)
  const { feed } = show
  const away = awayOf(show)
  const old = feed.oldPaths.filter((path) => path !== feed.path)
  return [
    ...(away === null ? [] : [{ from: feed.path, to: away, show }]),
    ...old.map((from) => ({ from, to: away ?? relativeTo(from)(feed.path), show })),
  ]
}

/** The redirects from the former paths of the feed of one of several shows, on the whole site. */
export function oldFeedsOf({ path, oldFeeds, show }: NamedShow): readonly Move[] {
  const feed = path + show.feed.path.slice(1)
  const old = oldFeeds.filter((from) => from !== feed)
  return old.map((from) => ({ from, to: awayOf(show) ?? relativeTo(from)(feed), show }))
}

/** Those of one of several shows, with its folder before them. */
function movesWithin(named: NamedShow): readonly Move[] {
  const { path, show } = named
  return [
    ...oldFeedsOf(named),
    ...movesOf(show).map((move) => ({ ...move, from: path + move.from.slice(1) })),
  ]
}

function awayOf({ feed }: Show): string | null {
  return feed.newUrl === null ? null : asciiUrl(feed.newUrl)
}

/**
 * The redirects for static hosts that read `_redirects`: Cloudflare Pages, Netlify and others.
 *
 * Each occurs twice, because a copy of the feed is at its old path for hosts without `_redirects`:
 * Netlify ignores a rule where there is a file, unless the status ends in `!`; the others ignore rules
 * with `!`.
 *
 * @see https://docs.netlify.com/routing/redirects/rewrites-proxies/#shadowing
 * @see https://developers.cloudflare.com/pages/configuration/redirects/
 */
export function renderRedirects(show: Show): string {
  const below = belowBase(show.baseUrl)
  return movesOf(show)
    .map((move) => {
      const { feed, baseUrl } = move.show
      return `${below(move.from)} ${awayOf(move.show) ?? belowBase(baseUrl)(feed.path)}`
    })
    .flatMap((rule) => [`${rule} 301!\n`, `${rule} 301\n`])
    .join('')
}
