import type { Show } from '../show/show.ts'
import { asciiUrl } from './ascii-url.ts'
import { belowBase, relativeTo } from './pages/layout-links.ts'

/** A path of this site at which something was that is elsewhere now, for good. */
export interface Move {
  readonly from: string
  /** Absolute, or relative to the old path: right under every name that the site is reached by. */
  readonly to: string
}

/** Where the feed was before, or where it has gone. */
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
 * The moves for hosts of plain files that read `_redirects`: Cloudflare Pages, Netlify and others.
 *
 * Each stands twice, since a copy of the feed lies at its old path for the hosts that read nothing:
 * Netlify passes over a rule where there is a file, unless it ends in `!`, which is what the others
 * pass over.
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
