import type { PublishedShow as Show } from '../../show/published.ts'
import { urlOf } from '../../show/show.ts'
import { asciiUrl } from '../../base/web-address.ts'
import { element, emptyElement, type Element } from '../xml.ts'
import { jsonUrlOf, type PageOf } from './feed-pages.ts'
import type { FeedRow } from './feed-row.ts'

/** @see https://www.rfc-editor.org/rfc/rfc5005#section-2 */
export const HISTORY_NAMESPACE = { fh: 'http://purl.org/syndication/history/1.0' }

/**
 * How a page of a feed relates to the others: that it is the only page, or where the others are. Feed
 * readers that do not support it still have the newest episodes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5005#section-4
 */
export const HISTORY_ROWS: readonly FeedRow<PageOf>[] = [
  {
    element: 'fh:complete',
    settings: ['feed.episodes'],
    found: 'whether the feed contains all episodes',
    rule: 'Empty, on the only page of a feed.',
    source: 'RFC 5005',
    write: ({ page }) =>
      page.kind === 'current' && page.older === null ? [emptyElement('fh:complete')] : [],
  },
  {
    element: 'fh:archive',
    found: 'whether the page is an archive',
    rule: 'Empty, on archives.',
    source: 'RFC 5005',
    write: ({ page }) => (page.kind === 'archive' ? [emptyElement('fh:archive')] : []),
  },
  {
    element: 'atom:link rel=current',
    found: 'the address of the current page, on archives',
    rule: 'An absolute address.',
    source: 'RFC 5005',
    write: (show) => link(show, 'current', show.page.kind === 'archive' ? show.feed.path : null),
  },
  {
    element: 'atom:link rel=prev-archive',
    found: 'the address of the next older archive',
    rule: 'An absolute address.',
    source: 'RFC 5005',
    write: (show) => link(show, 'prev-archive', show.page.older),
    json: (show) => ({
      next_url: show.page.older === null ? undefined : jsonUrlOf(show, show.page.older),
    }),
  },
  {
    element: 'atom:link rel=next-archive',
    found: 'the address of the next newer archive',
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
 * Directories follow a redirect sooner if the feed names the same address: both the feed that has
 * moved away and the feed that has moved here do so.
 */
function newAddress({ baseUrl, feed, page }: PageOf): Element[] {
  if (page.kind === 'archive' || (feed.newUrl === null && feed.oldPaths.length === 0)) return []
  return element('itunes:new-feed-url', asciiUrl(feed.newUrl ?? urlOf({ baseUrl }, feed.path)))
}
