import type { Role } from './site.ts'

type Fields = Readonly<Record<string, string>>

const MINUTE = 60
const HOUR = 3600
const YEAR = 31_536_000
/** Caches may send what they have for a day while the server fails. RFC 5861 section 4. */
const WHILE_FAILING = 86_400

/** How long a response may be cached. */
interface Caching {
  readonly seconds: number
  /** Whether it changes with the show, i.e. also at the time of the next scheduled episode. */
  readonly follows: boolean
  readonly more?: string
}

const OF_SHOW: Caching = {
  seconds: MINUTE,
  follows: true,
  more: `stale-if-error=${WHILE_FAILING}`,
}
const OF_FILE: Caching = { seconds: HOUR, follows: false }
/** Browsers check it again on every visit, however long it may be cached. */
const FOR_NOW: Caching = { seconds: MINUTE, follows: false }
const FOR_GOOD: Caching = { seconds: YEAR, follows: false, more: 'immutable' }

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

/** A worker has a policy of its own for everything that it fetches for pages. */
const WORKER: Fields = { 'Content-Security-Policy': POLICY }

/** A feed, transcript or image that is opened directly may be styled, but not run scripts. */
const INERT: Fields = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data: https: http:",
}

/** On every response, including errors. */
export const ALWAYS: Fields = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
}

const BY_ROLE: Readonly<Record<Role, { readonly caching: Caching; readonly fields: Fields }>> = {
  page: { caching: OF_SHOW, fields: PAGE },
  embed: { caching: OF_SHOW, fields: EMBED },
  data: { caching: OF_SHOW, fields: { ...OPEN, ...INERT } },
  recording: { caching: OF_FILE, fields: OPEN },
  asset: { caching: OF_FILE, fields: { ...OPEN, ...INERT } },
  hashed: { caching: FOR_GOOD, fields: { ...OPEN, ...INERT } },
  worker: { caching: FOR_NOW, fields: WORKER },
}

/** On every response of a private show: it must not be indexed, and links must not reveal its address. */
export const PRIVATE: Fields = {
  'X-Robots-Tag': 'noindex, nofollow',
  'Referrer-Policy': 'no-referrer',
}

/** What affects caching besides the role of a resource. */
export interface Serving {
  /** Seconds until the show changes by itself; what is made from it is not cached for longer. */
  readonly secondsLeft: number
  /** Whether it is for one listener only; shared caches must not keep it. */
  readonly isPrivate: boolean
}

/** The number of seconds for which a resource may be cached. */
export function lifeOf(role: Role, secondsLeft: number): number {
  const { seconds, follows } = BY_ROLE[role].caching
  return follows ? Math.max(0, Math.min(seconds, Math.floor(secondsLeft))) : seconds
}

/** The headers of a resource by its role. */
export function fieldsOf(role: Role, serving: Partial<Serving> = {}): Fields {
  const { secondsLeft = Number.POSITIVE_INFINITY, isPrivate = false } = serving
  const { caching, fields } = BY_ROLE[role]
  const { more } = caching
  const age = lifeOf(role, secondsLeft)
  const who = isPrivate ? 'private' : 'public'
  return {
    'Cache-Control': [who, `max-age=${age}`, more].filter(Boolean).join(', '),
    ...fields,
    ...(isPrivate && PRIVATE),
  }
}

/** The methods that every resource supports. */
export const METHODS = ['GET', 'HEAD', 'OPTIONS'] as const

/**
 * The headers of a response to OPTIONS: what clients, and scripts of other sites if they may read it, can
 * request. Scripts ask before they send a header such as `Range`.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch
 */
export function optionsOf(role: Role): Fields {
  const allow = METHODS.join(', ')
  const { 'Access-Control-Allow-Origin': origin } = BY_ROLE[role].fields
  return {
    Allow: allow,
    ...(origin !== undefined && {
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Methods': allow,
      // Browsers before 2021 do not support `*`.
      'Access-Control-Allow-Headers':
        'Cache-Control, If-Match, If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Range, *',
      'Access-Control-Max-Age': '86400',
    }),
  }
}

/** On error pages, which are not cached. */
export const ON_ERROR: Fields = {
  'Cache-Control': 'no-store',
  'Content-Type': 'text/html; charset=utf-8',
  ...PAGE,
}
