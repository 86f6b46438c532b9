/** What a folder's own page is called in an export. Servers of files look for `index.html`. */
const INDEX = 'index.html'
/** A feed whose path ends in `/`, as WordPress and Hugo have it, goes out as a feed. */
const FEED_INDEX = 'index.xml'

/**
 * The file of an export that holds what a path of the site offers, relative and with `/`.
 *
 * @throws {RangeError} If the path cannot be a file's: `..`, an empty part, a control character.
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
