import { parseFileName, type FileName } from './file-name.ts'
import { hasKey } from './front-matter/keys.ts'
import { dialectOf, type GeneratorName, OWN_KEYS, variableOf } from './permalink-dialects.ts'
import { fillFields } from './permalink-fields.ts'
import { parseTemplate } from './permalink-template.ts'
import type { PermalinkParts } from './permalink-variables.ts'
import { collectionOf, sectionsOf } from './permalink-variables.ts'
import type { TextPost } from './post.ts'
import { foldersAbovePosts } from './post-categories.ts'

/** Jekyll's names for whole patterns. @see https://jekyllrb.com/docs/permalinks/#built-in-formats */
const STYLES: ReadonlyMap<string, string> = new Map([
  ['date', '/:categories/:year/:month/:day/:title:output_ext'],
  ['pretty', '/:categories/:year/:month/:day/:title/'],
  ['ordinal', '/:categories/:year/:y_day/:title:output_ext'],
  ['weekdate', '/:categories/:year/W:week/:short_day/:title:output_ext'],
  ['none', '/:categories/:title:output_ext'],
])

const VARIABLE = /:([a-zA-Z0-9_]+(?:\[[^\]/]*\])?)/g
const RESERVED = /[%?#\\]/g

/** How a blog makes the addresses of its posts. */
export interface Permalinks {
  /** The pattern for posts of sections that are not listed below; null if it is unknown. */
  readonly default: string | null
  /** Section of Hugo, collection of Jekyll or folder of another generator → pattern; null for none. */
  readonly sections: Readonly<Record<string, string | null>>
  /** The generator whose variables the patterns use; guessed from the folders of a post if it is left out. */
  readonly generator?: GeneratorName
  /** The pattern for posts in another language than the default one, if it differs. */
  readonly translated?: string | null
  /** The folder that paths are relative to; a post outside it has no address. */
  readonly base?: string
  /** Whether paths come out in lower case, as Hugo's do unless `disablePathToLower` is set. */
  readonly lowerCase?: boolean
  /** Hugo's `defaultContentLanguage`, lower case: the language of posts that name none. */
  readonly defaultLanguage?: string
  /** Hugo's `defaultContentLanguageInSubdir`: paths in the default language begin with it as well. */
  readonly defaultLanguageInFolder?: boolean
  /**
   * Which posts are dated by their file names, so that the rest of the name is their slug: all (the default),
   * those without a date in the front matter, or none, as in Hugo unless its `[frontmatter] date` lists
   * `:filename`.
   */
  readonly datedNames?: 'all' | 'undated' | 'none'
}

/**
 * Makes the path of a post from a pattern of its blog, with the variables of its generator and front-matter
 * keys in braces, or from the name of one of Jekyll's patterns (`pretty`).
 *
 * @returns A path from the site's root. Letters are kept; only characters that would end a path (`?`, `#`)
 *   are percent-encoded.
 * @throws {RangeError} If a variable does not exist, or the post lacks a key.
 */
export function formatPermalink(pattern: string, parts: PermalinkParts): string {
  const template = fillFields(STYLES.get(pattern) ?? pattern, parts)
  const path = template.replaceAll(VARIABLE, (_, name: string) => expand(name, pattern, parts))
  return cleanPath(path, parts.generator)
}

/**
 * The address of a post on the blog: by its own `permalink`, otherwise by the rule of its section (Hugo) or
 * collection (Jekyll), otherwise by the default of the blog.
 *
 * A language folder (`content/en/posts/…`) is not a section; it precedes the path, as in Hugo.
 *
 * @param timezone IANA name of the blog's time zone, in which the post's day is determined.
 * @param file Its path from the root of the blog, if that differs from the path from the content folder.
 * @returns A path from the site's root, or an absolute URL; null if no rule is known.
 * @throws {RangeError} If the address cannot be made, because a variable does not exist or the post lacks a
 *   value.
 */
export function permalinkOf(
  post: TextPost,
  permalinks: Permalinks,
  timezone: string,
  file: string = post.file,
): string | null {
  if (!mayHaveAddress(post, permalinks)) return null
  const inside = pathBelow(file, permalinks.base ?? '')
  const parts = partsOf(post, parseFileName(file), inside ?? '', { permalinks, timezone })
  const own = ownAddress(post, parts)
  if (own !== null) return ownPermalink(own, parts, permalinks)
  if (inside === null) return null
  const rule = translatedRule(post, parts, permalinks) ?? ruleOf(parts, permalinks)
  if (rule.pattern === null) return null
  const path = formatPermalink(rule.pattern, { ...parts, below: rule.below })
  const lower = permalinks.lowerCase === true ? path.toLowerCase() : path
  return `${languagePrefix(parts, permalinks)}${lower}`
}

/** Whether the post or a rule of the blog gives an address; for most blogs neither does. */
function mayHaveAddress(
  { permalink, values }: TextPost,
  { default: pattern, sections, translated }: Permalinks,
): boolean {
  return (
    pattern !== null ||
    permalink !== null ||
    translated !== undefined ||
    Object.keys(sections).length > 0 ||
    OWN_KEYS.some((key) => Object.hasOwn(values, key))
  )
}

function expand(name: string, pattern: string, parts: PermalinkParts): string {
  // `:year_:month`: Jekyll reads the underscore as a separator if no variable has that name
  const [, bare = '', line = ''] = /^(.*?)(_?)$/.exec(name) ?? []
  const own = variableOf(name, parts.generator)
  const variable = own ?? variableOf(bare, parts.generator)
  if (variable === undefined) {
    throw new RangeError(
      `expected Jekyll's or Hugo's variables such as :year, :title or :slug, got ":${name}" in "${pattern}"`,
    )
  }
  const text = variable(parts).replaceAll(RESERVED, encodeURIComponent)
  return own === undefined ? text + line : text
}

function cleanPath(path: string, generator: GeneratorName): string {
  const segments = path.split('/').filter((segment) => !/^\.*$/.test(segment))
  const file = path.endsWith('/') ? '/' : folderEnd(path, generator)
  return segments.length === 0 ? '/' : `/${segments.join('/')}${file}`
}

/** Hugo writes a folder with an index page for every path without an extension. */
function folderEnd(path: string, generator: GeneratorName): string {
  return dialectOf(generator).inFolders === true && !/\.html?$/i.test(path) ? '/' : ''
}

/** The address that the post itself gives. */
function ownAddress({ permalink, values }: TextPost, { generator }: PermalinkParts): string | null {
  const { ownKey } = dialectOf(generator)
  const own = ownKey === undefined ? undefined : values[ownKey]
  return typeof own === 'string' && own.trim() !== '' ? `/${own.trim()}/` : permalink
}

/**
 * A colon in a post's own permalink may be a plain colon. Without a leading slash it follows the language, in
 * Hugo.
 *
 * @see https://gohugo.io/content-management/urls/#url
 */
function ownPermalink(permalink: string, parts: PermalinkParts, permalinks: Permalinks): string {
  if (/^https?:\/\//i.test(permalink)) return permalink
  const { own } = dialectOf(parts.generator)
  const path = permalink.startsWith('/')
    ? permalink
    : `${languagePrefix(parts, permalinks)}/${permalink}`
  if (path.includes('{{')) {
    return withoutIndex(formatPermalink(parseTemplate(path), { ...parts, generator: 'eleventy' }))
  }
  if (own === 'file') return withoutIndex(path)
  if (own === 'text') return path.replaceAll(/\/{2,}/g, '/')
  try {
    const generator = parts.generator === 'hugo' ? 'jekyll' : parts.generator
    return path.includes(':')
      ? formatPermalink(folderOf(path, parts), { ...parts, generator })
      : path
  } catch (cause) {
    if (cause instanceof RangeError) return path
    throw cause
  }
}

/**
 * VuePress 1, which has variables in `permalink`, makes a folder of the result.
 *
 * @see https://vuepress.vuejs.org/guide/permalinks.html
 */
function folderOf(path: string, { generator, values }: PermalinkParts): string {
  return generator === 'vuepress' && hasKey(values, 'permalink') ? `${path}/` : path
}

/** Eleventy's permalinks name files; an index means its folder. */
function withoutIndex(path: string): string {
  return path.replace(/\/index\.html$/, '/')
}

/** The pattern for a post, and the post's path relative to the folder for which it was made. */
interface Rule {
  readonly pattern: string | null
  readonly below: string
}

function translatedRule(
  { language }: TextPost,
  { path }: PermalinkParts,
  { translated, defaultLanguage }: Permalinks,
): Rule | null {
  if (translated === undefined || language === null || language === defaultLanguage) return null
  return { pattern: translated, below: path }
}

function ruleOf(parts: PermalinkParts, permalinks: Permalinks): Rule {
  const { fileName, generator, path } = parts
  const collection = collectionOf(fileName)
  const inOne = generator === 'jekyll' && collection !== ''
  const byFolder = generator !== 'jekyll' && generator !== 'hugo'
  const sections = byFolder
    ? path.split('/').slice(0, -1)
    : inOne
      ? [collection]
      : sectionsOf(fileName)
  for (let length = sections.length; length > 0; length -= 1) {
    const section = sections.slice(0, length).join('/')
    if (Object.hasOwn(permalinks.sections, section)) {
      const below = path.startsWith(`${section}/`) ? path.slice(section.length + 1) : path
      return { pattern: permalinks.sections[section] ?? null, below }
    }
  }
  const other = generator === 'jekyll' && !['', 'posts', 'drafts'].includes(collection)
  const { default: pattern } = permalinks
  return { pattern: other ? collectionPattern(pattern) : pattern, below: path }
}

/** Jekyll applies only the end of the blog's pattern to collections. */
function collectionPattern(pattern: string | null): string | null {
  if (pattern === null) return null
  const template = STYLES.get(pattern) ?? pattern
  const end = /\/$|:output_ext$/.exec(template)?.[0] ?? ''
  return `/:collection/:path${end}`
}

function languagePrefix({ generator, fileName }: PermalinkParts, permalinks: Permalinks): string {
  const { defaultLanguage, defaultLanguageInFolder } = permalinks
  const language = fileName.language ?? defaultLanguage
  if (dialectOf(generator).languages !== true || language === undefined) return ''
  return language === defaultLanguage && defaultLanguageInFolder !== true ? '' : `/${language}`
}

function partsOf(
  post: TextPost,
  fileName: FileName,
  path: string,
  { permalinks, timezone }: { readonly permalinks: Permalinks; readonly timezone: string },
): PermalinkParts {
  const { folders } = fileName
  const jekyll = folders.some((folder) => folder.startsWith('_')) || !folders.includes('content')
  const generator = permalinks.generator ?? (jekyll ? 'jekyll' : 'hugo')
  const above = permalinks.generator === undefined ? foldersAbovePosts(folders) : []
  return {
    generator,
    published: post.published,
    timezone,
    title: post.title,
    slug: hasKey(post.values, 'slug') ? post.slug : null,
    datedName: isDatedByName(post, permalinks),
    fileName,
    path,
    below: path,
    values: post.values,
    categories: [...above, ...categoriesOf(post.values)],
  }
}

/** The path of a file relative to a folder, without extension; null if it is outside. */
function pathBelow(file: string, base: string): string | null {
  const path = file.normalize('NFC').replace(/(?<=[^/])\.[^./]+$/, '')
  if (base === '') return path
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : null
}

/** The keys from which Hugo takes a date. @see https://gohugo.io/configuration/front-matter/#dates */
const DATE_KEYS = ['date', 'publishdate', 'pubdate', 'published', 'lastmod', 'modified']

function isDatedByName(post: TextPost, { datedNames = 'all' }: Permalinks): boolean {
  if (datedNames !== 'undated') return datedNames === 'all'
  return !DATE_KEYS.some((key) => hasKey(post.values, key))
}

/** Jekyll's reading: `category` is one category, a text in `categories` is several words. */
function categoriesOf(values: Readonly<Record<string, unknown>>): readonly string[] {
  const { category, categories } = values
  if (typeof category === 'string') return [category]
  if (typeof categories === 'string') return categories.split(/\s+/).filter(Boolean)
  const list: readonly unknown[] = Array.isArray(categories) ? categories : []
  return list.filter((item) => typeof item === 'string').filter(Boolean)
}
