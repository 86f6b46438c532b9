import type {
  PublishedAlternate as Alternate,
  PublishedEnclosure as Enclosure,
  PublishedEpisode as Episode,
} from '../../show/published.ts'
import { webUrl } from '../ascii-url.ts'
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

/**
 * A recording in another format. With the hash, an app can check a file that it got elsewhere.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/alternate-enclosure.md
 */
export function alternateEnclosure(alternate: Alternate): Element[] {
  const enclosure = toEnclosure({ audio: alternate })
  if (enclosure === null) return []
  const { url, size, type } = enclosure
  const { integrity: value } = alternate
  const children = [
    emptyElement('podcast:source', { uri: url }),
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
