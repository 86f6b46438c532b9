import type { Roots } from '../base/content-door.ts'
import type { GeneratorName } from '../posts/permalink-dialects.ts'
import type { Permalinks } from '../posts/permalink.ts'
import type { Setting } from './setting.ts'
import type { SettingName, SettingRows, SettingTypes, SettingValues } from './settings-table.ts'
import { SETTING_NAMES, SETTINGS } from './settings-table.ts'

export interface Owner {
  readonly name: string | null
  readonly email: string
}

/** A folder of the site's own files and the URL under which the blog publishes it. */
export interface PublishedFolder {
  /** Absolute with a final `/`; its scheme does not matter when a recording's URL is compared. */
  readonly url: string
  /** Absolute path on disk. */
  readonly folder: string
  /**
   * Set where the folder is only supposed to be published: a path or URL that a post writes may be
   * looked up in it, but no URL may be made of a file that lies there.
   */
  readonly lookupOnly?: true
}

/**
 * What the author has settled, here or in the blog's own config; every default applied. What a row
 * of the table says alone is made of the table; written here is what several things make together.
 */
export interface Settings extends SettledRows {
  readonly title: string
  readonly description: string
  readonly owner: Owner | null
  /** How the blog makes a post's address. */
  readonly permalinks: Permalinks & {
    /** The content folder as the blog's generator sees it, e.g. `content/posts`; '' for its root. */
    readonly place: string
  }
  readonly fileNameDateFirst: boolean
  readonly audio: SettledRows['audio'] & {
    /** The author's, in their order; then the blog's own published folders. */
    readonly folders: readonly PublishedFolder[]
  }
  /**
   * What may go out, as real paths: the content folder, the blog's, and what the settings name
   * outside of both.
   */
  readonly roots: Roots
  /** What was found: which generator the blog is made with, its root, and the files that were read. */
  readonly blog: {
    readonly generator: GeneratorName | null
    /** Absolute folder of the blog's config, else the content folder itself. */
    readonly root: string
    /** Where the blog's published files lie, absolute, in the order to be tried for `/…` paths. */
    readonly publicFolders: readonly string[]
    /** Settings and config files read, absolute, for watching. */
    readonly files: readonly string[]
  }
}

/** What every row that has a default makes of its setting, at its place: `settings.feed.oldPaths`. */
type SettledRows = InGroups<{
  readonly [
    Name in SettingName as SettingRows[Name] extends { default: unknown } ? Place<Name> : never
  ]: Settled<Name>
}>

type Place<Name extends SettingName> = SettingRows[Name] extends { place: infer Own extends string }
  ? Own
  : CamelCase<Name>

type Settled<Name extends SettingName> =
  | (SettingRows[Name] extends { convert: (value: never) => infer Kept }
      ? Kept
      : SettingTypes[Name])
  | (SettingRows[Name] extends { default: null } ? null : never)

type CamelCase<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name

type InGroups<Flat> = {
  readonly [Key in keyof Flat as Key extends `${string}.${string}` ? never : Key]: Flat[Key]
} & {
  readonly [Group in GroupOf<keyof Flat>]: {
    readonly [Key in keyof Flat as Key extends `${Group}.${infer Inner}` ? Inner : never]: Flat[Key]
  }
}

type GroupOf<Key> = Key extends `${infer Group}.${string}` ? Group : never

/**
 * Puts what was read, else the default, at its place, for every row that has a default. The type
 * says of the rows what the loop does with them.
 */
export function settleRows(values: SettingValues): SettledRows {
  const settled = new Map<string, unknown>()
  for (const name of SETTING_NAMES) {
    const row: Setting<unknown> = SETTINGS[name]
    if (row.default === undefined) continue
    const value = values[name] ?? row.default
    const kept = value === null || row.convert === undefined ? value : row.convert(value)
    const [outer = '', inner] = placeOf(name)
    const group = settled.get(outer) ?? {}
    settled.set(outer, inner === undefined ? kept : Object.assign(group, { [inner]: kept }))
  }
  return Object.assign({}, ...[...settled].map(([key, value]) => ({ [key]: value })))
}

/** What a show is told by its settings and has as it lies there. */
export type ShowSettings = Pick<Settings, Shown>

type Shown = {
  [Name in SettingName]: SettingRows[Name] extends { show: true } ? OuterOf<Place<Name>> : never
}[SettingName]

type OuterOf<Key> = Key extends `${infer Group}.${string}` ? Group : Key

const SHOWN = new Set(
  SETTING_NAMES.filter((name) => SETTINGS[name].show).map((name) => placeOf(name)[0]),
)

/** Takes from the settings what the show has as it lies there. */
export function showSettings(settings: Settings): ShowSettings {
  const shown = Object.entries(settings).filter(([key]) => SHOWN.has(key))
  return Object.assign({}, ...shown.map(([key, value]) => ({ [key]: value })))
}

/** The name in `Settings`; in a group there, that of the group and the one within. */
function placeOf(name: SettingName): readonly string[] {
  const inCamelCase = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  return (SETTINGS[name].place ?? inCamelCase).split('.')
}
