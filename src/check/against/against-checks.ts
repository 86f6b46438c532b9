import { isLoopback } from '../../net/addresses.ts'
import type { Comparison } from './compare-feeds.ts'
import { foundIn, isWebUrl, type Feed } from '../feed.ts'
import type { Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { childrenOf, textIn } from '../xml.ts'

const DAY = 24 * 60 * 60 * 1000

function selfOf({ channel }: Feed): string | null {
  const links = channel === null ? [] : childrenOf(channel, 'atom:link')
  return links.find(({ attributes }) => attributes['rel'] === 'self')?.attributes['href'] ?? null
}

function guidOf({ channel }: Feed): string | null {
  return channel === null ? null : textIn(channel, 'podcast:guid')
}

/** What hurts subscribers when one feed takes the place of another. */
export const AGAINST_CHECKS: Checks<Comparison> = {
  'against/guid': {
    severity: 'error',
    says: 'an episode has another guid than subscribers hold, so it is downloaded again',
    source: from.PSP('a guid never changes'),
    fix: 'take the guids over first: sidecast adopt FEED FOLDER',
    *find({ again, after }) {
      for (const pair of again) {
        const [old, now] = [textIn(pair.before, 'guid'), textIn(pair.after, 'guid')]
        yield foundIn(pair.after, after, `subscribers hold ${old}, this is ${now}`)
      }
    },
  },
  'against/removed': {
    severity: 'warning',
    says: 'an episode is gone from the feed',
    source: from.APPLE('episodes that are not in the feed are not listed'),
    fix: 'put it back, if it was not meant to go',
    *find({ removed, after }) {
      for (const item of removed) {
        const title = textIn(item, 'title') ?? ''
        yield {
          url: after.url,
          message: `"${title}" (${textIn(item, 'guid')}) is not there any more`,
        }
      }
    },
  },
  'against/emptied': {
    severity: 'error',
    says: 'all episodes are gone from the feed',
    source: from.APPLE('episodes that are not in the feed are not listed'),
    fix: 'look whether the folder, the setting posts and the clock of the machine are right',
    *find({ before, after }) {
      const count = before.items.length
      if (count === 0 || after.items.length > 0) return
      yield { url: after.url, message: `there were ${count} items in it, there is none now` }
    },
  },
  'against/show-guid': {
    severity: 'error',
    says: 'the show has another podcast:guid, so apps take it for another show',
    source: from.PODCAST_GUID('given once, and kept when the address changes'),
    fix: 'write the old one into the settings: feed: { guid: … }',
    *find({ before, after }) {
      const [old, now] = [guidOf(before), guidOf(after)]
      if (old !== null && old !== now)
        yield { url: after.url, message: `it was ${old}, it is ${now}` }
    },
  },
  'against/address': {
    severity: 'error',
    says: 'the feed has another address, where nobody has subscribed',
    source: from.APPLE('a feed moves by itunes:new-feed-url and a permanent redirect'),
    fix: 'keep the address (feed: { path: … }), or list its old path in feed.old_paths; at another host, redirect it with 301',
    *find({ before, after }) {
      const [old, now] = [selfOf(before), selfOf(after)]
      const told = before.channel === null ? null : textIn(before.channel, 'itunes:new-feed-url')
      if (old === null || now === null || old === now || told === now) return
      // A preview on this machine goes out under another address.
      if (isWebUrl(now) && isLoopback(now)) return
      yield { url: after.url, message: `it was ${old}, it is ${now}` }
    },
  },
  'against/date': {
    severity: 'warning',
    says: 'an episode that is out has another day, so apps may show it as new',
    source: from.RSS('pubDate says when the item was published'),
    fix: 'keep the date of its first day',
    *find({ kept, after }) {
      for (const pair of kept) {
        const [old, now] = [pair.before, pair.after].map((item) => textIn(item, 'pubDate') ?? '')
        const moved = Math.abs(Date.parse(now ?? '') - Date.parse(old ?? ''))
        if (moved > 1.5 * DAY) yield foundIn(pair.after, after, `it was ${old}, it is ${now}`)
      }
    },
  },
}
