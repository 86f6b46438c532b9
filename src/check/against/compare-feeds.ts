import { FEED_DATES, pairEpisodes } from '../../show/ledger/same-episode.ts'
import { NO_TRAITS, type Traits } from '../../show/ledger/traits.ts'
import {
  enclosureOf,
  imageUrl,
  isSameRecording,
  isWebUrl,
  linkTo,
  recordingUrl,
  timeOf,
  titleOf,
  type Feed,
} from '../feed.ts'
import { textIn, type Node } from '../read-xml.ts'

/** An episode in both feeds. */
export interface Pair {
  readonly before: Node
  readonly after: Node
}

/** An episode that apps know to be the same in both feeds, and what has changed in it. */
interface Kept extends Pair {
  /** Names of what changed, e.g. `title`; empty if nothing did. */
  readonly changes: readonly string[]
}

/** An episode that apps treat as a new one, although both feeds have it. */
interface Repeated extends Pair {
  /** How apps knew it: by its guid; by its address, if it had no guid; or as one of several with the same guid. */
  readonly known: 'by guid' | 'by address' | 'as several'
}

/** The differences that subscribers would notice if one feed replaced another. */
export interface Comparison {
  readonly before: Feed
  readonly after: Feed
  readonly kept: readonly Kept[]
  readonly added: readonly Node[]
  /** Episodes that would be gone; those that moved to an archive are not among them. */
  readonly removed: readonly Node[]
  readonly again: readonly Repeated[]
  /** Paths of the new site that redirect to its feed. */
  readonly oldPaths: readonly string[]
}

/** Values of an episode that apps show or download → their readers. */
const FIELDS: Readonly<Record<string, (item: Node) => string | null>> = {
  title: (item) => textIn(item, 'title'),
  link: (item) => textIn(item, 'link'),
  date: (item) => String(timeOf(item)),
  recording: recordingUrl,
  size: (item) => enclosureOf(item)?.['length'] ?? null,
  type: (item) => enclosureOf(item)?.['type'] ?? null,
  duration: (item) => textIn(item, 'itunes:duration'),
  description: (item) => textIn(item, 'description'),
  notes: (item) => textIn(item, 'content:encoded'),
  picture: imageUrl,
}

/** What identifies an episode for apps: its guid, or else the address of its recording. */
function guidOf(item: Node): string {
  return textIn(item, 'guid') || recordingUrl(item)
}

/** What the comparison needs to know of the new feed besides its text. */
export interface Surroundings {
  /** Its archives; null if they are unknown. */
  readonly archives: readonly Feed[] | null
  /** See {@link Comparison}. */
  readonly oldPaths: readonly string[]
}

/** Compares two feeds as apps do: two items with one guid are one episode, whatever else differs. */
export function compareFeeds(
  before: Feed,
  after: Feed,
  { archives, oldPaths }: Surroundings,
): Comparison {
  const old = new Map(before.items.map((item) => [guidOf(item), item]))
  const older = new Set((archives ?? []).flatMap(({ items }) => items))
  const all = [...after.items, ...older]
  const now = new Set(all.map(guidOf))
  const kept = all.flatMap((item): readonly Kept[] => {
    const same = old.get(guidOf(item))
    return same === undefined ? [] : [{ before: same, after: item, changes: changesOf(same, item) }]
  })
  const fresh = all.filter((item) => !old.has(guidOf(item)))
  const gone = before.items.filter((item) => !now.has(guidOf(item)))
  const again = samePairs(gone, fresh, before)
  const repeated = new Set(again.flatMap((pair) => [pair.before, pair.after]))
  return {
    before,
    after,
    kept,
    again,
    oldPaths,
    added: fresh.filter((item) => !repeated.has(item) && !older.has(item)),
    removed: gone.filter(
      (item) => !repeated.has(item) && !(archives === null && hasLeftPage(item, before, after)),
    ),
  }
}

/**
 * Whether an item has only made room for newer ones: it is older than all items of the new feed, and
 * the feed is as long as before, or has archives.
 */
