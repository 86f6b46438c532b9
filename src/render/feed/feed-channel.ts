import type { PublishedShow as Show } from '../../show/published.ts'
import type { FeedOptions } from 'podcast'
import type { Category } from '../../base/categories.ts'
import { urlOf } from '../../show/show.ts'
import { asciiUrl, webUrl } from '../../base/web-address.ts'
import { element, emptyElement, parent, type Element } from '../xml.ts'
import { wordsFor } from '../words/words.ts'
import { CREDIT_ROWS } from './feed-credits.ts'
import { DIRECTORY_ROWS } from './feed-directories.ts'
import { HISTORY_NAMESPACE, HISTORY_ROWS } from './feed-history.ts'
import { itunesImage, podcastImage } from './feed-artwork.ts'
import { jsonUrlOf, type FeedPage, type PageOf } from './feed-pages.ts'
import {
  elementsOf,
  membersOf,
  namesOf,
  optionsOf,
  type FeedRow,
  type JsonMembers,
} from './feed-row.ts'
import { toDescription, toTitle, toLine } from '../text.ts'

/** Every element of the channel but its items. */
export const CHANNEL_ROWS: readonly FeedRow<PageOf, FeedOptions>[] = [
  {
    element: 'title',
    settings: ['title'],
    rule: 'Plain text, at most 255 characters.',
    source: 'PSP-1',
    option: ({ title }) => ({ title: toTitle(title) }),
    json: ({ title }) => ({ title: toTitle(title) }),
  },
  {
    element: 'description',
    settings: ['description'],
    rule: 'At most 4000 bytes; the title where there is none.',
    source: 'PSP-1',
    option: ({ description, title }) => ({
      description: toDescription(description) || toDescription(title),
    }),
    json: ({ description }) => ({ description: toLine(description) || undefined }),
  },
  {
    element: 'link',
    settings: ['site'],
    found: 'the address of the page of the show where there is no blog',
    rule: 'An absolute address.',
    source: 'PSP-1',
    option: (show) => ({ siteUrl: siteUrl(show) }),
    json: (show) => ({ home_page_url: siteUrl(show) }),
  },
  {
    element: 'generator',
    found: 'Sidecast',
    rule: 'The name of the program.',
    source: 'RSS',
    option: () => ({ generator: 'Sidecast' }),
  },
  {
    element: 'lastBuildDate',
    found: 'the date of the newest episode',
    rule: 'RFC 2822; never the current time, so that an unchanged feed has the same bytes.',
    source: 'RSS',
  },
  {
    element: 'atom:link rel=self',
    settings: ['base_url', 'feed.path'],
    rule: 'Exactly the address from which the feed is fetched.',
    source: 'PSP-1',
    option: (channel) => ({ feedUrl: asciiUrl(urlOf(channel, channel.page.path)) }),
    json: (channel) => ({ feed_url: jsonUrlOf(channel, channel.page.path) }),
  },
  {
    element: 'copyright',
    settings: ['copyright'],
    rule: 'A name, without the word “copyright”, the sign © and a year.',
    source: 'PSP-1',
    option: ({ copyright }) => {
      const holder = toLine(copyright ?? '')
      return holder === '' ? {} : { copyright: holder }
    },
  },
  {
    element: 'language',
    settings: ['language'],
    rule: 'A code of ISO 639, with a region where needed.',
    source: 'PSP-1',
    option: ({ language }) => ({ language: toLine(language) }),
    json: ({ language }) => ({ language: toLine(language) }),
  },
  {
    element: 'managingEditor',
    settings: ['owner.email', 'owner.name', 'author'],
    found: 'the owner, if the owner is the author',
    rule: 'An e-mail address with the name in parentheses.',
    source: 'RSS',
    option: managingEditor,
  },
  {
    element: 'image',
    settings: ['image'],
    rule: 'The cover for RSS readers: url, title and link of the channel.',
    source: 'RSS',
    write: image,
  },
  {
    element: 'itunes:image',
    settings: ['image'],
    rule: 'JPEG or PNG, square, 1400 to 3000 pixels.',
    source: 'PSP-1',
    write: (show) => itunesImage(show.image),
    json: (show) => ({ icon: webUrl(show.image?.url ?? '') ?? undefined }),
  },
  {
    element: 'podcast:image',
    settings: ['image'],
    found: 'its type and pixels',
    rule: 'An address, with the known properties of the picture.',
    source: 'Podcast namespace',
    write: (show) => podcastImage(show.image),
  },
  {
    element: 'itunes:title',
    settings: ['title'],
    rule: 'The same as title.',
    source: 'Apple',
    write: ({ title }) => element('itunes:title', toTitle(title)),
  },
  {
    element: 'itunes:author',
    settings: ['author'],
    rule: 'At most 255 characters.',
    source: 'PSP-1',
    write: ({ author }) => element('itunes:author', toTitle(author ?? '')),
    json: ({ author }) => ({ authors: namesOf(author === null ? [] : [author]) }),
  },
  {
    element: 'itunes:owner',
    settings: ['owner.name', 'owner.email'],
    rule: 'An e-mail address to which directories send a code.',
    source: 'Apple',
    write: ({ owner }) => ownerElement(owner),
  },
  {
    element: 'itunes:explicit',
    settings: ['explicit'],
    rule: 'true or false.',
    source: 'PSP-1',
    write: ({ explicit }) => element('itunes:explicit', explicit),
  },
  {
    element: 'itunes:type',
    settings: ['type'],
    rule: 'episodic or serial.',
    source: 'PSP-1',
    write: ({ type }) => element('itunes:type', type),
  },
  {
    element: 'itunes:category',
    settings: ['category'],
    rule: 'One or more of Apple’s categories, with nested subcategories.',
    source: 'PSP-1',
    write: ({ categories }) => categories.flatMap(category),
  },
  {
    element: 'podcast:guid',
    settings: ['feed.guid'],
    found: 'UUIDv5 of the feed’s first address, kept in the ledger',
    rule: 'It never changes.',
    source: 'PSP-1',
    write: ({ guid }) => element('podcast:guid', guid),
  },
  ...HISTORY_ROWS,
  ...DIRECTORY_ROWS,
  ...CREDIT_ROWS,
  {
    element: 'xhtml:a',
    settings: [],
    found: 'address of the show’s page',
    rule: 'For whoever opens the feed in a browser: a link that can be pressed. Apps ignore it.',
    source: 'RSS',
    write: showPageLink,
  },
]

