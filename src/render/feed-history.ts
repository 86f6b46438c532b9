import { urlOf, type Show } from '../show/show.ts'
import { asciiUrl } from './ascii-url.ts'
import { emptyElement, type Element } from './element.ts'
import type { FeedPage } from './feed-pages.ts'

/** @see https://www.rfc-editor.org/rfc/rfc5005#section-2 */
export const HISTORY_NAMESPACE = { fh: 'http://purl.org/syndication/history/1.0' }

/**
 * How the page of a feed hangs together with its others: that it is all there is, or where the rest
 * is found. Feed readers that know nothing of it still have the newest episodes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5005#section-4
 */
export function historyElements(show: Show, page: FeedPage): Element[] {
  if (page.kind === 'current' && page.older === null) return [emptyElement('fh:complete')]
  return [
    ...(page.kind === 'archive' ? [emptyElement('fh:archive')] : []),
    ...link(show, 'current', page.kind === 'archive' ? show.feed.path : null),
    ...link(show, 'prev-archive', page.older),
    ...link(show, 'next-archive', page.newer),
  ]
}

function link(show: Show, rel: string, path: string | null): Element[] {
  if (path === null) return []
  const href = asciiUrl(urlOf(show, path))
  return [emptyElement('atom:link', { rel, href, type: 'application/rss+xml' })]
}
