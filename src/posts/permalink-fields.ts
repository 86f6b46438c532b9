import { indexKeys, keyPath } from './front-matter/keys.ts'
import type { Value } from './front-matter/values.ts'
import { isList } from './front-matter/values.ts'
import { eleventySlug } from './permalink-slugs.ts'
import type { PermalinkParts, Variable } from './permalink-variables.ts'
import { dayInZone, JEKYLL, slugify, urlize } from './permalink-variables.ts'
import { variableOf } from './permalink-dialects.ts'

/** `{number}`, `{season|0}` with a default, `{date:%Y/%m}`, `{title:slugify}`. */
const FIELD = /\{([\p{L}\p{N}_.-]+)(?::([^{}|]*))?(?:\|([^{}]*))?\}/gu

/** How the text of a field can be formatted in a path. */
const FORMATS: Readonly<Record<string, (text: string) => string>> = {
  '': urlize,
  lower: (text) => urlize(text).toLowerCase(),
  raw: (text) => text.trim(),
  slugify: eleventySlug,
}

/** Parts of a date. @see https://man7.org/linux/man-pages/man3/strftime.3.html */
const DIRECTIVES: Readonly<Record<string, Variable | undefined>> = {
  Y: JEKYLL['year'],
  y: JEKYLL['short_year'],
  m: JEKYLL['month'],
  '-m': JEKYLL['i_month'],
  b: JEKYLL['short_month'],
  B: JEKYLL['long_month'],
  d: JEKYLL['day'],
  '-d': JEKYLL['i_day'],
  j: JEKYLL['y_day'],
  H: JEKYLL['hour'],
  M: JEKYLL['minute'],
  S: JEKYLL['second'],
  a: JEKYLL['short_day'],
  A: JEKYLL['long_day'],
  F: dayInZone,
}

const DIRECTIVE = /%(-?[A-Za-z])/g

/** Fields that are not taken from the front matter as written, because a post may give them in other ways. */
const MADE: Readonly<Record<string, Variable>> = {
  title: ({ title }) => title,
  slug: ({ slug, fileName }) => slug ?? fileName.slug,
  category: ({ categories }) => slugify(categories[0] ?? '').toLowerCase(),
  categories: JEKYLL['slugified_categories'] ?? (() => ''),
}

/**
 * Replaces front-matter keys in braces by their values in the post.
 *
 * @throws {RangeError} If the post lacks one of them and the pattern has no default for it.
 */
export function fillFields(pattern: string, parts: PermalinkParts): string {
  return pattern.replaceAll(FIELD, (_, name: string, format = '', otherwise?: string) => {
    const text = name === 'date' ? formatDate(format, parts) : textOf(name, format, parts)
    if (text !== '') return escapeColons(text)
    if (otherwise !== undefined) return otherwise
    throw new RangeError(
      `the address "${pattern}" is made of "${name}", which this post does not have; write ${name}: … in it, or a permalink of its own`,
    )
  })
}

/** The pattern with a made-up text for every field, to check the rest of it. */
export function withoutFields(pattern: string): string {
  return pattern.replaceAll(FIELD, (field, name: string, format = '') => {
    const wrong = name === 'date' ? unknownDirective(format) : !Object.hasOwn(FORMATS, format)
    return wrong === false || wrong === null ? 'x' : field
  })
}

/** Escapes colons of a value, which are not variables of the pattern. */
function escapeColons(text: string): string {
  return text.replaceAll(':', '%3A')
}

function textOf(name: string, format: string, parts: PermalinkParts): string {
  const write = FORMATS[format === '' && name === 'title' ? 'lower' : format] ?? urlize
  return valuesOf(name, parts)
    .map((value) => write(value).replaceAll(/[%?#\\]/g, encodeURIComponent))
    .filter(Boolean)
    .join('/')
}

function valuesOf(name: string, parts: PermalinkParts): readonly string[] {
  const made = Object.hasOwn(MADE, name) ? MADE[name] : undefined
  if (made !== undefined) return [made(parts)]
  const said = indexKeys(parts.values, new Map()).find(keyPath(name))
  const texts = said.map(({ value }) => textsOf(value)).find((found) => found.length > 0)
  return texts ?? [variableOf(name, parts.generator)?.(parts) ?? '']
}

function textsOf(value: Value): readonly string[] {
  const items = isList(value) ? value : [value]
  return items.filter((item) => typeof item === 'string').filter((item) => item.trim() !== '')
}

function formatDate(format: string, parts: PermalinkParts): string {
  if (format === '') return dayInZone(parts)
  return format.replaceAll(DIRECTIVE, (_, letter: string) => DIRECTIVES[letter]?.(parts) ?? '')
}

/** The first unsupported directive in a date format; null for none. */
export function unknownDirective(format: string): string | null {
  const letters = [...format.matchAll(DIRECTIVE)].map(([, letter = '']) => letter)
  return letters.find((letter) => DIRECTIVES[letter] === undefined) ?? null
}
