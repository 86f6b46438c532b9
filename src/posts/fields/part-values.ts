import { flagOf } from './convert.ts'
import { toPlainText } from '../article/plain-text.ts'
import { quote } from '../../base/problem.ts'
import { hasHostName } from '../../base/web-address.ts'

/** Characters of an address; browsers and servers have similar limits. */
const MAX_ADDRESS = 2000

/**
 * Makes a reader of one line of plain text; markup is removed.
 *
 * @param limit In characters, from the rules of feeds.
 */
export function parseShortText(limit: number): (text: string) => string {
  return (text) => {
    const line = toPlainText(text)
    if (line === '') throw new RangeError(`expected a text, got ${quote(text)}`)
    const length = Array.from(line).length
    if (length <= limit) return line
    throw new RangeError(`expected at most ${limit} characters, got ${length}; shorten it`)
  }
}

/** Names and similar texts, which have at most 128 characters in the podcast namespace. */
export const parseName = parseShortText(128)

/**
 * Reads a web address: absolute, http or https, without user name and password.
 *
 * @returns As browsers write it.
 */
export function parseWebAddress(text: string): string {
  const scheme = /^https?:\/\//i.test(text)
  if (!scheme || /[\s\\]/.test(text) || text.length > MAX_ADDRESS || !URL.canParse(text)) {
    const meant = `https://${text}`
    const bare = /^[^\s/:]+\.[^\s/:]+(\/\S*)?$/.test(text) && URL.canParse(meant)
    const fix = bare ? `; did you mean "${meant}"?` : ''
    throw new RangeError(
      `expected an address such as https://example.org/, got ${quote(text)}${fix}`,
    )
  }
  const url = new URL(text)
  if (!hasHostName(url)) {
    throw new RangeError(
      `expected an address such as https://example.org/, got ${quote(text)}; "${url.hostname}" is not the name of a host`,
    )
  }
  if (url.username === '' && url.password === '') return url.href
  throw new RangeError('expected an address without user name and password, got one with them')
}

/** Makes a reader of one of a few words, in any case. */
export function parseWord<const T extends string>(...words: readonly T[]): (text: string) => T {
  return (text) => {
    const word = words.find((each) => each.toLowerCase() === text.toLowerCase())
    if (word !== undefined) return word
    throw new RangeError(`expected ${words.join(' or ')}, got ${quote(text)}`)
  }
}

/** Reads a boolean. */
export function parseFlag(text: string): boolean {
  const flag = flagOf(text)
  if (flag !== null) return flag
  throw new RangeError(`expected true or false, got ${quote(text)}`)
}

/** Reads a whole number from 0 on. */
export function parseWhole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new RangeError(`expected a whole number, got ${quote(text)}`)
}

/** Reads one plain e-mail address, without a name. */
export function parseEmail(text: string): string {
  const [local = '', domain = '', ...rest] = text.split('@')
  const plain = !/[\s<>()[\],;:"\\]/.test(text) && rest.length === 0 && text.length <= 254
  if (plain && local !== '' && domain.includes('.') && !/^\.|\.\.|\.$/.test(domain)) return text
  throw new RangeError(`expected an e-mail address such as me@example.org, got ${quote(text)}`)
}
