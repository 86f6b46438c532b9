/** Seconds within which a list must begin; times of day begin later than that. */
const FIRST = 300
const FIRST_SURE = 900
/** Fewer times are not a list. */
const FEWEST = 3
/** More times are a transcript. */
const MOST = 150
/** The least mean distance between marks, in seconds; closer ones are a transcript. */
const SPACING = 10
const LONG = 20
const SPACING_LONG = 40
/** One line in so many may be a slip. */
const FOR_ONE_SLIP = 5

/** A time at which something in the recording may begin. */
export interface TimeMark {
  /** Seconds, as written, and as the link around it says. */
  readonly starts: readonly [number, ...number[]]
  readonly title: string
  /** Whether it cannot be a time of day. */
  readonly sure: boolean
  /** Whether it may be an hour of the day: two numbers, of which the first is below 24. */
  readonly mayBeHour: boolean
  /** Whether it precedes its title. */
  readonly leads: boolean
  /** Whether it may be a duration: after a title in a table. */
  readonly mayBeDuration: boolean
  readonly isSpan: boolean
}

/** A list of times: those that are valid, with their starts, and those that do not fit. */
export interface TimeList<Mark> {
  readonly kept: ReadonlyMap<Mark, number>
  readonly slips: readonly Mark[]
}

/**
 * The times of an article that are a list of its chapters: ascending, the first early and the last inside the
 * recording, except for a few slips. A list that is repeated counts once. Null for anything else: times of
 * day, durations, a transcript.
 *
 * @param seconds Of the recording; null while unknown.
 */
export function timeListOf<Mark extends TimeMark>(
  marks: readonly Mark[],
  seconds: number | null,
): TimeList<Mark> | null {
  const end = seconds ?? Infinity
  const kept = longestAscent(marks, end)
  const starts = new Set(kept.values())
  const others = marks.filter((mark) => !kept.has(mark))
  const again = others.filter((mark) => starts.has(mark.starts[0]))
  const slips = others.filter((mark) => !starts.has(mark.starts[0]))
  const isClear = slips.every(({ starts: [start] }) => start >= end) || leadAll(marks)
  const allowed = Math.max(isClear ? 1 : 0, Math.floor((starts.size + slips.length) / FOR_ONE_SLIP))
  if (slips.length > allowed || !isList([...kept.keys()], [...starts])) return null
  return {
    kept: new Map([...kept, ...again.map((mark) => [mark, mark.starts[0]] as const)]),
    slips,
  }
}

/** Whether a list would be valid if it did not extend beyond the end of the recording. */
export function isBeyond(marks: readonly TimeMark[], seconds: number | null): boolean {
  const list = seconds === null ? null : timeListOf(marks, null)
  return list !== null && !marks.every(({ mayBeHour }) => mayBeHour)
}

/** The longest ascending sequence of marks; as written, if possible. */
function longestAscent<Mark extends TimeMark>(
  marks: readonly Mark[],
  end: number,
): ReadonlyMap<Mark, number> {
  interface Step {
    readonly mark: Mark
    readonly start: number
    readonly worth: number
    readonly before: Step | null
  }
  const steps: Step[] = []
  for (const mark of marks) {
    const fresh: Step[] = []
    for (const [rank, start] of mark.starts.entries()) {
      if (start >= end) continue
      let before: Step | null = null
      for (const step of steps) {
        if (step.start <= start && step.worth > (before?.worth ?? 0)) before = step
      }
      // A mark that is not used as written counts a little less
      fresh.push({ mark, start, worth: (before?.worth ?? 0) + 1 - rank / 10_000, before })
    }
    steps.push(...fresh)
  }
  let last: Step | null = null
  for (const step of steps) if (step.worth > (last?.worth ?? 0)) last = step
  const kept: (readonly [Mark, number])[] = []
  for (let step: Step | null = last; step !== null; step = step.before) {
    kept.push([step.mark, step.start])
  }
  return new Map(kept.toReversed())
}

function leadAll(marks: readonly TimeMark[]): boolean {
  return marks.every(({ leads }) => leads)
}

/** @param starts Their distinct starts, ascending. */
function isList(marks: readonly TimeMark[], starts: readonly number[]): boolean {
  const first = starts[0] ?? 0
  const last = starts.at(-1) ?? 0
  if (starts.length < FEWEST || starts.length > MOST) return false
  const spacing = (last - first) / (starts.length - 1)
  if (spacing < (starts.length > LONG ? SPACING_LONG : SPACING)) return false
  if (first === 0) return true
  const mayBeHours = marks.every(({ mayBeHour }) => mayBeHour)
  const areOthers = marks.some(
    ({ mayBeDuration, isSpan }) => mayBeDuration || (isSpan && mayBeHours),
  )
  // Times of day are on the quarter; hardly three chapters of a recording are
  if (areOthers || starts.every((start) => start % 15 === 0)) return false
  if (first <= (marks.every(({ sure }) => sure) ? FIRST_SURE : FIRST)) return true
  // Race results begin late, too, but are not spread as far
  return (!mayBeHours || areOdd(starts)) && last >= 2 * first
}

/**
 * Times of day are usually multiples of five minutes; one in five chapters of a recording is so by chance.
 */
function areOdd(starts: readonly number[]): boolean {
  const even = starts.filter((start) => start % 5 === 0)
  return starts.length > FEWEST && even.length * 2 < starts.length
}
