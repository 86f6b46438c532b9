import { gzipSync } from 'node:zlib'
import { CATEGORY_NAMES, parseCategory } from '../../base/categories.ts'
import { inChannel, isWebUrl, type Feed } from '../feed.ts'
import * as from from '../../base/sources.ts'
import type { ContentRule } from './content-checks.ts'
import type { Check, Found } from '../rule.ts'
import { isInsecure } from '../../net/addresses.ts'
import { parseRfcDate } from '../../render/rfc-date.ts'
import { childrenOf, NAMESPACES, textIn, type Node } from '../xml.ts'

/** A rule on a feed. */
interface FeedCheck extends Check<Feed> {
  /** The rule that tells the same with the author's own line, where the content is at hand. */
  readonly twin?: ContentRule
}

export type FeedChecks = Readonly<Record<string, FeedCheck>>

/** Bytes of a compressed feed above which apps give up, or ask less often. */
const LARGEST = 2_000_000
const MAX_DESCRIPTION = 4000
const MAX_VALUE = 255

/** Elements that a channel has once. */
const SINGLE = [
  'title',
  'link',
  'description',
  'language',
  'copyright',
  'generator',
  'pubDate',
  'lastBuildDate',
  'itunes:author',
  'itunes:explicit',
  'itunes:type',
  'itunes:owner',
  'itunes:image',
  'podcast:guid',
  'podcast:locked',
  'podcast:medium',
]

const SHORT_VALUES = ['title', 'itunes:author', 'itunes:title', 'copyright', 'generator']

const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i
const UUID5 = /^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i

function* unknownNamespaces({ root, url }: Feed): Iterable<Found> {
  for (const [name, uri] of Object.entries(root?.attributes ?? {})) {
    const wanted = Object.entries(NAMESPACES).find(([, prefix]) => name === `xmlns:${prefix}`)
    if (wanted === undefined || NAMESPACES[uri] !== undefined) continue
    yield { url, message: `${name} is "${wanted[0]}", letter by letter, got "${uri}"` }
  }
}

function* selfLink(channel: Node, { url }: Feed): Iterable<string> {
  const self = childrenOf(channel, 'atom:link').find(
    ({ attributes }) => attributes['rel'] === 'self',
  )
  const href = self?.attributes['href']
  if (href === undefined) yield 'expected atom:link with rel="self", got none'
  else if (href !== url) yield `expected ${url} as its own address, got ${href}`
}

function categoriesOf(channel: Node): readonly string[] {
  return childrenOf(channel, 'itunes:category').flatMap((main) => {
    const name = main.attributes['text'] ?? ''
    const inner = childrenOf(main, 'itunes:category').map((sub) => sub.attributes['text'] ?? '')
    return inner.length === 0 ? [name] : inner.map((sub) => `${name} > ${sub}`)
  })
}

function* wrongCategories(channel: Node): Iterable<string> {
  for (const name of categoriesOf(channel)) {
    if (CATEGORY_NAMES.includes(name)) continue
    try {
      yield `expected "${formatLike(name)}", letter by letter, got "${name}"`
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      yield cause.message
    }
  }
}

function formatLike(name: string): string {
  const { name: main, subcategory } = parseCategory(name)
  return subcategory === null ? main : `${main} > ${subcategory}`
}

function* notOf(channel: Node, name: string, values: readonly string[]): Iterable<string> {
  const value = textIn(channel, name)
  if (value !== null && !values.includes(value)) {
    yield `expected ${values.join(' or ')} in ${name}, got "${value}"`
  }
}

function* missing(channel: Node, name: string): Iterable<string> {
  if (!textIn(channel, name))
    yield `expected ${name}, got ${textIn(channel, name) === null ? 'none' : 'an empty one'}`
}

function imageOf(channel: Node): string | null {
  return childrenOf(channel, 'itunes:image')[0]?.attributes['href'] ?? null
}

