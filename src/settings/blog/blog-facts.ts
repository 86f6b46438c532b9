import type { Permalinks } from '../../posts/permalink.ts'
import type { Value, Values } from '../../posts/front-matter/values.ts'
import { emptyMap, isMap } from '../../posts/front-matter/values.ts'

/** What the configuration of a blog says about it, in the same form for every generator. */
export interface BlogFacts {
  /** The configuration, with each value where the table of settings looks for it. */
  readonly config: Values
  readonly permalinks: Permalinks
  /**
   * Folders whose files are published as they are, relative to the blog's root; null if the configuration
   * does not say.
   */
  readonly publicFolders: readonly string[] | null
  /** Set if files are only searched for in those folders, because nothing says that they are published. */
  readonly lookupOnly?: true
  /** The folder that the paths of posts are relative to, relative to the blog's root, if that is another one. */
  readonly contentFolder?: string
  /** The name of that folder in addresses, if it has one: `content` for Hugo. */
  readonly contentName?: string
  /** Whether the date in a file name takes precedence over the one in the front matter; absent for no. */
  readonly fileNameDateFirst?: boolean
}

/**
 * What the reader of a generator may read besides the configuration: files of the blog, by their paths from
 * its root.
 */
export interface Look {
  /** Every file of the blog that is not installed, generated or hidden. */
  readonly files: () => Promise<readonly string[]>
  /** Null if it does not exist or is not text. */
  readonly text: (file: string) => Promise<string | null>
  /** A map in YAML, TOML or JSON; null if it does not exist or cannot be read. */
  readonly values: (file: string) => Promise<Values | null>
}

/** Reports a value of the configuration that is not supported; `field` is its path. */
export type Complain = (field: string, message: string) => void

/** The value at a path such as `params.author`; keys are case-insensitive, as in Hugo. */
export function lookUp(config: Value | undefined, path: string): Value | undefined {
  let value = config
  for (const name of path.split('.')) {
    if (!isMap(value)) return undefined
    value = value[name] ?? value[keyLike(value, name)]
  }
  return value
}

/** The text at a path; null if there is none, or a list or map. */
export function textAt(config: Value | undefined, path: string): string | null {
  const value = lookUp(config, path)
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** The entries of a map; none if it is not a map. */
export function pairsOf(value: Value | undefined): readonly (readonly [string, Value])[] {
  return isMap(value) ? Object.entries(value) : []
}

/** Merges two configurations. The second takes precedence, but maps are merged recursively. */
export function mergeConfigs(first: Values, second: Values): Values {
  const merged: Record<string, Value> = Object.assign(emptyMap(), first)
  const names = foldedNames(first)
  for (const [key, value] of Object.entries(second)) {
    const name = names.get(key.toLowerCase()) ?? key
    names.set(key.toLowerCase(), name)
    const before = merged[name]
    merged[name] = isMap(before) && isMap(value) ? mergeConfigs(before, value) : value
  }
  return merged
}

/** The names of a map's keys by their lower case; of several the first. */
function foldedNames(map: Values): Map<string, string> {
  return new Map(
    Object.keys(map)
      .toReversed()
      .map((key) => [key.toLowerCase(), key]),
  )
}

/** Of each map that was looked into: many settings are looked up, and a map may have many keys. */
const folded = new WeakMap<Values, ReadonlyMap<string, string>>()

function keyLike(map: Values, name: string): string {
  const names = folded.get(map) ?? foldedNames(map)
  folded.set(map, names)
  return names.get(name.toLowerCase()) ?? name
}
