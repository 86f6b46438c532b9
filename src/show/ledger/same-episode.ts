import { DAY } from '../../base/written-times.ts'
import { plainOf, type Plain, type Traits } from './traits.ts'

/** How dates are compared, in milliseconds. */
export interface Dates {
  readonly time: (date: Date) => number
  /** The largest difference between two dates of one episode. */
  readonly near: number
  /** The largest difference if only the title is the same; null if that is not enough. */
  readonly season: number | null
}

/** The ledger has the dates of the posts themselves. */
export const LEDGER_DATES: Dates = {
  time: (date) => Math.floor(date.getTime() / DAY),
  near: 0,
  season: null,
}

/** Feeds print local midnights as UTC, and hosts publish later than a blog. */
export const FEED_DATES: Dates = {
  time: (date) => date.getTime(),
  near: 1.5 * DAY,
  season: 45 * DAY,
}

/** One sign that two things are the same episode. */
interface Sign {
  /** The properties that are equal and known on both sides; the first is that of all signs of a row. */
  readonly same: readonly [keyof Plain, ...(keyof Plain)[]]
  /** The largest difference of the dates; absent if dates do not matter. */
  readonly within?: 'near' | 'season'
  /** Whether it counts only if nothing else, matched or not, has the same values. */
  readonly rare?: true
}

/**
 * The signs that two things are one episode, from the strongest to the weakest; any sign of a row is
 * enough.
 *
 * A blog that changes its generator keeps its links; a renamed post keeps its date, and its recording
 * or title. The address of a recording alone is not enough, because two articles may share it and a
 * file may be replaced; its bytes are, if they are unique.
 */
const SIGNS: readonly (readonly [Sign, ...Sign[]])[] = [
  // A file still has the same post if one other property is unchanged.
  [
    { same: ['file', 'link'] },
    { same: ['file', 'slug'] },
    { same: ['file', 'title'] },
    { same: ['file', 'enclosure'] },
    { same: ['file', 'fileName'], within: 'near' },
  ],
  [{ same: ['guid'] }],
  [{ same: ['link'] }],
  [{ same: ['slug'], within: 'near' }],
  [
    { same: ['enclosure'], within: 'near' },
    { same: ['enclosure', 'title'] },
    { same: ['enclosure', 'slug'] },
  ],
  [{ same: ['title'], within: 'near' }],
  [{ same: ['fileName'], within: 'near', rare: true }],
  [{ same: ['sound'], rare: true }],
  [{ same: ['title'], within: 'season' }],
]

/**
 * Finds which things of two lists are the same episode.
 *
 * A match counts only if it is unique on both sides among those without a stronger match: a wrong
 * match would give an episode the guid of another, which subscribers have already heard.
 */
export function pairEpisodes<Ours extends Traits, Theirs extends Traits>(
  ours: readonly Ours[],
  theirs: readonly Theirs[],
  dates: Dates,
): ReadonlyMap<Ours, Theirs> {
  if (ours.length === 0 || theirs.length === 0) return new Map()
  const left = ours.map((own) => sideOf(own, dates))
  const right = theirs.map((their) => sideOf(their, dates))
  const [leftInTime, rightInTime] = [left.toSorted(byTime), right.toSorted(byTime)]
  const pairs = new Map<Ours, Theirs>()
  const taken = new Set<Theirs>()
  const most = Math.min(ours.length, theirs.length)
  for (const signs of SIGNS) {
    if (pairs.size === most) break
    const readers = signs.map((sign) => readerOf(sign, left, right))
    // Whatever a sign of this row pairs has this in common.
    const common = (side: Plain): string | null => side[signs[0].same[0]]
    const open = leftInTime.filter(({ thing }) => !pairs.has(thing))
    const mine = Map.groupBy(open, common)
    const yours = Map.groupBy(
      rightInTime.filter(({ thing }) => !taken.has(thing)),
      common,
    )
    const found = new Map(
      [...mine].flatMap(([value, own]) =>
        value === null ? [] : pairsOf(own, yours.get(value) ?? [], readers, dates),
      ),
    )
    for (const own of left) {
      const their = found.get(own)
      if (their === undefined) continue
      pairs.set(own.thing, their.thing)
      taken.add(their.thing)
    }
  }
  return pairs
}

/** A thing of one of the lists. */
interface Side<Thing> extends Plain {
  readonly thing: Thing
  /** In the unit of `Dates`. */
  readonly time: number | null
}

function sideOf<Thing extends Traits>(thing: Thing, { time }: Dates): Side<Thing> {
  const { published } = thing
  return { ...plainOf(thing), thing, time: published === null ? null : time(published) }
}

