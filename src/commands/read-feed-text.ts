import { readFile } from 'node:fs/promises'
import { faultOf } from '../base/fault.ts'
import { withoutUserIn } from '../base/web-address.ts'
import { fetchFeedText } from '../check/live/fetch-feed-text.ts'
import { decodeXml } from '../show/ledger/decode-xml.ts'
import { UsageError } from './command.ts'

/**
 * The text of an existing feed.
 *
 * @param source A file or a URL.
 * @throws {UsageError} If it cannot be read.
 */
export async function readFeedText(source: string, signal: AbortSignal): Promise<string> {
  return /^https?:\/\//i.test(source) ? fetchText(source, signal) : readText(source)
}

async function readText(file: string): Promise<string> {
  const shown = withoutUserIn(file)
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new UsageError(`cannot read the feed "${shown}"; name a file, or a URL with https://`, {
      cause,
    })
  })
  const { text, fault } = decodeXml(bytes, null)
  if (fault !== null) throw new UsageError(`cannot read the feed "${shown}": ${fault}`)
  return text
}

async function fetchText(url: string, signal: AbortSignal): Promise<string> {
  try {
    return await fetchFeedText(url, signal)
  } catch (cause) {
    throw new UsageError(
      `the feed ${withoutUserIn(url)}: ${faultOf(cause).message}; download it, and pass the file instead`,
      { cause },
    )
  }
}
