import type { PublishedEpisode as Episode, PublishedShow as Show } from '../../show/published.ts'
import type { FeedOptions } from 'podcast'
import { webUrl } from '../../base/web-address.ts'
import { element, emptyElement, parent, type Element } from '../xml.ts'
import { toName } from './feed-credits.ts'
import { toEnclosure, trackedUrl } from './feed-enclosure.ts'
import type { FeedRow } from './feed-row.ts'
import { formatRfcDate } from '../../base/written-times.ts'

/** Elements for directories and apps, apart from the description of the show. */
export const DIRECTORY_ROWS: readonly FeedRow<Show, FeedOptions>[] = [
  {
    element: 'podcast:locked',
    settings: ['locked', 'owner.email'],
    rule: 'yes or no; not locked by default, because only the author can unlock it.',
    source: 'PSP-1',
    write: ({ locked, owner }) =>
      element('podcast:locked', locked ? 'yes' : 'no', { owner: owner?.email ?? null }),
  },
  {
    element: 'podcast:medium',
    settings: ['medium'],
    rule: 'podcast, unless the author sets another medium.',
    source: 'Podcast namespace',
    write: ({ medium }) => element('podcast:medium', medium),
  },
  {
    element: 'itunes:block',
    settings: ['block', 'private'],
    rule: 'yes, or absent.',
    source: 'Apple',
    write: (show) => element('itunes:block', isBlocked(show, 'apple') ? 'yes' : null),
  },
  {
    element: 'podcast:block',
    settings: ['block', 'private'],
    rule: 'yes or no, for all directories or for one with its id.',
    source: 'Podcast namespace',
    write: ({ blocks }) =>
      blocks.flatMap(({ service, blocked }) =>
        element('podcast:block', blocked ? 'yes' : 'no', { id: service }),
      ),
  },
  {
    element: 'itunes:complete',
    settings: ['complete'],
    rule: 'yes, or absent.',
    source: 'Apple',
    write: ({ complete }) => element('itunes:complete', complete ? 'yes' : null),
    json: ({ complete }) => ({ expired: complete || undefined }),
  },
  {
    element: 'podcast:updateFrequency',
    settings: ['update_frequency', 'complete'],
    rule: 'At most 128 characters; a rule of RFC 5545 with a count needs a start.',
    source: 'Podcast namespace',
    write: ({ updateFrequency, complete }) =>
      element('podcast:updateFrequency', toName(updateFrequency?.text ?? ''), {
        rrule: updateFrequency?.rrule ?? null,
        dtstart: updateFrequency?.start ?? null,
        complete: complete || null,
      }),
  },
  {
    element: 'podcast:podping',
    settings: ['podping', 'announce.podping'],
    rule: 'true or false; absent where the author does not set it.',
    source: 'Podcast namespace',
    write: ({ podping, announce }) => {
      const usesPodping = podping ?? (announce.podping === null ? null : true)
      return usesPodping === null ? [] : [emptyElement('podcast:podping', { usesPodping })]
    },
  },
  {
    element: 'podcast:trailer',
    settings: ['audio.tracking'],
    fields: ['episodeType'],
    found: 'every episode that is a trailer',
    rule: 'A title, the recording with its exact size, and the date of publication.',
    source: 'Podcast namespace',
    write: (show) => show.episodes.flatMap((episode) => trailer(show, episode)),
  },
  {
    element: 'podcast:podroll',
    settings: ['podroll'],
    rule: 'Other shows by their podcast:guid.',
    source: 'Podcast namespace',
    write: ({ podroll }) => parent('podcast:podroll', podroll.map(remoteItem)),
  },
  {
    element: 'podcast:publisher',
    settings: ['publisher'],
    rule: 'One feed of the medium publisher, by its podcast:guid.',
    source: 'Podcast namespace',
    write: ({ publisher }) =>
      parent('podcast:publisher', publisher === null ? [] : [publisherItem(publisher)]),
  },
  {
    element: 'atom:link rel=hub',
    settings: ['feed.hub'],
    rule: 'Where apps can subscribe to changes; also sent as a header of the feed.',
    source: 'WebSub',
    write: ({ hubs }) =>
      hubs.flatMap((hub) => {
        const href = webUrl(hub)
        return href === null ? [] : [emptyElement('atom:link', { rel: 'hub', href })]
      }),
  },
]

/** Whether a directory is asked not to list the show: by its own name, otherwise like all directories. */
function isBlocked({ blocks }: Pick<Show, 'blocks'>, name: string): boolean {
  const of = (wanted: string | null) => blocks.find(({ service }) => service === wanted)
  return (of(name) ?? of(null))?.blocked === true
}

function trailer(show: Show, episode: Episode): Element[] {
  const enclosure = toEnclosure(episode)
  if (episode.episodeType !== 'trailer' || !episode.listed || enclosure === null) return []
  const { url, size, type } = enclosure
  return element('podcast:trailer', toName(episode.title) || episode.slug, {
    pubdate: formatRfcDate(episode.published),
    url: trackedUrl(show, url),
    length: size,
    type,
    season: episode.season,
  })
}

function publisherItem(item: Show['podroll'][number]): Element {
  const { name, attributes } = remoteItem(item)
  return emptyElement(name, { medium: 'publisher', ...attributes })
}

function remoteItem({ feedGuid, feedUrl, title }: Show['podroll'][number]): Element {
  return emptyElement('podcast:remoteItem', {
    feedGuid,
    feedUrl: webUrl(feedUrl ?? ''),
    title: title === null ? null : toName(title),
  })
}
