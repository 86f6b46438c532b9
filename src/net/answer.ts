import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { describeStatus } from './failures.ts'
import { Unfetchable } from './unfetchable.ts'

/** What a server answered. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** To be read once; errors are sentences. */
  readonly body: AsyncGenerator<Buffer>
  /** Content-Type without parameters; null without. */
  readonly mediaType: string | null
  /** Ends the answer, whatever is left of it. */
  readonly discard: () => void
  /** The same, but lets its connection be used again if there is little left. Never rejects. */
  readonly finish: () => Promise<void>
}

/** Statuses that say something about the recording. */
const MEANT = new Set([200, 206, 304, 416])
/** Statuses by which a host asks not to be asked so much. */
export const BUSY: ReadonlySet<number> = new Set([429, 503])
/** What a body must not be, since its size would be another one than that of the recording. */
const COMPRESSED = /\b(gzip|deflate|compress|br|zstd)\b/i
/** Bytes of a body that are read although nobody needs it. */
const SHORT = 16 * 1024

/** @param body That of `response`, of which nothing was read yet. */
export function createAnswer(response: IncomingMessage, body: AsyncGenerator<Buffer>): Answer {
  const { statusCode: status = 0, headers } = response
  const discard = (): void => {
    response.destroy()
    // Without it the timers of the body would go on.
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

/** Milliseconds for which a busy host asks to be left alone; null where it does not. */
export function askedPause(status: number, headers: IncomingHttpHeaders): number | null {
  return BUSY.has(status) ? parseRetryAfter(headers['retry-after'], new Date()) : null
}

/** @throws {Unfetchable} If it is neither the recording nor says anything about it. */
export function assertMeant({ status, headers }: Answer): void {
  if (!MEANT.has(status)) throw describeStatus(status, askedPause(status, headers))
  const coding = headers['content-encoding'] ?? ''
  if (status === 304 || status === 416 || !COMPRESSED.test(coding)) return
  throw new Unfetchable(
    `is sent compressed (${coding}) although that was declined, so that its size cannot be told; turn compression off for recordings`,
  )
}

async function drain(body: AsyncGenerator<Buffer>): Promise<void> {
  try {
    while ((await body.next()).done !== true);
  } catch {
    // What counts was in its head.
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
  // Only the date forms of HTTP begin with the name of a day.
  const date = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime())
}
