import { basename, resolve } from 'node:path'
import { AUTHOR, NARRATOR } from '../posts/fields/person-roles.ts'
import { named, type Person } from '../posts/fields/persons.ts'
import type { Blog } from './blog/blog-config.ts'
import { expandHome } from './setting-values.ts'
import type { SettingValues } from './settings-table.ts'
import { settleRows, type Owner, type PublishedFolder, type Settings } from './settings.ts'

/**
 * Puts together what the author says, what the blog's config says, and defaults, in this order.
 *
 * @param path The settings file, absolute; null where there is none.
 * @param folder The content folder, absolute; relative paths start there.
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

/** A pattern of the author's own holds for every post. */
function mergePermalinks({ permalink }: SettingValues, blog: Blog): Settings['permalinks'] {
  if (permalink === undefined) return { ...blog.permalinks, place: blog.place }
  // The author writes the whole path, with the main language where it stands there
  const { defaultLanguageInFolder: _, ...rules } = blog.permalinks
  return { ...rules, default: permalink, sections: {}, place: blog.place }
}

/** Folders that an unknown generator too publishes as they are. */
const STATIC_FOLDERS = ['public', 'static']

function blogFolders(
  url: string | null,
  { generator, root, publicFolders }: Blog,
): readonly PublishedFolder[] {
  if (url === null) return []
  const published = STATIC_FOLDERS.map((name) => resolve(root, name))
  return publicFolders.map((folder) =>
    generator !== null || published.includes(folder)
      ? { url, folder }
      : { url, folder, lookupOnly: true },
  )
}

function mappedFolders(values: SettingValues, folder: string): readonly PublishedFolder[] {
  const mapped = [...(values['audio.folders'] ?? [])]
  return mapped.map(([url, path]) => ({ url, folder: resolve(folder, expandHome(path)) }))
}
