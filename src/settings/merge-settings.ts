import { basename, resolve } from 'node:path'
import { isWithin } from '../base/content-door.ts'
import { AUTHOR, NARRATOR, named, type Person } from '../posts/fields/persons.ts'
import type { Blog } from './blog/blog-config.ts'
import { expandHome } from './setting-values.ts'
import type { SettingValues } from './settings-table.ts'
import { settleRows, type Owner, type PublishedFolder, type Settings } from './settings.ts'

/**
 * Merges the settings of the author, the configuration of the blog, and defaults, in this order.
 *
 * @param path The settings file, absolute; null if there is none.
 * @param folder The content folder, absolute; relative paths start there.
 * @returns Settings whose roots are not real paths yet.
 */
export function mergeSettings(
  own: SettingValues,
  path: string | null,
  blog: Blog,
  folder: string,
): Settings {
  const values = { ...blog.values, ...own }
  const rows = settleRows(values)
  const title = values.title ?? (basename(folder) || folder)
  return {
    ...rows,
    title,
    description: values.description ?? title,
    owner: createOwner(values),
    persons: createPersons(values),
    permalinks: mergePermalinks(own, blog),
    fileNameDateFirst: blog.fileNameDateFirst,
    audio: {
      ...rows.audio,
      folders: [...mappedFolders(values, folder), ...blogFolders(rows.site, blog)],
    },
    roots: namedRoots(values, blog, folder),
    blog: {
      generator: blog.generator,
      root: blog.root,
      publicFolders: blog.publicFolders,
      files: [...(path === null ? [] : [path]), ...blog.files],
    },
  }
}

function createOwner(values: SettingValues): Owner | null {
  const email = values['owner.email']
  if (email === undefined) return null
  return { name: values['owner.name'] ?? values.author ?? null, email }
}

function createPersons({ author, narrator = [], persons = [] }: SettingValues): readonly Person[] {
  const authors = author === undefined ? [] : [named(author, AUTHOR)]
  return [...authors, ...narrator.map((name) => named(name, NARRATOR)), ...persons]
}

/** A pattern in the settings applies to every post. */
function mergePermalinks({ permalink }: SettingValues, blog: Blog): Settings['permalinks'] {
  if (permalink === undefined) return { ...blog.permalinks, place: blog.place }
  const { generator } = blog.permalinks
  if (generator !== undefined) {
    // It is in Jekyll's and Hugo's words, whichever the blog's are
    const place = generator === 'hexo' ? blog.place : ''
    return { default: permalink, sections: {}, place }
  }
  // The author writes the whole path, including the main language if it is a part of it.
  const { defaultLanguageInFolder: _, ...rules } = blog.permalinks
  return { ...rules, default: permalink, sections: {}, place: blog.place }
}

/** Folders that generators publish unchanged, even if no configuration says so. */
const STATIC_FOLDERS = ['public', 'static']

function blogFolders(
  url: string | null,
  { foldersAreSaid, root, publicFolders }: Blog,
): readonly PublishedFolder[] {
  if (url === null) return []
  const published = STATIC_FOLDERS.map((name) => resolve(root, name))
  return publicFolders.map((folder) =>
    foldersAreSaid || published.includes(folder)
      ? { url, folder }
      : { url, folder, lookupOnly: true },
  )
}

function mappedFolders(values: SettingValues, folder: string): readonly PublishedFolder[] {
  const mapped = [...(values['audio.folders'] ?? [])]
  return mapped.map(([url, path]) => ({ url, folder: resolve(folder, expandHome(path)) }))
}

/**
 * Files that the author names may be published, wherever they are. Inside the folders of show and
 * blog, only the folders of recordings in the settings are roots of their own, because anybody may
 * have made a symbolic link there.
 */
function namedRoots(values: SettingValues, blog: Blog, folder: string): readonly string[] {
  const around = [folder, blog.root]
  const pictures = [values.image, ...partImages(values)]
    .filter((image) => image !== undefined)
    .filter((image) => !URL.canParse(image))
    .map((image) => resolve(folder, expandHome(image)))
  const outside = [...blog.publicFolders, ...pictures].filter((path) => !isWithin(path, around))
  const folders = mappedFolders(values, folder).map((mapped) => mapped.folder)
  const allowed = (values.outside ?? []).map((path) => resolve(folder, expandHome(path)))
  return [...around, ...folders, ...allowed, ...outside]
}

function partImages({ feeds }: SettingValues): readonly (string | undefined)[] {
  return (feeds ?? []).flatMap(({ details }) => [...details.values()].map((said) => said?.image))
}
