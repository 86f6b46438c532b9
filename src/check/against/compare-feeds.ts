import { FEED_DATES, pairEpisodes } from '../../show/ledger/same-episode.ts'
import { NO_TRAITS, type Traits } from '../../show/ledger/traits.ts'
import { enclosureOf, isWebUrl, titleOf, type Feed } from '../feed.ts'
import { childrenOf, textIn, type Node } from '../xml.ts'

/** An episode that is in both feeds under one guid, and what has changed of it. */
interface Kept {
  readonly before: Node
  readonly after: Node
  /** Names of what changed, e.g. `title`; empty where all is as it was. */
  readonly changes: readonly string[]
}

/** An episode that is in both feeds under two guids: apps take it for another one. */
interface Repeated {
  readonly before: Node
  readonly after: Node
}

/** What becomes of subscribers when one feed takes the place of another. */
export interface Comparison {
  readonly before: Feed
  readonly after: Feed
  readonly kept: readonly Kept[]
  readonly added: readonly Node[]
  /** Those that are nowhere now; one that moved to a page of older episodes is not among them. */
  readonly removed: readonly Node[]
  readonly again: readonly Repeated[]
}

/** What apps show or download of an episode → how it is read. */
const FIELDS: Readonly<Record<string, (item: Node) => string | null>> = {
  title: (item) => textIn(item, 'title'),
  link: (item) => textIn(item, 'link'),
  date: (item) => String(dateOf(item)),
  recording: (item) => enclosureOf(item)?.['url'] ?? null,
  size: (item) => enclosureOf(item)?.['length'] ?? null,
  type: (item) => enclosureOf(item)?.['type'] ?? null,
  duration: (item) => textIn(item, 'itunes:duration'),
  description: (item) => textIn(item, 'description'),
  notes: (item) => textIn(item, 'content:encoded'),
  picture: (item) => childrenOf(item, 'itunes:image')[0]?.attributes['href'] ?? null,
}

function guidOf(item: Node): string {
  return textIn(item, 'guid') ?? ''
}

/**
 * Compares two feeds as apps do: an episode is what its guid says, whatever else it says.
 *
 * @param archives The pages of older episodes that belong to the feed of now; null where they are
 *   not known.
 */
export function compareFeeds(
  before: Feed,
  after: Feed,
  archives: readonly Feed[] | null,
): Comparison {
  const held = new Map(before.items.map((item) => [guidOf(item), item]))
  const older = new Set((archives ?? []).flatMap(({ items }) => items))
  const all = [...after.items, ...older]
  const now = new Set(all.map(guidOf))
  const kept = all.flatMap((item): readonly Kept[] => {
    const old = held.get(guidOf(item))
    return old === undefined ? [] : [{ before: old, after: item, changes: changesOf(old, item) }]
  })
  const fresh = all.filter((item) => !held.has(guidOf(item)))
  const gone = before.items.filter((item) => !now.has(guidOf(item)))
  const again = samePairs(gone, fresh)
  const repeated = new Set(again.flatMap((pair) => [pair.before, pair.after]))
  return {
    before,
    after,
    kept,
    again,
    added: fresh.filter((item) => !repeated.has(item) && !older.has(item)),
    removed: gone.filter(
      (item) => !repeated.has(item) && !(archives === null && hasLeftPage(item, before, after)),
    ),
  }
}

/**
 * Whether an item has only made room for newer ones, as far as one page tells: it is older than all
 * that are there, and the page is as full as it was, or goes on in archives.
 */
function hasLeftPage(item: Node, before: Feed, after: Feed): boolean {
  if (after.items.length === 0) return false
  const isOldest = after.items.every((other) => dateOf(item) < dateOf(other))
  const isFull = after.items.length >= before.items.length
  return isOldest && (isFull || hasArchives(after))
}

function hasArchives({ channel }: Feed): boolean {
  const links = channel === null ? [] : childrenOf(channel, 'atom:link')
  return links.some(({ attributes }) => attributes['rel'] === 'prev-archive')
}

/** Not a number where there is no date that can be read. */
function dateOf(item: Node): number {
  return Date.parse(textIn(item, 'pubDate') ?? '')
}

function changesOf(before: Node, after: Node): readonly string[] {
  return Object.entries(FIELDS)
    .filter(([, read]) => read(before) !== read(after))
    .map(([name]) => name)
}

