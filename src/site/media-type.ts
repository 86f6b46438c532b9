import { typeOf } from '../base/media-types.ts'

const TEXT = /^text\/|[/+](?:json|xml|javascript|json\+chapters|x-subrip)$/

/** The media type of a file, by its extension. */
export function mediaTypeOf(file: string): string {
  return withCharset(typeOf(file) ?? 'application/octet-stream')
}

/** Types of text with a charset; those of JSON have none. */
const WITH_CHARSET = /^(?:text\/.*|application\/(?:x-subrip|xml))$/

/** Adds the charset to a type of text without one; all our texts are UTF-8. */
export function withCharset(type: string): string {
  return WITH_CHARSET.test(type) && !type.includes(';') ? `${type}; charset=utf-8` : type
}

const FEED = 'application/rss+xml'

/** Whether the type of the response depends on the client, see {@link typeFor}. */
export function hasNames(type: string): boolean {
  return type.startsWith(FEED)
}

/**
 * The media type for a client. Browsers display `application/xml`, but download
 * `application/rss+xml` (Firefox) or show it as plain text (Chromium); all others get the exact type.
 *
 * @param accepted The `Accept` header of the request.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.1
 */
export function typeFor(type: string, accepted = ''): string {
  const browses = accepted.includes('text/html') && !accepted.includes(FEED)
  return hasNames(type) && browses ? type.replace(FEED, 'application/xml') : type
}

/** Whether compression is worthwhile; recordings and images are compressed already. */
export function isText(type: string): boolean {
  return TEXT.test(type.split(';', 1)[0]?.trim() ?? '')
}

/** Whether it is SVG, which may contain scripts, see `makeSvgInert`. */
export function isSvg(type: string): boolean {
  return type.startsWith('image/svg+xml')
}
