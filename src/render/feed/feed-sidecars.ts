import type { PublishedEpisode as Episode } from '../../show/published.ts'
import { urlOf } from '../../show/show.ts'
import { asciiUrl, webUrl } from '../../base/web-address.ts'
import type { Placed } from '../article-urls.ts'
import { chaptersPath, listedChapters, simpleChapters } from '../public-chapters.ts'
import { emptyElement, type Element } from '../xml.ts'
import type { FeedRow } from './feed-row.ts'

/** The elements of an item that lead to its transcripts and chapters. */
export const SIDECAR_ROWS: readonly FeedRow<{
  readonly show: Placed
  readonly episode: Episode
}>[] = [
  {
    element: 'podcast:transcript',
    fields: ['transcripts'],
    found: 'files beside the post with its name',
    rule: 'An absolute address, served with exactly the declared type.',
    source: 'PSP-1',
    write: ({ episode }) => transcripts(episode),
  },
  {
    element: 'podcast:chapters',
    fields: ['chapters'],
    found: 'chapters in the recording, or in a file beside the post',
    rule: 'The address of a file of JSON chapters.',
    source: 'Podcast namespace',
    write: ({ show, episode }) => chapters(show, episode),
  },
  {
    element: 'psc:chapters',
    fields: ['chapters'],
    found: 'the same chapters',
    rule: 'The same chapters inside the feed.',
    source: 'Podlove',
    write: ({ show, episode }) => simpleChapters(listedChapters(show, episode)),
  },
]

function transcripts(episode: Episode): Element[] {
  return episode.transcripts.flatMap(({ url: address, type, language, rel }) => {
    const url = webUrl(address)
    return url === null ? [] : [emptyElement('podcast:transcript', { url, type, language, rel })]
  })
}

function chapters(show: Placed, episode: Episode): Element[] {
  const remote = webUrl(episode.chaptersUrl ?? '')
  if (remote === null && listedChapters(show, episode).length === 0) return []
  const url = remote ?? asciiUrl(urlOf(show, chaptersPath(episode)))
  return [emptyElement('podcast:chapters', { url, type: 'application/json+chapters' })]
}
