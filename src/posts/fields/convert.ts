import { parseLanguage } from './language-tag.ts'
import { sameKey } from '../front-matter/keys.ts'
import { quote } from '../../base/problem.ts'
import { toPlainText } from '../article/plain-text.ts'
import { cutMarkup } from '../article/shorten.ts'
import { parseTemplate } from '../permalink-template.ts'
import { type Value, type Values, isList, isMap } from '../front-matter/values.ts'
import { usualType } from '../../base/media-types.ts'

/** Reports a part of a value that cannot be read; `place` is appended to the field, e.g. `[2].start`. */
export type Warn = (place: string, message: string) => void

/** In characters; titles, names and labels are shorter. */
const MAX_TEXT = 1000
const MAX_LABEL = 200
const MAX_SUMMARY = 5000

/** Items of a list of words or sentences. */
const MAX_ITEMS = 200

/** A value, for messages. */
export function describe(value: Value): string {
  if (typeof value === 'string') return quote(value.trim())
  if (isList(value)) return 'a list'
  return isMap(value) ? 'a map' : String(value)
}

/**
 * The text of the author, trimmed; null if there is none.
 *
 * @param limit In characters; names, addresses, numbers and dates are shorter than the default.
 * @throws {RangeError} If it is not a text, or longer.
 */
export function readText(value: Value, limit = MAX_TEXT): string | null {
  if (value === null) return null
  if (typeof value !== 'string') {
    const way = typeof value === 'boolean' ? '; put it in quotes' : ''
    throw new RangeError(`expected text, got ${describe(value)}${way}`)
  }
  const text = value.trim()
  if (text.length > limit) {
    throw new RangeError(`expected a short text, got ${text.length} characters: ${describe(text)}`)
  }
  return text === '' ? null : text
}

/**
 * One line of plain text, with entities decoded; null if there is none.
 *
 * @throws {RangeError} If it is not a text, or longer than a line.
 */
export function readLine(value: Value): string | null {
  const text = readText(value)
  return text === null ? null : toPlainText(text) || null
}

/** A summary: a text, or sentences in a list, which are joined. A long one is cut. */
export function readSummary(value: Value): string | null {
  if (typeof value === 'boolean') return null
  const text = isList(value) ? sentencesOf(value) : readText(value, Infinity)
  if (text === null) return null
  const start = text.length > MAX_SUMMARY ? `${cutMarkup(text, MAX_SUMMARY)}…` : text
  return toPlainText(start, { isTitle: false }) || null
}

function sentencesOf(list: readonly Value[]): string {
  const sentences = list.slice(0, MAX_ITEMS).flatMap((item) => itemText(item) ?? [])
  return sentences.map((text) => (/[.!?…:]$/.test(text) ? text : `${text}.`)).join(' ')
}

/** A whole number such as that of a season; null if there is none. */
export function readNumber(value: Value): number | null {
  const text = isMap(value) ? null : readText(value)
  if (text === null) return null
  if (!/^\d{1,6}$/.test(text)) {
    const most = /^\d{7,}$/.test(text) ? ' of at most 6 digits' : ''
    throw new RangeError(`expected a whole number${most}, got ${describe(value)}`)
  }
  return Number(text) === 0 ? null : Number(text)
}

/** The number of an episode as the author writes it. */
export interface EpisodeName {
  /** Whole, above 0. */
  readonly number: number | null
  /** The text if it is not such a number: `p01`, `Bonus`, `SEA 391`. */
  readonly display: string | null
}

