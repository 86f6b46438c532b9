import type { PublishedArtwork as Artwork } from '../../show/published.ts'
import { webUrl } from '../../base/web-address.ts'
import { emptyElement, type Element } from '../xml.ts'

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
