import type { Value, Values } from './values.ts'
import { isList, isMap, pathOf } from './values.ts'

/** The value of a key. */
export interface Found {
  readonly value: Value
  /** Its place, as the author writes it: `audio_url`, `episode.audio[0].url`. */
  readonly field: string
  readonly line: number | null
}

/** Finds values by key, in any spelling that generators accept. */
export interface Keys {
  /** All values of a key or a path, in the order of the file, including those inside lists. */
  readonly find: (path: KeyPath) => readonly Found[]
  /** The first keys of all paths that lead to a value. */
  readonly names: readonly string[]
}

/** A key, or a path of keys such as `episode.audio.url`, prepared for comparison. */
export type KeyPath = readonly string[]

// Hugo and Zola have a map for the keys of authors.
const OWN_KEYS = ['params', 'extra']

const NOTHING: readonly Found[] = []

/** A key for comparison: without case, `-`, `_`, spaces and the colon of `itunes:`. */
export function sameKey(key: string): string {
  const known = spelled.get(key)
  if (known !== undefined) return known
  const same = key.toLowerCase().replaceAll(/[-_\s:]/g, '')
  // Thousands of posts have the same few keys; hostile ones must not fill the memory.
  if (key.length <= LONGEST_KNOWN && spelled.size < MOST_KNOWN) spelled.set(key, same)
  return same
}

const LONGEST_KNOWN = 64
const MOST_KNOWN = 4000
const spelled = new Map<string, string>()

/** Reads a path of keys, e.g. `episode.audio.url`. */
export function keyPath(path: string): KeyPath {
  return path.split('.').map(sameKey)
}

/** Whether front matter has a value for a key, in any spelling. */
export function hasKey(values: Readonly<Record<string, unknown>>, key: string): boolean {
  return Object.entries(values).some(
    ([each, value]) => sameKey(each) === key && value !== null && value !== '',
  )
}

/** Prepares front matter for lookups. */
export function indexKeys(values: Values, lines: ReadonlyMap<string, number>): Keys {
  const top = new Map<string, Found[]>()
  const add = (map: Values, parent: string): void => {
    for (const key of Object.keys(map)) {
      const same = sameKey(key)
      const found = pair(map, key, parent, lines)
      const before = top.get(same)
      if (before === undefined) top.set(same, [found])
      else before.push(found)
    }
  }
  add(values, '')
  for (const own of OWN_KEYS) {
    for (const { value, field } of top.get(own) ?? []) if (isMap(value)) add(value, field)
  }
  return {
    names: [...top.keys()],
    find(path) {
      let found: readonly Found[] = top.get(path[0] ?? '') ?? NOTHING
      for (let part = 1; part < path.length && found.length > 0; part += 1) {
        found = found.flatMap((each) => below(each, path[part] ?? '', lines))
      }
      return found
    },
  }
}

function below(found: Found, key: string, lines: ReadonlyMap<string, number>): readonly Found[] {
  const { value, field } = found
  if (isMap(value)) {
    const keys = Object.keys(value).filter((each) => sameKey(each) === key)
    return keys.map((each) => pair(value, each, field, lines))
  }
  if (!isList(value)) return []
  return value.flatMap((item, index) => below(itemOf(found, item, index, lines), key, lines))
}

function itemOf(
  list: Found,
  value: Value,
  index: number,
  lines: ReadonlyMap<string, number>,
): Found {
  const field = `${list.field}[${index}]`
  return { value, field, line: lines.get(field) ?? list.line }
}

function pair(map: Values, key: string, parent: string, lines: ReadonlyMap<string, number>): Found {
  const field = pathOf(parent, key)
  return { value: map[key] ?? null, field, line: lines.get(field) ?? lines.get(parent) ?? null }
}