/** What is wrong with a feed as a whole. */
export const FEED_CHECKS: FeedChecks = {
  'feed/xml': {
    severity: 'error',
    says: 'the feed is not well-formed',
    source: from.XML('a fatal error ends the reading'),
    fix: 'escape & and < in texts, and close every element',
    *find({ error, url }) {
      if (error !== null) yield { url, message: error }
    },
  },
  'feed/declaration': {
    severity: 'warning',
    says: 'something stands before the XML declaration, or there is none',
    source: from.APPLE('the feed begins with its XML declaration'),
    fix: 'let <?xml version="1.0" encoding="UTF-8"?> be the first bytes',
    *find({ text, url, error }) {
      const start = text.replace(/^\uFEFF/, '').slice(0, 40)
      if (error === null && !start.startsWith('<?xml ')) {
        yield { url, message: `expected <?xml … at the start, got "${start.slice(0, 20)}"` }
      }
    },
  },
  'feed/root': {
    severity: 'error',
    says: 'what is served is no RSS 2.0',
    source: from.RSS('rss with version 2.0 holds one channel'),
    fix: 'give the address of the RSS feed',
    *find({ root, channel, url }) {
      if (root === null || (root.name === 'rss' && root.attributes['version'] === '2.0' && channel))
        return
      yield { url, message: `expected rss version="2.0" with a channel, got ${root.name}` }
    },
  },
  'feed/namespace': {
    severity: 'error',
    says: 'a namespace is not the one that its prefix is known for',
    source: from.NAMESPACES('names are compared letter by letter'),
    fix: 'copy the address of the namespace from its specification',
    find: unknownNamespaces,
  },
  'feed/self': {
    severity: 'warning',
    says: 'the feed does not say its own address, or another one',
    source: from.PSP('atom:link rel="self" is required, with the address of the feed'),
    fix: 'let it be the address that subscribers have',
    find: inChannel(selfLink),
  },
  'feed/title': {
    severity: 'error',
    says: 'the show has no title',
    source: from.RSS('title is required'),
    fix: 'write title: … in the settings',
    find: inChannel((channel) => missing(channel, 'title')),
  },
  'feed/description': {
    severity: 'error',
    says: 'the show has no description',
    source: from.RSS('description is required'),
    fix: 'write description: … in the settings',
    find: inChannel((channel) => missing(channel, 'description')),
  },
  'feed/description-long': {
    severity: 'warning',
    says: 'a description is longer than 4000 bytes',
    source: from.PSP('at most 4000 bytes'),
    fix: 'shorten it; the whole article belongs into content:encoded',
    *find({ channel, items, url }) {
      for (const node of channel === null ? [] : [channel, ...items]) {
        const bytes = Buffer.byteLength(textIn(node, 'description') ?? '')
        if (bytes > MAX_DESCRIPTION) yield { url, message: `expected 4000 bytes, got ${bytes}` }
      }
    },
  },
  'feed/value-long': {
    severity: 'warning',
    says: 'a value is longer than 255 characters',
    source: from.PSP('values have at most 255 characters'),
    fix: 'shorten it',
    *find({ channel, items, url }) {
      for (const node of channel === null ? [] : [channel, ...items]) {
        const long = SHORT_VALUES.filter((name) => (textIn(node, name) ?? '').length > MAX_VALUE)
        for (const name of long) yield { url, message: `${name} has more than 255 characters` }
      }
    },
  },
  'feed/link': {
    severity: 'error',
    says: 'the show has no website',
    source: from.RSS('link is required, absolute'),
    fix: 'write site: https://… in the settings',
    find: inChannel(function* (channel) {
      const link = textIn(channel, 'link') ?? ''
      if (!isWebUrl(link)) yield `expected an address in link, got "${link}"`
    }),
  },
  'feed/language': {
    severity: 'warning',
    says: 'the language is missing or no code',
    source: from.PSP('language is required, by ISO 639'),
    fix: 'write language: cs, or en-us',
    twin: 'settings/missing',
    find: inChannel(function* (channel) {
      const language = textIn(channel, 'language') ?? ''
      if (!LANGUAGE.test(language)) yield `expected a code such as en-us, got "${language}"`
    }),
  },
  'feed/category': {
    severity: 'warning',
    says: 'there is no category, or an empty one',
    source: from.APPLE('a category is required'),
    fix: 'write category: … in the settings',
    twin: 'settings/missing',
    find: inChannel(function* (channel) {
      const named = categoriesOf(channel).filter((name) => name !== '')
      if (named.length === 0) yield 'expected itunes:category with a text, got none'
    }),
  },
  'feed/category-name': {
    severity: 'warning',
    says: 'a category is none of Apple’s',
    source: from.APPLE_CATEGORIES('the names in their spelling'),
    fix: 'take one of the list, in its spelling',
    find: inChannel((channel) =>
      categoriesOf(channel).every((name) => name === '') ? [] : wrongCategories(channel),
    ),
  },
  'feed/explicit': {
    severity: 'warning',
    says: 'explicit is neither true nor false',
    source: from.PSP('itunes:explicit is required, true or false'),
    fix: 'write true or false',
    find: inChannel(function* (channel) {
      if (textIn(channel, 'itunes:explicit') === null) yield 'expected itunes:explicit, got none'
      else yield* notOf(channel, 'itunes:explicit', ['true', 'false'])
    }),
  },
  'feed/type': {
    severity: 'warning',
    says: 'the type of the show is neither episodic nor serial',
    source: from.PSP('itunes:type is episodic or serial'),
    fix: 'write type: episodic, or serial',
    find: inChannel((channel) => notOf(channel, 'itunes:type', ['episodic', 'serial'])),
  },
  'feed/image': {
    severity: 'warning',
    says: 'the feed has no cover',
    source: from.APPLE('artwork is required'),
    fix: 'write image: cover.jpg in the settings',
    twin: 'settings/missing',
    find: inChannel(function* (channel) {
      if (!isWebUrl(imageOf(channel) ?? '')) yield 'expected itunes:image with an address, got none'
    }),
  },
  'feed/email': {
    severity: 'warning',
    says: 'the feed has no e-mail address of its owner',
    source: from.APPLE('the owner is written to where a show is claimed'),
    fix: 'write owner: { email: me@example.org } in the settings',
    twin: 'settings/missing',
    find: inChannel(function* (channel) {
      const owner = childrenOf(channel, 'itunes:owner')[0]
      const email = owner === undefined ? null : textIn(owner, 'itunes:email')
      if (!email?.includes('@')) yield 'expected itunes:email in itunes:owner, got none'
    }),
  },
  'feed/podcast-guid': {
    severity: 'advice',
    says: 'the show has no podcast:guid, or one that is no UUID of version 5',
    source: from.PODCAST_GUID('a UUID of version 5, given once and for ever'),
    fix: 'let it be made from the address of the feed, and keep it',
    find: inChannel(function* (channel) {
      const guid = textIn(channel, 'podcast:guid')
      if (guid === null || !UUID5.test(guid)) yield `expected a podcast:guid, got ${guid ?? 'none'}`
    }),
  },
  'feed/blocked': {
    severity: 'warning',
    says: 'the feed asks to be kept out of directories',
    source: from.APPLE('itunes:block with yes hides a show'),
    fix: 'take itunes:block out, unless the show shall be hidden',
    find: inChannel(function* (channel) {
      if (/^yes$/i.test(textIn(channel, 'itunes:block') ?? '')) yield 'itunes:block says yes'
    }),
  },
  'feed/moved': {
    severity: 'warning',
    says: 'the feed says that it has moved',
    source: from.APPLE('itunes:new-feed-url sends subscribers to another feed'),
    fix: 'check the new address; take the element out where the show has not moved',
    find: inChannel(function* (channel, { url }) {
      const to = textIn(channel, 'itunes:new-feed-url')
      if (to !== null && to !== url) yield `subscribers are sent to ${to}`
    }),
  },
  'feed/repeated': {
    severity: 'warning',
    says: 'an element that may stand once stands twice',
    source: from.VALIDATOR('DuplicateElement'),
    fix: 'remove one of them',
    find: inChannel(function* (channel) {
      const names = SINGLE.filter((name) => childrenOf(channel, name).length > 1)
      for (const name of names) yield `${name} stands ${childrenOf(channel, name).length} times`
    }),
  },
  'feed/build-date': {
    severity: 'warning',
    says: 'the date of the feed is none, or in the future',
    source: from.RSS('lastBuildDate is when the content last changed'),
    fix: 'write the date of the newest change, as RFC 2822 has it',
    twin: 'ledger/clock',
    find: inChannel(function* (channel, { now }) {
      for (const name of ['lastBuildDate', 'pubDate']) {
        const text = textIn(channel, name)
        if (text !== null) yield* wrongDate(text, now)
      }
    }),
  },
  'feed/empty': {
    severity: 'warning',
    says: 'the feed has no episode',
    source: from.APPLE('a show has at least one episode'),
    fix: 'publish one',
    twin: 'show/empty',
    *find({ channel, items, url }) {
      if (channel !== null && items.length === 0) yield { url, message: 'there is no item in it' }
    },
  },
  'feed/order': {
    severity: 'advice',
    says: 'the newest episode does not come first',
    source: from.RSS_PROFILE('readers expect the newest items first'),
    fix: 'sort the items by date',
    find: inChannel(function* (_, { items }) {
      const dates = items.map((item) => Date.parse(textIn(item, 'pubDate') ?? ''))
      const at = dates.findIndex((date, index) => date > (dates[index - 1] ?? Infinity))
      if (at > 0) yield `item ${at + 1} is newer than the one before it`
    }),
  },
  'feed/large': {
    severity: 'warning',
    says: 'the feed is larger than apps like it',
    source: from.APPLE('feeds are asked for often, by every subscriber'),
    fix: 'write feed: { notes: summary }, or fewer feed.episodes',
    *find({ text, url }) {
      if (text.length <= LARGEST) return
      const bytes = gzipSync(text).length
      if (bytes > LARGEST)
        yield {
          url,
          message: `expected at most 2 MB compressed, got ${(bytes / 1e6).toFixed(1)} MB`,
        }
    },
  },
  'feed/insecure': {
    severity: 'warning',
    says: 'the cover, the site or the feed itself is not encrypted',
    source: from.PODCASTING('addresses must be https'),
    fix: 'write https',
    twin: 'show/insecure',
    find: inChannel(function* (channel, { url }) {
      const urls = [url, textIn(channel, 'link') ?? '', imageOf(channel) ?? '']
      for (const open of new Set(urls.filter(isInsecure))) yield `expected https, got ${open}`
    }),
  },
}

function* wrongDate(text: string, now: Date): Iterable<string> {
  try {
    const date = parseRfcDate(text)
    // Clocks differ by minutes, zones by less than a day.
    if (date.getTime() > now.getTime() + 24 * 60 * 60 * 1000) yield `${text} is in the future`
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    yield cause.message
  }
}
