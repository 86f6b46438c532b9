import type { Role } from './site.ts'

type Fields = Readonly<Record<string, string>>

const MINUTE = 'public, max-age=60'
const HOUR = 'public, max-age=3600'
const FOR_GOOD = 'public, max-age=31536000, immutable'

/** Published content is the same for everyone, so pages of any site may read it. */
const OPEN: Fields = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Accept-Ranges, Content-Length, Content-Range, ETag',
}

/**
 * Pages load scripts and styles from their own site only. Images and recordings may be on any host,
 * and many older ones are only on `http:`.
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

/** Only embeds may be framed by other sites, which protects pages from clickjacking. */
const PAGE: Fields = { 'Content-Security-Policy': `${POLICY}; frame-ancestors 'self'` }
const EMBED: Fields = { 'Content-Security-Policy': `${POLICY}; frame-ancestors *` }

/** A feed, transcript or image that is opened directly may be styled, but not run scripts. */
const INERT: Fields = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https: http:",
}

/** On every response, including errors. */
export const ALWAYS: Fields = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
}

export const BY_ROLE: Readonly<Record<Role, Fields>> = {
  page: { 'Cache-Control': MINUTE, ...PAGE },
  embed: { 'Cache-Control': MINUTE, ...EMBED },
  data: { 'Cache-Control': MINUTE, ...OPEN, ...INERT },
  recording: { 'Cache-Control': HOUR, ...OPEN },
  asset: { 'Cache-Control': HOUR, ...OPEN, ...INERT },
  hashed: { 'Cache-Control': FOR_GOOD, ...OPEN, ...INERT },
}

/** On error pages, which are not cached. */
export const ON_ERROR: Fields = {
  'Cache-Control': 'no-store',
  'Content-Type': 'text/html; charset=utf-8',
  ...PAGE,
}
