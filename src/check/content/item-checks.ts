import { enclosureOf, foundIn, inItems, isWebUrl, type Feed } from '../feed.ts'
import type { FeedChecks } from './feed-checks.ts'
import { addressesIn, readHtml, type HtmlElement } from './html.ts'
import { isInsecure } from '../../net/addresses.ts'
import { parseRfcDate } from '../../render/rfc-date.ts'
import type { Found } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { childrenOf, textIn, type Node } from '../xml.ts'

/** @see https://podcasters.apple.com/support/823-podcast-requirements */
const TYPES = new Set([
  'audio/mpeg',
  'audio/x-m4a',
  'audio/mp4',
  'audio/m4a',
  'video/mp4',
  'video/m4v',
  'video/x-m4v',
  'video/quicktime',
  'application/pdf',
])
/** Wrong names → the one that is meant. */
const MEANT: Readonly<Record<string, string>> = {
  'audio/mp3': 'audio/mpeg',
  'audio/mpeg3': 'audio/mpeg',
  'audio/x-mp3': 'audio/mpeg',
  'audio/x-mpeg': 'audio/mpeg',
  'audio/mp4a-latm': 'audio/x-m4a',
  'audio/aac': 'audio/x-m4a',
}
const ENDING = /\.(?:mp3|m4a|m4b|mp4|m4v|mov|pdf)$/i
/** No recording is so small; templates write 0, 1, 33 and 1024 where they do not know. */
const SMALLEST = 2000
const OLDEST = Date.UTC(1990, 0, 1)
const AHEAD = 24 * 60 * 60 * 1000

const TRANSCRIPT_TYPES = new Set([
  'text/vtt',
  'application/x-subrip',
  'application/srt',
  'text/srt',
  'application/json',
  'text/html',
  'text/plain',
])
const CHAPTER_TYPES = new Set(['application/json+chapters', 'application/json'])

