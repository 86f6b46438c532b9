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
