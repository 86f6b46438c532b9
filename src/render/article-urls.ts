import type {
  PublishedAsset as Asset,
  PublishedEpisode as Episode,
  PublishedShow as Show,
} from '../show/published.ts'
import type { Resolve } from '../posts/article/article-address.ts'
import { urlOf } from '../show/show.ts'
import { asciiUrl, webUrl } from './ascii-url.ts'

/** All of a show that addresses in its articles depend on. */
export type Placed = Pick<Show, 'baseUrl' | 'site'>

/** A place in the recording, as the fragment of an address. */
const TIME = /^#t=[\d:.]+$/
/** Footnotes and the marks that lead to them; only our own page has them under these names. */
const FOOTNOTE = /^#a[0-9a-f]{8}-fn/

/**
 * Where the addresses of an article lead when it is read far from its own page, in an app: a local
 * file to this site, a footnote and a time in the recording to the page that has them, everything
 * else as from the article, other fragments too.
 */
export function createResolve(show: Placed, episode: Episode): Resolve {
  const isHere = episode.link === urlOf(show, episode.page)
  // Whose blog has no rule for its addresses still means the blog by a path from its root.
  const root = isHere && show.site !== null ? show.site : episode.link
  return (url) => {
    if (TIME.test(url) || FOOTNOTE.test(url)) return asciiUrl(urlOf(show, episode.page) + url)
    const asset = findAsset(episode, url)
    if (asset !== null) return asciiUrl(urlOf(show, asset.path))
    return webUrl(url, url.startsWith('/') ? root : episode.link)
  }
}

/**
 * The local file under an address of the article. Markdown encodes the letters of an address that
 * are not ASCII, while the file is known by what the author wrote.
 */
export function findAsset(episode: Episode, url: string): Asset | null {
  return episode.assets.get(url) ?? episode.assets.get(decode(url)) ?? null
}

function decode(url: string): string {
  try {
    return decodeURI(url)
  } catch {
    return url
  }
}
