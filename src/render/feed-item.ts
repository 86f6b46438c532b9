import type { ItemOptions } from 'podcast'

import { keepXmlCharacters } from '../posts/characters.ts'
import type { Artwork } from '../show/artwork.ts'
import type { Episode } from '../show/episode.ts'
import { urlOf, type Show } from '../show/show.ts'
import { asciiUrl, webUrl } from './ascii-url.ts'
import { chaptersPath, publicChapters } from './chapters.ts'
import { element, emptyElement, type Element } from './element.ts'
import { toDescription, toTitle } from './feed-text.ts'
import { renderNotes } from './notes.ts'
import { formatRfcDate } from './rfc-date.ts'
import { simpleChapters } from './simple-chapters.ts'
import { cutToCharacters, toLine } from './text.ts'

/** An episode whose recording can be downloaded. */
export interface Item {
  readonly episode: Episode
  readonly enclosure: { readonly url: string; readonly size: number; readonly type: string }
}

/**
 * Null for an episode that no app could take: one without an address on the web, or of a size that
 * is not known. A length of 0 means "unknown" to some apps and "nothing to download" to others.
 */
export function toItem(episode: Episode): Item | null {
  const { bytes, type } = episode.audio
  const url = webUrl(episode.audio.url)
  if (url === null || bytes === null || bytes <= 0) return null
  return { episode, enclosure: { url, size: bytes, type: toLine(type) } }
}

/**
 * An item as npm `podcast` takes it; what the package has no option for, or gets wrong, goes through
 * its custom elements.
 */
export function itemOptions(show: Show, { episode, enclosure }: Item): ItemOptions {
  const link = webUrl(episode.link) ?? asciiUrl(urlOf(show, episode.page))
  return {
    title: toTitle(episode.title) || episode.slug,
    description: toDescription(episode.summary),
    url: link,
    // Without a guid the package takes the link for one and says `isPermaLink="true"`, with one it
    // says false; both are right.
    ...(episode.guid === link ? {} : { guid: keepXmlCharacters(episode.guid) }),
    categories: [...new Set(episode.categories.map(toLine))].filter((name) => name !== ''),
    date: formatRfcDate(episode.published),
    enclosure,
    customElements: itemElements(show, episode),
    content: show.feed.notes === 'full' ? renderNotes(show, episode) : '',
  }
}

function itemElements(show: Show, episode: Episode): Element[] {
  return [
    ...element('itunes:title', toTitle(episode.title)),
    ...element('itunes:duration', wholeSeconds(episode.audio.seconds)),
    ...author(show, episode),
    ...element('itunes:explicit', String(episode.explicit)),
    ...image(episode.artwork),
    ...numbers(episode),
    ...element('itunes:episodeType', episode.episodeType),
    ...persons(episode),
    ...transcripts(episode),
    ...chapters(show, episode),
  ]
}

function wholeSeconds(seconds: number | null): string | null {
  return seconds === null ? null : String(Math.max(1, Math.round(seconds)))
}

function author(show: Show, episode: Episode): Element[] {
  const names = toTitle(episode.authors.join(', '))
  return names === toTitle(show.author ?? '') ? [] : element('itunes:author', names)
}

/**
 * Directories refuse an episode's picture that is neither JPEG nor PNG and go by the ending of its
 * URL; without one they show the cover.
 */
function image(artwork: Artwork | null): Element[] {
  const url = webUrl(artwork?.url ?? '')
  if (url === null || !/\.(jpe?g|png)$/i.test(new URL(url).pathname)) return []
  return [emptyElement('itunes:image', { href: url })]
}

/**
 * `itunes:episode` is a whole number above 0, `podcast:episode` may be a decimal one and may be
 * shown as another text.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/episode.md
 */
function numbers({ season, episode, episodeDisplay }: Episode): Element[] {
  const display = cutToCharacters(toLine(episodeDisplay ?? ''), 32)
  const decimal = /^\d+(\.\d+)?$/.test(display) ? display : null
  const number = episode === null ? decimal : String(episode)
  return [
    ...element('itunes:season', aboveZero(season)),
    ...element('itunes:episode', aboveZero(episode)),
    ...element('podcast:season', season === null ? null : String(season)),
    ...element('podcast:episode', number, {
      display: display === '' || display === number ? null : display,
    }),
  ]
}

function aboveZero(number: number | null): string | null {
  return number !== null && number > 0 ? String(number) : null
}

function persons(episode: Episode): Element[] {
  return episode.authors.flatMap((name) =>
    element('podcast:person', cutToCharacters(toLine(name), 128), {
      role: 'author',
      group: 'writing',
    }),
  )
}

function transcripts(episode: Episode): Element[] {
  return episode.transcripts.flatMap(({ url: address, type, language, rel }) => {
    const url = webUrl(address)
    return url === null ? [] : [emptyElement('podcast:transcript', { url, type, language, rel })]
  })
}

function chapters(show: Show, episode: Episode): Element[] {
  const marks = publicChapters(show, episode)
  if (marks.length === 0) return []
  const url = asciiUrl(urlOf(show, chaptersPath(episode)))
  return [
    emptyElement('podcast:chapters', { url, type: 'application/json+chapters' }),
    ...simpleChapters(marks),
  ]
}
