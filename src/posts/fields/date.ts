import { lazily, load } from '../../base/lazily.ts'
import { isoDay, utcDay } from '../../base/written-times.ts'

/** Days and hours in time zones. */
export const temporal = lazily(() => {
  const { Temporal }: typeof import('temporal-polyfill') = load('temporal-polyfill')
  return Temporal
})

/** A date that an author wrote. */
export interface WrittenDate {
  readonly instant: Date
  /** The calendar day as written, `2025-01-29`; for a bare instant, its day in UTC. */
  readonly day: string
  /** The local time used, `2025-03-30 03:30`, if the clocks skip the written one; otherwise null. */
  readonly moved: string | null
}

const FIRST_YEAR = 1990
const LAST_YEAR = 2100
const MAX_LENGTH = 60

const TIME = String.raw`(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?(?: ?(?<half>[ap])\.?m\.?)?(?: ?(?:(?:utc|gmt)(?=[+-]))?(?<zone>[a-z]{1,4}|[+-]\d\d:?(?:\d\d)?))?`
/** A hyphen before hours and minutes may begin a time zone, `2025-01-29-05:00`. */
const BEFORE_TIME = String.raw`(?:[t _]|,? (?:at )?|(?<=-\d\d)-(?:t|(?=\d{1,2}:\d\d:|1[5-9]:|2\d:)))`
const WEEKDAY = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?`
const DAY = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`

/** The formats in which blogs write dates; all have a year of four digits. */
const SHAPES: readonly RegExp[] = [
  // 2025-01-29, 2025/1/29, each with an optional time: ISO 8601 and its relatives
  shape(
    String.raw`(?<year>\d{4})(?<dash>[-/.])(?<month>\d{1,2})\k<dash>(?<day>\d{1,2})(?:${BEFORE_TIME}${TIME})?`,
  ),
  // 20250129
  shape(String.raw`(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)`),
  // 29.1.2025, 29. 1. 2025 8:00: the day comes first wherever dots are written
  shape(String.raw`(?<day>\d{1,2})\. ?(?<month>\d{1,2})\. ?(?<year>\d{4})(?:,? ${TIME})?`),
  // January 29th 2025, Wed Jan 29, 2025 at 8:00 am
  shape(
    String.raw`${WEEKDAY}(?<name>[a-z]{3,9})\.? ${DAY},? (?<year>\d{4})(?:,? (?:at )?${TIME})?`,
  ),
  // 29 January 2025; Wed, 29 Jan 2025 08:00:00 +0100 of RFC 5322
  shape(
    String.raw`${WEEKDAY}${DAY}\.? (?:of )?(?<name>[a-z]{3,9})\.?,? (?<year>\d{4})(?:,? (?:at )?${TIME})?`,
  ),
]

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const MONTH_NAMES =
  'january february march april may june july august september october november december'.split(' ')

/** Named zones in minutes from UTC. @see https://www.rfc-editor.org/rfc/rfc5322#section-4.3 */
const ZONES: ReadonlyMap<string, number> = new Map([
  ...['z', 'ut', 'utc', 'gmt'].map((name) => [name, 0] as const),
  ...(['e', 'c', 'm', 'p'] as const).flatMap((letter, index) => [
    [`${letter}st`, -300 - 60 * index] as const,
    [`${letter}dt`, -240 - 60 * index] as const,
  ]),
])

const SECONDS = /^\d{9,10}$/
const MILLISECONDS = /^\d{12,13}$/
const FOREIGN_MONTH = /^\d{1,2}\.? (\p{L}{3,12})\.?,? \d{4}$/u
const DAY_OR_MONTH = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b/

/**
 * Reads a date in any format of blogs, by pattern: `new Date(text)` reads `3.5.2025` as 5 March and
 * `2021-04-20:00:00Z` as midnight.
 *
 * @param timezone IANA name; a date without a zone is in it, and a day alone begins at midnight there.
 *   An hour that the clocks skip is read as if they did not; of a repeated hour, the first one counts.
 * @throws {RangeError} If it is not a date, is impossible (31 February) or ambiguous (`3/5/2025`), or has
 *   a year before 1990 or after 2100.
 */
export function parseDate(text: string, timezone: string): WrittenDate {
  const date = text
    .slice(0, MAX_LENGTH + 1)
    .trim()
    .replaceAll(/\s+/g, ' ')
    .toLowerCase()
  const epoch = parseEpoch(date)
  if (epoch !== null) return epoch
  const groups = SHAPES.map((pattern) => pattern.exec(date)?.groups).find(Boolean)
  if (groups === undefined || text.length > MAX_LENGTH) throw notADate(text, date)
  requireMonth(groups['name'], text)
  const parts = partsOf(groups)
  if (parts === null) throw new RangeError(`expected a day and hour that exist, got "${text}"`)
  requireYear(parts.year, text)
  const minutes = groups['zone'] === undefined ? null : zoneOf(groups['zone'])
  if (minutes === undefined) {
    throw new RangeError(
      `expected a time zone such as +01:00, got "${text}"; write the hours from UTC`,
    )
  }
  const instant = instantOf(parts, minutes, timezone)
  const local = minutes === null && groups['hour'] !== undefined
  return { instant, day: parts.iso, moved: local ? movedTime(parts, instant, timezone) : null }
}

