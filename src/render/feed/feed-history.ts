import type { PublishedShow as Show } from '../../show/published.ts'
import { urlOf } from '../../show/show.ts'
import { asciiUrl } from '../ascii-url.ts'
import { element, emptyElement, type Element } from '../xml.ts'
import type { PageOf } from './feed-pages.ts'
import type { FeedRow } from './feed-row.ts'

/** @see https://www.rfc-editor.org/rfc/rfc5005#section-2 */
export const HISTORY_NAMESPACE = { fh: 'http://purl.org/syndication/history/1.0' }

/**
 * How the page of a feed hangs together with its others: that it is all there is, or where the rest
 * is found. Feed readers that know nothing of it still have the newest episodes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5005#section-4
 */
export const HISTORY_ROWS: readonly FeedRow<PageOf>[] = [
  {
    element: 'fh:complete',
    settings: ['feed.episodes'],
    found: 'that the feed holds all episodes',
    rule: 'Empty, on the only page of a feed.',
    source: 'RFC 5005',
    write: ({ page }) =>
      page.kind === 'current' && page.older === null ? [emptyElement('fh:complete')] : [],
  },
  {
    element: 'fh:archive',
    found: 'that the page is one of older episodes',
    rule: 'Empty, on pages that never change.',
    source: 'RFC 5005',
    write: ({ page }) => (page.kind === 'archive' ? [emptyElement('fh:archive')] : []),
  },
  {
    element: 'atom:link rel=current',
    found: 'the address of the newest page, on the others',
    rule: 'An absolute address.',
    source: 'RFC 5005',
    write: (show) => link(show, 'current', show.page.kind === 'archive' ? show.feed.path : null),
  },
  {
    element: 'atom:link rel=prev-archive',
    found: 'the address of the page with the next older episodes',
    rule: 'An absolute address.',
    source: 'RFC 5005',
    write: (show) => link(show, 'prev-archive', show.page.older),
  },
  {
    element: 'atom:link rel=next-archive',
    found: 'the address of the page with the next newer episodes',
    rule: 'An absolute address.',
    source: 'RFC 5005',
    write: (show) => link(show, 'next-archive', show.page.newer),
  },
  {
    element: 'itunes:new-feed-url',
    settings: ['feed.new_url', 'feed.old_paths'],
    rule: 'Where the feed is now; its old addresses redirect there with 301.',
    source: 'Apple',
    write: newAddress,
  },
]

function link(show: Show, rel: string, path: string | null): Element[] {
  if (path === null) return []
  const href = asciiUrl(urlOf(show, path))
  return [emptyElement('atom:link', { rel, href, type: 'application/rss+xml' })]
}

/**
 * Directories believe a redirect sooner when the feed says the same: the one that has moved away, and
 * the one that has come from another path.
 */
function newAddress({ baseUrl, feed, page }: PageOf): Element[] {
  if (page.kind === 'archive' || (feed.newUrl === null && feed.oldPaths.length === 0)) return []
  return element('itunes:new-feed-url', asciiUrl(feed.newUrl ?? urlOf({ baseUrl }, feed.path)))
}
