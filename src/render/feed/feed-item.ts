import type { PublishedEpisode as Episode, PublishedShow as Show } from '../../show/published.ts'
import { urlOf } from '../../show/show.ts'
import { asciiUrl, webUrl } from '../../base/web-address.ts'
import { cdataElement, element, emptyElement, type Element } from '../xml.ts'
import { NUMBER_ROWS } from './feed-numbers.ts'
import { SIDECAR_ROWS } from './feed-sidecars.ts'
import { CREDIT_ROWS, toName } from './feed-credits.ts'
import { ALTERNATES_ROW, DURATION_ROW, ENCLOSURE_ROW, type Item } from './feed-enclosure.ts'
import { itunesImage, podcastImage } from './feed-artwork.ts'
import { elementsOf, membersOf, namesOf, type FeedRow, type JsonMembers } from './feed-row.ts'
import { toDescription, toTitle, toLine } from '../text.ts'
import { renderSummary, type NotesShow } from './notes.ts'
import { articlePiece } from '../article-pieces.ts'
import { formatRfcDate } from '../../base/written-times.ts'

/** The part of a show that its items depend on. */
export type ItemShow = Pick<Show, 'author' | 'tracking'> &
  NotesShow & { readonly feed: Pick<Show['feed'], 'notes'> }

/** An item and its show. */
interface ItemOf extends Item {
  readonly show: ItemShow
}

/** Every element of an item. */
export const ITEM_ROWS: readonly FeedRow<ItemOf>[] = [
  {
    element: 'title',
    fields: ['title'],
    rule: 'Plain text, at most 255 characters.',
    source: 'PSP-1',
    write: ({ episode }) => element('title', toTitle(episode.title) || episode.slug),
    json: ({ episode }) => ({ title: toTitle(episode.title) || episode.slug }),
  },
  {
    element: 'description',
    fields: ['summary'],
    found: 'the beginning of the article where there is no summary',
    rule: 'At most 4000 bytes, to the end of a sentence.',
    source: 'PSP-1',
    write: ({ show, episode }) =>
      cdataElement(
        'description',
        hasArticles(show) ? toDescription(episode.summary) : renderSummary(show, episode),
      ),
    json: ({ episode }) => ({ summary: toLine(episode.summary) || undefined }),
  },
  {
    element: 'link',
    settings: ['site', 'permalink'],
    fields: ['permalink'],
    found: 'the address of the article, or of its page here',
    rule: 'An absolute address.',
    source: 'PSP-1',
    write: (item) => element('link', linkOf(item)),
    json: (item) => ({ url: linkOf(item) }),
  },
  {
    element: 'guid',
    fields: ['guid'],
    found: 'see [how guids stay](guids.md)',
    rule: 'It never changes.',
    source: 'PSP-1',
    write: (item) =>
      element('guid', item.episode.guid, {
        isPermaLink: item.episode.guid === linkOf(item),
      }),
    json: ({ episode }) => ({ id: episode.guid }),
  },
  {
    element: 'category',
    fields: ['categories'],
    rule: 'No name is empty or repeated.',
    source: 'RSS',
    write: ({ episode }) => categoriesOf(episode).flatMap((name) => element('category', name)),
    json: ({ episode }) => {
      const tags = categoriesOf(episode)
      return { tags: tags.length === 0 ? undefined : tags }
    },
  },
  {
    element: 'pubDate',
    settings: ['timezone'],
    fields: ['date'],
    found: 'the date in the name of the file',
    rule: 'RFC 2822, in English, with the right weekday.',
    source: 'PSP-1',
    write: ({ episode }) => element('pubDate', formatRfcDate(episode.published)),
    json: ({ episode }) => ({ date_published: episode.published.toISOString() }),
  },
  ENCLOSURE_ROW,
  {
    element: 'itunes:title',
    fields: ['title'],
    rule: 'The same as title.',
    source: 'Apple',
    write: ({ episode }) => element('itunes:title', toTitle(episode.title)),
  },
  DURATION_ROW,
  {
    element: 'itunes:author',
    settings: ['author'],
    fields: ['authors', 'hosts'],
    rule: 'Present where it differs from that of the show.',
    source: 'Apple',
    write: author,
    json: ({ episode }) => ({ authors: namesOf(episode.authors) }),
  },
  {
    element: 'itunes:explicit',
    settings: ['explicit'],
    fields: ['explicit'],
    rule: 'true or false.',
    source: 'PSP-1',
    write: ({ episode }) => element('itunes:explicit', episode.explicit),
  },
  {
    element: 'itunes:image',
    fields: ['image'],
    rule: 'JPEG or PNG; without one, apps show the cover.',
    source: 'PSP-1',
    write: ({ episode }) => itunesImage(episode.artwork),
    json: ({ episode }) => ({ image: webUrl(episode.artwork?.url ?? '') ?? undefined }),
  },
  {
    element: 'podcast:image',
    fields: ['image'],
    found: 'its type and pixels',
    rule: 'An address, with the known properties of the picture.',
    source: 'Podcast namespace',
    write: ({ episode }) => podcastImage(episode.artwork),
  },
  ...NUMBER_ROWS,
  {
    element: 'itunes:block',
    fields: ['blocked'],
    rule: 'yes, or absent.',
    source: 'Apple',
    write: ({ episode }) => element('itunes:block', episode.blocked ? 'yes' : null),
  },
  {
    element: 'podcast:contentLink',
    fields: ['title'],
    found: 'the address of the article, or of its page here',
    rule: 'Where the article can be read.',
    source: 'Podcast namespace',
    write: (item) =>
      element('podcast:contentLink', toTitle(item.episode.title) || item.episode.slug, {
        href: linkOf(item),
      }),
  },
  ALTERNATES_ROW,
  {
    element: 'podcast:soundbite',
    fields: ['soundbites'],
    rule: '15 to 120 seconds, inside the recording.',
    source: 'Podcast namespace',
    write: ({ episode }) => episode.soundbites.map(soundbite),
  },
  ...CREDIT_ROWS.map(({ write, ...row }) => ({
    ...row,
    write: ({ episode }: ItemOf) => write?.(episode) ?? [],
  })),
  ...SIDECAR_ROWS,
  {
    element: 'content:encoded',
    settings: ['feed.notes', 'feed.notes_kilobytes'],
    found: 'the article',
    rule: 'HTML with absolute addresses and without active content.',
    source: 'Apple',
    write: ({ show, episode }) =>
      hasArticles(show)
        ? cdataElement('content:encoded', articlePiece('notes', show, episode))
        : [],
    json: content,
  },
  {
    element: 'xhtml:a',
    fields: ['title'],
    found: 'address of the episode’s page',
    rule: 'For whoever opens the feed in a browser: a link that can be pressed. Apps ignore it.',
    source: 'RSS',
    write: ({ show, episode }) =>
      element('xhtml:a', toTitle(episode.title) || episode.slug, {
        href: asciiUrl(urlOf(show, episode.page)),
      }),
  },
]

