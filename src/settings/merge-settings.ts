import { homedir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Credits } from '../posts/fields/credits.ts'
import { AUTHOR, NARRATOR } from '../posts/fields/person-roles.ts'
import { named } from '../posts/fields/persons.ts'
import type { Blog } from './blog/blog-config.ts'
import { formatCategory, type Category } from './categories.ts'
import { NO_DIRECTORIES } from './settings.ts'
import type { Directories, Owner, PublishedFolder, Settings } from './settings.ts'
import type { SettingValues } from './settings-table.ts'
import { DEFAULTS } from './settings-table.ts'

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
  const values = { ...DEFAULTS, ...blog.values, ...own }
  const title = values.title ?? (basename(folder) || folder)
  const site = values.site ?? null
  return {
    title,
    description: values.description ?? title,
    author: values.author ?? null,
    owner: createOwner(values),
    language: values.language,
    categories: unique(values.category ?? []),
    explicit: values.explicit,
    type: values.type,
    copyright: values.copyright ?? null,
    credits: mergeCredits(values),
    directories: mergeDirectories(values),
    seasons: values.seasons ?? new Map(),
    image: values.image === undefined ? null : expandHome(values.image),
    site,
    baseUrl: values.base_url ?? null,
    timezone: values.timezone,
    permalinks: mergePermalinks(own, blog),
    posts: values.posts ?? [],
    fields: Object.fromEntries(values.fields ?? []),
    fileNameDateFirst: blog.fileNameDateFirst,
    audio: {
      prefix: values['audio.prefix'] ?? null,
      url: values['audio.url'] ?? null,
      folders: [
        ...mappedFolders(values, folder),
        ...(site === null
          ? []
          : blog.publicFolders.map((name) => publishedFolder(name, site, blog))),
      ],
      maxSeconds: values['audio.max_seconds'],
      maxBytes: values['audio.max_megabytes'] * 1_000_000,
    },
    artwork: {
      make: values['artwork.make'],
      draw: values['artwork.draw'],
      colours: values['artwork.colours'] ?? [],
    },
    feed: {
      guid: values['feed.guid'] ?? null,
      path: values['feed.path'],
      episodes: values['feed.episodes'],
      notes: values['feed.notes'],
      notesBytes: values['feed.notes_kilobytes'] * 1000,
      oldPaths: values['feed.old_paths'] ?? [],
      newUrl: values['feed.new_url'] ?? null,
    },
    parts: values.feeds ?? [],
    blog: {
      generator: blog.generator,
      root: blog.root,
      publicFolders: blog.publicFolders,
      files: [...(path === null ? [] : [path]), ...blog.files],
    },
  }
}

function mergeCredits(values: SettingValues): Credits {
  const author = values.author === undefined ? [] : [named(values.author, AUTHOR)]
  const narrators = (values.narrator ?? []).map((name) => named(name, NARRATOR))
  return {
    persons: [...author, ...narrators, ...(values.persons ?? [])],
    funding: values.funding ?? [],
    locations: values.location ?? [],
    license: values.license ?? null,
    social: values.social ?? [],
    payments: values.value ?? null,
    texts: values.txt ?? [],
    aiContent: values.ai_content ?? null,
  }
}

function mergeDirectories(values: SettingValues): Directories {
  const none = NO_DIRECTORIES
  return {
    hubs: values['feed.hub'] ?? none.hubs,
    complete: values.complete ?? none.complete,
    locked: values.locked ?? none.locked,
    medium: values.medium ?? none.medium,
    blocks: values.block ?? none.blocks,
    updateFrequency: values.update_frequency ?? none.updateFrequency,
    podping: values.podping ?? none.podping,
    podroll: values.podroll ?? none.podroll,
    publisher: values.publisher ?? none.publisher,
  }
}

function unique(categories: readonly Category[]): readonly Category[] {
  return [...new Map(categories.map((category) => [formatCategory(category), category])).values()]
}

function createOwner(values: SettingValues): Owner | null {
  const email = values['owner.email']
  if (email === undefined) return null
  return { name: values['owner.name'] ?? values.author ?? null, email }
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

function publishedFolder(folder: string, url: string, { generator, root }: Blog): PublishedFolder {
  const published = STATIC_FOLDERS.some((name) => folder === resolve(root, name))
  return generator !== null || published ? { url, folder } : { url, folder, lookupOnly: true }
}

function mappedFolders(values: SettingValues, folder: string): readonly PublishedFolder[] {
  const mapped = [...(values['audio.folders'] ?? [])]
  return mapped.map(([url, path]) => ({ url, folder: resolve(folder, expandHome(path)) }))
}

function expandHome(path: string): string {
  return /^~(\/|$)/.test(path) ? join(homedir(), path.slice(1)) : path
}