/** `016` and `#16` are 16. A map belongs to a theme, and is not a number. */
export function readEpisode(value: Value): EpisodeName | null {
  const text = isMap(value) || typeof value === 'boolean' ? null : readLine(value)
  if (text === null) return null
  if (/^\d+:\d\d/.test(text)) {
    throw new RangeError(
      `expected a number or a name, got ${describe(value)}; a duration belongs under "duration"`,
    )
  }
  if (/^-\d+$/.test(text)) {
    throw new RangeError(`expected a number above 0 or a name, got ${describe(value)}`)
  }
  const number = Number(/^#?(\d{1,6})$/.exec(text)?.[1] ?? 0)
  return number > 0 ? { number, display: null } : { number: null, display: text }
}

const EPISODE_TYPES = ['full', 'trailer', 'bonus'] as const

export type EpisodeType = (typeof EPISODE_TYPES)[number]

/** @see https://help.apple.com/itc/podcasts_connect/#/itcb54353390 for the three types */
export function readEpisodeType(value: Value): EpisodeType | null {
  const text = readText(value)?.toLowerCase()
  if (text === undefined) return null
  const type = EPISODE_TYPES.find((each) => each === text)
  if (type === undefined) {
    throw new RangeError(`expected full, trailer or bonus, got ${describe(value)}`)
  }
  return type
}

const YES = new Set(['true', 'yes', 'on', '1'])
const NO = new Set(['false', 'no', 'off', '0'])

/** A boolean, bare or as a word; null for other values. */
export function flagOf(value: Value): boolean | null {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return null
  const word = value.trim().toLowerCase()
  if (YES.has(word)) return true
  return NO.has(word) ? false : null
}

/**
 * A boolean, bare or as a word.
 *
 * @throws {RangeError} If it is something else.
 */
export function readFlag(value: Value): boolean | null {
  const flag = flagOf(value)
  if (flag !== null || readText(value) === null) return flag
  throw new RangeError(`expected true or false, got ${describe(value)}`)
}

/** @see https://podcasters.apple.com/support/1691-apple-podcasts-content-guidelines */
export function readExplicit(value: Value): boolean | null {
  const flag = flagOf(value)
  if (flag !== null) return flag
  const word = readText(value)?.toLowerCase()
  if (word === undefined) return null
  if (word === 'explicit') return true
  if (word === 'clean') return false
  throw new RangeError(`expected true or false, got ${describe(value)}`)
}

/** The address in a text, in a map with `src`, `url` or similar, or in the first item of a list. */
export function readAddress(value: Value): string | null {
  return addressesOf(value)[0] ?? null
}

const ADDRESS_KEYS = [
  'url',
  'src',
  'file',
  'path',
  'href',
  'image',
  'filename',
  'mp3',
  'm4a',
  'ogg',
]

/** A file as Obsidian links it in properties: `[[tides.mp3|the tides]]`. */
const WIKI_LINK = /^!?\[\[([^[\]|]+)(?:\|[^[\]]*)?\]\]$/

/** All addresses in a value. */
export function addressesOf(value: Value): readonly string[] {
  if (typeof value === 'string') {
    const address = value.trim().replace(WIKI_LINK, '$1').trim()
    return address === '' ? [] : [address]
  }
  if (isList(value)) return value.flatMap(addressesOf)
  if (!isMap(value)) return []
  const fields = ADDRESS_KEYS.flatMap((key) => fieldOf(value, key) ?? [])
  return fields.flatMap((field) => (typeof field === 'string' ? addressesOf(field) : []))
}

/** The value of the first of several keys that has one. */
export function fieldOf(map: Values, ...keys: readonly string[]): Value {
  for (const wanted of keys) {
    const key = Object.keys(map).find((each) => sameKey(each) === wanted)
    const value = key === undefined ? undefined : map[key]
    if (value !== undefined && value !== null && value !== '') return value
  }
  return null
}

/** The text of a list item, even if an unquoted colon has made it a map. */
export function itemText(item: Value): string | null {
  if (isMap(item)) {
    const [first, second] = Object.entries(item)
    if (first === undefined || second !== undefined || typeof first[1] === 'object') return null
    return `${first[0]}: ${first[1]}`
  }
  return item === null || isList(item) ? null : String(item).trim() || null
}

/** Categories, tags, keywords: a list, or a text with commas. */
export function readLabels(value: Value, warn: Warn): readonly string[] | null {
  if (typeof value === 'boolean') return null
  if (isMap(value)) throw new RangeError('expected a list or text, got a map')
  const items = isList(value) ? value.map(itemText) : (value?.split(',', MAX_ITEMS) ?? [])
  const labels = items.slice(0, MAX_ITEMS).flatMap((item, index) => {
    if (item === null || item.length <= MAX_LABEL) return toPlainText(item ?? '') || []
    warn(isList(value) ? `[${index}]` : '', `expected a few words, got ${describe(item)}`)
    return []
  })
  return labels.length === 0 ? null : [...new Set(labels)]
}

/** As the author writes it, with white space as `-`, as in generators, and without outer slashes. */
export function readSlug(value: Value): string | null {
  const slug =
    readText(value)
      ?.replaceAll(/\s+/g, '-')
      .replaceAll(/^\/+|\/+$/g, '') ?? ''
  return slug === '' ? null : slug
}

const NIL_UUID = /^[0-]+$/
/** Placeholders that a generator should have filled in, or that a template leaves to its author. */
const UNFILLED =
  /\{\{|\{%|<%|\$\{|^(?:guid|uuid|id|undefined|null|none|todo|tbd|x{3,}|(?:your|my|insert|a|some)?[- _]?(?:unique|episode|post)?[- _]?(?:guid|uuid|id)(?:[- _]here)?)$/i

export function readGuid(value: Value): string | null {
  const text = readText(value)
  if (text !== null && (NIL_UUID.test(text) || UNFILLED.test(text))) {
    throw new RangeError(
      `expected a guid that is unique to this episode, got ${describe(value)}; remove it`,
    )
  }
  return text
}

export function readLanguage(value: Value): string | null {
  const text = readText(value)
  return text === null ? null : parseLanguage(text)
}

export function readMediaType(value: Value): string | null {
  const text = readText(value)?.toLowerCase() ?? null
  if (text === null) return null
  if (/^(?:audio|video)\/[\w.+-]+$/.test(text)) return usualType(text)
  throw new RangeError(`expected a media type such as audio/mpeg, got ${describe(value)}`)
}

/** Eleventy's `permalink: false` and templates are no address. */
export function readPermalink(value: Value): string | null {
  if (typeof value === 'boolean') return null
  const text = readText(value)
  if (text !== null) parseTemplate(text)
  return text
}

const UNKNOWN = /^(?:0+|-1)?$/
/** Bytes of the smallest recording; smaller numbers are placeholders of templates. */
const LEAST = 1000
const WHOLE = /^\d{1,15}$/

/**
 * Reads the declared size of a recording.
 *
 * @returns Bytes; null if there is none (`''`, `0`, `-1`).
 * @throws {RangeError} If it is not a whole number, or too small: a rounded, damaged or made-up size is
 *   worse than none.
 */
export function parseBytes(text: string): number | null {
  const size = text.trim()
  if (UNKNOWN.test(size)) return null
  if (WHOLE.test(size) && Number(size) < LEAST) {
    throw new RangeError(
      `expected the size of a recording in bytes, got "${text}", which is too small; write its exact size, or omit it`,
    )
  }
  if (!WHOLE.test(size)) {
    throw new RangeError(
      `expected a whole number of bytes such as 60946851, got "${text}"; correct it, or omit it if the exact size is unknown`,
    )
  }
  return Number(size)
}
