/**
 * An address that every client can read: ASCII, percent-encoded, host names in Punycode.
 *
 * The URL Standard does not encode some characters that RFC 3986 forbids, nor a `%` that encodes
 * nothing; those are encoded too. Encoded characters stay, and so do empty path segments, because
 * hosts may distinguish `//` and `/`.
 *
 * @throws {TypeError} If it is not an absolute URL.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-2
 */
export function asciiUrl(url: string | URL): string {
  const { href } = typeof url === 'string' ? new URL(url) : url
  if (!/["<>\\^`{|}%]/.test(href)) return href
  return href
    .replace(/["<>\\^`{|}]/g, (character) => encodeURIComponent(character))
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
}

/** The same for any text; null if it is not a web address. */
export function webUrl(url: string, base?: string): string | null {
  const parsed = URL.parse(url, base)
  return parsed !== null && /^https?:$/.test(parsed.protocol) ? asciiUrl(parsed) : null
}

/**
 * Whether the host of an address can exist: the URL Standard lets through characters that no name has,
 * such as the comma of `example,org`, and empty parts.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1123#section-2.1
 */
export function hasHostName({ hostname }: URL): boolean {
  if (hostname.startsWith('[')) return true
  return (
    hostname.length <= 254 &&
    /^(?:[a-z\d_](?:[\w-]{0,61}[a-z\d_])?\.)*[a-z\d_](?:[\w-]{0,61}[a-z\d_])?\.?$/.test(hostname)
  )
}

/**
 * A URL as it may be shown: without user name and password.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4
 */
export function withoutUser(url: URL): URL {
  const shown = new URL(url)
  shown.username = ''
  shown.password = ''
  return shown
}

/** The same for text that is or should be a URL; everything else in it stays unchanged. */
export function withoutUserIn(text: string): string {
  return text.replace(/^(\s*[a-z][a-z\d+.-]*:)?([\\/]{2,})[^\\/?#]*@/i, '$1$2')
}

/**
 * Keeps user name and password on a redirect to the same host only, and removes any that the redirect itself
 * contains.
 *
 * @see https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function withUserOf(from: URL, target: URL): URL {
  const own = target.origin === from.origin ? from : null
  const next = new URL(target)
  next.username = own?.username ?? ''
  next.password = own?.password ?? ''
  return next
}

/** An address of the web that begins with a user name, or a user name and a password. */
const WEB_ADDRESS_WITH_USER = /^\s*(?:https?:)?\/\/[^\\/?#\s]*@/i

/** Whether a text is an address of the web that holds a user name or password. */
export function hasUser(text: string): boolean {
  return WEB_ADDRESS_WITH_USER.test(text)
}

/** An address, or a path in one, without query and fragment. */
export function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '')
}

/** A web address without its scheme, because `http` and `https` usually lead to the same page. */
export function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//i, '')
}

/**
 * Decodes a part of an address, such as a path, a file name or a fragment.
 *
 * @returns Null if it does not encode UTF-8 text, such as `100%`, `%E9` and overlong forms; most callers then
 *   use the text as it is.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-2.4
 */
export function decodePart(part: string): string | null {
  return decodedBy(decodeURIComponent, part)
}

/** The same for a whole address: encoded characters that would separate its parts (`%2F`, `%3F`, `%23`) stay. */
export function decodeAddress(address: string): string | null {
  return decodedBy(decodeURI, address)
}

function decodedBy(decode: (text: string) => string, text: string): string | null {
  try {
    return decode(text)
  } catch {
    return null
  }
}

/**
 * A path from the root of the blog as an absolute URL. A path that begins with the base path is taken
 * as it is; Jekyll's `relative_url` would prefix all others with the base path.
 */
export function siteUrl(path: string, site: string): string {
  return new URL(withoutBase(path, site).slice(1), site).href
}

/** Makes a path from the root of the host relative to the root of a site there. */
export function withoutBase(path: string, site: string): string {
  const base = new URL(site).pathname
  return path.startsWith(base) ? path.slice(base.length - 1) : path
}

/** @throws {RangeError} If the text is not a URL, with or without its scheme. */
export function absoluteUrl(text: string): string {
  const withScheme = text.startsWith('//') ? `https:${text}` : text
  if (!URL.canParse(withScheme)) {
    throw new RangeError(`expected a URL such as https://example.org/audio.mp3, got "${text}"`)
  }
  return new URL(withScheme).href
}
