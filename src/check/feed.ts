import { childrenOf, readXml, textIn, type Node } from './read-xml.ts'
import { hasHostName } from '../base/web-address.ts'
import { lookAt, type Found, type Place } from './rule.ts'
import { parseClock } from '../base/written-times.ts'

/** A feed as other programs read it. */
export interface Feed {
  readonly text: string
  /** Where it is, or will be, published. */
  readonly url: string
  readonly now: Date
  readonly root: Node | null
  /** Text before the XML declaration or the first element, where none is allowed; '' if there is none. */
  readonly preamble: string
  /** Whether there is no text at all. */
  readonly isEmpty: boolean
  /** Why the rest is not well-formed; null where it is. */
  readonly error: string | null
  readonly channel: Node | null
  readonly items: readonly Node[]
  /** Where an author corrects an item: its post, or the feed where the post is unknown. */
  readonly placeOf: (item: Node) => Place
}

/** Reads a feed, without trusting anything in it. */
export function readFeed(
  text: string,
  { url, now, placeOf }: Pick<Feed, 'url' | 'now'> & Partial<Pick<Feed, 'placeOf'>>,
): Feed {
  const preamble = preambleOf(text)
  const { root, error } = readXml(text.slice(preamble.length))
  const channel = childrenOf(root, 'channel')[0] ?? null
  const items = childrenOf(channel, 'item')
  const place = placeOf ?? (() => ({ url }))
  const isEmpty = text.trim() === ''
  return { text, url, now, preamble, isEmpty, root, error, channel, items, placeOf: place }
}

/** Characters in which the start of a feed is searched for. */
const FAR = 64 * 1024
/** What is allowed before the first element. */
const PROLOGUE = /^\s*(?:(?:<!--[^]*?-->|<!DOCTYPE[^>]*>|<\?[^]*?\?>)\s*)*$/

function preambleOf(text: string): string {
  const start = text.slice(0, FAR)
  const declaration = start.search(/<\?xml\s/)
  if (declaration >= 0)
    return start.slice(0, declaration) === '\uFEFF' ? '' : start.slice(0, declaration)
  const before = start.slice(0, Math.max(0, start.search(/<rss[\s>]/)))
  return PROLOGUE.test(before) ? '' : before
}

/** Rules on the document. */
export const inFeed = lookAt((feed: Feed) => [feed], inDocument)

/** Rules on the channel. */
export const inChannel = lookAt(
  ({ channel }: Feed) => (channel === null ? [] : [channel]),
  inDocument,
)

/** Rules on each item. */
export const inItems = lookAt(({ items }: Feed) => items, foundIn)

function inDocument(_: unknown, { url }: Feed, message: string): Found {
  return { url, message }
}

/** A finding in one item; its title is named if there is no file. */
export function foundIn(item: Node, feed: Feed, message: string): Found {
  const place = feed.placeOf(item)
  const named = 'file' in place ? message : `"${titleOf(item)}": ${message}`
  return { ...place, message: named }
}

/** The name of an item in messages. */
export function titleOf(item: Node): string {
  const title = textIn(item, 'title') || textIn(item, 'guid') || 'an item without a title'
  return title.length > 60 ? `${title.slice(0, 60)}…` : title
}

/** The attributes of an item's enclosure; null where it has none. */
export function enclosureOf(item: Node): Node['attributes'] | null {
  return childrenOf(item, 'enclosure')[0]?.attributes ?? null
}

/** The address of an item's recording; '' where it has none. */
export function recordingUrl(item: Node): string {
  return enclosureOf(item)?.['url'] ?? ''
}

/**
 * Whether two addresses lead to the same recording: one may begin with the prefix of a service that
 * counts downloads, followed by the other with or without its scheme.
 */
export function isSameRecording(a: string, b: string): boolean {
  const [short = '', long = ''] = [a, b].toSorted((one, other) => one.length - other.length)
  const address = short.replace(/^https?:\/\//, '')
  return short === long || (isWebUrl(short) && isWebUrl(long) && long.endsWith(`/${address}`))
}

/** The address of the picture of a channel or item; '' where it has none. */
export function imageUrl(node: Node | null): string {
  return childrenOf(node, 'itunes:image')[0]?.attributes['href'] ?? ''
}

/** The address in the `atom:link` of a channel with a given `rel`; null if it has none. */
export function linkTo(channel: Node | null, rel: string): string | null {
  const link = childrenOf(channel, 'atom:link').find(({ attributes }) => attributes['rel'] === rel)
  return link?.attributes['href'] ?? null
}

/** When an item was published, in milliseconds since 1970; NaN if its date cannot be read. */
export function timeOf(item: Node): number {
  return Date.parse(textIn(item, 'pubDate') ?? '')
}

/** Whether a text is an absolute web address. */
export function isWebUrl(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text) && hasHostName(new URL(text))
}

/** The seconds of `itunes:duration`; null if it is not a duration, or zero. */
export function secondsOf(duration: string): number | null {
  if (!/^(?:\d+|\d{1,3}(?::[0-5]\d){1,2})$/.test(duration)) return null
  return parseClock(duration) || null
}
