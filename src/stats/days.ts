import { remembering } from '../base/memory.ts'
import { DAY, utcDay } from '../base/written-times.ts'

/** A calendar day in the time zone of the show, `2026-11-29`. */
export type Day = string

const QUARTER = 15 * 60_000
const MOST_KNOWN = 10_000

/**
 * Makes a function that gives the day of a time in milliseconds. All offsets are multiples of 15 minutes, so
 * each quarter of an hour is looked up once.
 */
export function createCalendar(timezone: string): (time: number) => Day {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' })
  const dayOfQuarter = remembering(
    (quarter: number) => format.format(quarter * QUARTER),
    MOST_KNOWN,
  )
  return (time) => dayOfQuarter(Math.floor(time / QUARTER))
}

/** All days from the first to the last, inclusive. */
export function daysBetween(first: Day, last: Day): readonly Day[] {
  const days: Day[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

export function addDays(day: Day, count: number): Day {
  return utcDay(new Date(Date.parse(day) + count * DAY))
}