/**
 * A style sheet shows a feed, but makes no links: for browsers this is one, as in any page. So is the
 * title of each episode, see `feed-item.ts`.
 *
 * @see https://www.rssboard.org/rss-specification#extendingRss
 */
function showPageLink({ language, baseUrl }: Show): Element[] {
  const words = wordsFor(language)
  const attributes = { href: asciiUrl(baseUrl), 'xml:lang': words.language }
  return element('xhtml:a', words.feedApps, attributes)
}

/**
 * The feed's channel for npm `podcast`.
 *
 * The iTunes elements of the package are off: it repeats descriptions as summaries, and writes an
 * owner without a name or address where there is none. Its `author` is not an element of RSS 2.0.
 */
export function channelOptions(show: Show, page: FeedPage): FeedOptions {
  const channel = { ...show, page }
  return {
    ...optionsOf(CHANNEL_ROWS, channel),
    namespaces: { iTunes: false, podcast: true, simpleChapters: true },
    customNamespaces: {
      itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd',
      xhtml: 'http://www.w3.org/1999/xhtml',
      ...HISTORY_NAMESPACE,
    },
  }
}

/** The elements of the channel that npm `podcast` does not write. */
export function channelElements(show: Show, page: FeedPage): readonly Element[] {
  return elementsOf(CHANNEL_ROWS, { ...show, page })
}

/** The members of the feed in JSON, without its items. */
export function channelMembers(show: Show, page: FeedPage): JsonMembers {
  return membersOf(CHANNEL_ROWS, { ...show, page })
}

/** The owner is responsible for the content where the owner is the author. */
function managingEditor({ owner, author }: Show): Partial<FeedOptions> {
  if (owner === null || author === null || owner.name !== author) return {}
  const name = toTitle(author).replaceAll(/[()]/g, '')
  return { managingEditor: `${toLine(owner.email)} (${name})` }
}

/**
 * The package has an option for the image of RSS, but does not write it. RSS allows at most 144
 * pixels, but many apps use the image as the cover, so it is the large one, without its width.
 */
function image(show: Show): Element[] {
  const url = webUrl(show.image?.url ?? '')
  if (url === null) return []
  return parent('image', [
    ...element('url', url),
    ...element('title', toTitle(show.title)),
    ...element('link', siteUrl(show)),
  ])
}

function siteUrl(show: Show): string {
  return webUrl(show.site ?? '') ?? asciiUrl(show.baseUrl)
}

function ownerElement(owner: Show['owner']): Element[] {
  if (owner === null) return []
  return parent('itunes:owner', [
    ...element('itunes:name', toTitle(owner.name ?? '')),
    ...element('itunes:email', toLine(owner.email)),
  ])
}

function category({ name, subcategory }: Category): Element[] {
  if (subcategory === null) return [emptyElement('itunes:category', { text: name })]
  const nested = emptyElement('itunes:category', { text: subcategory })
  return parent('itunes:category', [nested], { text: name })
}
