import { quote } from '../base/problem.ts'
import type { Settings } from './settings.ts'
import { decodePart } from '../base/web-address.ts'

/** The settings with the addresses of feeds. */
type Feeds = Pick<Settings, 'feed' | 'parts'>

/** The paths of this site to which a feed that has moved away cannot lead. */
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
    what: 'an archive of this feed',
    has: (path) => /^\/feed(?:-archive)?\/\d+\.xml$/.test(path),
  },
]

/**
 * Refuses a new address of the feed that leads back to this site, because apps would be redirected in a
 * circle. Different spellings of one address count as the same.
 *
 * @param bases Every address of this site, absolute with a final `/`.
 * @throws {RangeError} If it does; the message says where it leads and what to write instead.
 */
export function refuseCircle(settings: Feeds, bases: readonly string[]): void {
  const { newUrl } = settings.feed
  if (newUrl === null) return
  const paths = bases.flatMap((base) => pathBelow(newUrl, base) ?? [])
  const own = OWN.find(({ has }) => paths.some((path) => has(path, settings)))
  if (own === undefined) return
  throw new RangeError(
    `expected an address to which the feed has moved away from this site, got ${quote(newUrl)}, which is ${own.what}: apps would be redirected in a circle, so the feed is served as usual; remove new_url, and if the feed has a new path on this site, write that as feed.path and the old one into feed.old_paths`,
  )
}

/**
 * The former paths of the feed without its present one, which would lead to itself.
 *
 * @returns The path that is left out; null where there is none.
 */
export function pathAmongOld({ feed }: Pick<Settings, 'feed'>): string | null {
  return feed.oldPaths.find((path) => plainPath(path) === plainPath(feed.path)) ?? null
}

/** The path of an address below a base; null if it is elsewhere. */
function pathBelow(address: string, base: string): string | null {
  const [url, site] = [new URL(address), new URL(base)]
  const folder = plainPath(site.pathname).replace(/^\/$/, '')
  const path = plainPath(url.pathname)
  if (hostOf(url) !== hostOf(site) || !path.startsWith(`${folder}/`)) return null
  return path.slice(folder.length)
}

/** The host, without the scheme, and without the final dot that a name may have. */
function hostOf({ host }: URL): string {
  return host.replace(/\.(?=:|$)/, '')
}

/** A path decoded, without repeated and final slashes. */
function plainPath(path: string): string {
  const plain = (decodePart(path) ?? path).replace(/\/{2,}/g, '/')
  return plain === '/' ? plain : plain.replace(/\/$/, '')
}
