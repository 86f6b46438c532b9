import { parseRssFeed } from 'feedsmith'
import type { Episode } from '../episode.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import type { Show } from '../show.ts'
import { urlOf } from '../show.ts'

/** One episode of a feed that subscribers hold. */
export interface ForeignItem {
  readonly guid: string
  readonly title: string
  /** The item's link, else its guid when that is a URL. */
  readonly link: string | null
  readonly enclosure: string | null
  readonly published: Date | null
}

export interface ForeignFeed {
  readonly title: string
  /** The feed's own `podcast:guid`. */
  readonly guid: string | null
  /** Where the feed says that it is. */
  readonly self: string | null
  readonly items: readonly ForeignItem[]
}

/** What taking the guids of a feed comes to, before anything is written. */
export interface Adoption {
  readonly ledger: Ledger
  /** Episodes that hold the feed's guid from now on. */
  readonly adopted: readonly { readonly episode: Episode; readonly item: ForeignItem }[]
  /** Items of the feed for which no episode was found. */
  readonly unmatchedItems: readonly ForeignItem[]
  /** Episodes that the feed does not have. */
  readonly newEpisodes: readonly Episode[]
  /** Episodes that went out from here under another guid, which they keep. */
  readonly kept: readonly {
    readonly episode: Episode
    readonly item: ForeignItem
    readonly guid: string
  }[]
}

/**
 * Reads a podcast feed as far as its subscribers' memory goes.
 *
 * @throws {RangeError} If the text is no RSS feed, or has no item with a guid.
 */
