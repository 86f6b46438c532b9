import * as from from '../../base/sources.ts'
import { contradiction } from './declared-language.ts'
import type { FeedChecks } from './feed-checks.ts'
import { inChannel, inItems, secondsOf, type Feed } from '../feed.ts'
import { isExample, isExampleMail, placeholderIn } from './placeholder-checks.ts'
import { wrongElements } from './podcast-elements.ts'
import { childrenOf, textIn, type Node } from '../read-xml.ts'

const TEXTS = ['title', 'description', 'itunes:author', 'itunes:summary', 'itunes:title']

// Placeholders of the template that a channel or an item still contains, with the element they are in.
function* placeholdersIn(node: Node): Iterable<string> {
  const told = new Set<string>()
  for (const name of TEXTS) {
    const found = placeholderIn(textIn(node, name) ?? '')
    if (found === null || told.has(found)) continue
    told.add(found)
    yield `"${found}" in ${name} was never replaced by the text itself`
  }
}

function* examplesIn(channel: Node): Iterable<string> {
  const owner = childrenOf(channel, 'itunes:owner')[0] ?? null
  const email = textIn(owner, 'itunes:email') ?? ''
  const addresses = [
    textIn(channel, 'link') ?? '',
    ...childrenOf(channel, 'podcast:funding').map(({ attributes }) => attributes['url'] ?? ''),
  ].filter(isExample)
  if (isExampleMail(email)) addresses.push(email)
  for (const address of new Set(addresses))
    yield `${address} is an example address, at which nobody can be reached`
}

/** Items of which the text is compared with the language of the feed. */
const MOST_READ = 10
/** Fewer may be in another language for a reason, such as guests. */
const FEWEST = 2

/** The text of an item that apps show, without markup. */
function shownText(item: Node): string {
  const html = textIn(item, 'content:encoded') ?? textIn(item, 'description') ?? ''
  return `${textIn(item, 'title') ?? ''}\n${html.replaceAll(/<[^<>]*>/g, ' ')}`
}

/** Why hardly any text of a feed is in its language; null if some are, or it cannot be determined. */
function wrongLanguage(channel: Node, { items }: Pick<Feed, 'items'>): string | null {
  const language = textIn(channel, 'language') ?? ''
  if (!/^[a-z]{2,3}(?:-|$)/i.test(language)) return null
  const own = items.filter((item) => textIn(item, 'dc:language') === null).slice(0, MOST_READ)
  const reasons = own.flatMap((item) => contradiction(shownText(item), language) ?? [])
  if (reasons.length < FEWEST || reasons.length < own.length) return null
  return `the language is "${language}", but ${reasons[0]}`
}

/** In minutes; no listener should wait longer for a published episode. */
const LONGEST_TTL = 24 * 60
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

function* rarely(channel: Node): Iterable<string> {
  const ttl = textIn(channel, 'ttl')
  if (ttl !== null && !(/^\d+$/.test(ttl) && Number(ttl) <= LONGEST_TTL))
    yield `expected minutes in ttl, at most a day (1440), got "${ttl}"`
  const skipped = [
    { name: 'skipDays', part: 'day', allowed: DAYS },
    {
      name: 'skipHours',
      part: 'hour',
      allowed: Array.from({ length: 24 }, (_, hour) => String(hour)),
    },
  ]
  for (const { name, part, allowed } of skipped) {
    const values = childrenOf(childrenOf(channel, name)[0] ?? null, part).map(({ text }) =>
      text.trim(),
    )
    const wrong = values.find((value) => !allowed.includes(value))
    if (wrong !== undefined)
      yield `expected ${allowed[0]} to ${allowed.at(-1)} in ${name}, got "${wrong}"`
    else if (new Set(values).size === allowed.length) yield `${name} names every ${part}`
  }
}

/** Markup that was escaped once too often, so that apps show its tags. */
const ESCAPED_MARKUP = /^\s*&lt;(?:p|div|span|br|a|strong|em|b|i|h\d|ul|ol)\b[^]*?&gt;/i

/** In seconds; recordings are rounded. */
const ROUNDING = 1

function* lateSoundbites(item: Node): Iterable<string> {
  const seconds = secondsOf(textIn(item, 'itunes:duration') ?? '')
  if (seconds === null) return
  for (const { attributes } of childrenOf(item, 'podcast:soundbite')) {
    const end = Number(attributes['startTime']) + Number(attributes['duration'])
    if (end > seconds + ROUNDING)
      yield `expected a soundbite within the ${seconds} s of the recording, got one until ${end} s`
  }
}

