import { isLanguageCode } from './fields/language-tag.ts'
import { withoutCode } from './article/body-audio.ts'
import { isoDay } from '../base/written-times.ts'

/** The parts of the path of a post. */
export interface FileName {
  /** The folders above the post, from the content folder; for `x/index.md` without `x`. */
  readonly folders: readonly string[]
  /** The name without extension and language; that of the folder for `x/index.md`. */
  readonly stem: string
  /** `stem` without a date at its start, with white space as `-`. */
  readonly slug: string
  /** The day at the start of the name, `2025-01-29`, if it exists. */
  readonly day: string | null
  /** Whether the name starts with three numbers that are not a date: `2009-09-37-2`. */
  readonly hasNoDay: boolean
  /** In lower case: of the name (`post.en.md`), or else of the folder in `content/` or `_posts/`. */
  readonly language: string | null
  /** Whether the file is the page of a section rather than a post: Hugo's `_index.md`. */
  readonly section: boolean
}

// Jekyll accepts any digits as a date in names; only a real date dates the post.
const DATED = /^(\d{4})-(\d{1,2})-(\d{1,2})[-_ ]+(?=[^-_ ])/
const DAY_ALONE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
const EXTENSION = /(?<=.)\.[^.]+$/

/** Language codes that end names for other reasons: "socket.io" is not a translation into Ido. */
const NO_LANGUAGES = new Set(['io', 'so', 'ts'])

/**
 * Reads the path of a post, as Jekyll and Hugo do.
 *
 * @param file From the content folder, with `/`.
 * @see https://jekyllrb.com/docs/posts/ for dated names,
 *   https://gohugo.io/content-management/page-bundles/ for `index.md` and `_index.md`
 */
export function parseFileName(file: string): FileName {
  const folders = file.split('/')
  const base = (folders.pop() ?? '').normalize('NFC').replace(EXTENSION, '')
  const [name, language] = splitLanguage(base, folders)
  const bundle = name === 'index' && folders.length > 0
  const stem = bundle ? (folders.pop() ?? '').normalize('NFC') : name
  const day = dayOf(stem)
  return {
    folders,
    stem,
    slug: slugOf(stem),
    day,
    hasNoDay: day === null && DATED.test(stem),
    language: language ?? folderLanguage(folders),
    section: name === '_index',
  }
}

/** The index of Hugo's `content` or of a folder of Jekyll (`_posts`). */
function rootFolder(folders: readonly string[]): number {
  return folders.findIndex((folder) => folder === 'content' || folder.startsWith('_'))
}

/** Splits off the language of Hugo's translations by file name; elsewhere a dot is part of the name. */
function splitLanguage(name: string, folders: readonly string[]): [string, string | null] {
  const [, before, code = ''] = /^(.+)\.([a-z]{2}(?:-[a-z]{2})?)$/i.exec(name) ?? []
  const hugo = folders.includes('content') || before === 'index' || before === '_index'
  if (before === undefined || !hugo || NO_LANGUAGES.has(code) || !isLanguageCode(code)) {
    return [name, null]
  }
  return [before, code.toLowerCase()]
}

function folderLanguage(folders: readonly string[]): string | null {
  const folder = folders[rootFolder(folders) + 1]
  if (rootFolder(folders) === -1 || folder === undefined) return null
  return isLanguageCode(folder) ? folder.toLowerCase() : null
}

function slugOf(stem: string): string {
  return stem
    .replace(DATED, '')
    .trim()
    .replaceAll(/\s*-\s+|\s+-\s*|\s+/g, '-')
    .replace(/\.+$/, '')
}

function dayOf(stem: string): string | null {
  const [, year = '', month = '', day = ''] = DATED.exec(stem) ?? DAY_ALONE.exec(stem) ?? []
  return isoDay(year, month, day)
}

const TAG = /(?<=^|\s)#([\p{L}\p{N}_/-]{1,100})(?![\p{L}\p{N}_/-])/gmu
const MOST_TAGS = 50

/** The title of a note of an Obsidian vault, which is the name of its file. @param file Its path. */
export function titleOfNote(file: string): string {
  return file
    .slice(file.lastIndexOf('/') + 1)
    .replace(/\.[^.]+$/, '')
    .normalize('NFC')
    .trim()
}

/**
 * The topics of a note: the tags of its properties, with or without `#`, and those in its text.
 *
 * @see https://help.obsidian.md/tags
 */
export function tagsOfNote(properties: readonly string[], body: string): readonly string[] {
  const inText = body.includes('#') ? [...withoutCode(body).matchAll(TAG)] : []
  const names = inText.map(([, name = '']) => name).filter((name) => /\D/.test(name))
  const all = [...properties.map((label) => label.replace(/^#/, '')), ...names.slice(0, MOST_TAGS)]
  return [...new Set(all)]
}
