import type { Role } from './site.ts'

type Fields = Readonly<Record<string, string>>

const MINUTE = 'public, max-age=60'
const HOUR = 'public, max-age=3600'
const FOR_GOOD = 'public, max-age=31536000, immutable'

/** What is on air is the same for everyone, so pages of any site may read it. */
const OPEN: Fields = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Accept-Ranges, Content-Length, Content-Range, ETag',
}

/**
 * Our pages load script and style from here only; pictures and recordings come from wherever the
 * blog has them, and many older ones from plain `http:`.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: https: http:",
  "media-src 'self' https: http:",
  "connect-src 'self' https: http:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Only what is made for frames goes into those of others, where a page may be laid over a page. */
const PAGE: Fields = { 'Content-Security-Policy': `${POLICY}; frame-ancestors 'self'` }
const EMBED: Fields = { 'Content-Security-Policy': `${POLICY}; frame-ancestors *` }

/** A feed, a transcript or a picture that is opened by itself may look like something, but not act. */
const INERT: Fields = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https: http:",
}

/** On every answer, an error's too. */
export const ALWAYS: Fields = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
}

/** What goes with a resource for what it is to its reader. */
export const BY_ROLE: Readonly<Record<Role, Fields>> = {
  page: { 'Cache-Control': MINUTE, ...PAGE },
  embed: { 'Cache-Control': MINUTE, ...EMBED },
  data: { 'Cache-Control': MINUTE, ...OPEN, ...INERT },
  recording: { 'Cache-Control': HOUR, ...OPEN },
  asset: { 'Cache-Control': HOUR, ...OPEN, ...INERT },
  hashed: { 'Cache-Control': FOR_GOOD, ...OPEN, ...INERT },
}

/** What goes with the page that an error shows. Nobody keeps it. */
export const ON_ERROR: Fields = {
  'Cache-Control': 'no-store',
  'Content-Type': 'text/html; charset=utf-8',
  ...PAGE,
}
