import { basename, extname } from 'node:path/posix'
import { exportPathOf } from './export-stage.ts'
import { mediaTypeOf } from './media-type.ts'
import type { Role, Site } from './site.ts'

/** What a web server must know of some files of an export. */
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
  /** Without what the pattern has already. */
  readonly rest: string
  readonly type: string
}

/**
 * The rules for the files of a site, as few as possible, since hosts take only some (Cloudflare Pages
 * 100): folders in which all is alike are one rule, and folders beside each other are like one.
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

/** So many files of one extension that are alike are one rule. */
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

/** Of files whose type is unusual the type counts, of others their role alone. */
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

/** A placeholder has a name of its own: `slug`, `slug2` … */
function nameOf(prefix: string): string {
  const others = prefix.split(':').length - 1
  return others === 0 ? 'slug' : `slug${others + 1}`
}

/** A pattern as a regular expression, of the URL and of the file of a folder's index. */
export function regexOf(pattern: string): string {
  const escaped = pattern
    .replaceAll(/[.+?^${}()|[\]\\#]/g, String.raw`\$&`)
    .replaceAll(/:\w+/g, '[^/]+')
  if (escaped.endsWith('*')) return `^${escaped.slice(0, -1)}`
  return `^${escaped.replace('*', '[^/]*')}${escaped.endsWith('/') ? String.raw`(?:index\.(?:html|xml))?` : ''}$`
}
