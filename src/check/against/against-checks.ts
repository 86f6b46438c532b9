import { MINUTE, DAY } from '../../base/written-times.ts'
import { isLoopback } from '../../base/addresses.ts'
import { type Comparison, type Pair, compareFeeds, type Surroundings } from './compare-feeds.ts'
import { CHANNEL_FIELDS } from './channel-fields.ts'
import {
  enclosureOf,
  foundIn,
  isWebUrl,
  linkTo,
  timeOf,
  titleOf,
  type Feed,
  readFeed,
} from '../feed.ts'
import { applyChecks, type Checks, type Finding, type Found, lookAt } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { textIn } from '../read-xml.ts'
import { isWithinAFew } from '../../show/ledger/went-out.ts'

/** Time zones differ by quarters of an hour. */
const ZONE_STEP = 15 * MINUTE

/** Fewer episodes do not prove that something was done to all of them. */
const TELLING = 3

/** The pairs for which something is true, if it is true for most of them; a few are changes by the author. */
function most(pairs: readonly Pair[], is: (pair: Pair) => boolean): readonly Pair[] {
  const those = pairs.filter(is)
  return pairs.length >= TELLING && those.length * 2 > pairs.length ? those : []
}

function titleChanged({ before, after }: Pair): boolean {
  return textIn(before, 'title') !== textIn(after, 'title')
}

/** How far the date of an episode has moved, in milliseconds; NaN if one cannot be read. */
function moved({ before, after }: Pair): number {
  return timeOf(after) - timeOf(before)
}

/** Whether a date has moved as if it were read in another time zone. */
function isShifted(pair: Pair): boolean {
  const by = Math.abs(moved(pair))
  return by > 0 && by < DAY && by % ZONE_STEP === 0
}

/** Part of its former size; another encoding may halve it. */
const SHRUNK = 0.25

function bytesOf(item: Pair['before']): number {
  return Number(enclosureOf(item)?.['length'] ?? 0)
}

function typeOf(item: Pair['before']): string {
  return enclosureOf(item)?.['type'] ?? 'no type'
}

/** Whether the feed leads apps from one of its own addresses to its present one. */
function leadsOn(
  old: string,
  now: string,
  { channel }: Feed,
  oldPaths: readonly string[],
): boolean {
  const [was, is] = [new URL(old), new URL(now)]
  return (
    was.host === is.host &&
    textIn(channel, 'itunes:new-feed-url') === now &&
    oldPaths.some((path) => was.pathname.endsWith(encodeURI(path)))
  )
}

/** At the item of the new feed that is about the same episode. */
function atItem({ after }: Pair, comparison: Comparison, message: string): Found {
  return foundIn(after, comparison.after, message)
}

const inKept = lookAt(({ kept }: Comparison) => kept, atItem)
const inAgain = lookAt(({ again }: Comparison) => again, atItem)
const inFeed = lookAt(
  (comparison: Comparison) => [comparison],
  (_, { after: { url } }, message) => ({ url, message }),
)

