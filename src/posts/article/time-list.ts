/** Seconds by which a list has begun; one that may be a day's begins later than that. */
const FIRST = 300
const FIRST_SURE = 900
/** Fewer are no list. */
const FEWEST = 3
/** More are the times of a transcript. */
const MOST = 150
/** Seconds between two marks, on average; what is closer is a transcript too. Long lists are sparse. */
const SPACING = 10
const LONG = 20
const SPACING_LONG = 40
/** One line of so many may be a slip. */
const FOR_ONE_SLIP = 5

/** A time that may begin something of the recording. */
export interface TimeMark {
  /** Seconds, as it is read, and as the link that it is in says. */
  readonly starts: readonly [number, ...number[]]
  readonly title: string
  /** Whether nobody would write a time of day so. */
  readonly sure: boolean
  /** Whether it may be an hour of the day: two numbers, of which the first is below 24. */
  readonly mayBeHour: boolean
  /** Whether it stands before its title. */
  readonly leads: boolean
  /** Whether it may be a duration: behind a title in a table. */
  readonly mayBeDuration: boolean
  readonly isSpan: boolean
}

/** A list of times: those that hold, with their starts, and those that do not fit. */
export interface TimeList<Mark> {
  readonly kept: ReadonlyMap<Mark, number>
  readonly slips: readonly Mark[]
}

/**
 * The times of an article that are a list of its chapters: they ascend, the first early and the last
 * inside the recording, but for a few slips. A list that stands there twice is one. Null where they
 * are none: hours of the day, durations, a transcript.
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

/** Whether a list would hold, were it not for the end of the recording. */
export function isBeyond(marks: readonly TimeMark[], seconds: number | null): boolean {
  const list = seconds === null ? null : timeListOf(marks, null)
  return list !== null && !marks.every(({ mayBeHour }) => mayBeHour)
}

/** The longest row of marks in which each is no earlier than the one before it; as read, if it can be. */
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
      // One that is not as it is read counts a little less
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

/** @param starts Theirs, each once, ascending. */
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
  // A day's hours are on the quarter; of a recording's chapters hardly three are
  if (areOthers || starts.every((start) => start % 15 === 0)) return false
  if (first <= (marks.every(({ sure }) => sure) ? FIRST_SURE : FIRST)) return true
  // Results of a race begin late, too, but do not go on for as long
  return (!mayBeHours || areOdd(starts)) && last >= 2 * first
}

/** Times of day are usually multiples of five minutes; of the chapters of a recording, one in five is so by chance. */
function areOdd(starts: readonly number[]): boolean {
  const even = starts.filter((start) => start % 5 === 0)
  return starts.length > FEWEST && even.length * 2 < starts.length
}