export function parseForeignFeed(xml: string): ForeignFeed {
  const feed = parseRss(xml)
  const items = (feed.items ?? []).flatMap((item): readonly ForeignItem[] => {
    const guid = item.guid?.value
    if (guid === undefined || guid === '') return []
    const published = new Date(item.pubDate ?? Number.NaN)
    return [
      {
        guid,
        title: item.title ?? '',
        link: item.link ?? (/^https?:\/\//i.test(guid) ? guid : null),
        enclosure: item.enclosures?.[0]?.url ?? null,
        published: Number.isNaN(published.getTime()) ? null : published,
      },
    ]
  })
  if (items.length === 0) throw new RangeError('expected a feed with guids, got none in it')
  const self = feed.atom?.links?.find(({ rel }) => rel === 'self')?.href ?? null
  return { title: feed.title ?? '', guid: feed.podcast?.guid ?? null, self, items }
}

function parseRss(xml: string) {
  try {
    return parseRssFeed(xml)
  } catch (cause) {
    throw new RangeError('expected an RSS feed, got something else', { cause })
  }
}

const DAY = 24 * 60 * 60 * 1000
/** How far two dates of one episode may lie apart: feeds print local midnights as UTC. */
const SAME_DAY = 1.5 * DAY
/** How far they may lie apart where the title is all that is the same. */
const SAME_SEASON = 45 * DAY

type Match = (a: ForeignItem, b: ForeignItem) => boolean

/**
 * By what an item and an episode are the same, from the surest to the weakest. A recording alone
 * does not tell, for two articles may share one.
 */
const MATCHES: readonly Match[] = [
  (a, b) => a.guid === b.guid,
  (a, b) => a.link !== null && b.link !== null && sameUrl(a.link, b.link),
  (a, b) => sameEnclosure(a, b) && (isNear(a, b, SAME_DAY) || sameTitle(a, b)),
  (a, b) => sameTitle(a, b) && isNear(a, b, SAME_DAY),
  (a, b) => sameFileName(a, b) && isNear(a, b, SAME_DAY),
  (a, b) =>
    sameTitle(a, b) && (a.published === null || b.published === null || isNear(a, b, SAME_SEASON)),
]

/**
 * Finds the episode of each item and writes its guid into the ledger. Pure; changes nothing else.
 *
 * A match counts only where it is the only one on both sides, so that of two articles with one
 * recording none gets the other's guid; a guid that the feed has twice matches nothing. What already
 * went out from here keeps its guid, unless it was only a preview on this machine.
 */
export function adopt(show: Show, feed: ForeignFeed, before: Ledger): Adoption {
  const episodes = [...show.episodes, ...show.scheduled]
  const guids = Map.groupBy(feed.items, ({ guid }) => guid)
  const pairs = pair(
    episodes,
    feed.items.filter(({ guid }) => guids.get(guid)?.length === 1),
  )
  const entries = new Map(before.entries.map((entry) => [entry.guid, entry]))
  const adopted: { episode: Episode; item: ForeignItem }[] = []
  const kept: { episode: Episode; item: ForeignItem; guid: string }[] = []
  for (const [episode, item] of pairs) {
    // The show has looked up its episodes in the ledger already, renamed posts included.
    const old = entries.get(episode.guid)
    if (old !== undefined && old.preview !== true && old.guid !== item.guid) {
      kept.push({ episode, item, guid: old.guid })
      continue
    }
    entries.delete(episode.guid)
    entries.set(
      item.guid,
      old?.guid === item.guid ? withoutPreview(old) : entryOf(show, episode, item),
    )
    adopted.push({ episode, item })
  }
  const matched = new Set(pairs.values())
  return {
    ledger: { ...before, showGuid: before.showGuid ?? feed.guid, entries: [...entries.values()] },
    adopted,
    kept,
    unmatchedItems: feed.items.filter((item) => !matched.has(item)),
    newEpisodes: episodes.filter((episode) => !pairs.has(episode)),
  }
}

function pair(
  episodes: readonly Episode[],
  items: readonly ForeignItem[],
): ReadonlyMap<Episode, ForeignItem> {
  const owners = new Map(episodes.map((episode) => [itemOf(episode), episode]))
  return new Map(
    [...pairItems([...owners.keys()], items)].flatMap(([own, item]) => {
      const episode = owners.get(own)
      return episode === undefined ? [] : [[episode, item] as const]
    }),
  )
}

function itemOf({ guid, title, link, audio, published }: Episode): ForeignItem {
  return { guid, title, link, enclosure: audio.url, published }
}

/**
 * Which items of two feeds are one episode: each of the first with its partner in the second, where
 * it is the only one on both sides.
 */
export function pairItems(
  ours: readonly ForeignItem[],
  theirs: readonly ForeignItem[],
): ReadonlyMap<ForeignItem, ForeignItem> {
  const pairs = new Map<ForeignItem, ForeignItem>()
  const taken = new Set<ForeignItem>()
  for (const match of MATCHES) {
    const openTheirs = theirs.filter((item) => !taken.has(item))
    const openOurs = ours.filter((item) => !pairs.has(item))
    for (const item of openTheirs) {
      const matching = openOurs.filter((own) => match(own, item))
      const [own] = matching
      if (own === undefined || matching.length > 1) continue
      if (openTheirs.some((other) => other !== item && match(own, other))) continue
      pairs.set(own, item)
      taken.add(item)
    }
  }
  return pairs
}

/** An entry that is no preview any more: subscribers hold its guid. */
function withoutPreview(entry: LedgerEntry): LedgerEntry {
  const { preview, ...out } = entry
  return preview === undefined ? entry : out
}

function entryOf(show: Show, episode: Episode, item: ForeignItem): LedgerEntry {
  const { url, path, bytes, seconds, type, how, hash, etag } = episode.audio
  return {
    guid: item.guid,
    file: episode.file,
    slug: episode.slug,
    link: episode.link === urlOf(show, episode.page) ? episode.page : episode.link,
    title: episode.title,
    published: episode.published.toISOString(),
    first: null,
    audio: { url: path ?? url, bytes, seconds, type, how, hash, etag },
    text: null,
  }
}

/** Whether two URLs mean one thing: scheme, `www.`, encoding and a final slash do not matter. */
function sameUrl(a: string, b: string): boolean {
  return plainUrl(a) === plainUrl(b)
}

function plainUrl(url: string): string {
  const plain = url
    .trim()
    .replace(/^https?:\/\/(www\.)?/i, '')
    .replace(/\/+$/, '')
  try {
    return decodeURI(plain)
  } catch {
    return plain
  }
}

function sameTitle(a: ForeignItem, b: ForeignItem): boolean {
  return a.title !== '' && plainTitle(a.title) === plainTitle(b.title)
}

function plainTitle(title: string): string {
  return (
    title
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ')
}

function isNear(a: ForeignItem, b: ForeignItem, milliseconds: number): boolean {
  const [first, second] = [a, b].map(({ published }) => published?.getTime() ?? Number.NaN)
  return Math.abs((first ?? Number.NaN) - (second ?? Number.NaN)) <= milliseconds
}

function sameEnclosure(a: ForeignItem, b: ForeignItem): boolean {
  return a.enclosure !== null && b.enclosure !== null && sameUrl(a.enclosure, b.enclosure)
}

function sameFileName(a: ForeignItem, b: ForeignItem): boolean {
  if (a.enclosure === null || b.enclosure === null) return false
  return fileName(a.enclosure) === fileName(b.enclosure)
}

function fileName(url: string): string {
  return (
    plainUrl(url)
      .replace(/[?#].*$/s, '')
      .split('/')
      .at(-1) ?? ''
  )
}
