import type { Resource, Site } from './site.ts'

/** Where the state of the server is told; the only path that is not in the table. */
const HEALTH_PATH = '/healthz'

/** What stands behind the path of a request. */
export type Located =
  | { readonly kind: 'resource'; readonly resource: Resource }
  /** `location` is relative to the path that was asked for. */
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'health' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'nothing' }

/**
 * Looks a path up in the table, with the base path before it or without, since some proxies take it
 * away and some leave it.
 *
 * A folder without its final `/` leads to the one with it. That redirect is relative: it is right
 * behind every proxy, and no name that a request brings can send a reader to another host.
 *
 * @param basePath Percent-decoded, with `/` at both ends.
 * @param path As in the request: encoded, without query.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2 for relative redirects
 */
export function locate(site: Site, basePath: string, path: string): Located {
  const wanted = decodePath(path)
  if (wanted === null) return { kind: 'malformed' }
  const names = namesOf(wanted, basePath)
  for (const name of names) {
    const resource = site.get(name)
    if (resource !== undefined) return { kind: 'resource', resource }
  }
  if (names.includes(HEALTH_PATH)) return { kind: 'health' }
  const isFolder = `${wanted}/` === basePath || names.some((name) => site.has(`${name}/`))
  return isFolder ? { kind: 'redirect', location: withSlash(wanted) } : { kind: 'nothing' }
}

/** What a path may be called in the table: first without the base path, then as it is. */
function namesOf(path: string, basePath: string): readonly string[] {
  return path.startsWith(basePath) ? [path.slice(basePath.length - 1), path] : [path]
}

function withSlash(path: string): string {
  return `./${encodeURIComponent(path.slice(path.lastIndexOf('/') + 1))}/`
}

/** A URL path without its percent-encoding; null when the encoding is broken or hides no text. */
export function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
