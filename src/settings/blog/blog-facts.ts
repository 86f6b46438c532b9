import type { Permalinks } from '../../posts/permalink.ts'
import type { Value, Values } from '../../posts/front-matter/values.ts'
import { isMap } from '../../posts/front-matter/values.ts'

/** What the config of a blog says of how the blog is made, whichever its generator. */
export interface BlogFacts {
  /** The config, with each thing where the table of settings looks for it. */
  readonly config: Values
  readonly permalinks: Permalinks
  /**
   * Folders whose files are published as they are, from the blog's root; null where the config does
   * not tell.
   */
  readonly publicFolders: readonly string[] | null
  /** Set where files are only looked for in those folders, since nothing says that they are published. */
  readonly lookupOnly?: true
  /** The folder from which the generator counts the places of posts, from the blog's root. */
  readonly contentFolder: string
  /** What that folder is called where its address is made: `content` for Hugo, '' for Jekyll. */
  readonly contentName: string
  /** Whether the date in a file's name goes before the one in its front matter. */
  readonly fileNameDateFirst: boolean
}

/** What a generator's reader may look at beside the config: files of the blog, by their paths from its root. */
export interface Look {
  /** Every file of the blog but what is installed, made or hidden. */
  readonly files: () => Promise<readonly string[]>
  /** Null if it does not exist or is not text. */
  readonly text: (file: string) => Promise<string | null>
  /** A map in YAML, TOML or JSON; null if it does not exist or cannot be read. */
  readonly values: (file: string) => Promise<Values | null>
}

/** Tells of one thing in the config that is not understood; `field` is its path. */
export type Complain = (field: string, message: string) => void

/** The value at a path such as `params.author`; keys in any case, as Hugo takes them. */
export function lookUp(config: Value | undefined, path: string): Value | undefined {
  let value = config
  for (const name of path.split('.')) {
    if (!isMap(value)) return undefined
    value = value[name] ?? value[keyLike(value, name)]
  }
  return value
}

/** The text at a path; null where there is none, or a list or map. */
export function textAt(config: Value | undefined, path: string): string | null {
  const value = lookUp(config, path)
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** The pairs of a map; none where there is no map. */
export function pairsOf(value: Value | undefined): readonly (readonly [string, Value])[] {
  return isMap(value) ? Object.entries(value) : []
}

/** Two configs as one; where both say something, the second does, but maps are joined in depth. */
export function mergeConfigs(first: Values, second: Values): Values {
  const merged: Record<string, Value> = { ...first }
  for (const [key, value] of Object.entries(second)) {
    const name = keyLike(merged, key)
    const before = merged[name]
    merged[name] = isMap(before) && isMap(value) ? mergeConfigs(before, value) : value
  }
  return merged
}

function keyLike(map: Values, name: string): string {
  const folded = name.toLowerCase()
  return Object.keys(map).find((key) => key.toLowerCase() === folded) ?? name
}