function hasLeftPage(item: Node, before: Feed, after: Feed): boolean {
  if (after.items.length === 0) return false
  const isOldest = after.items.every((other) => timeOf(item) < timeOf(other))
  const isFull = after.items.length >= before.items.length
  return isOldest && (isFull || linkTo(after.channel, 'prev-archive') !== null)
}

function isSame(name: string, before: string | null, after: string | null): boolean {
  return name === 'recording' ? isSameRecording(before ?? '', after ?? '') : before === after
}

function changesOf(before: Node, after: Node): readonly string[] {
  // A cover that was not drawn on this computer yet is drawn by the next build.
  const isComparable = (name: string): boolean => name !== 'picture' || imageUrl(after) !== ''
  return Object.entries(FIELDS)
    .filter(([name, read]) => isComparable(name) && !isSame(name, read(before), read(after)))
    .map(([name]) => name)
}

/** Items that are the same episode although their guids differ. */
function samePairs(
  gone: readonly Node[],
  fresh: readonly Node[],
  { items }: Feed,
): readonly Repeated[] {
  const pairs = pairEpisodes(fresh.map(traitsOfItem), gone.map(traitsOfItem), FEED_DATES)
  const sharing = Map.groupBy(items, guidOf)
  const knownOf = (item: Node): Repeated['known'] => {
    if ((sharing.get(guidOf(item))?.length ?? 0) > 1) return 'as several'
    return textIn(item, 'guid') ? 'by guid' : 'by address'
  }
  return [...pairs].map(([{ item: after }, { item: before }]) => ({
    before,
    after,
    known: knownOf(before),
  }))
}

function traitsOfItem(item: Node): Traits & { readonly item: Node } {
  const time = timeOf(item)
  return {
    ...NO_TRAITS,
    guid: guidOf(item),
    title: textIn(item, 'title'),
    link: textIn(item, 'link'),
    enclosure: enclosureOf(item)?.['url'] ?? null,
    published: Number.isNaN(time) ? null : new Date(time),
    item,
  }
}

/** What apps of subscribers would do, as text. */
export function formatComparison(comparison: Comparison): readonly string[] {
  const { kept, added, removed, again } = comparison
  const changed = kept.filter(({ changes }) => changes.length > 0)
  return [
    ...section('New', added.map(titleOf)),
    ...section('Removed', removed.map(titleOf)),
    ...section('Downloaded again', again.map(namedAfter)),
    ...section(
      'Changed',
      changed.map((pair) => `${namedAfter(pair)}: ${pair.changes.join(', ')}`),
    ),
    ...sweeping(comparison),
    verdict(comparison),
  ]
}

function namedAfter({ after }: Pair): string {
  return titleOf(after)
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

/** What changed in all episodes that stay, which is a move rather than a mistake. */
function sweeping({ kept, before, after }: Comparison): readonly string[] {
  if (kept.length < 2) return []
  const [from, to] = [hostOf(kept[0]?.before), hostOf(kept[0]?.after)]
  const moved = kept.every(
    ({ changes, ...pair }) =>
      changes.includes('recording') && hostOf(pair.before) !== hostOf(pair.after),
  )
  const renamed = kept.every(({ changes }) => changes.includes('title'))
  const [old, now] = [generatorOf(before), generatorOf(after)]
  return [
    ...(moved ? [`All ${kept.length} recordings moved, from ${from} to ${to}.`] : []),
    ...(renamed ? [`All ${kept.length} titles changed.`] : []),
    ...(old === now ? [] : [`The feed was made by ${old}, now by ${now}.`]),
  ]
}

function hostOf(item: Node | undefined): string {
  const url = item === undefined ? '' : recordingUrl(item)
  return isWebUrl(url) ? new URL(url).host : 'nowhere'
}

function generatorOf({ channel }: Feed): string {
  return textIn(channel, 'generator') ?? 'an unnamed program'
}

/** The sentence that sums it up. */
function verdict({ kept, added, removed, again }: Comparison): string {
  if (again.length > 0) {
    return `${again.length} of ${kept.length + again.length} guids differ: subscribers download ${again.length === 1 ? 'that episode' : 'those episodes'} again.`
  }
  const known = `${kept.length} ${kept.length === 1 ? 'episode keeps its guid' : 'episodes keep their guids'}`
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

/** The comparison as JSON. */
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