/** The rules on what would hurt subscribers if one feed replaced another. */
export const AGAINST_CHECKS: Checks<Comparison> = {
  'against/guid': {
    severity: 'error',
    says: 'the guid of an episode has changed, so subscribers download it again',
    source: from.PSP('a guid never changes'),
    fix: 'adopt the old guids first: sidecast adopt FEED FOLDER',
    find: inAgain(({ known, before, after }) => {
      const [old, now] = [textIn(before, 'guid'), textIn(after, 'guid')]
      return known === 'by guid' && `subscribers have ${old}, the feed has ${now}`
    }),
  },
  'against/guid-missing': {
    severity: 'warning',
    says: 'the old feed has an episode without a guid, so apps know it by the address of its recording',
    source: from.PSP('each item has a guid'),
    fix: 'write its old address as its guid (guid: https://…), and every app that knows it by that keeps it',
    find: inAgain(({ known, before, after }) => {
      const [old, now] = [enclosureOf(before)?.['url'], textIn(after, 'guid')]
      return known === 'by address' && `subscribers know ${old}, the feed has the guid ${now}`
    }),
  },
  'against/guid-shared': {
    severity: 'warning',
    says: 'the old feed gives one guid to several episodes, of which apps show one',
    source: from.PSP('the guid of an item is its own'),
    fix: 'keep the new guids: apps then show every episode, and those that they already had a second time',
    find: inAgain(({ known, before, after }) => {
      const [old, now] = [textIn(before, 'guid'), textIn(after, 'guid')]
      return known === 'as several' && `it shared the guid ${old}, and now has ${now}`
    }),
  },
  'against/removed': {
    severity: 'warning',
    says: 'an episode was removed from the feed',
    source: from.APPLE('what is not in the feed is not listed'),
    fix: 'restore it, unless you removed it on purpose',
    find: inFeed(({ removed }) =>
      removed.map((item) => {
        const known = textIn(item, 'guid') ?? 'without a guid'
        return `"${textIn(item, 'title') ?? ''}" (${known}) is no longer in the feed`
      }),
    ),
  },
  'against/emptied': {
    severity: 'error',
    says: 'all episodes were removed from the feed',
    source: from.APPLE('what is not in the feed is not listed'),
    fix: 'check the folder, the setting posts and the clock of the computer',
    find: inFeed(({ before, after }) => {
      const count = before.items.length
      return count > 0 && after.items.length === 0 && `it had ${count} items, and has none now`
    }),
  },
  'against/show-guid': {
    severity: 'error',
    says: 'the podcast:guid has changed, so apps treat this as another show',
    source: from.PODCAST_GUID('given once, and kept when the address changes'),
    fix: 'set it to the old one in the settings: feed: { guid: … }',
    find: inFeed(({ before, after }) => {
      const old = textIn(before.channel, 'podcast:guid')
      const now = textIn(after.channel, 'podcast:guid')
      return old !== null && old !== now && `it was ${old}, it is ${now}`
    }),
  },
  'against/address': {
    severity: 'error',
    says: 'the address of the feed has changed, and nobody has subscribed to the new one',
    source: from.APPLE('a feed moves with itunes:new-feed-url and a permanent redirect'),
    fix: 'keep the address (feed: { path: … }), or list its old path in feed.old_paths; if the host has changed, redirect the old address with 301',
    find: inFeed(({ before, after, oldPaths }) => {
      const old = linkTo(before.channel, 'self')
      const now = linkTo(after.channel, 'self')
      const announced = textIn(before.channel, 'itunes:new-feed-url')
      if (old === null || now === null || old === now || announced === now) return null
      // A preview on this computer is published under another address.
      if (isWebUrl(now) && isLoopback(now)) return null
      if (isWebUrl(old) && isWebUrl(now) && leadsOn(old, now, after, oldPaths)) return null
      return `it was ${old}, it is ${now}`
    }),
  },
  'against/channel': {
    severity: 'warning',
    says: 'what directories display about the show has changed',
    source: from.APPLE('the channel describes the show'),
    fix: 'change it back in the settings, unless you meant to change it',
    find: inFeed(function* ({ before, after }) {
      for (const [name, read] of Object.entries(CHANNEL_FIELDS)) {
        const [old, now] = [read(before, after), read(after, before)]
        if (old === null || old === now) continue
        const is = now === null ? 'it is gone' : `it is "${now}"`
        yield `${name}: it was "${old}", ${is}`
      }
    }),
  },
  'against/titles': {
    severity: 'warning',
    says: 'most titles of published episodes have changed',
    source: from.APPLE('a title is how listeners know an episode'),
    fix: 'check how titles are made, unless you meant to change them',
    find: inFeed(({ kept }) => {
      const [first, ...others] = most(kept, titleChanged)
      if (first === undefined) return null
      const [old, now] = [titleOf(first.before), titleOf(first.after)]
      return `${others.length + 1} of ${kept.length} titles have changed, e.g. "${old}" to "${now}"`
    }),
  },
  'against/type': {
    severity: 'warning',
    says: 'the recording of a published episode has another type',
    source: from.RSS('an enclosure has the type of its file'),
    fix: 'keep the type that apps have, or check whether the right file is named',
    find: inKept(({ before, after }) => {
      const [old, now] = [typeOf(before), typeOf(after)]
      return old !== now && `it was ${old}, it is ${now}`
    }),
  },
  'against/shrunk': {
    severity: 'warning',
    says: 'the recording of a published episode is much smaller than it was',
    source: from.RSS('an enclosure has the length of its file'),
    fix: 'check whether the right file is named and was uploaded completely',
    find: inKept(({ before, after }) => {
      const [old, now] = [bytesOf(before), bytesOf(after)]
      const isSame = typeOf(before) === typeOf(after)
      return isSame && now < old * SHRUNK && `it had ${old} bytes, it has ${now}`
    }),
  },
  'against/time-zone': {
    severity: 'warning',
    says: 'the dates of most published episodes have moved by hours',
    source: from.RSS('pubDate says when the item was published'),
    fix: 'set timezone to the one in which the dates of the posts are written',
    find: inFeed(({ kept }) => {
      const shifted = most(kept, isShifted)
      const [first] = shifted
      if (first === undefined) return null
      const hours = moved(first) / (60 * MINUTE)
      const by = `${Math.abs(hours)} hours ${hours > 0 ? 'later' : 'earlier'}`
      return `${shifted.length} of ${kept.length} dates have moved; "${titleOf(first.after)}" is ${by}`
    }),
  },
  'against/date': {
    severity: 'warning',
    says: 'the date of a published episode has changed, so apps may show it as new',
    source: from.RSS('pubDate says when the item was published'),
    fix: 'keep the date on which it was first published',
    find: inKept((pair) => {
      const [old, now] = [textIn(pair.before, 'pubDate'), textIn(pair.after, 'pubDate')]
      return Math.abs(moved(pair)) > 1.5 * DAY && `it was ${old}, it is ${now}`
    }),
  },
}

/** What would hurt subscribers so much that the author must confirm it. */
export interface Risks {
  /** Episodes that would leave the feed, where they are more than a few. */
  readonly removals: readonly Finding[]
  /** Everything else that `check --against` reports as an error. */
  readonly changes: readonly Finding[]
}

/** Compares a feed that is about to be published with the one that subscribers have. */
export function risksOf(published: string, next: Feed, around: Surroundings): Risks {
  const before = readFeed(published, { url: next.url, now: next.now })
  const comparison = compareFeeds(before, next, around)
  const findings = applyChecks(AGAINST_CHECKS, comparison)
  const { removed } = comparison
  const isMuch = !isWithinAFew(removed.length, before.items.length)
  return {
    removals: findings.filter(({ rule }) => isMuch && REMOVALS.has(rule)),
    changes: findings.filter(({ rule, severity }) => severity === 'error' && !REMOVALS.has(rule)),
  }
}

const REMOVALS: ReadonlySet<string> = new Set(['against/removed', 'against/emptied'])
