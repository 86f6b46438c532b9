import type { IncomingHttpHeaders } from 'node:http'

/** What tells one state of a remote file from another. */
export interface Version {
  /** As the server writes it, weak ones with their `W/`. */
  readonly etag: string | null
  /** Last-Modified, as the server writes it. */
  readonly modified: string | null
  /** Size of the whole; null while unknown. */
  readonly bytes: number | null
}

export function readVersion(headers: IncomingHttpHeaders, bytes: number | null): Version {
  return { etag: headers.etag ?? null, modified: headers['last-modified'] ?? null, bytes }
}

/**
 * What differs between two versions, as the end of a sentence; null where nothing does. What only
 * one of them tells is no difference, and neither are dates where entity tags agree: the machines
 * behind one name often differ in them.
 */
export function difference(one: Version, other: Version): string | null {
  if (differs(one.bytes, other.bytes)) return `from ${one.bytes} to ${other.bytes} bytes`
  if (one.etag !== null && other.etag !== null) {
    if (opaque(one.etag) === opaque(other.etag)) return null
    return `its entity tag from ${one.etag} to ${other.etag}`
  }
  if (!differs(one.modified, other.modified)) return null
  return `its date from ${one.modified} to ${other.modified}`
}

/** Whether both are surely of the same file: nothing differs, and something says so. */
export function isSame(one: Version, other: Version): boolean {
  const isMarked =
    (one.etag !== null && other.etag !== null) ||
    (one.modified !== null && other.modified !== null && one.bytes !== null && other.bytes !== null)
  return isMarked && difference(one, other) === null
}

/** The headers that ask for a file only if it is not this one any more. */
export function conditionalHeaders({ etag, modified }: Version): Readonly<Record<string, string>> {
  return {
    ...(etag === null ? {} : { 'If-None-Match': etag }),
    ...(modified === null ? {} : { 'If-Modified-Since': modified }),
  }
}

/**
 * The header that asks for a part only if the whole is still this one; none without a strong entity
 * tag, since a date may be too coarse.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5
 */
export function ifRange({ etag }: Version): Readonly<Record<string, string>> {
  return etag === null || isWeak(etag) ? {} : { 'If-Range': etag }
}

function isWeak(etag: string): boolean {
  return etag.startsWith('W/')
}

/** Without the mark of weakness: proxies that compress add it. RFC 9110 section 8.8.3.2. */
function opaque(etag: string): string {
  return isWeak(etag) ? etag.slice(2) : etag
}

function differs<Value>(one: Value | null, other: Value | null): boolean {
  return one !== null && other !== null && one !== other
}
