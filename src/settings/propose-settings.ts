import { SOUND } from '../base/media-types.ts'
import { basename, dirname, join, relative, sep } from 'node:path'
import { withKey } from '../posts/fields/unread-recordings.ts'
import type { Value } from '../posts/front-matter/values.ts'
import { textAt } from './blog/blog-facts.ts'
import { findShows } from './propose-shows.ts'
import type { SettingName } from './settings-table.ts'
import { readSetting, SETTING_NAMES } from './settings-table.ts'
import type { Survey } from './blog/survey-blog.ts'
import { decodePart, withoutQuery } from '../base/web-address.ts'

/** A value for a setting, and where it was found. */
export interface Proposal {
  readonly name: SettingName
  /** As in YAML. */
  readonly value: Value
  readonly from: string
}

type Finder = (survey: Survey) => Omit<Proposal, 'name'> | null

/** Setting → where files other than the configuration of a blog may contain it; the first one counts. */
const TOLD: { readonly [Name in SettingName]?: readonly string[] } = {
  title: ['title', 'name'],
  description: ['description'],
  author: ['author.name', 'author'],
  'owner.email': ['author.email', 'email'],
  language: ['language', 'lang', 'locale'],
  site: ['site', 'url', 'homepage', 'baseurl'],
}

/** The name and description of a package describe the program, not the blog. */
const NOT_OF_PACKAGES: ReadonlySet<SettingName> = new Set(['title', 'description', 'language'])

/** A text in the configuration of the blog. */
function fromConfig(name: SettingName): Finder {
  return ({ blog }) => {
    const value = blog.values[name]
    return typeof value === 'string' ? { value, from: configOf(blog) } : null
  }
}

function configOf({ files, root }: Survey['blog']): string {
  const [first = root] = files
  return relative(root, first).replaceAll(sep, '/') || 'the configuration of the blog'
}

function fromTold(name: SettingName): Finder {
  return ({ told }) => {
    for (const { file, values } of told) {
      if (file === 'package.json' && NOT_OF_PACKAGES.has(name)) continue
      const paths = TOLD[name] ?? []
      const text = paths.map((path) => textAt(values, path)).find((found) => found !== null) ?? null
      if (text !== null) return { value: text, from: file }
    }
    return null
  }
}

/** A value that most posts have. */
function fromPosts(read: (post: Survey['posts'][number]) => string | null): Finder {
  return ({ posts }) => {
    const [most] = byCount(posts.flatMap((post) => read(post) ?? []))
    if (most === undefined || most.count * 2 <= posts.length) return null
    return { value: most.text, from: `${most.count} of ${posts.length} posts` }
  }
}

function permalink({ blog }: Survey): ReturnType<Finder> {
  const { default: pattern, sections } = blog.permalinks
  // If sections of the blog have patterns of their own, one for all would give wrong addresses; and the
  // default of a generator need not be written.
  const isSaid = blog.generator === 'jekyll' && pattern !== null && pattern !== 'date'
  if (!isSaid || Object.keys(sections).length > 0) return null
  return { value: pattern, from: configOf(blog) }
}

const AUDIO_NAME = new RegExp(`\\.(?:${SOUND})$`, 'i')

/** Folders of the blog with recordings that posts name by their URL. */
function audioFolders({ folder, blog, posts, files, settings }: Survey): ReturnType<Finder> {
  const local = new Map(
    files
      .filter((file) => AUDIO_NAME.test(file))
      .map((file) => [basename(file), join(blog.root, dirname(file))]),
  )
  const pairs = posts.flatMap((post) =>
    post.audio.slice(0, 1).flatMap(({ value }) => {
      const url = /^https?:/i.test(value) ? (URL.parse('.', value)?.href ?? null) : null
      const name = basename(withoutQuery(value))
      const inside = local.get(decodePart(name) ?? name)
      return url === null || inside === undefined ? [] : [{ url, inside }]
    }),
  )
  const known = settings.audio.folders
  const fresh = pairs.filter(
    ({ url, inside }) =>
      !known.some(
        (mapped) =>
          url.startsWith(mapped.url) &&
          join(mapped.folder, url.slice(mapped.url.length), '.') === inside,
      ),
  )
  if (fresh.length === 0) return null
  const value = Object.fromEntries(
    fresh.map(({ url, inside }) => [
      url,
      `${relative(folder, inside).replaceAll(sep, '/') || '.'}/`,
    ]),
  )
  return { value, from: `the recordings that ${fresh.length} of ${posts.length} posts name` }
}

