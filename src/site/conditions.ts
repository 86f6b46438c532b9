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

/**
 * Whether a precondition fails, so that the response is 412.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2 for the order
 */
export function preconditionFails(
  headers: IncomingHttpHeaders,
  { tag, modified }: Validators,
): boolean {
  const match = headers['if-match']
  if (match !== undefined) return match.trim() !== '*' && !tagsOf(match).includes(tag)
  const since = parseHttpDate(headers['if-unmodified-since'] ?? '')
  return since !== null && toSeconds(modified) > toSeconds(since)
}

/**
 * The request headers without those that must be ignored, since `fresh` and `send`, which are more
 * lenient, would act on them:
 *
 * - a date that is not an HTTP date;
 * - a range in a method other than GET, in another unit, or with its end before its start (one that
 *   remains is written as `send` reads it, see `readRange`);
 * - a range of another version: `If-Range` compares strongly;
 * - the preconditions that `preconditionFails` has handled;
 * - `Cache-Control`, which is for caches: `fetch` sends `no-cache` with every condition that a
 *   program sets, and would never get a 304.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.3 and 13.1.5, 14.2
 */
export function withoutIgnored(
  method: string,
  headers: IncomingHttpHeaders,
  validators: Validators & { readonly bytes: number },
): IncomingHttpHeaders {
  const { range: field, 'if-range': ifRange, 'if-modified-since': since, ...rest } = headers
  delete rest['cache-control']
  delete rest['if-match']
  delete rest['if-unmodified-since']
  const date = parseHttpDate(since ?? '')
  const isRanged = method === 'GET' && isCurrent(ifRange, validators)
  const range = isRanged ? readRange(field, validators.bytes) : null
  return {
    ...rest,
    ...(date !== null && { 'if-modified-since': date.toUTCString() }),
    ...(range !== null && { range }),
  }
}

/**
 * A `Range` field as `send` reads it; null where it must be ignored. The unit has no case, elements of
 * a list may be empty, and a suffix that is longer than the representation is all of it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14.1 and 5.6.1.2
 */
function readRange(field: string | undefined, bytes: number): string | null {
  const specs = (/^bytes=(.*)$/i.exec(field ?? '')?.[1] ?? '')
    .split(',')
    .map((spec) => spec.trim())
    .filter((spec) => spec !== '')
  const ranges = specs.flatMap((spec) => readRangeSpec(spec, bytes) ?? [])
  return specs.length > 0 && ranges.length === specs.length ? `bytes=${ranges.join(',')}` : null
}

function readRangeSpec(spec: string, bytes: number): string | null {
  const { first, last } = /^(?<first>\d*)-(?<last>\d*)$/.exec(spec)?.groups ?? {}
  if (first === undefined || last === undefined || first + last === '') return null
  if (first === '') return Number(last) < bytes ? spec : '0-'
  return last === '' || Number(first) <= Number(last) ? spec : null
}

function isCurrent(ifRange: string | string[] | undefined, { tag, modified }: Validators): boolean {
  if (ifRange === undefined || ifRange === tag) return true
  const date = parseHttpDate(String(ifRange))
  return date !== null && toSeconds(date) === toSeconds(modified)
}

function tagsOf(field: string): readonly string[] {
  return field.split(',').map((tag) => tag.trim())
}

function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
