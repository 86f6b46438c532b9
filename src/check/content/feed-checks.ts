import { gzipSync } from 'node:zlib'
import { CATEGORY_NAMES, parseCategory } from '../../base/categories.ts'
import { imageUrl, inChannel, inFeed, isWebUrl, linkTo, timeOf, type Feed } from '../feed.ts'
import * as from from '../../base/sources.ts'
import type { ContentRule } from './content-checks.ts'
import type { Check } from '../rule.ts'
import { isInsecure } from '../../base/addresses.ts'
import { parseEmail } from '../../posts/fields/part-values.ts'
import { DAY, parseRfcDate } from '../../base/written-times.ts'
import { childrenOf, textIn, type Node } from '../read-xml.ts'
import { FEED_DOCUMENT_CHECKS } from './feed-document-checks.ts'
import { FEED_TEXT_CHECKS } from './feed-text-checks.ts'

/** A rule on a feed. */
interface FeedCheck extends Check<Feed> {
  /** The rule that reports the same with the line of the author, where the content is available. */
  readonly twin?: ContentRule
}

export type FeedChecks = Readonly<Record<string, FeedCheck>>

/** Bytes of a compressed feed above which apps give up, or fetch less often. */
const LARGEST = 2_000_000

/** Elements that a channel may have only once. */
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

const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i
const UUID5 = /^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i

function categoriesOf(channel: Node): readonly string[] {
  return childrenOf(channel, 'itunes:category').flatMap((main) => {
    const name = main.attributes['text'] ?? ''
    const inner = childrenOf(main, 'itunes:category').map((sub) => sub.attributes['text'] ?? '')
    return inner.length === 0 ? [name] : inner.map((sub) => `${name} > ${sub}`)
  })
}

function hasCategory(channel: Node): boolean {
  return categoriesOf(channel).some((name) => name !== '')
}

function* wrongCategories(channel: Node): Iterable<string> {
  for (const name of categoriesOf(channel)) {
    if (CATEGORY_NAMES.includes(name)) continue
    try {
      const { name: main, subcategory } = parseCategory(name)
      const wanted = subcategory === null ? main : `${main} > ${subcategory}`
      yield `expected exactly "${wanted}", got "${name}"`
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      yield cause.message
    }
  }
}

function wrongValue(channel: Node, name: string, values: readonly string[]): string | null {
  const value = textIn(channel, name)
  if (value === null || values.includes(value)) return null
  return `expected ${values.join(' or ')} in ${name}, got "${value}"`
}

function missing(channel: Node, name: string): string | null {
  const value = textIn(channel, name)
  return value ? null : `expected ${name}, got ${value === null ? 'none' : 'an empty one'}`
}

/** Why a text is not a date as RSS writes them; null where it is one. */
export function wrongDate(text: string): string | null {
  return refusal(parseRfcDate, text)
}

/** Why a reader refuses a text; null where it does not. */
function refusal(read: (text: string) => unknown, text: string): string | null {
  try {
    read(text)
    return null
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    return cause.message
  }
}

