import type {
  PublishedAsset as Asset,
  PublishedEpisode as Episode,
  PublishedShow as Show,
} from '../show/published.ts'
import type { Resolve } from '../posts/article/article-address.ts'
import { urlOf } from '../show/show.ts'
import { asciiUrl, webUrl, decodeAddress } from '../base/web-address.ts'

/** The part of a show on which addresses in its articles depend. */
export type Placed = Pick<Show, 'baseUrl' | 'site'>

/** The part of an episode on which they depend. */
export type Leading = Pick<Episode, 'page' | 'link' | 'assets' | 'addresses'>

/** A time in the recording, as a fragment. */
const TIME = /^#t=[\d:.]+$/
/** The file name of a post, which no site serves. */
const POST = /^(?!https?:)[^?#]*\.(?:md|markdown|mkd|mkdn|mdown|mdx)(?=[?#]|$)/i
/** Footnotes and their references; only our own page has these fragments. */
const FOOTNOTE = /^#a[0-9a-f]{8}-fn/

/**
 * Makes the addresses of an article absolute for apps: local files are on this site, footnotes and
 * times of the recording on our page of the episode; everything else, including other fragments, is
 * relative to the article. A link to the file of a post leads to where that post is published, or is
 * removed.
 */
export function createResolve(show: Placed, episode: Leading): Resolve {
  const isHere = episode.link === urlOf(show, episode.page)
  // Even if the addresses of the blog are unknown, a path from the root means the blog.
  const root = isHere && show.site !== null ? show.site : episode.link
  return (url) => {
    if (TIME.test(url) || FOOTNOTE.test(url)) return asciiUrl(urlOf(show, episode.page) + url)
    const asset = findAsset(episode, url)
    if (asset !== null) return asciiUrl(urlOf(show, asset.path))
    const address = findAddress(episode, url)
    if (address !== null) return asciiUrl(address)
    if (POST.test(url)) return null
    return webUrl(url, url.startsWith('/') ? root : episode.link)
  }
}

/**
 * The local file at an address of the article. Markdown encodes non-ASCII letters of an address, while
 * the file has the name that the author wrote.
 */
export function findAsset(episode: Pick<Episode, 'assets'>, url: string): Asset | null {
  return episode.assets.get(url) ?? episode.assets.get(decodeAddress(url) ?? url) ?? null
}

/** The known target of an address in the article, with the fragment of the address. */
function findAddress({ addresses }: Leading, url: string): string | null {
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(url) ?? []
  const whole = addresses.get(url) ?? addresses.get(decodeAddress(url) ?? url)
  if (whole !== undefined) return whole
  const found = addresses.get(path) ?? addresses.get(decodeAddress(path) ?? path)
  return found === undefined ? null : found + (rest.startsWith('#') ? rest : '')
}