/** The things that are each the only partner of the other. @param ours The oldest first. */
function pairsOf<Ours, Theirs>(
  ours: readonly Side<Ours>[],
  theirs: readonly Side<Theirs>[],
  readers: readonly Reader[],
  dates: Dates,
): readonly (readonly [Side<Ours>, Side<Theirs>])[] {
  const [[own, ...others], [their, ...rest]] = [ours, theirs]
  if (own === undefined || their === undefined) return []
  // Nearly all after an edit, for which nothing is to be searched.
  if (others.length + rest.length === 0) {
    return readers.some((reader) => agree(own, their, reader, dates)) ? [[own, their]] : []
  }
  const [toLeft, toRight] = [
    partnerFinder(ours, readers, dates),
    partnerFinder(theirs, readers, dates),
  ]
  return ours.flatMap((each) => {
    const partner = toRight(each)
    return partner !== null && toLeft(partner) === each ? [[each, partner] as const] : []
  })
}

/** Whether two things are partners by a sign. */
function agree(
  own: Side<unknown>,
  their: Side<unknown>,
  { value, within }: Reader,
  dates: Dates,
): boolean {
  const same = value(own)
  if (same === null || same !== value(their)) return false
  if (within === undefined) return true
  const apart = dates[within]
  if (own.time === null || their.time === null) return apart !== null && within !== 'near'
  return apart !== null && Math.abs(own.time - their.time) <= apart
}

/** Reads the value of a sign from a thing; null if it is unknown or not unique. */
interface Reader extends Pick<Sign, 'within'> {
  readonly value: (plain: Plain) => string | null
}

function readerOf({ same, within, rare }: Sign, ...sides: readonly (readonly Plain[])[]): Reader {
  const valueOf = (plain: Plain): string | null => {
    const values = same.map((name) => plain[name])
    return values.includes(null) ? null : values.join('\n')
  }
  const common = rare === true ? new Set(sides.flatMap((side) => repeated(side, valueOf))) : null
  const value = (plain: Plain): string | null => {
    const own = valueOf(plain)
    return common?.has(own) === true ? null : own
  }
  return within === undefined ? { value } : { value, within }
}

function repeated<Thing, Value>(
  things: readonly Thing[],
  value: (thing: Thing) => Value,
): readonly Value[] {
  const groups = [...Map.groupBy(things, value)]
  return groups.flatMap(([each, group]) => (group.length > 1 ? [each] : []))
}

/**
 * Finds the partner of a thing if any of the signs gives exactly one.
 *
 * @param to The oldest first, things without a date last.
 */
function partnerFinder<To extends Side<unknown>>(
  to: readonly To[],
  readers: readonly Reader[],
  dates: Dates,
): (thing: Side<unknown>) => To | null {
  const finders = to.length === 0 ? [] : readers.map((reader) => finderOf(to, reader, dates))
  return (thing) => {
    const found = new Set(finders.flatMap((find) => find(thing)))
    const [partner = null] = found
    return found.size === 1 ? partner : null
  }
}

/** Finds partners by one sign: not all, but enough to know whether there is more than one. */
function finderOf<To extends Side<unknown>>(
  to: readonly To[],
  { value, within }: Reader,
  dates: Dates,
): (thing: Side<unknown>) => readonly To[] {
  const apart = within === undefined ? Infinity : dates[within]
  if (apart === null) return () => []
  const groups = Map.groupBy(to, value)
  return (thing) => {
    const own = value(thing)
    const group = (own === null ? undefined : groups.get(own)) ?? []
    const { time } = thing
    if (time === null) return within === 'near' ? [] : group.slice(0, 2)
    const start = firstFrom(group, time - apart)
    const inTime = group.slice(start, start + 2).filter((each) => timeOf(each) <= time + apart)
    const undated = group.slice(-2).filter((each) => each.time === null)
    return within === 'near' ? inTime : [...inTime, ...undated]
  }
}

/** Things without a date come last. */
function timeOf({ time }: Pick<Side<unknown>, 'time'>): number {
  return time ?? Infinity
}

function byTime(a: Side<unknown>, b: Side<unknown>): number {
  return timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0
}

/** The index of the first thing that is not earlier, in a list that is sorted by date. */
function firstFrom(things: readonly Side<unknown>[], least: number): number {
  let [low, high] = [0, things.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const at = things[middle]
    if (at !== undefined && timeOf(at) < least) low = middle + 1
    else high = middle
  }
  return low
}
