import { decodeXml } from '../../show/ledger/decode-xml.ts'
import { Unfetchable } from '../../net/failures.ts'
import { decodedBody, type Answer, Visitor } from './visit.ts'

/** Bytes and milliseconds after which reading a feed is given up. */
const LARGEST_FEED = 64 * 1024 * 1024
const LONGEST_WAIT = 30_000

/**
 * The text of a feed on a server. The user gave the address, so it may be on this machine; redirects
 * are followed as in a live check.
 *
 * @throws {RangeError} If it cannot be fetched; the message says why, without the address.
 */
export async function fetchFeedText(url: string, signal: AbortSignal): Promise<string> {
  const visitor = new Visitor(AbortSignal.any([signal, AbortSignal.timeout(LONGEST_WAIT)]))
  try {
    const { answer, failure } = await visitor.ask(url, {
      headers: { Accept: 'application/rss+xml, */*', 'Accept-Encoding': 'gzip, br' },
      most: LARGEST_FEED + 1,
    })
    if (answer === null) throw new RangeError(`it ${failure ?? 'sent no response'}`)
    return textOf(answer)
  } catch (cause) {
    throw new RangeError(reasonOf(cause), { cause })
  } finally {
    visitor.close()
  }
}

/** @throws {RangeError} If the response is an error, too large, or not in the encoding that it names. */
function textOf(answer: Answer): string {
  if (Math.floor(answer.status / 100) !== 2)
    throw new RangeError(`the server responded with status ${answer.status}`)
  if (answer.body.length > LARGEST_FEED) {
    throw new RangeError(`it is larger than ${LARGEST_FEED} bytes`)
  }
  const { text, fault } = decodeXml(decodedBody(answer), answer.headers['content-type'] ?? null)
  if (fault !== null) throw new RangeError(fault)
  return text
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  if (cause.name === 'TimeoutError') return `no response within ${LONGEST_WAIT / 1000} s`
  return cause instanceof Unfetchable ? `it ${cause.message}` : cause.message
}
