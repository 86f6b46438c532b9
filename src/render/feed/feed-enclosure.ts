import type {
  PublishedAlternate as Alternate,
  PublishedEnclosure as Enclosure,
  PublishedEpisode as Episode,
  PublishedShow as Show,
  PublishedArtwork as Artwork,
} from '../../show/published.ts'
import { webUrl, withoutScheme } from '../../base/web-address.ts'
import { emptyElement, parent, type Element } from '../xml.ts'
import { toLine } from '../text.ts'

/** The attributes of an enclosure. */
export interface FeedEnclosure {
  readonly url: string
  readonly size: number
  readonly type: string
}

/**
 * Null for a recording that apps cannot download: without a web address, or of unknown size. A length
 * of 0 means "unknown" to some apps and "nothing to download" to others.
 */
export function toEnclosure({ audio }: Pick<Episode, 'audio'>): FeedEnclosure | null {
  const { bytes, type } = audio
  const url = webUrl(audio.url)
  if (url === null || bytes === null || bytes <= 0) return null
  return { url, size: bytes, type: toLine(type) }
}

/** The part of a show that decides where apps are led for its recordings. */
export type Tracked = Pick<Show, 'tracking'>

/**
 * The address of a recording for apps: behind the prefix of a service that counts downloads, if the
 * author has one. Such services expect an address of https without its scheme.
 *
 * Only feeds have it. Pages, lists, the ledger and every measurement have the address itself, so a
 * visit of a page is no download, and neither guids nor hashes depend on a service.
 *
 * @see https://op3.dev/setup
 */
export function trackedUrl({ tracking }: Tracked, url: string): string {
  if (tracking === null || withoutScheme(url).startsWith(withoutScheme(tracking))) return url
  return tracking + url.replace(/^https:\/\//, '')
}

/**
 * A recording in another format. With the hash, an app can check a file that it got elsewhere.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/alternate-enclosure.md
 */
export function alternateEnclosure(show: Tracked, alternate: Alternate): Element[] {
  const enclosure = toEnclosure({ audio: alternate })
  if (enclosure === null) return []
  const { url, size, type } = enclosure
  const { integrity: value } = alternate
  const children = [
    emptyElement('podcast:source', { uri: trackedUrl(show, url) }),
    ...(value === null ? [] : [emptyElement('podcast:integrity', { type: 'sri', value })]),
  ]
  const attributes = { type, length: size, bitrate: bitrate(alternate) }
  return parent('podcast:alternateEnclosure', children, attributes)
}

/** The average, rounded to thousands like the settings of encoders. */
function bitrate({ bytes, seconds }: Enclosure): number | null {
  if (bytes === null || seconds === null || seconds < 1) return null
  return Math.round((bytes * 8) / seconds / 1000) * 1000
}

/**
 * The picture for directories, which accept only JPEG and PNG, by the extension in the address.
 *
 * @see https://podcasters.apple.com/support/5516-creator-resources
 */
export function itunesImage(artwork: Artwork | null): Element[] {
  const href = webUrl(artwork?.url ?? '')
  if (href === null || !/\.(jpe?g|png)$/i.test(new URL(href).pathname)) return []
  return [emptyElement('itunes:image', { href })]
}

/**
 * The same for apps that choose among pictures, with its known properties.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/image.md
 */
export function podcastImage(artwork: Artwork | null): Element[] {
  const href = webUrl(artwork?.url ?? '')
  if (artwork === null || href === null) return []
  const { type, width, height } = artwork
  const ratio = width === height ? '1/1' : `${width}/${height}`
  const measured = width === null || height === null ? {} : { 'aspect-ratio': ratio, width, height }
  return [emptyElement('podcast:image', { href, type, ...measured, purpose: 'artwork' })]
}
