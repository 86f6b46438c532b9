import { utcDay } from '../base/written-times.ts'
import type { WrittenDate } from './fields/date.ts'
import { calendarDay, parseDate } from './fields/date.ts'
import type { FileName } from './file-name.ts'
import type { PostRules } from './post.ts'
import { withFix, type Problem } from '../base/problem.ts'
import type { Reader, Reading } from './fields/field-reader.ts'

/** A date in the front matter that could be read. */
interface Dated {
  readonly date: WrittenDate
  readonly reading: Reading<string>
}

interface Refused {
  readonly reading: Reading<string>
  readonly message: string
}

/** When a post was published. */
interface Published {
  readonly instant: Date | null
  readonly nameDay: NameDay
}

/**
 * How the day in the name of a file relates to the date in its front matter: the same; different,
 * with the problem that reports it; or impossible, because the calendar has no such day. Null if one
 * of them is missing, or the blog prefers the names.
 */
export type NameDay = 'same' | 'impossible' | Problem | null

/**
 * Settles when a post was published: by the first of its dates that can be read, else by its file
 * name; by the file name first where the blog does so (the time of a date on the same day is kept).
 *
 * What could not be read, and a date that contradicts the file name, become warnings that name
 * both; no date at all is an error, and null.
 */
export function choosePublished(
  reader: Reader,
  { day, hasNoDay }: FileName,
  rules: PostRules,
): Published {
  const { dated, refused } = readDates(reader, rules.timezone)
  if (day === null) {
    const nameDay = hasNoDay ? 'impossible' : null
    return { instant: fromFrontMatter(reader, dated, refused, rules.timezone), nameDay }
  }
  const same = dated !== null && isOn(dated.date, day, rules.timezone)
  const fromName = dated === null || (rules.fileNameDateFirst && !same)
  const used = fromName ? `the file name's ${day}` : nameOf(dated.reading)
  tellRefused(reader, refused, used)
  const told = dated === null || same ? null : tellContradiction(reader, dated, day, used)
  if (dated !== null && !fromName) tellMoved(reader, dated, rules.timezone)
  return {
    instant: fromName ? fromFileName(reader, day, rules) : dated.date.instant,
    nameDay: rules.fileNameDateFirst ? null : (told ?? (same ? 'same' : null)),
  }
}

/**
 * When the blog stops showing a post; null if there is no such time.
 *
 * @see https://gohugo.io/content-management/front-matter/#expirydate
 */
export function readExpiry(reader: Reader, published: Date, { timezone }: PostRules): Date | null {
  const reading = reader.first('expires')
  if (reading === null) return null
  try {
    const { instant } = parseDate(reading.value, timezone)
    if (instant <= published) {
      const what = `it expires on ${utcDay(instant)}, and is published on ${utcDay(published)}`
      reader.report('post/expires-early', reading.found, withFix('post/expires-early', what))
    }
    return instant
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    reader.report('post/expiry', reading.found, withEnd('post/expiry', cause.message))
    return null
  }
}

function fromFileName(reader: Reader, day: string, { timezone }: PostRules): Date | null {
  try {
    return parseDate(day, timezone).instant
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    reader.report('post/date', null, `${cause.message} in the file name; correct it`)
    return null
  }
}

function readDates(
  reader: Reader,
  timezone: string,
): { dated: Dated | null; refused: readonly Refused[] } {
  const refused: Refused[] = []
  for (const reading of reader.readings('date')) {
    try {
      return { dated: { date: parseDate(reading.value, timezone), reading }, refused }
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      refused.push({ reading, message: cause.message })
    }
  }
  return { dated: null, refused }
}

function fromFrontMatter(
  reader: Reader,
  dated: Dated | null,
  refused: readonly Refused[],
  timezone: string,
): Date | null {
  if (dated !== null) {
    tellMoved(reader, dated, timezone)
    tellRefused(reader, refused, nameOf(dated.reading))
    return dated.date.instant
  }
  for (const { reading, message } of refused) {
    reader.report('post/date', reading.found, withEnd('post/date', message))
  }
  if (refused.length === 0) {
    reader.report('post/date', null, withFix('post/date', 'this post has no date'))
  }
  return null
}

/** Some problems of dates have a fix of their own. */
function withEnd(rule: 'post/date' | 'post/expiry', message: string): string {
  return message.includes('; ') ? message : withFix(rule, message)
}

function tellRefused(reader: Reader, refused: readonly Refused[], used: string): void {
  for (const { reading, message } of refused) {
    reader.report('post/date-doubtful', reading.found, `${message}; ${used} is used instead`)
  }
}

function tellContradiction(reader: Reader, dated: Dated, day: string, used: string): Problem {
  const { date, reading } = dated
  return reader.report(
    'post/date-doubtful',
    reading.found,
    `"${reading.value}" is ${date.day}, but the file name says ${day}; ${used} is used; make them agree`,
  )
}

function tellMoved(reader: Reader, { date, reading }: Dated, timezone: string): void {
  if (date.moved === null) return
  reader.report(
    'post/date-doubtful',
    reading.found,
    `"${reading.value}" is a time that the clocks of ${timezone} skip; ${date.moved} is used instead; correct it, or add the hours from UTC (+01:00)`,
  )
}

function isOn(date: WrittenDate, day: string, timezone: string): boolean {
  return date.day === day || calendarDay(date.instant, timezone) === day
}

function nameOf({ found, value }: Reading<string>): string {
  return `${found.field}: "${value}"`
}
