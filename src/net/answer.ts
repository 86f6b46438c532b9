import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { describeStatus, Unfetchable } from './failures.ts'

/** A response. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Can be read once; errors are messages for the author. */
  readonly body: AsyncGenerator<Buffer>
  /** Content-Type without parameters; null without. */
  readonly mediaType: string | null
  /** Aborts the response. */
  readonly discard: () => void
  /** The same, but reads the rest if it is short, so that the connection is reused. Never rejects. */
  readonly finish: () => Promise<void>
}

/** Statuses that say something about the file. */
const MEANT = new Set([200, 206, 304, 416])
/** Statuses with which a host asks for fewer requests. */
export const BUSY: ReadonlySet<number> = new Set([429, 503])
/** Content codings, with which the size of the body is not that of the file. */
const COMPRESSED = /\b(gzip|deflate|compress|br|zstd)\b/i
/** Bytes of a body that are read only to reuse the connection. */
const SHORT = 16 * 1024

/** @param body Of `response`, not read yet. */
export function createAnswer(response: IncomingMessage, body: AsyncGenerator<Buffer>): Answer {
  const { statusCode: status = 0, headers } = response
  const discard = (): void => {
    response.destroy()
    // Stops the timers of the body.
    body.return(null).catch(() => undefined)
  }
  const finish = async (): Promise<void> => {
    const bytes = status === 304 ? 0 : Number(headers['content-length'] ?? Infinity)
    if (bytes <= SHORT) await drain(body)
    discard()
  }
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase() || null
  return { status, headers, body, mediaType, discard, finish }
}

/** The pause that a busy host asks for, in milliseconds; null where it does not. */
export function askedPause(status: number, headers: IncomingHttpHeaders): number | null {
  return BUSY.has(status) ? parseRetryAfter(headers['retry-after'], new Date()) : null
}

/** @throws {Unfetchable} If the response is neither the file nor says anything about it. */
export function assertMeant({ status, headers }: Answer): void {
  if (!MEANT.has(status)) throw describeStatus(status, askedPause(status, headers))
  const coding = headers['content-encoding'] ?? ''
  if (status === 304 || status === 416 || !COMPRESSED.test(coding)) return
  throw new Unfetchable(
    `is sent compressed (${coding}) although compression was declined, so its size is unknown; turn off compression for recordings`,
  )
}

async function drain(body: AsyncGenerator<Buffer>): Promise<void> {
  try {
    while ((await body.next()).done !== true);
  } catch {
    // The response headers were enough.
  }
}

/**
 * Milliseconds that a Retry-After asks for, from `now` on; null where it is missing or unreadable.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function parseRetryAfter(value: string | undefined, now: Date): number | null {
  const text = value?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  // All date forms of HTTP begin with the name of a day.
  const date = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime())
}

/** The range of a 206 response. */
export interface ContentRange {
  readonly first: number
  readonly last: number
  /** Size of the whole file; null where the server does not know it. */
  readonly bytes: number | null
}

const RANGE = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i
const UNSATISFIED = /^bytes \*\/(\d{1,15})$/i

/**
 * Reads the Content-Range of a 206 response; null where it is missing or invalid.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14.4
 */
export function parseContentRange(value: string | undefined): ContentRange | null {
  const match = RANGE.exec(value?.trim() ?? '')
  if (!match) return null
  const [first = 0, last = 0] = match.slice(1, 3).map(Number)
  const bytes = match[3] === '*' ? null : Number(match[3])
  return first > last || (bytes !== null && last >= bytes) ? null : { first, last, bytes }
}

/** The size in the Content-Range of a 416 response; null where there is none. */
export function parseUnsatisfiedRange(value: string | undefined): number | null {
  const match = UNSATISFIED.exec(value?.trim() ?? '')
  return match ? Number(match[1]) : null
}