const MAX_DESCRIPTION = 4000
const MAX_VALUE = 255
const SHORT_VALUES = ['title', 'itunes:author', 'itunes:title', 'copyright', 'generator']

/** Rules on the texts of a channel, whatever program made it. */
export const FEED_TEXT_CHECKS: FeedChecks = {
  'feed/description-long': {
    severity: 'warning',
    says: 'a description is longer than 4000 bytes',
    source: from.PSP('at most 4000 bytes'),
    fix: 'shorten it; the whole article belongs in content:encoded',
    find: inChannel(function* (channel, { items }) {
      for (const node of [channel, ...items]) {
        const bytes = Buffer.byteLength(textIn(node, 'description') ?? '')
        if (bytes > MAX_DESCRIPTION) yield `expected at most 4000 bytes, got ${bytes}`
      }
    }),
  },
  'feed/value-long': {
    severity: 'warning',
    says: 'a value is longer than 255 characters',
    source: from.PSP('values have at most 255 characters'),
    fix: 'shorten it',
    find: inChannel(function* (channel, { items }) {
      for (const node of [channel, ...items]) {
        const long = SHORT_VALUES.filter((name) => (textIn(node, name) ?? '').length > MAX_VALUE)
        for (const name of long) yield `${name} has more than 255 characters`
      }
    }),
  },
  'feed/placeholder': {
    severity: 'warning',
    says: 'a text of the show is that of a template',
    source: from.APPLE('title and description tell listeners what to expect'),
    fix: 'write the text itself, or leave it out',
    twin: 'writing/placeholder',
    find: inChannel(placeholdersIn),
  },
  'feed/example': {
    severity: 'warning',
    says: 'an address of the show is a placeholder from an example or a template',
    source: from.EXAMPLES('example.com and its like are reserved, and belong to nobody'),
    fix: 'write your own address, or leave it out',
    twin: 'show/example',
    find: inChannel(examplesIn),
  },
  'feed/other-language': {
    severity: 'warning',
    says: 'the texts of the feed are probably not in its language',
    source: from.LANGUAGES('the tag names the language of the text'),
    fix: 'write the language of the episodes in language',
    twin: 'episode/language',
    find: inChannel(wrongLanguage),
  },
  'feed/rarely': {
    severity: 'warning',
    says: 'the feed asks apps to fetch it less than once a day, or never',
    source: from.RSS('ttl is in minutes; skipHours and skipDays say when not to read the feed'),
    fix: 'leave ttl, skipHours and skipDays out',
    find: inChannel(rarely),
  },
  'feed/element': {
    severity: 'warning',
    says: 'an element of the podcast namespace lacks something, or has a value that is not allowed',
    source: from.PODCASTING('what each element must have'),
    fix: 'write it as in the specification of the element, or leave it out',
    find: inChannel(wrongElements),
  },
}

/** Rules on the texts of an item. */
export const ITEM_ELEMENT_CHECKS: FeedChecks = {
  'item/placeholder': {
    severity: 'warning',
    says: 'a text of an episode is that of a template',
    source: from.APPLE('title and description tell listeners what to expect'),
    fix: 'write the text itself, or leave it out',
    twin: 'writing/placeholder',
    find: inItems(placeholdersIn),
  },
  'item/notes-escaped': {
    severity: 'warning',
    says: 'the notes of an episode were escaped twice, so apps show their tags',
    source: from.VALIDATOR('NotHtml: the content is escaped once, or in CDATA'),
    fix: 'escape the notes once, or put them into CDATA as they are',
    find: inItems(function* (item) {
      for (const name of ['description', 'content:encoded', 'itunes:summary']) {
        const [found] = ESCAPED_MARKUP.exec(textIn(item, name) ?? '') ?? []
        if (found !== undefined)
          yield `apps show "${found.trim().slice(0, 40)}" in ${name} literally`
      }
    }),
  },
  'item/soundbite': {
    severity: 'warning',
    says: 'a soundbite ends after the recording',
    source: from.PODCASTING('soundbite: startTime and duration in seconds'),
    fix: 'correct its start or its duration, both in seconds',
    find: inItems(lateSoundbites),
  },
  'item/element': {
    severity: 'warning',
    says: 'an element of the podcast namespace lacks something, or has a value that is not allowed',
    source: from.PODCASTING('what each element must have'),
    fix: 'write it as in the specification of the element, or leave it out',
    find: inItems(wrongElements),
  },
}
