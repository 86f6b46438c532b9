import { Podcast } from 'podcast'

import type { Show } from '../show/show.ts'
import { channelOptions } from './feed-channel.ts'
import { itemOptions } from './feed-item.ts'
import { feedPages, type FeedPage } from './feed-pages.ts'
import { withFeedStyle } from './feed-style.ts'
import { formatRfcDate } from './rfc-date.ts'

/**
 * CDATA sections are found too, and left alone: an author may write about feeds. The parts of a
 * split one are sections themselves.
 */
const CDATA_OR_BUILD_DATE = /<!\[CDATA\[.*?\]\]>|\n *<lastBuildDate>.*?<\/lastBuildDate>/gs

/**
 * One page of the feed as RSS 2.0, the same bytes for the same show.
 *
 * It holds listed episodes, newest first. An element that has nothing to say is absent, never empty.
 *
 * @param page The page that apps subscribe to where it is left out.
 * @param place The path at which it lies, where that is another than the page's own.
 * @see https://www.rssboard.org/rss-specification
 */
export function renderFeed(
  show: Show,
  page: FeedPage = feedPages(show)[0],
  place = page.path,
): string {
  const { items } = page
  const podcast = new Podcast(
    channelOptions(show, page),
    items.map((item) => itemOptions(show, item)),
  )
  const xml = podcast.buildXml({ indent: '  ' })
  const dated = withBuildDate(xml, items[0]?.episode.published ?? null)
  return withFeedStyle(dated, place)
}

/**
 * The package dates every feed now, so that each request would look like a change to the apps that
 * ask. The feed changes with its newest episode.
 */
function withBuildDate(xml: string, date: Date | null): string {
  const line = date === null ? '' : `\n    <lastBuildDate>${formatRfcDate(date)}</lastBuildDate>`
  for (const { 0: found, index } of xml.matchAll(CDATA_OR_BUILD_DATE)) {
    if (!found.startsWith('<!')) return xml.slice(0, index) + line + xml.slice(index + found.length)
  }
  return xml
}
