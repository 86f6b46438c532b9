import type { PublishedEpisode as Episode, PublishedShow as Show } from '../../show/published.ts'
import { Podcast } from 'podcast'
import type { PieceWish } from '../article-pieces.ts'
import { escapeText, writeElement } from '../xml.ts'
import { channelElements, channelOptions } from './feed-channel.ts'
import type { Item } from './feed-enclosure.ts'
import { itemElements, type ItemShow } from './feed-item.ts'
import { feedPages, type FeedPage } from './feed-pages.ts'
import { feedStyleFrom, withFeedStyle } from './feed-style.ts'
import { formatRfcDate } from '../../base/written-times.ts'

/** A text that the package wrote, as sections of CDATA; what is in them is not matched again. */
const CDATA_OR_BUILD_DATE = /(?:<!\[CDATA\[.*?\]\]>)+|\n *<lastBuildDate>.*?<\/lastBuildDate>/gs
const CDATA_TAGS = /<!\[CDATA\[(.*?)\]\]>/gs
/** The only element of the package that has HTML. */
const HTML_START = '<description>'

/**
 * One page of the feed as RSS 2.0, the same bytes for the same show.
 *
 * It has the listed episodes, newest first. An element without a value is absent, never empty.
 *
 * @param page By default the page that apps subscribe to.
 * @param style The relative address of its style sheet, if it is not served at the path of the page.
 * @see https://www.rssboard.org/rss-specification
 */
export function renderFeed(
  show: Show,
  page: FeedPage = feedPages(show)[0],
  style = feedStyleFrom(page.path),
): string {
  const { items } = page
  const packaged = new Podcast(channelOptions(show, page)).buildXml(LAYOUT)
  const channel = corrected(packaged, items[0]?.episode.published ?? null)
  const end = channel.lastIndexOf(CHANNEL_END)
  const elements = channelElements(show, page).map((each) => writeElement(each, CHANNEL_INDENT))
  return [
    withFeedStyle(channel.slice(0, end), style),
    ...elements,
    ...items.map((item) => renderItem(show, item)),
    channel.slice(end),
  ].join('')
}

const LAYOUT = { indent: '  ' }
const CHANNEL_END = '\n  </channel>'
const CHANNEL_INDENT = '    '
const ITEM_INDENT = '      '

/** Episode → its item as XML, and the values of the show that it was made from. */
let written = new WeakMap<Episode, { readonly by: string; readonly xml: string }>()

/** Forgets all items, where the feeds are not written again: they take as much memory as all articles. */
export function forgetItems(): void {
  written = new WeakMap()
}

/** The notes that have to be made for a page of the feed. */
export function notesOf(show: ItemShow, { items }: FeedPage): readonly PieceWish[] {
  if (show.feed.notes !== 'full') return []
  const by = keyOf(show)
  const fresh = items.filter(({ episode }) => written.get(episode)?.by !== by)
  return fresh.map(({ episode }) => ({ episode, names: ['notes'] }))
}

/**
 * An item as XML, beginning with the line break before it. It is kept as long as its episode: after an
 * edit of one post the whole feed is written again, and all other items are unchanged.
 */
function renderItem(show: ItemShow, item: Item): string {
  const by = keyOf(show)
  const known = written.get(item.episode)
  if (known?.by === by) return known.xml
  const lines = itemElements(show, item).map((each) => writeElement(each, ITEM_INDENT))
  const xml = `\n    <item>${lines.join('')}\n    </item>`
  written.set(item.episode, { by, xml })
  return xml
}

function keyOf({ baseUrl, site, language, author, tracking, feed }: ItemShow): string {
  const { notes, notesBytes } = feed
  return JSON.stringify([baseUrl, site, language, author, tracking, notes, notesBytes])
}

/**
 * The package writes the current time as the date of the feed, so apps would see a change with every
 * request: the date of the newest episode is right. It puts plain text into CDATA sections.
 */
function corrected(xml: string, date: Date | null): string {
  const line = date === null ? '' : `\n    <lastBuildDate>${formatRfcDate(date)}</lastBuildDate>`
  return xml.replace(CDATA_OR_BUILD_DATE, (found: string, at: number) => {
    if (!found.startsWith('<!')) return line
    return xml.endsWith(HTML_START, at) ? found : escapeText(found.replace(CDATA_TAGS, '$1'))
  })
}
