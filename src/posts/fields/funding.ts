import type { Warn } from './convert.ts'
import { parseName, parseWebAddress } from './part-values.ts'
import { Parts, readList } from './parts.ts'
import type { Value } from '../front-matter/values.ts'

/** Where listeners can give money, and the text of the link. */
export interface Funding {
  /** Absolute. */
  readonly url: string
  readonly text: string
}

/**
 * Reads one or several of `{ url, text }`, or of addresses alone, which then stand as the text, too.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/funding.md
 */
export const readFunding = readList((value: Value, warn: Warn): Funding | null => {
  const parts = new Parts(value, 'url', warn)
  const url = parts.must('url href link', parseWebAddress)
  const text = parts.may('text title label name', parseName)
  parts.tellUnknown()
  return url === null ? null : { url, text: text ?? shownAs(url) }
})

/** An address as people write it: `patreon.com/ann`. */
function shownAs(url: string): string {
  const { host, pathname } = new URL(url)
  const name = host.replace(/^www\./, '')
  const whole = `${name}${pathname.replace(/\/$/, '')}`
  return whole.length <= 128 ? whole : name
}
