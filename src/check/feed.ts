import { childrenOf, readXml, textIn, type Node } from './xml.ts'
import type { Check, Found, Place } from './rule.ts'

/** A feed as another program reads it. */
export interface Feed {
  readonly text: string
  /** Where it is, or will be, fetched. */
  readonly url: string
  readonly now: Date
  readonly root: Node | null
  /** Why it is not well-formed; null where it is. */
  readonly error: string | null
  readonly channel: Node | null
  readonly items: readonly Node[]
  /** Where an author mends what is wrong with an item; nowhere but in the feed where that is not known. */
  readonly placeOf: (item: Node) => Place
}

/** Reads a feed; nothing in it is believed. */
export function readFeed(
  text: string,
  { url, now, placeOf }: Pick<Feed, 'url' | 'now'> & Partial<Pick<Feed, 'placeOf'>>,
): Feed {
  const { root, error } = readXml(text)
  const channel = root === null ? null : (childrenOf(root, 'channel')[0] ?? null)
  const items = channel === null ? [] : childrenOf(channel, 'item')
  return { text, url, now, root, error, channel, items, placeOf: placeOf ?? (() => ({ url })) }
}

type Find = Check<Feed>['find']

/** Looks at the channel; what is found belongs to the feed. */
export function inChannel(find: (channel: Node, feed: Feed) => Iterable<string>): Find {
  return function* found(feed) {
    if (feed.channel === null) return
    for (const message of find(feed.channel, feed)) yield { url: feed.url, message }
  }
}

/** Looks at each item; what is found belongs to its episode. */
export function inItems(find: (item: Node, feed: Feed) => Iterable<string>): Find {
  return function* found(feed) {
    for (const item of feed.items) {
      for (const message of find(item, feed)) yield foundIn(item, feed, message)
    }
  }
}

/** What was found in one item, with its name where no file tells which one it is. */
export function foundIn(item: Node, feed: Feed, message: string): Found {
  const place = feed.placeOf(item)
  const named = 'file' in place ? message : `"${titleOf(item)}": ${message}`
  return { ...place, message: named }
}

/** What an item is called, for messages. */
export function titleOf(item: Node): string {
  const title = textIn(item, 'title') || textIn(item, 'guid') || 'an item without a title'
  return title.length > 60 ? `${title.slice(0, 60)}…` : title
}

/** The attributes of an item's recording; null where it has none. */
export function enclosureOf(item: Node): Node['attributes'] | null {
  return childrenOf(item, 'enclosure')[0]?.attributes ?? null
}

/** Whether a text is an address of the web, absolute. */
export function isWebUrl(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text)
}
