import { plainOf, type Plain, type Traits } from './traits.ts'

/** How exactly dates tell, in milliseconds. */
export interface Dates {
  readonly time: (date: Date) => number
  /** How far two dates of one episode may lie apart. */
  readonly near: number
  /** How far they may lie apart where the title is all that is the same; null where that is not enough. */
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

/** One way in which two things are the same episode. */
interface Sign {
  /** What is equal on both sides, and known. */
  readonly same: readonly (keyof Omit<Plain, 'time'>)[]
  /** How far the dates may lie apart besides; left out where they do not matter. */
  readonly within?: 'near' | 'season'
  /** Whether it tells only where nothing else, matched or not, has the same. */
  readonly rare?: true
}

/**
 * By what two things are one episode, from the surest to the weakest; any sign of a row is enough.
 *
 * A blog that changes its generator keeps its links; a post with a new name keeps its day, and its
 * recording or title. The address of a recording alone does not tell, for two articles may share
 * one and a file may be replaced; its bytes do, where nothing else has them.
 */
const SIGNS: readonly (readonly Sign[])[] = [
  // A file still holds the post that it held, where anything else of it is as it was.
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
 * Finds which things of two sides are one episode: each of ours with its partner among theirs.
 *
 * A match counts only where it is the only one on both sides among those that no surer sign has
 * matched: a wrong one gives an episode the guid of another, which its subscribers have heard.
 */
export function pairEpisodes<Ours extends Traits, Theirs extends Traits>(
  ours: readonly Ours[],
  theirs: readonly Theirs[],
  dates: Dates,
): ReadonlyMap<Ours, Theirs> {
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

/** How a sign is read of a thing; null where it cannot tell. */
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
 * Finds the partner of a thing, where it has exactly one by any of the signs.
 *
 * @param to The oldest first, and those without a date at the end.
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

/** Finds partners by one sign: not all of many, but enough to tell that there are more than one. */
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

/** What has no date comes last. */
function timeOf({ time }: Plain): number {
  return time ?? Infinity
}

function byTime(a: Plain, b: Plain): number {
  return timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0
}

/** The place of the first thing that is not earlier, among things in the order of their dates. */
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