/** A key under which only this blog names recordings; keys that the settings have already do not count. */
function fields({ ownKey, settings }: Survey): ReturnType<Finder> {
  if (ownKey === null) return null
  const value = Object.fromEntries(
    Object.entries(withKey(settings.fields, ownKey.path)).map(
      ([name, keys]) => [name, keys.length === 1 ? (keys[0] ?? '') : keys] as const,
    ),
  )
  const [top = ''] = ownKey.path.split('.')
  return { value, from: `the key "${top}" of ${ownKey.files.length} posts` }
}

/** The categories of the feed in the configuration of the blog. */
function categories({ blog }: Survey): ReturnType<Finder> {
  const names = (blog.values.category ?? []).map(({ name, subcategory }) =>
    subcategory === null ? name : `${name} > ${subcategory}`,
  )
  return names.length === 0 ? null : { value: names, from: configOf(blog) }
}

/** A template for recordings that only the text names, by a URL with a value of the front matter in it. */
function template({ posts }: Survey): ReturnType<Finder> {
  const templates = posts.flatMap(({ audio: [first], values }) => {
    if (first.field !== '<audio>' || !URL.canParse(first.value)) return []
    return Object.entries(values)
      .flatMap(([key, value]) =>
        typeof value === 'string' && value.length > 4 && first.value.includes(`/${value}.`)
          ? [first.value.replace(`/${value}.`, `/{${key}}.`)]
          : [],
      )
      .slice(0, 1)
  })
  const [most] = byCount(templates)
  // A link to an older host in a few posts does not count.
  if (most === undefined || most.count * 2 <= posts.length) return null
  return { value: most.text, from: `the recordings in the text of ${most.count} posts` }
}

/** Each text with its number of occurrences, the most frequent first. */
function byCount(texts: readonly string[]): readonly { text: string; count: number }[] {
  return [...Map.groupBy(texts, (text) => text)]
    .map(([text, same]) => ({ text, count: same.length }))
    .toSorted((x, y) => y.count - x.count)
}

/** Several shows, if the folder clearly holds them. */
function shows({ posts }: Survey): ReturnType<Finder> {
  const value = findShows(posts)
  return value && { value, from: `the folders of ${posts.length} posts` }
}

/** Setting → where to find it if neither the configuration nor another file has it. */
const ELSEWHERE: { readonly [Name in SettingName]?: Finder } = {
  author: fromPosts(({ authors }) => (authors.length === 0 ? null : authors.join(', '))),
  language: fromPosts(({ language }) => language),
  category: categories,
  permalink,
  fields,
  'audio.url': template,
  'audio.folders': audioFolders,
  shows,
}

/** The settings that can be derived from a blog; nothing is invented. */
export function proposeSettings(survey: Survey): readonly Proposal[] {
  return SETTING_NAMES.flatMap((name) => {
    for (const find of [fromConfig(name), fromTold(name), ELSEWHERE[name]]) {
      const found = find?.(survey) ?? null
      if (found !== null && isRight(name, found.value)) return [{ name, ...found }]
    }
    return []
  })
}

function isRight(name: SettingName, value: Value): boolean {
  let right = true
  readSetting({}, name, value, () => {
    right = false
  })
  return right
}

/** The address of a file that looks like the feed of subscribers; null if there is none. */
export function formerFeed({ files, settings }: Survey): string | null {
  const file = files.find((name) => /(^|\/)[^/]*podcast[^/]*\.(?:xml|rss)$/i.test(name))
  if (file === undefined || settings.site === null) return null
  return new URL(basename(file), settings.site).href
}

/** Setting that locates recordings → recordings that are nowhere in the blog. */
export function homelessRecordings({ posts, files, settings }: Survey): {
  readonly [Name in 'audio.prefix' | 'site']: readonly string[]
} {
  const local = new Set(files.map((file) => basename(file)))
  const names = posts
    .map(({ audio: [first] }) => first.value)
    .filter((name) => !/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(name) && !local.has(basename(name)))
  return {
    'audio.prefix':
      settings.audio.prefix === null ? names.filter((name) => !name.startsWith('/')) : [],
    site: settings.site === null ? names.filter((name) => name.startsWith('/')) : [],
  }
}
