import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { realRoots } from '../base/content-door.ts'
import { createListings } from '../base/listings.ts'
import type { Problem } from '../base/problem.ts'
import { problem, withFix } from '../base/problem.ts'
import type { Value } from '../posts/front-matter/values.ts'
import { emptyMap } from '../posts/front-matter/values.ts'
import { isFolder, readBlog } from './blog/blog-config.ts'
import { lookUp } from './blog/blog-facts.ts'
import { refuseCircle } from './circles.ts'
import { ConfigError, readConfigFile } from './config-file.ts'
import { mergeSettings } from './merge-settings.ts'
import type { OwnSettings } from './own-settings.ts'
import { readOwnSettings } from './own-settings.ts'
import type { SettingValues } from './settings-table.ts'
import { SETTING_NAMES, SETTINGS } from './settings-table.ts'
import type { Settings } from './settings.ts'

/** The possible names of the settings file; the first one that exists is read. */
const SETTINGS_FILES = ['sidecast.yml', 'sidecast.yaml'] as const

/** Settings with their problems. */
export interface LoadedSettings {
  /** Null if the settings file cannot be read: the last good show must stay live. */
  readonly settings: Settings | null
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
  if (own.settings === null) return { settings: null, problems: own.problems }
  const merged = mergeSettings(own.settings.values, own.path, blog, root)
  const spelled = await spellFolders(merged)
  const rooted = { ...spelled, roots: await realRoots(spelled.roots) }
  const { settings, problems: circles } = withoutCircle(rooted, own.settings, own.file, reachedAt)
  const problems = [
    ...own.problems,
    ...blog.problems,
    ...circles,
    ...missingSettings(own.settings, blog.values, own.file),
    ...(await missingFolders(own.settings, settings, own.file, root)),
  ]
  return { settings, problems }
}

/** Folders of recordings as they are spelled on disk, which a file that is found there is held against. */
async function spellFolders(settings: Settings): Promise<Settings> {
  const { spell } = createListings()
  const spelled = async (folder: string) => (await spell(folder)) ?? folder
  const { audio, blog } = settings
  const folders = audio.folders.map(async (mapped) => ({
    ...mapped,
    folder: await spelled(mapped.folder),
  }))
  const publicFolders = await Promise.all(blog.publicFolders.map(spelled))
  return {
    ...settings,
    audio: { ...audio, folders: await Promise.all(folders) },
    blog: { ...blog, publicFolders },
  }
}

interface OwnFile {
  readonly settings: OwnSettings | null
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
      return { settings, file, path, problems }
    } catch (cause) {
      if (!(cause instanceof ConfigError)) throw cause
      const { message, line } = cause
      const problems = [problem('settings/syntax', { file, line }, message)]
      return { settings: null, file, path, problems }
    }
  }
  const file = SETTINGS_FILES[0]
  const nothing = { values: emptyMap(), lines: new Map<string, number>(), repeated: [], lost: [] }
  return { settings: readOwnSettings(nothing, file), file, path: null, problems: [] }
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

/** Ignores a new address of the feed that leads back to this site. */
function withoutCircle(
  settings: Settings,
  own: OwnSettings,
  file: string,
  reachedAt: readonly string[],
): { settings: Settings; problems: readonly Problem[] } {
  const bases = [...(settings.baseUrl === null ? [] : [settings.baseUrl]), ...reachedAt]
  try {
    refuseCircle(settings, bases)
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

/** Required settings that are missing. A wrong value has a problem of its own. */
function missingSettings(own: OwnSettings, blog: SettingValues, file: string): readonly Problem[] {
  return SETTING_NAMES.flatMap((field) => {
    const { missing } = SETTINGS[field]
    const settled = own.named.has(field) || blog[field] !== undefined
    if (missing === undefined || settled) return []
    return [problem('settings/missing', { file, field }, missing)]
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
    return [problem('settings/folder', place, withFix('settings/folder', what))]
  })
}
