import { basename, extname } from 'node:path/posix'
import { exportPathOf } from './export-stage.ts'
import { mediaTypeOf } from './media-type.ts'
import type { Role, Site } from './site.ts'

/** What a web server must know about some files of an export. */
export interface HostRule {
  /**
   * Segments of a path below the base URL: literally, `:name` for any one, `*.xml` for one with an
   * extension, `*` at the end for everything below. No path matches two rules.
   */
  readonly pattern: string
  readonly role: Role
  /** The media type with charset; null where the files have several. */
  readonly type: string | null
  /** Whether the type does not follow from the extension of the file. */
  readonly unusual: boolean
}

/** A file that no rule matches has this role, and the type of its extension. */
export const OTHER_ROLE: Role = 'asset'

/** A path, and the rules for it. */
interface Entry extends Omit<HostRule, 'pattern' | 'type'> {
  /** The rest of the path, below the part that the pattern covers already. */
  readonly rest: string
  readonly type: string
}

/**
 * Makes as few rules as possible for the files of a site, because hosts limit their number (Cloudflare Pages
 * to 100). A folder in which all files are alike gets one rule, and so do similar folders side by side.
 */
export function hostRules(site: Site): readonly HostRule[] {
  const entries = [...site].map(([path, { type, role }]): Entry => {
    const usual = mediaTypeOf(basename(exportPathOf(path, type)))
    return { rest: path.slice(1), type, role, unusual: usual !== type }
  })
  return [
    ...entries.filter(isIn).flatMap((entry) => ruleOf(`/${entry.rest}`, [entry])),
    ...foldersOf(entries).flatMap(([name, inside]) => rulesBelow(`/${name}/`, inside)),
  ].filter(({ role, unusual }) => role !== OTHER_ROLE || unusual)
}

function rulesBelow(prefix: string, entries: readonly Entry[]): readonly HostRule[] {
  if (new Set(entries.map(keyOf)).size === 1) return ruleOf(`${prefix}*`, entries)
  const folders = foldersOf(entries)
  const merged = folders.flatMap(([, inside]) => inside)
  const isMerged = folders.length > 1 && isConsistent(merged)
  return [
    ...looseRules(prefix, entries.filter(isIn)),
    ...(isMerged
      ? rulesBelow(`${prefix}:${nameOf(prefix)}/`, unique(merged))
      : folders.flatMap(([name, inside]) => rulesBelow(`${prefix}${name}/`, inside))),
  ]
}

/** This many similar files with one extension get one rule. */
const MANY = 3

/** The rules for the files in a folder itself. */
function looseRules(prefix: string, entries: readonly Entry[]): readonly HostRule[] {
  const byExtension = Map.groupBy(entries, ({ rest }) => extname(rest))
  return [...byExtension].flatMap(([extension, alike]) =>
    alike.length > MANY && extension !== '' && new Set(alike.map(keyOf)).size === 1
      ? ruleOf(`${prefix}*${extension}`, alike)
      : alike.flatMap((entry) => ruleOf(prefix + entry.rest, [entry])),
  )
}

function ruleOf(pattern: string, entries: readonly Entry[]): readonly HostRule[] {
  const [first] = entries
  if (first === undefined) return []
  const { role, unusual } = first
  const types = new Set(entries.map(({ type }) => type))
  return [{ pattern, role, unusual, type: types.size === 1 ? first.type : null }]
}

/** Whether a file is in the folder itself; its index has an empty name. */
function isIn({ rest }: Entry): boolean {
  return !rest.includes('/')
}

function foldersOf(entries: readonly Entry[]): readonly (readonly [string, readonly Entry[]])[] {
  const inside = entries.filter((entry) => !isIn(entry))
  const folders = Map.groupBy(inside, ({ rest }) => rest.slice(0, rest.indexOf('/')))
  return [...folders].map(([name, all]) => [
    name,
    all.map((entry) => ({ ...entry, rest: entry.rest.slice(name.length + 1) })),
  ])
}

/** What makes two files alike: their role, and an unusual type. */
function keyOf({ role, type, unusual }: Entry): string {
  return unusual ? `${role} ${type}` : role
}

function isConsistent(entries: readonly Entry[]): boolean {
  const byName = Map.groupBy(entries, ({ rest }) => rest)
  return [...byName.values()].every((same) => new Set(same.map(keyOf)).size === 1)
}

function unique(entries: readonly Entry[]): readonly Entry[] {
  return [...new Map(entries.map((entry) => [entry.rest, entry])).values()]
}

/** Gives a placeholder a name of its own: `slug`, `slug2` … */
function nameOf(prefix: string): string {
  const others = prefix.split(':').length - 1
  return others === 0 ? 'slug' : `slug${others + 1}`
}

/** Turns a pattern into a regular expression that matches the URL, and the index file of a folder. */
export function regexOf(pattern: string): string {
  const escaped = pattern
    .replaceAll(/[.+?^${}()|[\]\\#]/g, String.raw`\$&`)
    .replaceAll(/:\w+/g, '[^/]+')
  if (escaped.endsWith('*')) return `^${escaped.slice(0, -1)}`
  return `^${escaped.replace('*', '[^/]*')}${escaped.endsWith('/') ? String.raw`(?:index\.(?:html|xml))?` : ''}$`
}
