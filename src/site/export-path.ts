import type { Resource } from './site.ts'

/** The file name of the index of a folder, as web servers look for it. */
const INDEX = 'index.html'
/** The same for a feed whose path ends in `/`, as those of WordPress and Hugo do. */
const FEED_INDEX = 'index.xml'

/**
 * The file in an export for a path of the site, relative and with `/`.
 *
 * @throws {RangeError} If the path has no file: `..`, an empty part, a control character.
 */
export function exportPathOf(path: string, type: string): string {
  const index = type.startsWith('application/rss+xml') ? FEED_INDEX : INDEX
  const file = path.endsWith('/') ? `${path}${index}` : path
  const parts = file.split('/').slice(1)
  if (!path.startsWith('/') || !parts.every(isFileName)) {
    throw new RangeError(`expected a path such as /feed.xml, got "${path}"`)
  }
  return parts.join('/')
}

function isFileName(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..' && !/[\\\p{Cc}]/u.test(part)
}

/** The stage of feeds, which is the last one. */
export const FEEDS = 3

/**
 * When a resource is written, so that nothing names what is not there yet: recordings and images
 * first, then what lists them, then pages, and the feeds last.
 */
export function stageOf({ role, type }: Pick<Resource, 'role' | 'type'>): number {
  if (/^application\/(?:rss\+xml|feed\+json)/.test(type)) return FEEDS
  return { recording: 0, hashed: 0, asset: 0, data: 1, page: 2, embed: 2 }[role]
}
