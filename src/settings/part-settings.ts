import { parseFlag } from '../posts/fields/part-values.ts'
import { isMap, pathOf, type Value, isBlank } from '../posts/front-matter/values.ts'
import { quote } from '../base/problem.ts'
import { closedMap, oneOrMore, TEXT, type JsonSchema, TEXTS } from './setting.ts'
import { listOf, mapOf, one, within, type Reader, type Report } from './setting-readers.ts'
import { parseDescription, parseFileOrUrl, parseLine, parsePartPath } from './setting-values.ts'
import { didYouMean } from '../base/suggest.ts'

/** What the episodes of a part have in common. */
export type PartKind = 'category' | 'author' | 'language' | 'series'

/** The settings of the feed of one part; the rest is derived from the show. */
export interface PartDetails {
  readonly title?: string
  readonly description?: string
  /** A file from the content folder, or a URL. */
  readonly image?: string
  readonly path?: string
}

/** Which parts of one kind have feeds. */
export interface PartSettings {
  readonly kind: PartKind
  /** The names of the parts with feeds; null for all parts. */
  readonly only: readonly string[] | null
  /** The details of parts, by name; null for a part without a feed. */
  readonly details: ReadonlyMap<string, PartDetails | null>
}

/** Kind → the words for it that the settings accept. */
const KINDS: Readonly<Record<PartKind, readonly string[]>> = {
  category: ['category', 'categories', 'tag', 'tags'],
  author: ['author', 'authors'],
  language: ['language', 'languages'],
  series: ['series'],
}

export const KIND_NAMES: readonly PartKind[] = ['category', 'author', 'language', 'series']
const EVERY: Omit<PartSettings, 'kind'> = { only: null, details: new Map() }

/**
 * Reads which parts have feeds: kinds (`category`, or a list of them), or a map from a kind to `all`, to
 * the names of parts, or to the details of parts.
 */
export const readParts: Reader<readonly PartSettings[]> = (value, report) => {
  if (!isMap(value)) return listOf(parseKind)(value, report)?.map((kind) => ({ ...EVERY, kind }))
  const parts = Object.entries(value).flatMap(([key, item]) => {
    const inside = within(`.${pathOf('', key)}`, report)
    const kind = one(parseKind)(key, inside)
    const which = kind === undefined || isBlank(item) ? undefined : readWhich(item, inside)
    return kind === undefined || which === undefined ? [] : [{ ...which, kind }]
  })
  return parts.length === 0 ? undefined : parts
}

/** Which parts of one kind have feeds: their names, or each with its details. */
export const PARTS_OF_KIND: JsonSchema = {
  anyOf: [
    TEXTS,
    {
      type: 'object',
      additionalProperties: {
        anyOf: [
          { type: 'boolean' },
          closedMap({ title: TEXT, description: TEXT, image: TEXT, path: TEXT }),
        ],
      },
    },
  ],
}

export const PARTS_SCHEMA: JsonSchema = {
  anyOf: [
    oneOrMore({ enum: KIND_NAMES }),
    closedMap(Object.fromEntries(KIND_NAMES.map((kind) => [kind, PARTS_OF_KIND]))),
  ],
}

/** Reads the kind of a part. */
export function parseKind(text: string): PartKind {
  const word = text.toLowerCase()
  const kind = KIND_NAMES.find((name) => KINDS[name].includes(word))
  if (kind !== undefined) return kind
  throw new RangeError(
    `expected category, author, language or series, got ${quote(text)}${didYouMean(text, KIND_NAMES)}`,
  )
}

function readWhich(value: Value, report: Report): Omit<PartSettings, 'kind'> | undefined {
  if (isMap(value)) {
    const details = mapOf(parseLine, readDetails)(value, report)
    return { only: null, details: details ?? new Map() }
  }
  const only = listOf(parseLine)(value, report)
  if (only === undefined) return undefined
  return only.some((name) => /^(?:all|true|yes)$/i.test(name)) ? EVERY : { ...EVERY, only }
}

const DETAILS: { readonly [Name in keyof PartDetails]-?: Reader<string> } = {
  title: one(parseLine),
  description: one(parseDescription),
  image: one(parseFileOrUrl),
  path: one(parsePartPath),
}

/** One part: a map of details, `true` for a feed without details, `false` for no feed. */
function readDetails(value: Value, report: Report): PartDetails | null | undefined {
  if (!isMap(value)) {
    const wanted = one(parseFlag)(value, report)
    return wanted === undefined ? undefined : wanted ? {} : null
  }
  const details: Record<string, string> = {}
  for (const [key, item] of Object.entries(value)) {
    const inside = within(`.${pathOf('', key)}`, report)
    const read = isDetail(key) ? DETAILS[key] : unknownDetail(key)
    const text = isBlank(item) ? undefined : read(item, inside)
    if (text !== undefined) details[key] = text
  }
  return details
}

function isDetail(key: string): key is keyof typeof DETAILS {
  return Object.hasOwn(DETAILS, key)
}

function unknownDetail(key: string): Reader<string> {
  const names = Object.keys(DETAILS)
  return one(() => {
    throw new RangeError(
      `unknown setting; the settings are ${names.join(', ')}${didYouMean(key, names)}`,
    )
  })
}
