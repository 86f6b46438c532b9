import type { PublishedEpisode as Episode } from '../../show/published.ts'
import { cutToCharacters, toLine } from '../text.ts'
import { element, type Element } from '../xml.ts'
import { toName } from './feed-credits.ts'
import type { FeedRow } from './feed-row.ts'

/** The elements of an item that say which one of the show it is. */
export const NUMBER_ROWS: readonly FeedRow<{ readonly episode: Episode }>[] = [
  {
    element: 'itunes:season',
    fields: ['season'],
    rule: 'A whole number above 0.',
    source: 'PSP-1',
    write: ({ episode }) => element('itunes:season', episode.season || null),
  },
  {
    element: 'itunes:episode',
    fields: ['episode'],
    rule: 'A whole number above 0; needed where the show is serial.',
    source: 'PSP-1',
    write: ({ episode }) => element('itunes:episode', episode.episode || null),
  },
  {
    element: 'podcast:season',
    settings: ['seasons'],
    fields: ['season', 'seasonName'],
    rule: 'A whole number; its name in at most 128 characters.',
    source: 'Podcast namespace',
    write: ({ episode: { season, seasonName } }) =>
      element('podcast:season', season, {
        name: toName(seasonName ?? '') || null,
      }),
  },
  {
    element: 'podcast:episode',
    fields: ['episode'],
    rule: 'A number, which may have a fraction; a text to show instead in at most 32 characters.',
    source: 'Podcast namespace',
    write: ({ episode }) => numbered(episode),
  },
  {
    element: 'itunes:episodeType',
    fields: ['episodeType'],
    rule: 'full, trailer or bonus.',
    source: 'PSP-1',
    write: ({ episode }) => element('itunes:episodeType', episode.episodeType),
  },
]

/**
 * `itunes:episode` is a whole number above 0; `podcast:episode` may be a decimal number, and may have
 * a text that is shown instead.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/episode.md
 */
function numbered({ episode, episodeDisplay }: Episode): Element[] {
  const display = cutToCharacters(toLine(episodeDisplay ?? ''), 32)
  const decimal = /^\d+(\.\d+)?$/.test(display) ? display : null
  const number = episode?.toString() ?? decimal
  return element('podcast:episode', number, {
    display: display === '' || display === number ? null : display,
  })
}
