import {
  type Value,
  type Values,
  emptyMap,
  isList,
  isMap,
  pathOf,
  isBlank,
} from '../posts/front-matter/values.ts'
import { quote } from '../base/problem.ts'
import { KIND_NAMES, parseKind, type PartKind } from './part-settings.ts'
import { closedMap, oneOrMore, TEXT, type JsonSchema, TEXTS } from './setting.ts'
import { describe, listOf, one, within, type Reader } from './setting-readers.ts'
import { parseFolderPath, parseLine, parsePartPath } from './setting-values.ts'

/** Which posts of a folder make one of its shows. */
export interface Selection {
  /** Folders or globs, from the content folder; null if posts are not selected by their files. */
  readonly files: readonly string[] | null
  /** What the front matter must say: for each kind, one of the names. */
  readonly where: readonly Condition[]
  /** The name of the folder that holds the posts, at any depth and in any spelling; null if `files` or `where` select them. */
  readonly folder: string | null
}

interface Condition {
  readonly kind: PartKind
  readonly names: readonly string[]
}

/** What a show can have besides settings: a selection of posts, and a place on the site. */
export interface ShowPlace {
  readonly where?: readonly Condition[]
  readonly path?: string
  readonly oldFeeds?: readonly string[]
}

/** Reads several shows: a list of names, or a map from a name to what the show has of its own. */
export const readShows: Reader<ReadonlyMap<string, Values>> = (value, report) => {
  const entries = isList(value)
    ? value.map((name, index) => [`[${index}]`, name, true] as const)
    : isMap(value)
      ? Object.entries(value).map(([name, own]) => [`.${pathOf('', name)}`, name, own] as const)
      : []
  if (entries.length === 0) {
    report('', `expected names of shows, or a map (name: settings), got ${describe(value)}`)
    return undefined
  }
  const shows = new Map<string, Values>()
  for (const [at, written, own] of entries) {
    const inside = within(at, report)
    const name = one(parseLine)(written, inside)
    if (name === undefined) continue
    if (isMap(own)) shows.set(name, own)
    else if (own === true || isBlank(own)) shows.set(name, emptyMap())
    else inside('', `expected a map of settings, got ${describe(own)}`)
  }
  return shows.size === 0 ? undefined : shows
}

const PLACE = {
  where: (value, report) => {
    if (!isMap(value)) {
      report('', `expected a map such as category: Travel, got ${describe(value)}`)
      return undefined
    }
    const conditions = Object.entries(value).flatMap(([key, item]) => {
      const inside = within(`.${pathOf('', key)}`, report)
      const kind = one(parseKind)(key, inside)
      const names = isBlank(item) ? undefined : listOf(parseLine)(item, inside)
      return kind === undefined || names === undefined ? [] : [{ kind, names }]
    })
    return conditions.length === 0 ? undefined : conditions
  },
  path: one(parseShowPath),
  old_feeds: listOf(parsePartPath),
} satisfies Readonly<Record<string, Reader<unknown>>>

/** The JSON Schema of those keys of a show that are not settings, for editors. */
export const PLACE_SCHEMA: Readonly<Record<keyof typeof PLACE, JsonSchema>> = {
  where: {
    description: 'What a post must say to belong to this show.',
    ...closedMap(Object.fromEntries(KIND_NAMES.map((kind) => [kind, TEXTS]))),
  },
  path: { description: 'The folder of this show on the site.', ...TEXT },
  old_feeds: {
    description:
      'Former paths of the feed of this show on the site; they redirect to it permanently.',
    ...oneOrMore({ type: 'string', pattern: '^/' }),
  },
}

/** The keys of a show that are not settings. */
export const PLACE_KEYS: readonly string[] = Object.keys(PLACE)

/** Reads which posts a show has, and where it is on the site. */
export function readPlace(
  values: Values,
  report: (at: string, message: string) => void,
): ShowPlace {
  const read = <T>(key: string, reader: Reader<T>): T | undefined => {
    const value: Value | undefined = values[key]
    return value === undefined || isBlank(value) ? undefined : reader(value, within(key, report))
  }
  const where = read('where', PLACE.where)
  const path = read('path', PLACE.path)
  const oldFeeds = read('old_feeds', PLACE.old_feeds)
  return {
    ...(where !== undefined && { where }),
    ...(path !== undefined && { path }),
    ...(oldFeeds !== undefined && { oldFeeds }),
  }
}

/** Names at the root of the site that something else uses. */
const TAKEN: ReadonlySet<string> = new Set(['healthz', '_redirects'])

/** Whether a folder of the site is free for a show. */
export function isFree(path: string): boolean {
  return !TAKEN.has(path.split('/')[1] ?? '')
}

function parseShowPath(text: string): string {
  const path = parseFolderPath(text)
  if (isFree(path)) return path
  throw new RangeError(`expected a folder that nothing else uses, got ${quote(text)}`)
}
