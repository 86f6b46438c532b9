import { homedir } from 'node:os'
import { join } from 'node:path'
import { CONVENTIONS, FIELD_NAMES, isFieldName } from '../posts/conventions.ts'
import { parseFileName } from '../posts/file-name.ts'
import { sameKey } from '../posts/front-matter/keys.ts'
import { parseWebAddress } from '../posts/fields/part-values.ts'
import { formatPermalink } from '../posts/permalink.ts'
import type { GeneratorName } from '../posts/permalink-dialects.ts'
import { withoutFields } from '../posts/permalink-fields.ts'
import type { PermalinkParts } from '../posts/permalink-variables.ts'
import { quote } from '../base/problem.ts'
import { didYouMean, nearest } from '../base/suggest.ts'

/** Reads a text of one line; line breaks and runs of white space become single spaces. */
export function parseLine(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  // @see https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification
  if (line.length <= 255) return line
  throw new RangeError(`expected at most 255 characters, got ${line.length}; shorten it`)
}

/** Reads the description of a show; directories cut it after 4000 bytes. */
export function parseDescription(text: string): string {
  const bytes = Buffer.byteLength(text)
  if (bytes <= 4000) return text
  throw new RangeError(`expected at most 4000 bytes, got ${bytes}; shorten it`)
}

/**
 * Reads the copyright holder. Blogs write "© 2019–2026 Anna" in their footers; directories want only the
 * name.
 *
 * @see https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification
 */
export function parseCopyright(text: string): string {
  const name = parseLine(text)
    .replaceAll(/copyright|©|&copy;|\(c\)|[.,;]?\s*all rights reserved\.?/gi, ' ')
    .replaceAll(/\b(?:19|20)\d\d(?:\s*[-–—,]\s*(?:(?:19|20)\d\d|present|now))*(?!\d)/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s.,;:|–—-]+|[\s,;:|–—-]+$/g, '')
    .trim()
  if (name !== '') return name
  throw new RangeError(`expected the copyright holder, got ${quote(text)}; write a name`)
}

/** Reads a whole number above 0. */
export function parseCount(text: string): number {
  const count = Number(text)
  if (/^\d{1,9}$/.test(text) && count > 0) return count
  const most = /^\d{10,}$/.test(text) ? ' of at most 9 digits' : ' above 0'
  throw new RangeError(`expected a whole number${most}, got ${quote(text)}`)
}

/**
 * Reads an IANA time zone. An offset such as `+02:00` is refused: it has no summer time.
 *
 * @see https://www.iana.org/time-zones
 */
export function parseTimezone(text: string): string {
  try {
    if (!/^[A-Za-z]/.test(text)) throw new RangeError('an offset')
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions()
    // Aliases keep the name that the author wrote: the resolved one may be a place unknown to them.
    return timeZone.toLowerCase() === text.toLowerCase() ? timeZone : text
  } catch (cause) {
    const zones = Intl.supportedValuesOf('timeZone')
    const city = text.replaceAll(/\s+/g, '_').toLowerCase()
    const named = zones.find((zone) => zone.toLowerCase().endsWith(`/${city}`))
    const fix = named === undefined ? didYouMean(text, zones) : `; did you mean "${named}"?`
    const message = `expected a time zone such as Europe/Prague, got ${quote(text)}${fix}`
    throw new RangeError(message, { cause })
  }
}

/**
 * Reads the address of a site: absolute, http or https, without query, fragment and credentials.
 *
 * @returns The address as browsers write it (host in Punycode, path escaped) with a final `/`.
 */
export function parseSiteUrl(text: string): string {
  const url = new URL(parseWebAddress(text))
  if (url.search !== '' || url.hash !== '') {
    throw new RangeError(`expected an address without "?" and "#", got ${quote(text)}`)
  }
  const path = url.pathname.split('/').filter((segment) => segment !== '')
  if (/\.(?:xml|rss|html?|php)$/i.test(path.at(-1) ?? '')) {
    const site = [url.origin, ...path.slice(0, -1)].join('/')
    throw new RangeError(
      `expected the address of a site, got that of a file, ${quote(text)}; write ${site}`,
    )
  }
  return [url.origin, ...path, ''].join('/')
}

