import { readFile } from 'node:fs/promises'
import { decodeXml } from '../show/ledger/decode-xml.ts'
import { UsageError } from './command.ts'

/** Bytes and milliseconds after which a feed is given up. */
const LARGEST_FEED = 64 * 1024 * 1024
const LONGEST_WAIT = 30_000

/**
 * The text of a feed that subscribers hold: a file, or a URL.
 *
 * @throws {UsageError} If it cannot be had; the message says why and what to do instead.
 */
export async function readFeedText(source: string, signal: AbortSignal): Promise<string> {
  return /^https?:\/\//i.test(source) ? fetchText(source, signal) : readText(source)
}

async function readText(file: string): Promise<string> {
  try {
    return decodeXml(await readFile(file), null)
  } catch (cause) {
    throw new UsageError(`cannot read the feed "${file}"; name a file, or a URL with https://`, {
      cause,
    })
  }
}

async function fetchText(url: string, signal: AbortSignal): Promise<string> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_WAIT)])
  try {
    const response = await fetch(url, {
      signal: limit,
      headers: { accept: 'application/rss+xml, */*' },
    })
    if (!response.ok) throw new RangeError(`the server answered ${response.status}`)
    return await readBounded(response)
  } catch (cause) {
    throw new UsageError(
      `cannot fetch the feed ${url}: ${reasonOf(cause)}; download it and name the file`,
      {
        cause,
      },
    )
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > LARGEST_FEED) throw new RangeError(`it is larger than ${LARGEST_FEED} bytes`)
    chunks.push(chunk)
  }
  return decodeXml(Buffer.concat(chunks), response.headers.get('content-type'))
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  if (cause.name === 'TimeoutError') return `nothing came within ${LONGEST_WAIT / 1000} s`
  return cause.cause instanceof Error ? cause.cause.message : cause.message
}
