import type { PublishedShow as Show } from '../../show/published.ts'
import type { PieceWish } from '../article-pieces.ts'
import { renderJson } from '../text.ts'
import { channelMembers } from './feed-channel.ts'
import { itemMembers } from './feed-item.ts'
import { feedPages, type FeedPage } from './feed-pages.ts'

/** The media type of a feed as JSON; JSON has no charset. */
export const JSON_FEED = 'application/feed+json'

/**
 * Renders one page of the feed as JSON Feed 1.1, for readers that prefer it. It has the items of the same
 * page as RSS, and is made from the same tables. Podcast apps need RSS: the elements of Apple and of the
 * podcast namespace have no equivalent here.
 *
 * @param page By default the page that apps subscribe to.
 * @see https://www.jsonfeed.org/version/1.1/
 */
export function renderJsonFeed(show: Show, page: FeedPage = feedPages(show)[0]): string {
  return renderJson({
    version: 'https://jsonfeed.org/version/1.1',
    ...channelMembers(show, page),
    items: page.items.map((item) => itemMembers(show, item)),
  })
}

/** The notes that a page of the feed as JSON contains. */
export function jsonNotesOf({ feed }: Show, { items }: FeedPage): readonly PieceWish[] {
  return feed.notes === 'full' ? items.map(({ episode }) => ({ episode, names: ['notes'] })) : []
}
