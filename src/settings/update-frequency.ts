import type { Warn } from '../posts/fields/convert.ts'
import { parseName } from '../posts/fields/part-values.ts'
import { Parts } from '../posts/fields/map-parts.ts'
import type { Value } from '../posts/front-matter/values.ts'
import { quote } from '../base/problem.ts'
import { isIsoDay } from '../base/written-times.ts'

/** How often a new episode is published. */
export interface UpdateFrequency {
  readonly text: string
  /** RFC 5545, e.g. `FREQ=WEEKLY;BYDAY=MO`. */
  readonly rrule: string | null
  /** ISO 8601; the start of the rule. */
  readonly start: string | null
}

/**
 * Reads a text, or `{ text, rrule, start }`.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/update-frequency.md
 */
export function readUpdateFrequency(value: Value, warn: Warn): UpdateFrequency | null {
  const parts = new Parts(value, 'text', warn)
  const text = parts.must('text', parseName)
  const rrule = parts.may('rrule rule', parseRule)
  const start = parts.may('start dtstart', parseStart)
  parts.tellUnknown()
  if (text === null) return null
  if (rrule?.includes('COUNT=') !== true || start !== null) return { text, rrule, start }
  warn('', 'a rule with COUNT needs a start; write start: 2026-05-04')
  return { text, rrule: null, start }
}

const RULE =
  /^FREQ=(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(?:;(?:UNTIL|COUNT|INTERVAL|WKST|BY(?:SECOND|MINUTE|HOUR|DAY|MONTHDAY|YEARDAY|WEEKNO|MONTH|SETPOS))=[\dA-Z,+-]{1,200})*$/
const DAYS =
  /BYDAY=(?![+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)(?:,[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU))*(?:;|$))/

/** @see https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10 */
function parseRule(text: string): string {
  const rule = text.toUpperCase().replace(/^RRULE:/, '')
  if (RULE.test(rule) && !DAYS.test(rule)) return rule
  throw new RangeError(`expected a rule such as FREQ=WEEKLY;BYDAY=MO, got ${quote(text)}`)
}

const START = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)?)?$/

function parseStart(text: string): string {
  const [found, day = '', time, zone = 'Z'] = START.exec(text) ?? []
  const start = time === undefined ? day : `${day}T${time}${zone}`
  if (found !== undefined && isIsoDay(day) && !Number.isNaN(Date.parse(start))) return start
  throw new RangeError(`expected a day such as 2026-05-04, got ${quote(text)}`)
}
