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

/** A folder with files of the blog, and the URL at which the blog publishes it. */
export interface PublishedFolder {
  /** Absolute with a final `/`; the scheme is ignored when the URL of a recording is compared. */
  readonly url: string
  /** Absolute path on disk. */
  readonly folder: string
  /**
   * Set if the folder is only assumed to be published: paths and URLs in posts may be looked up in it, but
   * no URL may be made for a file in it.
   */
  readonly lookupOnly?: true
}

/**
 * The settings of the author and the configuration of the blog, with all defaults. Most properties are
 * made from rows of the table; those here depend on several things.
 */
export interface Settings extends SettledRows {
  readonly title: string
  readonly description: string
  readonly owner: Owner | null
  /** The permalink rules of the blog. */
  readonly permalinks: Permalinks & {
    /** The content folder from the root of the generator, e.g. `content/posts`; '' for the root. */
    readonly place: string
  }
  readonly fileNameDateFirst: boolean
  readonly audio: SettledRows['audio'] & {
    /** The folders of the author, in their order; then the published folders of the blog. */
    readonly folders: readonly PublishedFolder[]
  }
  /**
   * The folders whose files may be published, as real paths: the content folder, that of the blog, and
   * those outside of both that the settings name.
   */
  readonly roots: Roots
  /** The blog as it was found: its generator, its root, and the files that were read. */
  readonly blog: {
    readonly generator: GeneratorName | null
    /** The folder of the configuration of the blog, or else the content folder, absolute. */
    readonly root: string
    /** The folders of published files of the blog, absolute, in the order to try for `/…` paths. */
    readonly publicFolders: readonly string[]
    /** The settings and configuration files, absolute, for watching. */
    readonly files: readonly string[]
  }
}

/** The settings of all rows with defaults, at their places: `settings.feed.oldPaths`. */
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
 * Puts the value, or else the default, of every row with a default at its place. The type follows from
 * the rows as the loop does.
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

/** The settings that a show has unchanged. */
export type ShowSettings = Pick<Settings, Shown>

type Shown = {
  [Name in SettingName]: SettingRows[Name] extends { show: true } ? OuterOf<Place<Name>> : never
}[SettingName]

type OuterOf<Key> = Key extends `${infer Group}.${string}` ? Group : Key

const SHOWN = new Set(
  SETTING_NAMES.filter((name) => SETTINGS[name].show).map((name) => placeOf(name)[0]),
)

/** Selects the settings that a show has unchanged. */
export function showSettings(settings: Settings): ShowSettings {
  const shown = Object.entries(settings).filter(([key]) => SHOWN.has(key))
  return Object.assign({}, ...shown.map(([key, value]) => ({ [key]: value })))
}

/** The name in `Settings`; for a setting in a group, the name of the group and the inner name. */
function placeOf(name: SettingName): readonly string[] {
  const inCamelCase = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  return (SETTINGS[name].place ?? inCamelCase).split('.')
}
