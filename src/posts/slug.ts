import { hash as digest } from 'node:crypto'
import anyAscii from 'any-ascii'

const MAX_LENGTH = 80

/**
 * Makes the part of a URL that an episode's own pages have: lower-case ASCII letters and digits,
 * `-` and `_`, so that it never needs encoding and is one file name on every disk.
 *
 * It never comes out empty or longer than 80 characters; where text is lost to that, a short hash
 * of the text keeps different texts apart.
 */
export function toSlug(text: string): string {
  const slug = anyAscii(text)
    .toLowerCase()
    .replaceAll(/['’`]/g, '')
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  if (slug === '') return `episode-${hashOf(text)}`
  if (slug.length <= MAX_LENGTH) return slug
  return `${slug.slice(0, MAX_LENGTH - 9).replace(/-+$/, '')}-${hashOf(text)}`
}

function hashOf(text: string): string {
  return digest('sha256', text).slice(0, 8)
}