/** The calendar day of an instant in a time zone, `2025-01-29`. */
export function calendarDay(instant: Date, timezone: string): string {
  return temporal()
    .Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
    .toString()
}

function shape(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`)
}

function parseEpoch(date: string): WrittenDate | null {
  if (!SECONDS.test(date) && !MILLISECONDS.test(date)) return null
  const instant = new Date(Number(date) * (date.length > 10 ? 1 : 1000))
  requireYear(instant.getUTCFullYear(), date)
  return { instant, day: utcDay(instant), moved: null }
}

interface Parts {
  /** The day, `2025-01-29`. */
  readonly iso: string
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
}

type Groups = Readonly<Record<string, string | undefined>>

/** Null for dates and times that do not exist. */
function partsOf(groups: Groups): Parts | null {
  const { year, month, day, name, minute = '0', second = '0', fraction = '' } = groups
  const numberOfMonth = name === undefined ? Number(month) : monthOf(name)
  const iso = isoDay(year ?? '', numberOfMonth, Number(day))
  if (iso === null) return null
  const parts = {
    iso,
    year: Number(year),
    month: numberOfMonth,
    day: Number(day),
    hour: hourOf(groups['hour'] ?? '0', groups['half']),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)),
  }
  const { hour } = parts
  const clock = hour >= 0 && hour < 24 && parts.minute < 60 && parts.second < 60
  return clock ? parts : null
}

function monthOf(name: string): number {
  const short = MONTHS.indexOf(name === 'sept' ? 'sep' : name)
  return (short === -1 ? MONTH_NAMES.indexOf(name) : short) + 1
}

function hourOf(hour: string, half: string | undefined): number {
  const number = Number(hour)
  if (half === undefined) return number
  return number < 1 || number > 12 ? -1 : (number % 12) + (half === 'p' ? 12 : 0)
}

/** Minutes from UTC; undefined for an ambiguous name. */
function zoneOf(zone: string): number | undefined {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? []
  if (hours === undefined) return ZONES.get(zone)
  const total = Number(hours) * 60 + Number(minutes)
  return total > 14 * 60 ? undefined : total * (sign === '-' ? -1 : 1)
}

function instantOf(parts: Parts, minutes: number | null, timezone: string): Date {
  const { year, month, day, hour, minute, second, millisecond } = parts
  if (minutes === null && timezone !== 'UTC') {
    return new Date(
      temporal().PlainDateTime.from(parts).toZonedDateTime(timezone).epochMilliseconds,
    )
  }
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, millisecond)
  return new Date(utc - (minutes ?? 0) * 60_000)
}

function movedTime({ hour, minute }: Parts, instant: Date, timezone: string): string | null {
  const local = temporal()
    .Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timezone)
  if (local.hour === hour && local.minute === minute) return null
  return local.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
}

function requireMonth(name: string | undefined, text: string): void {
  if (name !== undefined && monthOf(name) === 0) throw foreignMonth(name, text)
}

function foreignMonth(name: string, text: string): RangeError {
  return new RangeError(
    `expected a month in English or a date in numbers, got "${name}" in "${text}"; write it as 2025-01-29`,
  )
}

function requireYear(year: number, text: string): void {
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    throw new RangeError(`expected a year from ${FIRST_YEAR} to ${LAST_YEAR}, got "${text}"`)
  }
}

function notADate(text: string, date: string): RangeError {
  const [, first = '', second = '', year = ''] = DAY_OR_MONTH.exec(date) ?? []
  const readings = [
    [second, first],
    [first, second],
  ].flatMap(([month = '', day = '']) => readingOf(year, month, day))
  const name = readings.length === 0 ? FOREIGN_MONTH.exec(date)?.[1] : undefined
  if (name !== undefined) return foreignMonth(name, text)
  const got = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text
  if (readings.length === 0) {
    return new RangeError(`expected a date such as 2025-01-29 or 2025-01-29 08:00, got "${got}"`)
  }
  const choice = [...new Set(readings)].join(' or ')
  return new RangeError(`expected the year first, got "${got}"; write ${choice}`)
}

function readingOf(year: string, month: string, day: string): readonly string[] {
  const iso = isoDay(year, month, day)
  return iso === null ? [] : [iso]
}
