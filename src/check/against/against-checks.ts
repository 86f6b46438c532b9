import { isLoopback } from '../../base/addresses.ts'
import type { Comparison } from './compare-feeds.ts'
import { foundIn, isWebUrl, linkTo, timeOf } from '../feed.ts'
import type { Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { textIn } from '../xml.ts'

const DAY = 24 * 60 * 60 * 1000

/** What would hurt subscribers if one feed replaced another. */
export const AGAINST_CHECKS: Checks<Comparison> = {
  'against/guid': {
    severity: 'error',
    says: 'the guid of an episode has changed, so subscribers download it again',
    source: from.PSP('a guid never changes'),
    fix: 'adopt the old guids first: sidecast adopt FEED FOLDER',
    *find({ again, after }) {
      for (const pair of again) {
        const [old, now] = [textIn(pair.before, 'guid'), textIn(pair.after, 'guid')]
        yield foundIn(pair.after, after, `subscribers have ${old}, the feed has ${now}`)
      }
    },
  },
  'against/removed': {
    severity: 'warning',
    says: 'an episode was removed from the feed',
    source: from.APPLE('what is not in the feed is not listed'),
    fix: 'restore it, unless you removed it on purpose',
    *find({ removed, after }) {
      for (const item of removed) {
        const message = `"${textIn(item, 'title') ?? ''}" (${textIn(item, 'guid')}) is no longer there`
        yield { url: after.url, message }
      }
    },
  },
  'against/emptied': {
    severity: 'error',
    says: 'all episodes were removed from the feed',
    source: from.APPLE('what is not in the feed is not listed'),
    fix: 'check the folder, the setting posts and the clock of the computer',
    *find({ before, after }) {
      const count = before.items.length
      if (count === 0 || after.items.length > 0) return
      yield { url: after.url, message: `it had ${count} items, and has none now` }
    },
  },
  'against/show-guid': {
    severity: 'error',
    says: 'the podcast:guid has changed, so apps treat this as another show',
    source: from.PODCAST_GUID('given once, and kept when the address changes'),
    fix: 'set it to the old one in the settings: feed: { guid: … }',
    *find({ before, after }) {
      const old = textIn(before.channel, 'podcast:guid')
      const now = textIn(after.channel, 'podcast:guid')
      if (old !== null && old !== now)
        yield { url: after.url, message: `it was ${old}, it is ${now}` }
    },
  },
  'against/address': {
    severity: 'error',
    says: 'the address of the feed has changed, and nobody has subscribed to the new one',
    source: from.APPLE('a feed moves with itunes:new-feed-url and a permanent redirect'),
    fix: 'keep the address (feed: { path: … }), or list its old path in feed.old_paths; if the host has changed, redirect the old address with 301',
    *find({ before, after }) {
      const old = linkTo(before.channel, 'self')
      const now = linkTo(after.channel, 'self')
      const announced = textIn(before.channel, 'itunes:new-feed-url')
      if (old === null || now === null || old === now || announced === now) return
      // A preview on this computer is published under another address.
      if (isWebUrl(now) && isLoopback(now)) return
      yield { url: after.url, message: `it was ${old}, it is ${now}` }
    },
  },
  'against/date': {
    severity: 'warning',
    says: 'the date of a published episode has changed, so apps may show it as new',
    source: from.RSS('pubDate says when the item was published'),
    fix: 'keep the date on which it was first published',
    *find({ kept, after }) {
      for (const pair of kept) {
        const moved = Math.abs(timeOf(pair.after) - timeOf(pair.before))
        const [old, now] = [pair.before, pair.after].map((item) => textIn(item, 'pubDate'))
        if (moved > 1.5 * DAY) yield foundIn(pair.after, after, `it was ${old}, it is ${now}`)
      }
    },
  },
}
