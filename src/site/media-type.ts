import { extname } from 'node:path'
import { audioTypeOf, imageTypeOf } from '../show/recordings/media-type.ts'

/** Extension → type, for what is neither a recording nor a picture. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pdf': 'application/pdf',
  '.srt': 'application/x-subrip; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.vtt': 'text/vtt; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
}

const TEXT = /^text\/|[/+](?:json|xml|javascript|json\+chapters|x-subrip)$/

/** The media type of a file that goes out as it is, by its name. */
export function mediaTypeOf(file: string): string {
  return (
    TYPES[extname(file).toLowerCase()] ??
    imageTypeOf(file) ??
    audioTypeOf(file) ??
    'application/octet-stream'
  )
}

/** Adds the charset to a type of text that names none; everything we serve as text is UTF-8. */
export function withCharset(type: string): string {
  const declares = type.startsWith('text/') || type === 'application/x-subrip'
  return declares && !type.includes(';') ? `${type}; charset=utf-8` : type
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
