import type { IncomingHttpHeaders } from 'node:http'

/** Identifies a version of a remote file. */
export interface Version {
  /** As the server sends it, with `W/` where it is weak. */
  readonly etag: string | null
  /** Last-Modified, as the server sends it. */
  readonly modified: string | null
  /** Size of the whole file; null while unknown. */
  readonly bytes: number | null
}

export function readVersion(headers: IncomingHttpHeaders, bytes: number | null): Version {
  return { etag: headers.etag ?? null, modified: headers['last-modified'] ?? null, bytes }
}

/**
 * How two versions differ, as the end of a sentence; null if they do not. Values that one of them lacks are
 * not compared, nor are dates if the entity tags agree: the servers behind a name often differ in them.
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

/** Whether two versions are certainly the same: nothing differs, and something agrees. */
export function isSame(one: Version, other: Version): boolean {
  const isMarked =
    (one.etag !== null && other.etag !== null) ||
    (one.modified !== null && other.modified !== null && one.bytes !== null && other.bytes !== null)
  return isMarked && difference(one, other) === null
}

/** The headers of a request for a file only if it has changed. */
export function conditionalHeaders({ etag, modified }: Version): Readonly<Record<string, string>> {
  return {
    ...(etag === null ? {} : { 'If-None-Match': etag }),
    ...(modified === null ? {} : { 'If-Modified-Since': modified }),
  }
}

/**
 * The header of a request for a part only if the file is still this version; none without a strong
 * entity tag, since a date may be too coarse.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5
 */
export function ifRange({ etag }: Version): Readonly<Record<string, string>> {
  return etag === null || isWeak(etag) ? {} : { 'If-Range': etag }
}

function isWeak(etag: string): boolean {
  return etag.startsWith('W/')
}

/** Without `W/`, which compressing proxies add. RFC 9110 section 8.8.3.2. */
function opaque(etag: string): string {
  return isWeak(etag) ? etag.slice(2) : etag
}

function differs<Value>(one: Value | null, other: Value | null): boolean {
  return one !== null && other !== null && one !== other
}
