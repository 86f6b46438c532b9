import type {
  PublishedAlternate as Alternate,
  PublishedEnclosure as Enclosure,
  PublishedEpisode as Episode,
} from '../../show/published.ts'
import { webUrl } from '../ascii-url.ts'
import { emptyElement, parent, type Element } from '../xml.ts'
import { toLine } from '../text.ts'

/** The recording of an episode as npm `podcast` takes it. */
export interface FeedEnclosure {
  readonly url: string
  readonly size: number
  readonly type: string
}

/**
 * Null for a recording that no app could take: one without an address on the web, or of a size that
 * is not known. A length of 0 means "unknown" to some apps and "nothing to download" to others.
 */
export function toEnclosure({ audio }: Pick<Episode, 'audio'>): FeedEnclosure | null {
  const { bytes, type } = audio
  const url = webUrl(audio.url)
  if (url === null || bytes === null || bytes <= 0) return null
  return { url, size: bytes, type: toLine(type) }
}

/**
 * The other forms of the recording. The hash lets an app know that what it got elsewhere is the
 * same.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/alternate-enclosure.md
 */
export function alternateEnclosure(alternate: Alternate): Element[] {
  const enclosure = toEnclosure({ audio: alternate })
  if (enclosure === null) return []
  const { url, size, type } = enclosure
  const children = [emptyElement('podcast:source', { uri: url })]
  if (alternate.integrity !== null) {
    children.push(emptyElement('podcast:integrity', { type: 'sri', value: alternate.integrity }))
  }
  return parent('podcast:alternateEnclosure', children, {
    type,
    length: String(size),
    bitrate: bitrate(alternate),
  })
}

/** On average, in whole thousands, as encoders are told. */
function bitrate({ bytes, seconds }: Enclosure): string | null {
  if (bytes === null || seconds === null || seconds < 1) return null
  return String(Math.round((bytes * 8) / seconds / 1000) * 1000)
}
