/** A logged request for a file. Its texts are whatever clients sent. */
export interface LoggedRequest {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly method: string
  /** As it was sent: percent-encoded, possibly with a query or a host. */
  readonly target: string
  readonly status: number
  /** Bytes of the body that were sent; null if the line does not say. */
  readonly sent: number | null
  /** `Range` of the request (`bytes=0-99`) or `Content-Range` of the response; '' where there is none. */
  readonly range: string
  /** The address of the client; '' if the line does not say. */
  readonly client: string
  /** `User-Agent`, '' where there is none. */
  readonly agent: string
  /** `Referer`, '' where there is none. */
  readonly referrer: string
  /** A code of two letters, or a name; '' if the line does not say. */
  readonly country: string
}

/** The part of a recording that a response sent. */
export interface SentPart {
  /** The offset of its first byte; null if it is unknown, e.g. for several ranges. */
  readonly start: number | null
  readonly bytes: number
}

/**
 * The part of a recording that a client was sent, by the range and the number of bytes in the log; some
 * servers count their headers, too.
 *
 * @param size Of the recording in bytes; null if unknown.
 */
export function sentPart(
  { status, range, sent }: Pick<LoggedRequest, 'status' | 'range' | 'sent'>,
  size: number | null,
): SentPart {
  const bytes = sent ?? 0
  if (status === 200) return { start: 0, bytes }
  const [, from = '', to = '', suffix = ''] = ONE_RANGE.exec(range) ?? []
  if (from !== '') {
    const start = Number(from)
    return { start, bytes: to === '' ? bytes : Math.min(bytes, Number(to) - start + 1) }
  }
  if (suffix === '') return { start: null, bytes }
  const start = size === null ? null : Math.max(0, size - Number(suffix))
  return { start, bytes: Math.min(bytes, Number(suffix)) }
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-14 */
const ONE_RANGE = /^\s*bytes[=\s]\s*(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))(?:\/(?:\d+|\*))?\s*$/i

/**
 * Reads the time of a line in any form that logs use: ISO 8601, that of Apache (`29/Nov/2026:01:36:35
 * +0000`), or a number of seconds, milliseconds, microseconds or nanoseconds.
 *
 * @returns Milliseconds since 1970; NaN for anything else.
 */
export function parseTime(text: string): number {
  const clf = APACHE_TIME.exec(text)
  if (clf !== null) return timeOfApache(clf)
  if (/^\d{9,20}(?:\.\d+)?$/.test(text)) return inMilliseconds(Number(text))
  const [, date, clock, zone = 'Z'] = ISO_TIME.exec(text) ?? []
  const iso = zone.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2')
  return date === undefined ? Number.NaN : Date.parse(`${date}T${clock}${iso}`)
}

const APACHE_TIME = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/
const ISO_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:[.,]\d{1,9})?) ?(Z|[+-]\d\d:?\d\d)?$/i
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function timeOfApache(parts: readonly string[]): number {
  const [, day, month = '', year, hour, minute, second, sign, hours, minutes] = parts
  const index = MONTHS.indexOf(month)
  if (index === -1) return Number.NaN
  const local = Date.UTC(
    Number(year),
    index,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000
  return sign === '-' ? local + offset : local - offset
}

/** The unit is recognised by the size of the number: each is a thousand times the one before. */
function inMilliseconds(value: number): number {
  if (value < 1e11) return value * 1000
  if (value < 1e14) return value
  return value < 1e17 ? value / 1000 : value / 1_000_000
}
