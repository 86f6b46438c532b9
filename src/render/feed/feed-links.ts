import type { PublishedShow as Show } from '../../show/published.ts'
import { urlOf } from '../../show/show.ts'
import { asciiUrl, webUrl } from '../ascii-url.ts'
import type { FeedPage } from './feed-pages.ts'

/**
 * The `Link` header by which apps find the hubs of a feed without reading it; null for a feed that
 * has none, and for pages that never change.
 *
 * @see https://www.w3.org/TR/websub/#discovery
 */
export function formatFeedLinks(show: Show, page: FeedPage): string | null {
  const hubs = show.hubs.flatMap((hub) => webUrl(hub) ?? [])
  if (hubs.length === 0 || page.kind === 'archive') return null
  const self = asciiUrl(urlOf(show, page.path))
  return [...hubs.map((hub) => `<${hub}>; rel="hub"`), `<${self}>; rel="self"`].join(', ')
}
