/**
 * An instant in the format of RSS: `Wed, 29 Jan 2025 18:00:00 GMT`, in English in every locale.
 *
 * @throws {RangeError} If the date is invalid; otherwise `Invalid Date` would be published.
 * @see https://www.rfc-editor.org/rfc/rfc2822#section-3.3
 */
/** Milliseconds. */
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export function formatRfcDate(date: Date): string {
  if (Number.isNaN(date.getTime())) throw new RangeError('expected an instant, got an invalid date')
  return date.toUTCString()
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const RFC =
  /^(?:(?<day>Sun|Mon|Tue|Wed|Thu|Fri|Sat), )?(?<date>\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}(?::\d{2})?) (?<zone>[+-]\d{4}|GMT|UT|EST|EDT|CST|CDT|MST|MDT|PST|PDT)$/

/**
 * Reads a date in the format of RSS.
 *
 * @throws {RangeError} If the text is not such a date; the message says why.
 * @see https://www.rfc-editor.org/rfc/rfc2822#section-3.3
 */
export function parseRfcDate(text: string): Date {
  const { day, date = '', zone = '' } = RFC.exec(text)?.groups ?? {}
  const instant = new Date(`${date} ${zone === 'UT' ? 'GMT' : zone}`)
  if (date === '' || Number.isNaN(instant.getTime())) {
    throw new RangeError(`expected a date such as Mon, 04 May 2026 08:00:00 +0200, got "${text}"`)
  }
  const written = new Date(`${date} GMT`)
  if (written.getUTCDate() !== Number(date.split(' ', 1)[0])) {
    throw new RangeError(`expected a day and hour that exist, got "${text}"`)
  }
  const right = DAYS[written.getUTCDay()]
  if (day !== undefined && day !== right) {
    throw new RangeError(`expected ${right} before ${date}, got ${day}`)
  }
  return instant
}

/** The day of an instant in UTC, as in ISO 8601: `2025-01-29`. */
export function utcDay(instant: Date): string {
  return instant.toISOString().slice(0, 10)
}

/** A day as in ISO 8601, `2025-01-29`; null if the calendar has no such day. */
export function isoDay(
  year: number | string,
  month: number | string,
  day: number | string,
): string | null {
  const text = [String(year), ...[month, day].map((part) => String(part).padStart(2, '0'))].join(
    '-',
  )
  return isIsoDay(text) ? text : null
}

/** Whether a text is a day as in ISO 8601. `Date` does not refuse `2026-02-30`, but rolls it over. */
export function isIsoDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(text).getUTCDate() === Number(text.slice(-2))
}

/** A position in a recording as players show it, e.g. `12:34` or `1:02:03`. */
export function formatClock(seconds: number): string {
  const total = Math.floor(seconds)
  const parts = [Math.floor(total / 60) % 60, total % 60]
  const hours = Math.floor(total / 3600)
  const [first = 0, ...rest] = hours > 0 ? [hours, ...parts] : parts
  return [String(first), ...rest.map((part) => String(part).padStart(2, '0'))].join(':')
}

/** The seconds of a clock time such as `1:02:03.5`, `12:34` or `95`; the caller has checked its form. */
export function parseClock(time: string): number {
  return time.split(':').reduce((total, part) => total * 60 + Number(part), 0)
}

/** Normal Play Time, `HH:MM:SS.mmm`; hours are not bounded. */
export function formatPlayTime(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000)
  const parts = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60, (milliseconds / 1000) % 60]
  const time = parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':')
  return `${time}.${String(milliseconds % 1000).padStart(3, '0')}`
}

/** A duration as messages give it: `2.5 s`. */
export function formatSeconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`
}
