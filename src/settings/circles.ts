import { quote } from '../base/quote.ts'
import type { Settings } from './settings.ts'

/** The settings that say where feeds are. */
type Feeds = Pick<Settings, 'feed' | 'parts'>

/** What is at a path of this site, of all to which a feed that has moved away cannot lead. */
const OWN: readonly {
  readonly what: string
  readonly has: (path: string, settings: Feeds) => boolean
}[] = [
  {
    what: 'the address of this feed itself',
    has: (path, { feed }) => path === plainPath(feed.path),
  },
  {
    what: 'one of feed.old_paths, which lead back to it',
    has: (path, { feed }) => feed.oldPaths.map(plainPath).includes(path),
  },
  {
    what: 'the feed of a part of this show',
    has: (path, { parts }) =>
      path.startsWith('/feeds/') ||
      parts
        .flatMap(({ details }) => [...details.values()])
        .some((part) => part?.path !== undefined && plainPath(part.path) === path),
  },
  {
    what: 'a page of older episodes of this feed',
    has: (path) => /^\/feed(?:-archive)?\/\d+\.xml$/.test(path),
  },
]

/**
 * Refuses a new address of the feed that leads back to this site, for apps would follow it in a
 * circle. How it is spelled makes no difference, nor does what a server passes over.
 *
 * @param bases Every address at which this site is reached, absolute with a final `/`.
 * @throws {RangeError} If it does; the message says where it leads and what to write instead.
 */
export function refuseCircle(settings: Feeds, bases: readonly string[]): void {
  const { newUrl } = settings.feed
  if (newUrl === null) return
  const paths = bases.flatMap((base) => pathBelow(newUrl, base) ?? [])
  const own = OWN.find(({ has }) => paths.some((path) => has(path, settings)))
  if (own === undefined) return
  throw new RangeError(
    `expected an address to which the feed has moved away from this site, got ${quote(newUrl)}, which is ${own.what}: apps would be led in a circle, so the feed is served as usual; remove new_url, and where the feed has another path on this site now, write that as feed.path and the old one into feed.old_paths`,
  )
}

/** The path of an address on the site that is reached at a base; null where it is elsewhere. */
function pathBelow(address: string, base: string): string | null {
  const [url, site] = [new URL(address), new URL(base)]
  const folder = plainPath(site.pathname).replace(/^\/$/, '')
  const path = plainPath(url.pathname)
  if (hostOf(url) !== hostOf(site) || !path.startsWith(`${folder}/`)) return null
  return path.slice(folder.length)
}

/** A site answers under http and https alike, and a name may end in the dot of the root. */
function hostOf({ host }: URL): string {
  return host.replace(/\.(?=:|$)/, '')
}

/** Decoded, with neither repeated slashes nor one at its end. */
function plainPath(path: string): string {
  const plain = decode(path).replace(/\/{2,}/g, '/')
  return plain === '/' ? plain : plain.replace(/\/$/, '')
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
