import type { IncomingHttpHeaders } from 'node:http'

/** The validators of a representation. */
export interface Validators {
  /** A strong entity tag with its quotes. */
  readonly tag: string
  readonly modified: Date
}

const IMF = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
const RFC_850 = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [\d ]\d \d{2}:\d{2}:\d{2} \d{4}$/

/**
 * Reads a date in one of the three forms of HTTP; null for anything else.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */
export function parseHttpDate(text: string): Date | null {
  if (![IMF, RFC_850, ASCTIME].some((form) => form.test(text))) return null
  // `asctime` has no time zone, and JavaScript would take that of the machine.
  const date = new Date(ASCTIME.test(text) ? `${text} GMT` : text)
  return Number.isNaN(date.getTime()) ? null : date
}

/** What the response to GET or HEAD must be; positions are inclusive. */
export type Verdict =
  | { readonly status: 200 | 304 | 412 | 416 }
  | { readonly status: 206; readonly first: number; readonly last: number }

const WHOLE: Verdict = { status: 200 }
const NOT_MODIFIED: Verdict = { status: 304 }

/**
 * Evaluates the conditions of a request, and its range if the resource supports ranges, in the order of RFC
 * 9110.
 *
 * Fields that cannot be parsed are ignored: a date that is not an HTTP date, a range in another unit, or one
 * with its end before its start. `Cache-Control` of the request is ignored as well: `fetch` sends `no-cache`
 * with every condition that a program sets, and would never get a 304.
 *
 * @param bytes Size of the representation; null if it has no ranges.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
 */
export function judge(
  method: string | undefined,
  headers: IncomingHttpHeaders,
  validators: Validators,
  bytes: number | null,
): Verdict {
  if (preconditionFails(headers, validators)) return { status: 412 }
  if (isFresh(headers, validators)) return NOT_MODIFIED
  const { range } = headers
  if (range === undefined || bytes === null || method !== 'GET') return WHOLE
  return isCurrent(headers['if-range'], validators) ? judgeRange(range, bytes) : WHOLE
}

function preconditionFails(
  { 'if-match': match, 'if-unmodified-since': unmodified }: IncomingHttpHeaders,
  { tag, modified }: Validators,
): boolean {
  if (match !== undefined) return match.trim() !== '*' && !tagsOf(match).includes(tag)
  const since = unmodified === undefined ? null : parseHttpDate(unmodified)
  return since !== null && toSeconds(modified) > toSeconds(since)
}

function isFresh(
  { 'if-none-match': none, 'if-modified-since': modifiedSince }: IncomingHttpHeaders,
  { tag, modified }: Validators,
): boolean {
  if (none !== undefined) {
    // The comparison is weak. RFC 9110 section 13.1.2
    return none === tag || none.trim() === '*' || tagsOf(none.replaceAll('W/', '')).includes(tag)
  }
  const since = modifiedSince === undefined ? null : parseHttpDate(modifiedSince)
  return since !== null && toSeconds(modified) <= toSeconds(since)
}

/** `If-Range` compares strongly. RFC 9110 section 13.1.5 */
function isCurrent(ifRange: string | string[] | undefined, { tag, modified }: Validators): boolean {
  if (ifRange === undefined || ifRange === tag) return true
  const date = parseHttpDate(String(ifRange))
  return date !== null && toSeconds(date) === toSeconds(modified)
}

/** Both positions are inclusive. */
interface Range {
  readonly first: number
  readonly last: number
}

/**
 * Evaluates `Range`. Its unit is case-insensitive, list elements may be empty, and a suffix longer than the
 * representation means all of it. Ranges that overlap or touch are merged; several separate ones get the
 * whole representation.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14.1 and 5.6.1.2, 15.3.7.2
 */
function judgeRange(field: string, bytes: number): Verdict {
  const specs = (/^bytes=(.*)$/i.exec(field)?.[1] ?? '')
    .split(',')
    .map((spec) => spec.trim())
    .filter((spec) => spec !== '')
  const read = specs.flatMap((spec) => readRangeSpec(spec, bytes) ?? [])
  if (specs.length === 0 || read.length < specs.length) return WHOLE
  const [range, ...more] = join(read.filter(({ first, last }) => first <= last))
  if (range === undefined) return { status: 416 }
  return more.length > 0 ? WHOLE : { status: 206, ...range }
}

/** Reads one range. If it cannot be satisfied, its end is before its start; null if it cannot be parsed. */
function readRangeSpec(spec: string, bytes: number): Range | null {
  const { from, to } = /^(?<from>\d*)-(?<to>\d*)$/.exec(spec)?.groups ?? {}
  if (from === undefined || to === undefined || from + to === '') return null
  if (from === '') return { first: Math.max(0, bytes - Number(to)), last: bytes - 1 }
  if (to !== '' && Number(from) > Number(to)) return null
  return { first: Number(from), last: Math.min(bytes - 1, to === '' ? bytes : Number(to)) }
}

function join(ranges: readonly Range[]): readonly Range[] {
  const joined: Range[] = []
  for (const range of ranges.toSorted((a, b) => a.first - b.first)) {
    const before = joined.at(-1)
    if (before === undefined || range.first > before.last + 1) joined.push(range)
    else joined[joined.length - 1] = { ...before, last: Math.max(before.last, range.last) }
  }
  return joined
}

function tagsOf(field: string): readonly string[] {
  return field.split(',').map((tag) => tag.trim())
}

function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
