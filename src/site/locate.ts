import type { Resource, Site } from './site.ts'
import { decodePart } from '../base/web-address.ts'

/** The health check, the only path that is not in the site. */
const HEALTH_PATH = '/healthz'

/** What a request path leads to. */
export type Located =
  | { readonly kind: 'resource'; readonly resource: Resource }
  /** `location` is relative to the request path. */
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'health' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'nothing' }

/**
 * Looks up a request path, with or without the base path, since some proxies remove it.
 *
 * A folder without its final `/` redirects to the path with it. The redirect is relative, so that it
 * is right behind any proxy, and no name in a request can lead to another host.
 *
 * @param basePath Percent-decoded, with `/` at both ends.
 * @param path As in the request: encoded, without query.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2 for relative redirects
 */
export function locate(site: Site, basePath: string, path: string): Located {
  const wanted = decodePart(path)
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

/** The names of a path in the site: first without the base path, then as it is. */
function namesOf(path: string, basePath: string): readonly string[] {
  return path.startsWith(basePath) ? [path.slice(basePath.length - 1), path] : [path]
}

function withSlash(path: string): string {
  return `./${encodeURIComponent(path.slice(path.lastIndexOf('/') + 1))}/`
}