/** The elements of an item. */
export function itemElements(show: ItemShow, item: Item): readonly Element[] {
  return elementsOf(ITEM_ROWS, { ...item, show })
}

/** The members of an item in JSON. */
export function itemMembers(show: ItemShow, item: Item): JsonMembers {
  const { language } = item.episode
  const own = language === show.language ? undefined : toLine(language)
  return { ...membersOf(ITEM_ROWS, { ...item, show }), language: own }
}

function hasArticles({ feed }: ItemShow): boolean {
  return feed.notes === 'full'
}

function linkOf({ show, episode }: Pick<ItemOf, 'show' | 'episode'>): string {
  return webUrl(episode.link) ?? asciiUrl(urlOf(show, episode.page))
}

function categoriesOf({ categories }: Episode): readonly string[] {
  return [...new Set(categories.map(toLine))].filter((name) => name !== '')
}

/** An item must have a content: the title where there is nothing else. */
function content({ show, episode }: ItemOf): JsonMembers {
  const html = hasArticles(show)
    ? articlePiece('notes', show, episode)
    : renderSummary(show, episode)
  return html === ''
    ? { content_text: toTitle(episode.title) || episode.slug }
    : { content_html: html }
}

function author({ show, episode }: ItemOf): Element[] {
  const names = toTitle(episode.authors.join(', '))
  return names === toTitle(show.author ?? '') ? [] : element('itunes:author', names)
}

function soundbite({ start, seconds, title }: Episode['soundbites'][number]): Element {
  const times = { startTime: start, duration: seconds }
  return (
    element('podcast:soundbite', toName(title ?? ''), times)[0] ??
    emptyElement('podcast:soundbite', times)
  )
}