/** What is wrong with a feed as a whole. */
export const FEED_CHECKS: FeedChecks = {
  ...FEED_DOCUMENT_CHECKS,
  ...FEED_TEXT_CHECKS,
  'feed/self': {
    severity: 'warning',
    says: 'the feed does not give its own address, or gives another one',
    source: from.PSP('atom:link rel="self" is required, with the address of the feed'),
    fix: 'write the address that subscribers have',
    find: inChannel((channel, { url }) => {
      const href = linkTo(channel, 'self')
      if (href === null) return 'expected atom:link with rel="self", got none'
      return href !== url && `expected ${url} as its own address, got ${href}`
    }),
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
  'feed/link': {
    severity: 'error',
    says: 'the show has no website',
    source: from.RSS('link is required, absolute'),
    fix: 'write site: https://… in the settings',
    find: inChannel((channel) => {
      const link = textIn(channel, 'link') ?? ''
      return !isWebUrl(link) && `expected an address in link, got "${link}"`
    }),
  },
  'feed/language': {
    severity: 'warning',
    says: 'the language is missing, or not a language code',
    source: from.PSP('language is required, with a code of ISO 639'),
    fix: 'write language: cs, or en-us',
    twin: 'settings/missing',
    find: inChannel((channel) => {
      const language = textIn(channel, 'language') ?? ''
      return !LANGUAGE.test(language) && `expected a code such as en-us, got "${language}"`
    }),
  },
  'feed/category': {
    severity: 'warning',
    says: 'there is no category, or an empty one',
    source: from.APPLE('a category is required'),
    fix: 'write category: … in the settings',
    twin: 'settings/missing',
    find: inChannel((channel) => !hasCategory(channel) && 'expected itunes:category, got none'),
  },
  'feed/category-name': {
    severity: 'warning',
    says: 'a category is not in Apple’s list',
    source: from.APPLE_CATEGORIES('the names in their spelling'),
    fix: 'copy a category from the list, with its spelling',
    find: inChannel((channel) => hasCategory(channel) && wrongCategories(channel)),
  },
  'feed/explicit': {
    severity: 'warning',
    says: 'explicit is neither true nor false',
    source: from.PSP('itunes:explicit is required, true or false'),
    fix: 'write true or false',
    find: inChannel((channel) =>
      textIn(channel, 'itunes:explicit') === null
        ? 'expected itunes:explicit, got none'
        : wrongValue(channel, 'itunes:explicit', ['true', 'false']),
    ),
  },
  'feed/type': {
    severity: 'warning',
    says: 'the type of the show is neither episodic nor serial',
    source: from.PSP('itunes:type is episodic or serial'),
    fix: 'write type: episodic, or serial',
    find: inChannel((channel) => wrongValue(channel, 'itunes:type', ['episodic', 'serial'])),
  },
  'feed/image': {
    severity: 'warning',
    says: 'the feed has no cover',
    source: from.APPLE('artwork is required'),
    fix: 'write image: cover.jpg in the settings',
    twin: 'settings/missing',
    find: inChannel(
      (channel) =>
        !isWebUrl(imageUrl(channel)) && 'expected itunes:image with an address, got none',
    ),
  },
  'feed/email': {
    severity: 'warning',
    says: 'the feed has no e-mail address of the owner',
    source: from.APPLE('whoever claims a show confirms it by e-mail'),
    fix: 'write owner: { email: me@example.org } in the settings',
    twin: 'settings/missing',
    find: inChannel((channel) => {
      const email = textIn(childrenOf(channel, 'itunes:owner')[0] ?? null, 'itunes:email') ?? ''
      if (email === '') return 'expected itunes:email in itunes:owner, got none'
      return refusal(parseEmail, email)
    }),
  },
  'feed/author': {
    severity: 'warning',
    says: 'the feed names no author of the show, or only a mail address',
    source: from.SPOTIFY('the feed names an author'),
    fix: 'write author: … in the settings, or itunes:author in the channel',
    find: inChannel((channel) => {
      const author = textIn(channel, 'itunes:author') ?? ''
      const isMail = /^[^\s@]+@[^\s@]+$/.test(author)
      return isMail ? `expected a name, got ${author}` : missing(channel, 'itunes:author')
    }),
  },
  'feed/podcast-guid': {
    severity: 'advice',
    says: 'the show has no podcast:guid, or one that is not a UUID of version 5',
    source: from.PODCAST_GUID('a UUID of version 5 that never changes'),
    fix: 'derive it from the address of the feed, and keep it',
    find: inChannel((channel) => {
      const guid = textIn(channel, 'podcast:guid') ?? 'none'
      return !UUID5.test(guid) && `expected a podcast:guid, got ${guid}`
    }),
  },
  'feed/blocked': {
    severity: 'warning',
    says: 'the feed asks directories not to list it',
    source: from.APPLE('itunes:block with yes hides a show'),
    fix: 'remove itunes:block, unless the show is to be hidden',
    find: inChannel(
      (channel) => /^yes$/i.test(textIn(channel, 'itunes:block') ?? '') && 'itunes:block says yes',
    ),
  },
  'feed/complete': {
    severity: 'advice',
    says: 'the feed says that there will be no more episodes',
    source: from.APPLE('itunes:complete: there will be no more episodes, and apps stop asking'),
    fix: 'remove itunes:complete, unless the show is over',
    twin: 'show/complete',
    find: inChannel(
      (channel) =>
        /^yes$/i.test(textIn(channel, 'itunes:complete') ?? '') && 'itunes:complete says yes',
    ),
  },
  'feed/moved': {
    severity: 'warning',
    says: 'the feed says that it has moved',
    source: from.APPLE('itunes:new-feed-url sends subscribers to another feed'),
    fix: 'check the new address; remove the element if the show has not moved',
    find: inChannel((channel, { url }) => {
      const to = textIn(channel, 'itunes:new-feed-url')
      return to !== null && to !== url && `subscribers are sent to ${to}`
    }),
  },
  'feed/repeated': {
    severity: 'warning',
    says: 'an element that may occur once occurs twice',
    source: from.VALIDATOR('DuplicateElement'),
    fix: 'remove one of them',
    find: inChannel(function* (channel) {
      const names = SINGLE.filter((name) => childrenOf(channel, name).length > 1)
      for (const name of names) yield `${name} occurs ${childrenOf(channel, name).length} times`
    }),
  },
  'feed/build-date': {
    severity: 'warning',
    says: 'the date of the feed is invalid, or in the future',
    source: from.RSS('lastBuildDate is when the content last changed'),
    fix: 'write the date of the newest change in the format of RFC 2822',
    twin: 'ledger/clock',
    find: inChannel(function* (channel, { now }) {
      for (const name of ['lastBuildDate', 'pubDate']) {
        const text = textIn(channel, name)
        if (text === null) continue
        const wrong = wrongDate(text)
        if (wrong !== null) yield wrong
        // Clocks differ by minutes, time zones by less than a day.
        else if (parseRfcDate(text).getTime() > now.getTime() + DAY)
          yield `${text} is in the future`
      }
    }),
  },
  'feed/empty': {
    severity: 'warning',
    says: 'the feed has no episode',
    source: from.APPLE('a show has at least one episode'),
    fix: 'publish one',
    twin: 'show/empty',
    find: inChannel((_, { items }) => items.length === 0 && 'it has no item'),
  },
  'feed/order': {
    severity: 'advice',
    says: 'the newest episode does not come first',
    source: from.RSS_PROFILE('readers expect the newest items first'),
    fix: 'sort the items by date',
    find: inChannel((_, { items }) => {
      const times = items.map(timeOf)
      const at = times.findIndex((time, index) => time > (times[index - 1] ?? Infinity))
      return at > 0 && `item ${at + 1} is newer than the one before it`
    }),
  },
  'feed/large': {
    severity: 'warning',
    says: 'the feed is too large for some apps',
    source: from.APPLE('every subscriber fetches the feed often'),
    fix: 'write feed: { notes: summary }, or a smaller feed.episodes',
    find: inFeed(({ text }) => {
      const bytes = text.length <= LARGEST ? 0 : gzipSync(text).length
      const size = (bytes / 1e6).toFixed(1)
      return bytes > LARGEST && `expected at most 2 MB compressed, got ${size} MB`
    }),
  },
  'feed/insecure': {
    severity: 'warning',
    says: 'the cover, the site or the feed itself is not encrypted',
    source: from.PODCASTING('addresses must be https'),
    fix: 'write https',
    twin: 'show/insecure',
    find: inChannel(function* (channel, { url }) {
      const urls = [url, textIn(channel, 'link') ?? '', imageUrl(channel)]
      for (const insecure of new Set(urls.filter(isInsecure)))
        yield `expected https, got ${insecure}`
    }),
  },
}
