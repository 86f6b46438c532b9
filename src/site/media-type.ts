import { typeOf } from '../base/media-types.ts'

const TEXT = /^text\/|[/+](?:json|xml|javascript|json\+chapters|x-subrip)$/

/** The media type of a file that goes out as it is, by its name. */
export function mediaTypeOf(file: string): string {
  return withCharset(typeOf(file) ?? 'application/octet-stream')
}

/** The types of text that go out with their charset; those of JSON have none. */
const WITH_CHARSET = /^(?:text\/.*|application\/(?:x-subrip|xml))$/

/** Adds the charset to a type of text that names none; everything we serve as text is UTF-8. */
export function withCharset(type: string): string {
  return WITH_CHARSET.test(type) && !type.includes(';') ? `${type}; charset=utf-8` : type
}

const FEED = 'application/rss+xml'

/** Whether a type goes out under another name to some readers, see {@link typeFor}. */
export function hasNames(type: string): boolean {
  return type.startsWith(FEED)
}

/**
 * The type by which a reader is told what a feed is. Browsers, which ask for pages, show XML, but
 * take a feed by its exact name for a download (Firefox) or for plain text (Chromium); all others
 * get the exact name.
 *
 * @param accepted The `Accept` field of the request.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.1
 */
export function typeFor(type: string, accepted = ''): string {
  const browses = accepted.includes('text/html') && !accepted.includes(FEED)
  return hasNames(type) && browses ? type.replace(FEED, 'application/xml') : type
}

/** Whether bytes of a type get smaller by compression; recordings and pictures already are small. */
export function isText(type: string): boolean {
  return TEXT.test(type.split(';', 1)[0]?.trim() ?? '')
}
