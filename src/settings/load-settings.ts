import { existsSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { realRoots } from '../base/content-door.ts'
import { createListings } from '../base/listings.ts'
import { isSlip } from '../base/suggest.ts'
import { type Problem, quote, problem, withFix, problemWithFix } from '../base/problem.ts'
import { type Block, type Value, emptyMap } from '../posts/front-matter/values.ts'
import { isFolder, readBlog } from './blog/blog-config.ts'
import { lookUp } from './blog/blog-facts.ts'
import { pathAmongOld, refuseCircle } from './circles.ts'
import { ConfigError, readConfigFile } from './config-file.ts'
import { readOwnShows, type OwnShow, type SettledShow } from './load-shows.ts'
import { mergeSettings } from './merge-settings.ts'
import { type OwnSettings, readOwnSettings } from './own-settings.ts'
import { type SettingValues, SETTING_NAMES, SETTINGS } from './settings-table.ts'
import type { Settings } from './settings.ts'

/** The possible names of the settings file; the first one that exists is read. */
const SETTINGS_FILES = ['sidecast.yml', 'sidecast.yaml'] as const

/** Settings with their problems. */
export interface LoadedSettings {
  /** Null if the settings file cannot be read: the last good show must stay live. */
  readonly settings: Settings | null
  /** The shows of a folder that has several; none where the settings are those of the only one. */
  readonly shows: readonly SettledShow[]
  readonly problems: readonly Problem[]
}

/**
 * Reads the settings: `sidecast.yml` in the content folder, then the configuration of the blog, then
 * defaults. A wrong value is ignored and reported as a problem; nothing is thrown.
 *
 * @param folder The content folder; it need not have a settings file.
 * @param reachedAt Addresses of the site besides its `base_url`; absolute with a final `/`.
 */
export async function loadSettings(
  folder: string,
  reachedAt: readonly string[] = [],
): Promise<LoadedSettings> {
  const root = resolve(folder)
  const [own, blog] = await Promise.all([loadOwnSettings(root), readBlog(root)])
  if (own.settings === null) return { settings: null, shows: [], problems: own.problems }
  const { file, path } = own
  const whole = await settle(own.settings, own.settings.values, '/')
  const several = readOwnShows(own.settings, own.block, file)
  const settled = await Promise.all(
    several.shows.map((show) => settle(show.own, show.values, show.path)),
  )
  const owners = several.shows.length === 0 ? [own.settings] : several.shows.map(ownerOf)
  const problems = [
    ...own.problems,
    ...several.problems,
    ...blog.problems,
    ...[whole, ...settled].flatMap((each) => each.problems),
    ...missingSettings(owners, blog.values, file),
  ]
  const shows = several.shows.map(({ name, path: place, selection, oldFeeds }, index) => ({
    name,
    path: place,
    selection,
    oldFeeds,
    settings: settled[index]?.settings ?? whole.settings,
  }))
  return { settings: whole.settings, shows, problems }

  async function settle(said: OwnSettings, values: SettingValues, place: string) {
    const merged = mergeSettings(values, path, blog, root)
    const spelled = spellFolders(merged)
    const rooted = { ...spelled, roots: await realRoots(spelled.roots) }
    const bases = [...(rooted.baseUrl === null ? [] : [rooted.baseUrl]), ...reachedAt]
    const at = bases.map((base) => new URL(place.slice(1), base).href)
    const straight = withoutOwnPath(rooted, said, file)
    const { settings, problems: circles } = withoutCircle(straight.settings, said, file, at)
    return {
      settings,
      problems: [
        ...straight.problems,
        ...circles,
        ...(await missingFolders(said, settings, file, root)),
      ],
    }
  }
}

/** The settings of one show in the file, with those that it inherits from the top level. */
function ownerOf({ name, own, values }: OwnShow): Settler {
  return { name, named: new Set([...own.named, ...Object.keys(values)]) }
}

/** Spells the folders of recordings as the disk does, because the paths of found files are compared with them. */
function spellFolders(settings: Settings): Settings {
  const { spell } = createListings()
  const spelled = (folder: string) => spell(folder) ?? folder
  const { audio, blog } = settings
  const folders = audio.folders.map((mapped) => ({ ...mapped, folder: spelled(mapped.folder) }))
  return {
    ...settings,
    audio: { ...audio, folders },
    blog: { ...blog, publicFolders: blog.publicFolders.map(spelled) },
  }
}

interface OwnFile {
  readonly settings: OwnSettings | null
  /** As it is written. */
  readonly block: Block
  /** Its name in problems. */
  readonly file: string
  /** Absolute; null if there is none. */
  readonly path: string | null
  readonly problems: readonly Problem[]
}

async function loadOwnSettings(folder: string): Promise<OwnFile> {
  for (const file of SETTINGS_FILES) {
    const path = join(folder, file)
    try {
      const block = await readConfigFile(path)
      if (block === null) continue
      const settings = readOwnSettings(block, file)
      const problems = [...settings.problems, ...secondFile(folder, file)]
      return { settings, block, file, path, problems }
    } catch (cause) {
      if (!(cause instanceof ConfigError)) throw cause
      const { message, line } = cause
      const problems = [problem('settings/syntax', { file, line }, message)]
      return { settings: null, block: NOTHING, file, path, problems }
    }
  }
  const file = SETTINGS_FILES[0]
  const settings = readOwnSettings(NOTHING, file)
  return { settings, block: NOTHING, file, path: null, problems: misnamed(folder) }
}

const NOTHING: Block = { values: emptyMap(), lines: new Map(), repeated: [], lost: [] }

/** The settings under a name that an editor, another format or a slip has made of theirs. */
const MISNAMED =
  /^(?:\.?sidecast\.ya?ml(?:\.(?:txt|ya?ml|bak|old|orig|example|sample|dist))?|\.?sidecast(?: \(\d+\)|[-_ ]?copy|[-_ ]?\d)?\.(?:ya?ml|json|toml|txt)|\.?sidecastrc)$/i

function misnamed(folder: string): readonly Problem[] {
  const [file] = SETTINGS_FILES
  const message = withFix('settings/misnamed', `the settings are read from ${file} only`)
  return namesIn(folder)
    .filter((name) => MISNAMED.test(name) || isSlip(name.toLowerCase(), file))
    .map((name) => problem('settings/misnamed', { file: name }, message))
}

/** None where the folder cannot be read: that is reported with its posts. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function secondFile(folder: string, read: string): readonly Problem[] {
  const message = withFix('settings/second', `not read, because ${read} is used`)
  return SETTINGS_FILES.filter((file) => file !== read && existsSync(join(folder, file))).map(
    (file) => problem('settings/second', { file }, message),
  )
}

/** The values in the settings file, as they are written; null if there is no file. */
export async function readNamed(folder: string): Promise<ReadonlyMap<string, Value> | null> {
  for (const file of SETTINGS_FILES) {
    const block = await readConfigFile(join(folder, file)).catch(() => null)
    if (block === null) continue
    return new Map(
      SETTING_NAMES.flatMap((name) => {
        const value = lookUp(block.values, name)
        return value === undefined || value === null ? [] : [[name, value] as const]
      }),
    )
  }
  return null
}

/** Ignores a former path of the feed that is its present one. */
function withoutOwnPath(
  settings: Settings,
  own: OwnSettings,
  file: string,
): { settings: Settings; problems: readonly Problem[] } {
  const path = pathAmongOld(settings)
  if (path === null) return { settings, problems: [] }
  const field = 'feed.old_paths'
  const message = `expected former paths of the feed, got ${quote(path)}, which is its path now and would lead to itself; remove it`
  const { feed } = settings
  return {
    settings: {
      ...settings,
      feed: { ...feed, oldPaths: feed.oldPaths.filter((old) => old !== path) },
    },
    problems: [problem('settings/circle', { file, line: own.lineOf(field), field }, message)],
  }
}

/** Ignores a new address of the feed that leads back to this site. */
function withoutCircle(
  settings: Settings,
  own: OwnSettings,
  file: string,
  reachedAt: readonly string[],
): { settings: Settings; problems: readonly Problem[] } {
  try {
    refuseCircle(settings, reachedAt)
    return { settings, problems: [] }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    const field = 'feed.new_url'
    const place = { file, line: own.lineOf(field), field }
    return {
      settings: { ...settings, feed: { ...settings.feed, newUrl: null } },
      problems: [problem('settings/circle', place, cause.message)],
    }
  }
}

/** The settings of a file, or of one of several shows in it. */
interface Settler extends Pick<OwnSettings, 'named'> {
  readonly name?: string
}

/** Required settings that are missing. A wrong value has a problem of its own. */
function missingSettings(
  owners: readonly Settler[],
  blog: SettingValues,
  file: string,
): readonly Problem[] {
  return SETTING_NAMES.flatMap((field) => {
    const { missing } = SETTINGS[field]
    const unsettled = owners.filter(({ named }) => !named.has(field))
    if (missing === undefined || unsettled.length === 0 || blog[field] !== undefined) return []
    const names = unsettled.flatMap(({ name }) => name ?? [])
    const shows = names.length === owners.length ? [] : names
    const of = shows.length === 0 ? '' : `for ${shows.join(', ')}: `
    return [problem('settings/missing', { file, field }, of + missing)]
  })
}

async function missingFolders(
  own: OwnSettings,
  settings: Settings,
  file: string,
  root: string,
): Promise<readonly Problem[]> {
  const mapped = settings.audio.folders.slice(0, own.values['audio.folders']?.size ?? 0)
  const there = await Promise.all(mapped.map(({ folder }) => isFolder(folder)))
  return mapped.flatMap(({ url, folder }, index) => {
    if (there[index] === true) return []
    const path = relative(root, folder) || '.'
    const what = `no folder "${path}", so recordings under ${url} are not measured`
    const field = 'audio.folders'
    const place = { file, line: own.lineOf(field), field }
    return [problemWithFix('settings/folder', place, what)]
  })
}
