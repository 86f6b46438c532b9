import type { Temporal } from 'temporal-polyfill'
import { temporal } from './fields/date.ts'
import type { FileName } from './file-name.ts'
import type { Values } from './front-matter/values.ts'
import type { GeneratorName } from './permalink-dialects.ts'

/** The values that a permalink pattern can use. */
export interface PermalinkParts {
  /** The generator whose variables take precedence; they differ in `:title` and `:slug`. */
  readonly generator: GeneratorName
  readonly published: Date
  /** IANA name; the parts of the date are those of its calendar. */
  readonly timezone: string
  readonly title: string
  /** The slug in the front matter; null if it must be derived from the file name or the title. */
  readonly slug: string | null
  readonly fileName: FileName
  /** The file's path without extension, relative to the folder in which the blog keeps its posts. */
  readonly path: string
  /** The same, relative to the folder for which the pattern was made. */
  readonly below: string
  /** The front matter, for patterns that name its keys. */
  readonly values: Values
  /** False if a date in the file name is part of Hugo's slug. */
  readonly datedName?: boolean
  /** As the author wrote them; not the tags. */
  readonly categories: readonly string[]
}

/** Gives the value of a variable. */
export type Variable = (parts: PermalinkParts) => string

const MONTHS =
  'January February March April May June July August September October November December'.split(' ')
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')

/** Variables by name. */
export type Variables = Readonly<Record<string, Variable>>

const DATES: Variables = {
  year: (parts) => date(parts, ({ year }) => year),
  month: (parts) => two(parts, ({ month }) => month),
  day: (parts) => two(parts, ({ day }) => day),
}

/** @see https://jekyllrb.com/docs/permalinks/#placeholders */
export const JEKYLL: Variables = {
  ...DATES,
  short_year: (parts) => two(parts, ({ year }) => year % 100),
  i_month: (parts) => date(parts, ({ month }) => month),
  short_month: (parts) => monthName(parts).slice(0, 3),
  long_month: monthName,
  i_day: (parts) => date(parts, ({ day }) => day),
  y_day: (parts) => date(parts, ({ dayOfYear }) => dayOfYear).padStart(3, '0'),
  w_year: (parts) => date(parts, ({ yearOfWeek }) => yearOfWeek ?? ''),
  week: (parts) => two(parts, ({ weekOfYear }) => weekOfYear ?? ''),
  w_day: (parts) => date(parts, ({ dayOfWeek }) => dayOfWeek),
  short_day: (parts) => dayName(parts).slice(0, 3),
  long_day: dayName,
  hour: (parts) => two(parts, ({ hour }) => hour),
  minute: (parts) => two(parts, ({ minute }) => minute),
  second: (parts) => two(parts, ({ second }) => second),
  title: ({ slug, fileName }) => slugify(slug ?? fileName.slug, PRETTY),
  slug: ({ slug, fileName }) => slugify(slug ?? fileName.slug, PLAIN).toLowerCase(),
  name: ({ fileName }) => slugify(fileName.stem, PLAIN).toLowerCase(),
  categories: ({ categories }) =>
    unique(categories.map((category) => category.toLowerCase())).join('/'),
  slugified_categories: ({ categories }) =>
    unique(categories.map((category) => slugify(category, PLAIN).toLowerCase())).join('/'),
  collection: ({ fileName }) => collectionOf(fileName),
  path: ({ fileName }) => [...foldersBelow(fileName), fileName.stem].join('/'),
  output_ext: () => '.html',
}

/** @see https://gohugo.io/configuration/permalinks/#tokens */
export const HUGO: Variables = {
  ...DATES,
  monthname: monthName,
  weekday: (parts) => date(parts, ({ dayOfWeek }) => dayOfWeek % 7),
  weekdayname: dayName,
  yearday: (parts) => date(parts, ({ dayOfYear }) => dayOfYear),
  section: ({ fileName }) => sectionsOf(fileName)[0] ?? '',
  sections: ({ fileName }) => sectionsOf(fileName).join('/'),
  title: ({ title }) => urlize(title).toLowerCase(),
  slug: (parts) => urlize(parts.slug ?? datedSlug(parts) ?? parts.title.toLowerCase()),
  filename: ({ fileName }) => urlize(fileName.stem),
  contentbasename: ({ fileName }) => urlize(fileName.stem),
  slugorfilename: slugOrStem,
  slugorcontentbasename: slugOrStem,
}

