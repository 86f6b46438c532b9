import { parseRssFeed } from 'feedsmith'
import type { Episode } from '../episode.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import { FEED_DATES, pairEpisodes } from './same-episode.ts'
import { NO_TRAITS, type Traits } from './traits.ts'
import type { Show } from '../show.ts'
import { urlOf } from '../show.ts'

/** One episode of the feed that subscribers have; if it has no link, a guid that is a URL is its link. */
export interface ForeignItem extends Traits {
  /** Null if the feed gives it none. */
  readonly guid: string | null
  readonly title: string
}

/** An item that can be adopted: it has a guid, and no other item of the feed has the same. */
interface KnownItem extends ForeignItem {
  readonly guid: string
}

export interface ForeignFeed {
  readonly title: string
  /** The `podcast:guid` of the feed. */
  readonly guid: string | null
  /** The address that the feed gives as its own. */
  readonly self: string | null
  readonly items: readonly ForeignItem[]
}

/** The result of adopting the guids of a feed, before anything is written. */
export interface Adoption {
  readonly ledger: Ledger
  /** Episodes that have the guid of the feed from now on. */
  readonly adopted: readonly { readonly episode: Episode; readonly item: KnownItem }[]
  /** Episodes that the feed has, but without a guid of their own: none, or one that others have too. */
  readonly unknown: readonly { readonly episode: Episode; readonly item: ForeignItem }[]
  /** Items of the feed without a matching episode. */
  readonly unmatchedItems: readonly ForeignItem[]
  /** Episodes that are not in the feed. */
  readonly newEpisodes: readonly Episode[]
  /** Episodes that were published here with another guid, which they keep. */
  readonly kept: readonly {
    readonly episode: Episode
    readonly item: KnownItem
    readonly guid: string
  }[]
}

/**
 * Reads the properties by which episodes of a feed are identified.
 *
 * @throws {RangeError} If the text is not an RSS feed, or has no item with a guid.
 */
export function parseForeignFeed(xml: string): ForeignFeed {
  const feed = parseRss(xml)
  const items = (feed.items ?? []).map((item): ForeignItem => {
    const guid = item.guid?.value || null
    const published = new Date(item.pubDate ?? Number.NaN)
    return {
      ...NO_TRAITS,
      guid,
      title: item.title ?? '',
      link: item.link ?? (guid !== null && /^https?:\/\//i.test(guid) ? guid : null),
      enclosure: item.enclosures?.[0]?.url ?? null,
      published: Number.isNaN(published.getTime()) ? null : published,
    }
  })
  if (items.every(({ guid }) => guid === null))
    throw new RangeError('expected a feed with guids, got one without any')
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

/**
 * Finds the episode of each item and puts its guid into the ledger. Pure.
 *
 * A match counts only if it is unique on both sides, so that of two articles with one recording neither
 * gets the guid of the other; a guid that occurs twice in the feed matches nothing. An episode that was
 * published here keeps its guid, unless it was only a preview on this computer.
 */
export function adopt(show: Show, feed: ForeignFeed, before: Ledger): Adoption {
  const episodes = [...show.episodes, ...show.scheduled]
  const guids = Map.groupBy(feed.items, ({ guid }) => guid)
  const isKnown = (item: ForeignItem): item is KnownItem =>
    item.guid !== null && guids.get(item.guid)?.length === 1
  const pairs = new Map(
    [...pairEpisodes(episodes.map(traitsOfEpisode), feed.items, FEED_DATES)].map(
      ([{ episode }, item]) => [episode, item],
    ),
  )
  const entries = new Map(before.entries.map((entry) => [entry.guid, entry]))
  const adopted: { episode: Episode; item: KnownItem }[] = []
  const kept: { episode: Episode; item: KnownItem; guid: string }[] = []
  const unknown: { episode: Episode; item: ForeignItem }[] = []
  for (const [episode, item] of pairs) {
    if (!isKnown(item)) {
      unknown.push({ episode, item })
      continue
    }
    // The episodes of a show already have their guids from the ledger, even if posts were renamed.
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
    unknown,
    kept,
    unmatchedItems: feed.items.filter((item) => !matched.has(item)),
    newEpisodes: episodes.filter((episode) => !pairs.has(episode)),
  }
}

function traitsOfEpisode(episode: Episode): Traits & { readonly episode: Episode } {
  const { guid, file, title, link, slug, audio, published } = episode
  return { ...NO_TRAITS, guid, file, title, link, slug, published, enclosure: audio.url, episode }
}

/** An entry that is no longer a preview: subscribers have its guid. */
function withoutPreview(entry: LedgerEntry): LedgerEntry {
  const { preview, ...out } = entry
  return preview === undefined ? entry : out
}

function entryOf(show: Show, episode: Episode, item: KnownItem): LedgerEntry {
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
