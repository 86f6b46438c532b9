/**
 * An address as every client can read it: ASCII, percent-encoded, host names in Punycode.
 *
 * The URL Standard leaves some characters alone that RFC 3986 does not allow, and a `%` that encodes
 * nothing; those are encoded too. What is encoded already stays, and so do empty path segments,
 * since hosts may tell `//` and `/` apart.
 *
 * @throws {TypeError} If it is no absolute URL.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-2
 */
export function asciiUrl(url: string | URL): string {
  const { href } = typeof url === 'string' ? new URL(url) : url
  if (!/["<>\\^`{|}%]/.test(href)) return href
  return href
    .replace(/["<>\\^`{|}]/g, (character) => encodeURIComponent(character))
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
}

/** The same for an address that may be anything: null unless it leads to the web. */
export function webUrl(url: string, base?: string): string | null {
  const parsed = URL.parse(url, base)
  return parsed !== null && /^https?:$/.test(parsed.protocol) ? asciiUrl(parsed) : null
}