/** Reads the place of a file: a path, or an http(s) address. */
export function parseFileOrUrl(text: string): string {
  if (!/^[a-z][a-z\d+.-]+:|^\/\//i.test(text)) return text
  return parseWebAddress(text.startsWith('//') ? `https:${text}` : text)
}

/** A path on disk; `~` is the home folder. */
export function expandHome(path: string): string {
  return /^~(\/|$)/.test(path) ? join(homedir(), path.slice(1)) : path
}

/** Reads the prefix for bare file names: the start of an address, kept as it is written. */
export function parseAudioPrefix(text: string): string {
  parseWebAddress(text)
  return text
}

/**
 * Reads the prefix of a service that counts downloads, which goes before the address of every
 * recording in the feed. The service takes the rest of the path for that address, so nothing may
 * follow the prefix.
 */
export function parseTracking(text: string): string {
  const { href, search, hash } = new URL(parseWebAddress(text))
  if (search === '' && hash === '' && /[^/]\/$/.test(href)) return href
  throw new RangeError(
    `expected a prefix that ends in one "/", such as https://op3.dev/e/, got ${quote(text)}`,
  )
}

/** Reads a template of an address, or of a path on the site: `/audio/{filename}.mp3`. */
export function parseAudioTemplate(text: string): string {
  const example = text.replace(/\{[^{}]+\}/g, 'x')
  if (example === text || /[{}]/.test(example)) {
    throw new RangeError(
      `expected front-matter keys in braces, such as https://example.org/{file}.mp3, got ${quote(text)}`,
    )
  }
  if (!/^\/[^/]/.test(example)) parseWebAddress(example)
  return text
}

/** Reads the path of a folder; `~`, `..` and absolute paths are allowed. */
export function parseFolder(text: string): string {
  return assertPath(text, 'write its path')
}

/** Like {@link parseFolder}, for a folder that is mapped to an address. */
export function parseMappedFolder(text: string): string {
  return assertPath(text, 'write address: folder')
}

function assertPath(text: string, fix: string): string {
  if (!/^[a-z][a-z\d+.-]+:/i.test(text)) return text
  throw new RangeError(`expected a folder on this computer, got ${quote(text)}; ${fix}`)
}

/**
 * Reads a glob of posts, from the content folder. A folder selects every post below it.
 *
 * Slow patterns (extended globs, more than three stars in one name) are refused.
 */
export function parseGlob(text: string): string {
  const glob = text.replace(/^(\.\/)+/, '').replace(/\/$/, '')
  const segments = glob.split('/')
  if (glob === '' || glob.startsWith('/') || segments.includes('..')) {
    throw new RangeError(
      `expected a path inside the content folder such as _posts/**/*.md, got ${quote(text)}`,
    )
  }
  const starry = segments.some((segment) => segment !== '**' && segment.split('*').length > 4)
  const braces = glob.split('{').length > 4
  if (starry || braces || text.length > 255 || /[!?*+@]\(|^!|\{[^}]*\.\./.test(glob)) {
    throw new RangeError(
      `expected a plain glob with few of *, ?, [a-z] and {a,b}, got ${quote(text)}; write several of them`,
    )
  }
  return glob
}

/** @see https://jekyllrb.com/docs/permalinks/#built-in-formats */
const JEKYLL_STYLES: readonly string[] = ['date', 'pretty', 'ordinal', 'weekdate', 'none']

/** Reads the permalink rule of a blog: a pattern, or the name of one of Jekyll's styles. */
export function parsePermalink(text: string, generator: GeneratorName = 'jekyll'): string {
  if (JEKYLL_STYLES.includes(text)) return text
  if (/^[a-z]+:\/\/|[?#\s]/i.test(text)) {
    throw new RangeError(
      `expected a path such as /item/:title/, got ${quote(text)}; the host belongs to "site"`,
    )
  }
  if (!/[:{]/.test(text)) {
    const fix = didYouMean(text, JEKYLL_STYLES)
    throw new RangeError(
      `expected a path with variables such as /item/:title/, got ${quote(text)}${fix}`,
    )
  }
  const tried = withoutFields(text)
  if (/[{}]/.test(tried)) {
    throw new RangeError(
      `expected front-matter keys in braces such as {number} or {date:%Y}, got ${quote(text)}`,
    )
  }
  // Unknown variables are refused when the pattern is tried.
  formatPermalink(tried, { ...SOME_POST, generator })
  return text.startsWith('/') ? text : `/${text}`
}

const SOME_POST: PermalinkParts = {
  generator: 'jekyll',
  published: new Date(0),
  timezone: 'UTC',
  title: 'Tides',
  slug: null,
  fileName: parseFileName('_posts/1970-01-01-tides.md'),
  path: '_posts/1970-01-01-tides',
  below: '1970-01-01-tides',
  values: {},
  categories: [],
}

/** Reads the name of a field of posts, such as `audio` or `summary`. */
export function parseField(text: string): string {
  if (isFieldName(text)) return text
  // Authors may write a usual key instead of the name of the field: excerpt for summary.
  const usual = Object.entries(CONVENTIONS).find(([, { keys }]) =>
    keys.some((key) => sameKey(key.replace('?', '')) === sameKey(text)),
  )
  const meant = usual?.[0] ?? nearest(text, FIELD_NAMES)
  const fix = meant === null ? '' : `; did you mean "${meant}"?`
  throw new RangeError(`expected one of ${FIELD_NAMES.join(', ')}, got ${quote(text)}${fix}`)
}

/** Reads a UUID; letters become lower case. */
export function parseUuid(text: string): string {
  const uuid = text.toLowerCase()
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(uuid)) return uuid
  throw new RangeError(
    `expected a UUID such as 917393e3-1b1e-5cef-ace4-edaa54e1f810, got ${quote(text)}`,
  )
}

/** Paths that this site uses, or may use, for something else. */
const TAKEN_PATHS: readonly RegExp[] = [
  /^\/$/,
  /^\/(episodes|audio|artwork|feeds)(\/|$)/,
  /^\/feed\/\d+\.xml$/,
  /^\/(opml\.xml|sitemap\.xml|healthz)$/,
  /\.(css|html?|ico|jpe?g|js|json|png|svg|txt)$/,
]

/** Reads a path of this site: it begins with `/`, and has no characters that need escaping. */
function parsePath(text: string): string {
  const segments = text.split('/').slice(1)
  const plain = /^\/[\w.~/-]*$/.test(text) && text.length <= 255
  if (!plain || segments.some((segment, at) => isOdd(segment, at === segments.length - 1))) {
    throw new RangeError(
      `expected a path such as /feed.xml, with letters, digits and . _ ~ -, got ${quote(text)}`,
    )
  }
  return text
}

/** Reads the path of the feed, which nothing else on this site may use. */
export function parseFeedPath(text: string): string {
  parsePath(text)
  if (!TAKEN_PATHS.some((taken) => taken.test(text))) return text
  throw new RangeError(
    `expected a path that nothing else uses, got ${quote(text)}; write another one, such as /feed.xml`,
  )
}

/** Reads a folder of this site, such as `/travel/`; the slashes at its ends are optional. */
export function parseFolderPath(text: string): string {
  return parsePath(`/${text.replace(/^\/+|\/+$/g, '')}/`)
}

/** Reads the path of the feed of a part, which may also be in `/feeds/`. */
export function parsePartPath(text: string): string {
  return /^\/feeds\/./.test(text) ? parsePath(text) : parseFeedPath(text)
}

function isOdd(segment: string, last: boolean): boolean {
  return segment === '.' || segment === '..' || (segment === '' && !last)
}
