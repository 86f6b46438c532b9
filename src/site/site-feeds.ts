import { asciiUrl } from '../base/web-address.ts'
import { feedPages } from '../render/feed/feed-pages.ts'
import { isNetwork, type Show, urlOf } from '../show/show.ts'
import type { Site } from './site.ts'

/** The feed of a show in a site. */
export interface SiteFeed {
  readonly show: Show
  /** Its path in the site, as below. */
  readonly path: string
  readonly archives: readonly string[]
  readonly oldPaths: readonly string[]
  /** Its public address. */
  readonly url: string
  /** The feeds of the parts of the show. */
  readonly parts: readonly Pick<SiteFeed, 'path' | 'url'>[]
}

/** The feeds of the shows of a site. */
export function feedsOfSite(show: Show): readonly SiteFeed[] {
  if (!isNetwork(show)) return [feedIn('/', show, [])]
  return show.shows.map(({ path, oldFeeds, show: each }) => feedIn(path, each, oldFeeds))
}

function feedIn(folder: string, show: Show, oldFeeds: readonly string[]): SiteFeed {
  const within = (path: string): string => folder + path.slice(1)
  const [, ...archives] = feedPages(show)
  return {
    show,
    path: within(show.feed.path),
    archives: archives.map(({ path }) => within(path)),
    oldPaths: [...show.feed.oldPaths.map(within), ...oldFeeds],
    url: asciiUrl(urlOf(show, show.feed.path)),
    parts: show.parts.map(({ path }) => ({
      path: within(path),
      url: asciiUrl(urlOf(show, path)),
    })),
  }
}

/** The bytes at a path; empty if there is no rendered resource. */
export async function bytesAt(site: Site, path: string): Promise<Buffer> {
  const resource = site.get(path)
  return resource?.from === 'show' ? (await resource.make()).bytes : Buffer.alloc(0)
}
