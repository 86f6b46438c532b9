import type { Warn } from './convert.ts'
import { parseFlag, parseName, parseShortText, parseWhole, parseWebAddress } from './part-values.ts'
import { Parts, readList } from './map-parts.ts'
import type { Value } from '../front-matter/values.ts'
import { quote } from '../../base/problem.ts'

/** A recipient of payments by listeners. */
export interface Recipient {
  readonly name: string | null
  /** E.g. `node` or `lnaddress`. */
  readonly type: string
  readonly address: string
  /** The share, relative to the sum of all shares. */
  readonly split: number
  /** Whether it is a fee, which is deducted before the shares are computed. */
  readonly fee: boolean | null
  readonly customKey: string | null
  readonly customValue: string | null
}

/** How listeners can pay, and the recipients. */
export interface Payments {
  readonly type: string
  readonly method: string
  /** Per minute, as the author writes it. */
  readonly suggested: string | null
  /** Never empty. */
  readonly recipients: readonly Recipient[]
}

const parseKey = parseShortText(255)

const readRecipients = readList((value: Value, warn: Warn): Recipient | null => {
  const parts = new Parts(value, 'address', warn)
  const name = parts.may('name', parseName)
  const type = parts.may('type', parseId) ?? 'node'
  const address = parts.must('address', parseAddress)
  const split = parts.must('split share', parseWhole)
  const fee = parts.may('fee', parseFlag)
  const customKey = parts.may('custom_key', parseKey)
  const customValue = parts.may('custom_value', parseKey)
  parts.tellUnknown()
  if (address === null || split === null) return null
  if (type === 'lnaddress' && !/^[^@]+@[^@]+$/.test(address)) {
    warn(
      '.address',
      `expected a lightning address such as anna@wallet.example, got ${quote(address)}`,
    )
    return null
  }
  return { name, type, address, split, fee, customKey, customValue }
})

/**
 * Reads `{ type, method, suggested, recipients }`.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/value.md
 */
export function readPayments(value: Value, warn: Warn): Payments | null {
  if (typeof value === 'boolean') return null
  const parts = new Parts(value, 'recipients', warn)
  const type = parts.may('type', parseId) ?? 'lightning'
  const method = parts.may('method', parseId) ?? 'keysend'
  const suggested = parts.may('suggested', parseAmount)
  const recipients = parts.read('recipients recipient', readRecipients)
  parts.tellUnknown()
  if (recipients?.every(({ split }) => split === 0) === true) {
    throw new RangeError(
      'expected a share above 0 for a recipient, got 0 for all; write split: 100',
    )
  }
  if (recipients !== null) return { type, method, suggested, recipients }
  throw new RangeError('it has no recipients; write recipients: …')
}

function parseId(text: string): string {
  if (/^[a-z][a-z\d_-]{0,31}$/i.test(text)) return text.toLowerCase()
  throw new RangeError(`expected a word such as lightning, got ${quote(text)}`)
}

function parseAddress(text: string): string {
  if (/^[\w.@+:/?=&%-]{1,500}$/.test(text)) return text
  throw new RangeError(`expected the address of a node or wallet, got ${quote(text)}`)
}

function parseAmount(text: string): string {
  if (/^\d{1,12}(?:\.\d{1,18})?$/.test(text)) return text
  throw new RangeError(`expected an amount such as 0.00000005, got ${quote(text)}`)
}

/** Where listeners can give money, and the text of the link. */
export interface Funding {
  /** Absolute. */
  readonly url: string
  readonly text: string
}

/**
 * Reads `{ url, text }`, or an address, which is then also the text; or a list of these.
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
