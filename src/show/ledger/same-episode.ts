import { plainOf, type Plain, type Traits } from './traits.ts'

/** How dates are compared, in milliseconds. */
export interface Dates {
  readonly time: (date: Date) => number
  /** The largest difference between two dates of one episode. */
  readonly near: number
  /** The largest difference if only the title is the same; null if that is not enough. */
  readonly season: number | null
}

const DAY = 24 * 60 * 60 * 1000

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
  /** The properties that are equal and known on both sides. */
  readonly same: readonly (keyof Omit<Plain, 'time'>)[]
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
const SIGNS: readonly (readonly Sign[])[] = [
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
  const left = ours.map((own) => ({ ...plainOf(own, dates.time), thing: own }))
  const right = theirs.map((their) => ({ ...plainOf(their, dates.time), thing: their }))
  const [leftInTime, rightInTime] = [left.toSorted(byTime), right.toSorted(byTime)]
  const pairs = new Map<Ours, Theirs>()
  const taken = new Set<Theirs>()
  const most = Math.min(ours.length, theirs.length)
  for (const signs of SIGNS) {
    if (pairs.size === most) break
    const readers = signs.map((sign) => readerOf(sign, left, right))
    const toLeft = partnerFinder(
      leftInTime.filter(({ thing }) => !pairs.has(thing)),
      readers,
      dates,
    )
    const toRight = partnerFinder(
      rightInTime.filter(({ thing }) => !taken.has(thing)),
      readers,
      dates,
    )
    const found = left.flatMap((own) => {
      const their = pairs.has(own.thing) ? null : toRight(own)
      return their !== null && toLeft(their) === own ? [[own.thing, their.thing] as const] : []
    })
    for (const [own, their] of found) {
      pairs.set(own, their)
      taken.add(their)
    }
  }
  return pairs
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
function partnerFinder<To extends Plain>(
  to: readonly To[],
  readers: readonly Reader[],
  dates: Dates,
): (thing: Plain) => To | null {
  const finders = to.length === 0 ? [] : readers.map((reader) => finderOf(to, reader, dates))
  return (thing) => {
    const found = new Set(finders.flatMap((find) => find(thing)))
    const [partner = null] = found
    return found.size === 1 ? partner : null
  }
}

/** Finds partners by one sign: not all, but enough to know whether there is more than one. */
function finderOf<To extends Plain>(
  to: readonly To[],
  { value, within }: Reader,
  dates: Dates,
): (thing: Plain) => readonly To[] {
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
function timeOf({ time }: Plain): number {
  return time ?? Infinity
}

function byTime(a: Plain, b: Plain): number {
  return timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0
}

/** The index of the first thing that is not earlier, in a list that is sorted by date. */
function firstFrom(things: readonly Plain[], least: number): number {
  let [low, high] = [0, things.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const at = things[middle]
    if (at !== undefined && timeOf(at) < least) low = middle + 1
    else high = middle
  }
  return low
}
