import type { Show } from '../show/show.ts'
import { asciiUrl } from './ascii-url.ts'
import { belowBase, relativeTo } from './pages/layout-links.ts'

/** A permanent redirect from a path of this site. */
export interface Move {
  readonly from: string
  /** Absolute, or relative to the old path, so that it works under every name of the site. */
  readonly to: string
}

/** The redirects from the old paths of the feed, and from its path if it has moved away. */
export function movesOf(show: Show): readonly Move[] {
  const { feed } = show
  const away = awayOf(show)
  const old = feed.oldPaths.filter((path) => path !== feed.path)
  return [
    ...(away === null ? [] : [{ from: feed.path, to: away }]),
    ...old.map((from) => ({ from, to: away ?? relativeTo(from)(feed.path) })),
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
  const away = awayOf(show)
  return movesOf(show)
    .map(({ from }) => `${below(from)} ${away ?? below(show.feed.path)}`)
    .flatMap((rule) => [`${rule} 301!\n`, `${rule} 301\n`])
    .join('')
}
