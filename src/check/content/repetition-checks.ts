import * as from from '../../base/sources.ts'
import { foundIn, inChannel, inItems, recordingUrl, timeOf, type Feed } from '../feed.ts'
import type { Found } from '../rule.ts'
import { childrenOf, textIn, type Node } from '../read-xml.ts'
import type { FeedChecks } from './feed-checks.ts'

/** Elements that an item may have only once. */
const SINGLE = [
  'title',
  'link',
  'description',
  'enclosure',
  'guid',
  'pubDate',
  'content:encoded',
  'itunes:title',
  'itunes:summary',
  'itunes:author',
  'itunes:duration',
  'itunes:explicit',
  'itunes:image',
  'itunes:season',
  'itunes:episode',
  'itunes:episodeType',
  'podcast:chapters',
]
/** From so many episodes on, it is no coincidence that all have the same date. */
const SEVERAL = 3

// Every item but the first of those that have the same value.
function repeated(feed: Feed, valueOf: (item: Node) => string, what: string): readonly Found[] {
  return [...Map.groupBy(feed.items, valueOf)].flatMap(([value, [, ...others]]) =>
    value === '' ? [] : others.map((item) => foundIn(item, feed, `${what} ${value} is used twice`)),
  )
}

/** Rules on elements that occur twice in an item, or are the same in several. */
export const REPETITION_CHECKS: FeedChecks = {
  'item/repeated': {
    severity: 'error',
    says: 'an element that an episode may have once occurs twice, so apps take different ones',
    source: from.VALIDATOR('DuplicateElement'),
    fix: 'remove one of them; another form of a recording belongs in podcast:alternateEnclosure',
    find: inItems(function* (item) {
      for (const name of SINGLE) {
        const count = childrenOf(item, name).length
        if (count > 1) yield `expected one ${name}, got ${count}`
      }
    }),
  },
  'item/title-repeated': {
    severity: 'warning',
    says: 'two episodes have the same title',
    source: from.APPLE('a title distinguishes an episode from others'),
    fix: 'give each episode a title of its own',
    twin: 'episode/title-repeated',
    find: (feed) => repeated(feed, (item) => textIn(item, 'title') ?? '', 'the title'),
  },
  'feed/one-date': {
    severity: 'warning',
    says: 'all episodes have the same date, so apps cannot order them',
    source: from.RSS('pubDate says when the item was published'),
    fix: 'give each episode the date and time at which it was published, not those of the feed',
    find: inChannel((_, { items }) => {
      const dates = new Set(items.map(timeOf))
      const [date] = dates
      const isSame = items.length >= SEVERAL && dates.size === 1 && Number.isFinite(date)
      return (
        isSame &&
        `expected different dates, got ${textIn(items[0] ?? null, 'pubDate')} for all ${items.length}`
      )
    }),
  },
  'item/enclosure-repeated': {
    severity: 'warning',
    says: 'two episodes have the same recording',
    source: from.APPLE('only one of several episodes with the same enclosure is shown'),
    fix: 'name the recording that belongs to the episode',
    twin: 'episode/recording-shared',
    find: (feed) => repeated(feed, recordingUrl, 'the recording'),
  },
  'item/guid-repeated': {
    severity: 'error',
    says: 'two episodes have the same guid',
    source: from.PSP('guid is unique'),
    fix: 'give every episode a guid of its own',
    find: (feed) => repeated(feed, (item) => textIn(item, 'guid') ?? '', 'the guid'),
  },
}
