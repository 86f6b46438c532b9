import type { Enclosure } from '../../show/episode.ts'
import { webUrl } from '../ascii-url.ts'

/** Makes the address of a path of this site, as one page has to write it. */
export type Href = (path: string) => string

/**
 * Addresses relative to a page of this site, so that the page works under every base path, behind
 * every proxy and in a folder that was exported for another host.
 *
 * @param page The page's own path, e.g. `/episodes/tides/`.
 */
export function relativeTo(page: string): Href {
  const depth = page.split('/').length - 2
  const up = depth === 0 ? './' : '../'.repeat(depth)
  return (path) => `${up}${path.slice(1)}`
}

/** Addresses from the host's root, for a page that is shown at any path, as error pages are. */
export function belowBase(baseUrl: string): Href {
  const base = new URL(baseUrl).pathname
  return (path) => `${base}${path.slice(1)}`
}

/** Where a page finds a recording; null where its address leads nowhere. */
export function audioSource({ path, url }: Enclosure, href: Href): string | null {
  return path === null ? webUrl(url) : href(path)
}
