import type { Enclosure } from '../../show/episode.ts'
import { webUrl } from '../../base/web-address.ts'

/** Makes the address of a path of this site for a link on one page. */
export type Href = (path: string) => string

/**
 * Addresses relative to a page of this site, so that the page works under every base path, behind
 * every proxy and in an export for another host.
 *
 * @param page The path of the page, e.g. `/episodes/tides/`.
 */
export function relativeTo(page: string): Href {
  const depth = page.split('/').length - 2
  const up = depth === 0 ? './' : '../'.repeat(depth)
  return (path) => `${up}${path.slice(1)}`
}

/** Addresses from the root of the host, for pages that are shown at any path, such as error pages. */
export function belowBase(baseUrl: string): Href {
  const base = new URL(baseUrl).pathname
  return (path) => `${base}${path.slice(1)}`
}

/** The address of a recording or a picture for a page; null if it is not a web address. */
export function sourceOf(
  { path, url }: Pick<Enclosure, 'path' | 'url'>,
  href: Href,
): string | null {
  return path === null ? webUrl(url) : href(path)
}