/** Parts of a date in Go's own notation. @see https://pkg.go.dev/time#pkg-constants */
const GO: ReadonlyMap<string, Variable | undefined> = new Map([
  ['2006', JEKYLL['year']],
  ['06', JEKYLL['short_year']],
  ['01', JEKYLL['month']],
  ['1', JEKYLL['i_month']],
  ['Jan', JEKYLL['short_month']],
  ['January', JEKYLL['long_month']],
  ['02', JEKYLL['day']],
  ['2', JEKYLL['i_day']],
  ['002', JEKYLL['y_day']],
  ['Mon', JEKYLL['short_day']],
  ['Monday', JEKYLL['long_day']],
  ['15', JEKYLL['hour']],
  ['04', JEKYLL['minute']],
  ['05', JEKYLL['second']],
])

/** The variable of this name in the first table that has it; undefined if none has. */
export function variableIn(name: string, tables: readonly Variables[]): Variable | undefined {
  const table = tables.find((each) => Object.hasOwn(each, name))
  return table?.[name] ?? GO.get(name) ?? sliceOf(name)
}

/** The Jekyll collection of a post: `_episodes/…` → `episodes`; otherwise ''. */
export function collectionOf({ folders }: FileName): string {
  return folders.find((folder) => folder.startsWith('_'))?.slice(1) ?? ''
}

/** The folders of a post in Hugo's content, without that of its language. */
export function sectionsOf(fileName: FileName): readonly string[] {
  const { folders, language } = fileName
  const below = folders.slice(folders.indexOf('content') + 1)
  return language !== null && below[0]?.toLowerCase() === language ? below.slice(1) : below
}

/** Hugo's `:sections[1:]`, `:sections[last]` and the like; out of bounds is not an error. */
function sliceOf(name: string): Variable | undefined {
  const [, from, colon, to] = /^sections\[(\d{1,4}|last)?(:)?(\d{1,4}|last)?\]$/.exec(name) ?? []
  if (from === undefined && colon === undefined) return undefined
  return ({ fileName }) => {
    const sections = sectionsOf(fileName)
    const index = (text: string): number => (text === 'last' ? sections.length - 1 : Number(text))
    const start = index(from ?? '0')
    if (start < 0) return ''
    const end = to === undefined ? sections.length : index(to)
    return sections.slice(start, colon === undefined ? start + 1 : end).join('/')
  }
}

function foldersBelow({ folders }: FileName): readonly string[] {
  return folders.slice(folders.findIndex((folder) => folder.startsWith('_')) + 1)
}

/**
 * If a file name has a date, and the post is dated by it, Hugo uses the rest of the name as the slug.
 *
 * @see https://gohugo.io/configuration/front-matter/#dates for `:filename`
 */
function datedSlug({ fileName, datedName }: PermalinkParts): string | null {
  const { day, stem, slug } = fileName
  return datedName === false || day === null || slug === stem ? null : slug
}

function slugOrStem(parts: PermalinkParts): string {
  return urlize(parts.slug ?? datedSlug(parts) ?? parts.fileName.stem)
}

function date(
  { published, timezone }: PermalinkParts,
  part: (date: Temporal.ZonedDateTime) => number | string,
): string {
  const instant = temporal().Instant.fromEpochMilliseconds(published.getTime())
  return String(part(instant.toZonedDateTimeISO(timezone)))
}

function two(
  parts: PermalinkParts,
  part: (date: Temporal.ZonedDateTime) => number | string,
): string {
  return date(parts, part).padStart(2, '0')
}

function monthName(parts: PermalinkParts): string {
  return date(parts, ({ month }) => MONTHS[month - 1] ?? '')
}

function dayName(parts: PermalinkParts): string {
  return date(parts, ({ dayOfWeek }) => DAYS[dayOfWeek - 1] ?? '')
}

const PLAIN = /[^\p{L}\p{N}\p{M}]+/gu
const PRETTY = /[^\p{L}\p{N}\p{M}._~!$&'()+,;=@]+/gu

/** Jekyll's `slugify`. @see https://jekyllrb.com/docs/liquid/filters/#options-for-the-slugify-filter */
export function slugify(text: string, replaced: RegExp = PLAIN): string {
  return text.replaceAll(replaced, '-').replaceAll(/^-|-$/g, '')
}

/** The day in the time zone of the blog, `2025-01-29`. */
export function dayInZone(parts: PermalinkParts): string {
  return date(parts, (moment) => moment.toPlainDate().toString())
}

/**
 * Hugo's form of a text in a path.
 *
 * @see https://gohugo.io/functions/urls/urlize/
 */
export function urlize(text: string): string {
  return text
    .trim()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s./\\_#+~@-]/gu, '')
    .replaceAll(/\s+/g, '-')
    .replaceAll(/-{2,}/g, '-')
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