/** Items that are one episode although their guids differ. */
function samePairs(gone: readonly Node[], fresh: readonly Node[]): readonly Repeated[] {
  const pairs = pairEpisodes(fresh.map(traitsOfItem), gone.map(traitsOfItem), FEED_DATES)
  return [...pairs].map(([after, before]) => ({ before: before.item, after: after.item }))
}

function traitsOfItem(item: Node): Traits & { readonly item: Node } {
  const published = new Date(textIn(item, 'pubDate') ?? Number.NaN)
  return {
    ...NO_TRAITS,
    guid: guidOf(item),
    title: textIn(item, 'title'),
    link: textIn(item, 'link'),
    enclosure: enclosureOf(item)?.['url'] ?? null,
    published: Number.isNaN(published.getTime()) ? null : published,
    item,
  }
}

/** What subscribers' apps would do, in sentences. */
export function formatComparison(comparison: Comparison): readonly string[] {
  const { kept, added, removed, again } = comparison
  const changed = kept.filter(({ changes }) => changes.length > 0)
  return [
    ...section('New', added.map(titleOf)),
    ...section('Removed', removed.map(titleOf)),
    ...section(
      'Downloaded again',
      again.map(({ after }) => titleOf(after)),
    ),
    ...section(
      'Changed',
      changed.map(({ after, changes }) => `${titleOf(after)}: ${changes.join(', ')}`),
    ),
    ...sweeping(comparison),
    verdict(comparison),
  ]
}

const SHOWN = 10

function section(title: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return []
  const rest = names.length - SHOWN
  return [
    `${title}: ${names.length}`,
    ...names.slice(0, SHOWN).map((name) => `  ${name}`),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
  ]
}

/** What happened to every episode that stayed; that is a move, and no slip. */
function sweeping({ kept, before, after }: Comparison): readonly string[] {
  if (kept.length < 2) return []
  const [from, to] = [hostOf(kept[0]?.before), hostOf(kept[0]?.after)]
  const moved = kept.every((pair) => hostOf(pair.before) !== hostOf(pair.after))
  const renamed = kept.every(({ changes }) => changes.includes('title'))
  const [old, now] = [generatorOf(before), generatorOf(after)]
  return [
    ...(moved ? [`All ${kept.length} recordings moved, from ${from} to ${to}.`] : []),
    ...(renamed ? [`All ${kept.length} titles changed.`] : []),
    ...(old === now ? [] : [`The feed was made by ${old}, now by ${now}.`]),
  ]
}

function hostOf(item: Node | undefined): string {
  const url = item === undefined ? '' : (enclosureOf(item)?.['url'] ?? '')
  return isWebUrl(url) ? new URL(url).host : 'nowhere'
}

function generatorOf({ channel }: Feed): string {
  return (channel === null ? null : textIn(channel, 'generator')) ?? 'a program without a name'
}

/** The one sentence that matters. */
function verdict({ kept, added, removed, again }: Comparison): string {
  const known = `${kept.length} ${kept.length === 1 ? 'episode keeps its guid' : 'episodes keep their guids'}`
  if (again.length > 0) {
    return `${again.length} of ${kept.length + again.length} guids differ: subscribers download ${again.length === 1 ? 'that episode' : 'those episodes'} again.`
  }
  const others = [
    ...(added.length > 0 ? [`${added.length} new`] : []),
    ...(removed.length > 0 ? [`${removed.length} removed`] : []),
  ]
  const rest = others.length === 0 ? '' : `; ${others.join(', ')}`
  return `No guid differs: ${known}, and nothing is downloaded again${rest}.`
}

function nameOf(item: Node): object {
  return { guid: guidOf(item), title: titleOf(item) }
}

/** The comparison for programs. */
export function comparisonJson({ kept, added, removed, again }: Comparison): object {
  return {
    new: added.map(nameOf),
    removed: removed.map(nameOf),
    changed: kept
      .filter(({ changes }) => changes.length > 0)
      .map(({ after, changes }) => ({ ...nameOf(after), fields: changes })),
    downloadedAgain: again.map(({ before, after }) => ({
      ...nameOf(after),
      guidBefore: guidOf(before),
    })),
    unchanged: kept.filter(({ changes }) => changes.length === 0).length,
  }
}
