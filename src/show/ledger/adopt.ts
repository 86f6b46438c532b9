import { parseRssFeed } from 'feedsmith'
import type { Episode } from '../episode.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import { FEED_DATES, pairEpisodes } from './same-episode.ts'
import { NO_TRAITS, type Traits } from './traits.ts'
import type { Show } from '../show.ts'
import { urlOf } from '../show.ts'

/** One episode of a feed that subscribers hold; its link is its guid where it has none and that is a URL. */
export interface ForeignItem extends Traits {
  readonly guid: string
  readonly title: string
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
        ...NO_TRAITS,
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
  const items = feed.items.filter(({ guid }) => guids.get(guid)?.length === 1)
  const pairs = new Map(
    [...pairEpisodes(episodes.map(traitsOfEpisode), items, FEED_DATES)].map(
      ([{ episode }, item]) => [episode, item],
    ),
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

function traitsOfEpisode(episode: Episode): Traits & { readonly episode: Episode } {
  const { guid, file, title, link, slug, audio, published } = episode
  return { ...NO_TRAITS, guid, file, title, link, slug, published, enclosure: audio.url, episode }
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
