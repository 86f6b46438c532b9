import type { PublishedEpisode as Episode, PublishedShow as Show } from '../../show/published.ts'
import { Podcast } from 'podcast'

import { writeElement } from '../xml.ts'
import { channelOptions } from './feed-channel.ts'
import { itemElements, type Item, type ItemShow } from './feed-item.ts'
import { feedPages, type FeedPage } from './feed-pages.ts'
import { withFeedStyle } from './feed-style.ts'
import { formatRfcDate } from '../rfc-date.ts'

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
  const channel = new Podcast(channelOptions(show, page)).buildXml(LAYOUT)
  const dated = withBuildDate(channel, items[0]?.episode.published ?? null)
  const end = dated.lastIndexOf(CHANNEL_END)
  const lines = items.map((item) => renderItem(show, item))
  return [withFeedStyle(dated.slice(0, end), place), ...lines, dated.slice(end)].join('')
}

const LAYOUT = { indent: '  ' }
const CHANNEL_END = '\n  </channel>'
const ITEM_INDENT = '      '

/** Episode → what was written of it, and what of its show was in that. */
const written = new WeakMap<Episode, { readonly by: string; readonly xml: string }>()

/**
 * An item as it stands in the feed, from the line end before it. It is kept for as long as its
 * episode is: one edited post writes the whole feed again, of which all the rest is as before.
 */
function renderItem(show: ItemShow, item: Item): string {
  const { baseUrl, site, language, author, feed } = show
  const by = JSON.stringify([baseUrl, site, language, author, feed.notes, feed.notesBytes])
  const known = written.get(item.episode)
  if (known?.by === by) return known.xml
  const lines = itemElements(show, item).map((each) => writeElement(each, ITEM_INDENT))
  const xml = `\n    <item>${lines.join('')}\n    </item>`
  written.set(item.episode, { by, xml })
  return xml
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
