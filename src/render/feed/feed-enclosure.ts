import type {
  PublishedAlternate as Alternate,
  PublishedEnclosure as Enclosure,
  PublishedEpisode as Episode,
  PublishedShow as Show,
} from '../../show/published.ts'
import { webUrl, withoutScheme } from '../../base/web-address.ts'
import { element, emptyElement, parent, type Element } from '../xml.ts'
import { toLine, toTitle } from '../text.ts'
import type { FeedRow, JsonMembers } from './feed-row.ts'

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
type Tracked = Pick<Show, 'tracking'>

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
function alternateEnclosure(show: Tracked, alternate: Alternate): Element[] {
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

/** An episode with a recording that apps can download. */
export interface Item {
  readonly episode: Episode
  readonly enclosure: FeedEnclosure
}

/** Null for an episode whose recording apps cannot download. */
export function toItem(episode: Episode): Item | null {
  const enclosure = toEnclosure(episode)
  return enclosure === null ? null : { episode, enclosure }
}

/** What the rows of a recording depend on. */
interface Played extends Item {
  readonly show: Tracked
}

type Row = FeedRow<Played>

export const ENCLOSURE_ROW: Row = {
  element: 'enclosure',
  settings: ['audio.prefix', 'audio.url', 'audio.folders', 'audio.tracking'],
  fields: ['audio', 'bytes', 'type'],
  found: 'the exact bytes, and the type by content',
  rule: 'One, with an ASCII address, more than 0 bytes and a type in Apple’s list.',
  source: 'PSP-1',
  write: ({ show, enclosure: { url, size, type } }) => [
    emptyElement('enclosure', { url: trackedUrl(show, url), length: size, type }),
  ],
  json: attachments,
}

export const DURATION_ROW: Row = {
  element: 'itunes:duration',
  fields: ['duration'],
  found: 'the seconds, from every frame of the recording',
  rule: 'Whole seconds.',
  source: 'PSP-1',
  write: ({ episode }) => element('itunes:duration', wholeSeconds(episode.audio.seconds)),
}

export const ALTERNATES_ROW: Row = {
  element: 'podcast:alternateEnclosure',
  settings: ['audio.tracking'],
  fields: ['audio'],
  found: 'bytes, type, bit rate and hash',
  rule: 'The same recording in another format, with its address and, for a local file, its hash.',
  source: 'Podcast namespace',
  write: ({ show, episode }) =>
    episode.alternates.flatMap((each) => alternateEnclosure(show, each)),
}

/**
 * The recording in all its formats. Attachments of one title are the same thing in several formats.
 *
 * @see https://www.jsonfeed.org/version/1.1/#attachments
 */
function attachments({ show, episode, enclosure }: Played): JsonMembers {
  const others = episode.alternates.flatMap((audio) => {
    const other = toEnclosure({ audio })
    return other === null ? [] : [{ ...other, seconds: audio.seconds }]
  })
  const all = [{ ...enclosure, seconds: episode.audio.seconds }, ...others]
  const title = others.length === 0 ? undefined : toTitle(episode.title) || episode.slug
  return {
    attachments: all.map(({ url, type, size, seconds }) => ({
      url: trackedUrl(show, url),
      mime_type: type,
      title,
      size_in_bytes: size,
      duration_in_seconds: wholeSeconds(seconds) ?? undefined,
    })),
  }
}

function wholeSeconds(seconds: number | null): number | null {
  return seconds === null ? null : Math.max(1, Math.round(seconds))
}