const NUMBERED = /^\s*(?:(?:episode|ep)\s*[.:#]?\s*\d{1,4}\b|s\d{1,2}\s*[.:]?\s*e\d{1,3}\b)/i
const ESCAPED = /&(?:amp|lt|gt|quot|nbsp|apos|#\d{2,6});/i
const MARKUP = /<\/?(?:a|b|i|p|em|br|div|span|strong)\b[^>]*>/i
const ACTIVE = new Set(['script', 'iframe', 'style', 'form', 'object', 'embed'])

/** What a reader of feeds takes out of an element, or refuses; null where it is harmless. */
function activePart({ name, attributes }: HtmlElement): string | null {
  if (ACTIVE.has(name)) return `<${name}>`
  const handler = Object.keys(attributes).find((attribute) => attribute.startsWith('on'))
  if (handler !== undefined) return handler
  return Object.values(attributes).some((value) => /^\s*javascript:/i.test(value))
    ? 'javascript:'
    : null
}

function urlOf(item: Node): string {
  return enclosureOf(item)?.['url'] ?? ''
}

function guidOf(item: Node): Node | undefined {
  return childrenOf(item, 'guid')[0]
}

function dateOf(item: Node): Date | null {
  try {
    return parseRfcDate(textIn(item, 'pubDate') ?? '')
  } catch {
    return null
  }
}

// Every item but the first of those that are the same in one trait.
function* repeated(feed: Feed, trait: (item: Node) => string, what: string): Iterable<Found> {
  for (const [value, items] of Map.groupBy(feed.items, trait)) {
    if (value === '') continue
    for (const item of items.slice(1)) yield foundIn(item, feed, `${what} ${value} stands twice`)
  }
}

/** The values that an element may have; it may be absent. */
const VALUES: readonly {
  readonly name: string
  readonly allowed: RegExp
  readonly words: string
}[] = [
  { name: 'itunes:explicit', allowed: /^(?:true|false)$/, words: 'true or false' },
  {
    name: 'itunes:episodeType',
    allowed: /^(?:full|trailer|bonus)$/,
    words: 'full, trailer or bonus',
  },
  { name: 'itunes:season', allowed: /^[1-9]\d{0,8}$/, words: 'a whole number from 1' },
  { name: 'itunes:episode', allowed: /^[1-9]\d{0,8}$/, words: 'a whole number from 1' },
  { name: 'itunes:block', allowed: /^yes$/i, words: 'yes, or nothing' },
  { name: 'podcast:season', allowed: /^\d{1,9}$/, words: 'a whole number' },
  { name: 'podcast:episode', allowed: /^\d{1,9}(?:\.\d+)?$/, words: 'a number' },
]

/** What is wrong with the items of a feed. */
export const ITEM_CHECKS: FeedChecks = {
  'item/title': {
    severity: 'error',
    says: 'an episode has no title',
    source: from.APPLE('every episode has a title'),
    fix: 'write title: … in the post',
    twin: 'post/title',
    find: inItems(function* (item) {
      if (!textIn(item, 'title')) yield 'expected a title, got none'
    }),
  },
  'item/title-number': {
    severity: 'warning',
    says: 'a title begins with a season or episode number',
    source: from.PSP('numbers have elements of their own and stay out of the title'),
    fix: 'use itunes:season and itunes:episode',
    twin: 'episode/title-number',
    find: inItems(function* (item) {
      const [found] = NUMBERED.exec(textIn(item, 'title') ?? '') ?? []
      if (found !== undefined) yield `"${found.trim()}" is a number; apps show their own`
    }),
  },
  'item/title-markup': {
    severity: 'warning',
    says: 'a title holds markup, or was escaped twice',
    source: from.VALIDATOR('ContainsHTML: a title is plain text'),
    fix: 'write plain text, escaped once',
    twin: 'writing/markup',
    find: inItems(function* (item) {
      const title = textIn(item, 'title') ?? ''
      const [found] = ESCAPED.exec(title) ?? MARKUP.exec(title) ?? []
      if (found !== undefined) yield `"${found}" in the title is shown as it stands`
    }),
  },
  'item/enclosure': {
    severity: 'error',
    says: 'an episode has no recording',
    source: from.PSP('enclosure is required'),
    fix: 'name the recording',
    find: inItems(function* (item) {
      if (enclosureOf(item) === null) yield 'expected an enclosure, got none'
    }),
  },
  'item/enclosure-url': {
    severity: 'error',
    says: 'the address of a recording is none',
    source: from.RSS('url is an http address'),
    fix: 'write the absolute address, percent-encoded',
    find: inItems(function* (item) {
      if (enclosureOf(item) === null || isWebUrl(urlOf(item))) return
      yield `expected an absolute address, got "${urlOf(item)}"`
    }),
  },
  'item/enclosure-ending': {
    severity: 'warning',
    says: 'the address of a recording has no file extension that Apple knows',
    source: from.APPLE('the extension in the address determines the type'),
    fix: 'give the file an extension such as .mp3',
    twin: 'recording/type',
    find: inItems(function* (item) {
      const url = urlOf(item)
      if (!isWebUrl(url) || ENDING.test(new URL(url).pathname)) return
      yield `expected an ending such as .mp3, got ${url}`
    }),
  },
  'item/enclosure-repeated': {
    severity: 'warning',
    says: 'two episodes have one recording',
    source: from.APPLE('of episodes with one enclosure only one is shown'),
    fix: 'name the recording that belongs to the episode',
    twin: 'episode/recording-shared',
    find: (feed) => repeated(feed, urlOf, 'the recording'),
  },
  'item/length': {
    severity: 'error',
    says: 'the size of a recording is not its bytes',
    source: from.RSS('length is the size of the enclosure in bytes'),
    fix: 'measure the file, and write its bytes',
    find: inItems(function* (item) {
      const enclosure = enclosureOf(item)
      if (enclosure === null) return
      const length = enclosure['length'] ?? ''
      if (/^\d+$/.test(length) && Number(length) >= SMALLEST) return
      yield `expected the bytes of the file, got length="${length}"`
    }),
  },
  'item/type': {
    severity: 'warning',
    says: 'a recording has a media type that apps do not take',
    source: from.APPLE('audio/mpeg, audio/x-m4a and a few of video'),
    fix: 'write audio/mpeg for MP3, audio/x-m4a for M4A',
    twin: 'recording/format',
    find: inItems(function* (item) {
      const type = enclosureOf(item)?.['type']
      if (enclosureOf(item) === null || (type !== undefined && TYPES.has(type))) return
      yield `expected ${MEANT[type ?? ''] ?? 'audio/mpeg'}, got "${type ?? ''}"`
    }),
  },
  'item/guid': {
    severity: 'error',
    says: 'an episode has no guid',
    source: from.PSP('guid is required, and never changes'),
    fix: 'give every episode a guid of its own',
    find: inItems(function* (item) {
      if (!textIn(item, 'guid')) yield 'expected a guid, got none'
    }),
  },
  'item/guid-repeated': {
    severity: 'error',
    says: 'two episodes have one guid',
    source: from.PSP('guid is unique'),
    fix: 'give every episode a guid of its own',
    find: (feed) => repeated(feed, (item) => textIn(item, 'guid') ?? '', 'the guid'),
  },
  'item/guid-permalink': {
    severity: 'warning',
    says: 'a guid that is no address is said to be one',
    source: from.RSS('isPermaLink is true where it is left out'),
    fix: 'write isPermaLink="false"',
    find: inItems(function* (item) {
      const guid = guidOf(item)
      if (!guid?.text.trim() || guid.attributes['isPermaLink'] === 'false') return
      if (!isWebUrl(guid.text.trim())) yield `"${guid.text.trim()}" is no address`
    }),
  },
  'item/date': {
    severity: 'error',
    says: 'an episode has no date, or one that RSS does not know',
    source: from.RSS('dates are those of RFC 822, with four digits for the year'),
    fix: 'write it as Mon, 04 May 2026 08:00:00 +0200',
    find: inItems(function* (item) {
      try {
        parseRfcDate(textIn(item, 'pubDate') ?? '')
      } catch (cause) {
        if (!(cause instanceof RangeError)) throw cause
        yield cause.message
      }
    }),
  },
  'item/date-implausible': {
    severity: 'warning',
    says: 'an episode is dated in the future, or before there was a web',
    source: from.VALIDATOR('ImplausibleDate'),
    fix: 'correct the date; leave scheduled episodes out until their hour',
    twin: 'post/date',
    find: inItems(function* (item, { now }) {
      const date = dateOf(item)
      if (date === null) return
      const odd = date.getTime() > now.getTime() + AHEAD || date.getTime() < OLDEST
      if (odd) yield `${textIn(item, 'pubDate')} can hardly be meant`
    }),
  },
  'item/duration': {
    severity: 'warning',
    says: 'a duration is none, or zero',
    source: from.PSP('itunes:duration is a number of seconds'),
    fix: 'write whole seconds, as measured',
    find: inItems(function* (item) {
      const duration = textIn(item, 'itunes:duration')
      if (duration === null) return
      const valid = /^\d+$/.test(duration) || /^\d{1,3}(?::[0-5]\d){1,2}$/.test(duration)
      if (!valid || /^[0:]+$/.test(duration)) yield `expected whole seconds, got "${duration}"`
    }),
  },
  'item/duration-missing': {
    severity: 'advice',
    says: 'an episode does not say how long it is',
    source: from.PSP('itunes:duration is recommended'),
    fix: 'write whole seconds, as measured',
    find: inItems(function* (item) {
      if (textIn(item, 'itunes:duration') === null) yield 'expected itunes:duration, got none'
    }),
  },
  'item/value': {
    severity: 'warning',
    says: 'an element has a value that it cannot have',
    source: from.PSP('the values of itunes:explicit, episodeType, season and episode'),
    fix: 'write one of the values that are allowed',
    find: inItems(function* (item) {
      for (const { name, allowed, words } of VALUES) {
        const value = textIn(item, name)
        if (value !== null && !allowed.test(value))
          yield `expected ${words} in ${name}, got "${value}"`
      }
    }),
  },
  'item/link': {
    severity: 'warning',
    says: 'the link of an episode is no address',
    source: from.RSS('link is the address of the item'),
    fix: 'write the absolute address of the article',
    find: inItems(function* (item) {
      const link = textIn(item, 'link')
      if (link !== null && !isWebUrl(link)) yield `expected an absolute address, got "${link}"`
    }),
  },
  'item/image': {
    severity: 'warning',
    says: 'the picture of an episode is no address of a JPEG or PNG',
    source: from.APPLE_ARTWORK('JPEG or PNG, by the ending of the address'),
    fix: 'name a .jpg or .png file by its absolute address',
    find: inItems(function* (item) {
      for (const { attributes } of childrenOf(item, 'itunes:image')) {
        const href = attributes['href'] ?? ''
        const good = isWebUrl(href) && /\.(?:jpe?g|png)$/i.test(new URL(href).pathname)
        if (!good) yield `expected the address of a .jpg or .png, got "${href}"`
      }
    }),
  },
  'item/active-content': {
    severity: 'warning',
    says: 'the notes of an episode hold scripts, frames or styles',
    source: from.VALIDATOR('SecurityRisk: readers take them out, or refuse the feed'),
    fix: 'take them out of the notes',
    find: inItems(function* (item) {
      const found = elementsOf(item)
        .map(activePart)
        .find((part) => part !== null)
      if (found !== undefined) yield `${found} does not belong into notes`
    }),
  },
  'item/relative-address': {
    severity: 'warning',
    says: 'the notes of an episode hold an address that is not absolute',
    source: from.VALIDATOR('ContainsRelRef: apps do not know what it is relative to'),
    fix: 'write absolute addresses',
    find: inItems(function* (item) {
      const relative = elementsOf(item)
        .flatMap(addressesIn)
        .find((url) => !/^[a-z][a-z0-9+.-]*:/i.test(url))
      if (relative !== undefined) yield `expected an absolute address, got "${relative}"`
    }),
  },
  'item/transcript': {
    severity: 'warning',
    says: 'a transcript has no address, or a type that is none of a transcript',
    source: from.TRANSCRIPTS('url and type are required'),
    fix: 'write text/vtt, application/x-subrip, application/json, text/html or text/plain',
    find: inItems(function* (item) {
      for (const { attributes } of childrenOf(item, 'podcast:transcript')) {
        const { url = '', type = '' } = attributes
        if (!isWebUrl(url)) yield `expected the address of a transcript, got "${url}"`
        else if (!TRANSCRIPT_TYPES.has(type)) yield `expected text/vtt or the like, got "${type}"`
      }
    }),
  },
  'item/chapters': {
    severity: 'warning',
    says: 'the chapters have no address, or another type than chapters have',
    source: from.CHAPTERS('url and type application/json+chapters'),
    fix: 'write type="application/json+chapters"',
    find: inItems(function* (item) {
      for (const { attributes } of childrenOf(item, 'podcast:chapters')) {
        const { url = '', type = '' } = attributes
        if (!isWebUrl(url)) yield `expected the address of chapters, got "${url}"`
        else if (!CHAPTER_TYPES.has(type)) yield `expected application/json+chapters, got "${type}"`
      }
    }),
  },
  'item/insecure': {
    severity: 'warning',
    says: 'the recording or the picture of an episode is not encrypted',
    source: from.PODCASTING('addresses must be https'),
    fix: 'write https',
    twin: 'recording/insecure',
    find: inItems(function* (item) {
      const image = childrenOf(item, 'itunes:image')[0]?.attributes['href'] ?? ''
      for (const url of [urlOf(item), image].filter(isInsecure)) yield `expected https, got ${url}`
    }),
  },
}

/** The elements of what apps take for HTML. */
function elementsOf(item: Node): readonly HtmlElement[] {
  const html = `${textIn(item, 'description') ?? ''}\n${textIn(item, 'content:encoded') ?? ''}`
  return html.includes('<') ? readHtml(html).elements : []
}
