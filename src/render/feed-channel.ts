import type { FeedOptions } from 'podcast'

import { urlOf, type Category, type Owner, type Show } from '../show/show.ts'
import { asciiUrl, webUrl } from './ascii-url.ts'
import { element, emptyElement, parent, type Element } from './element.ts'
import { HISTORY_NAMESPACE, historyElements } from './feed-history.ts'
import type { FeedPage } from './feed-pages.ts'
import { toDescription, toTitle } from './feed-text.ts'
import { toLine } from './text.ts'

/**
 * The feed's channel for npm `podcast`.
 *
 * The package's own iTunes elements stay off: it repeats descriptions as summaries and writes an
 * owner without a name or address where there is none. Its `author` is no element of RSS 2.0.
 *
 * @see https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification
 */
export function channelOptions(show: Show, page: FeedPage): FeedOptions {
  const title = toTitle(show.title)
  const copyright = toLine(show.copyright ?? '')
  return {
    title,
    description: toDescription(show.description) || toDescription(title),
    siteUrl: siteUrl(show),
    feedUrl: asciiUrl(urlOf(show, page.path)),
    generator: 'Sidecast',
    language: toLine(show.language),
    namespaces: { iTunes: false, podcast: true, simpleChapters: true },
    customNamespaces: {
      itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd',
      ...HISTORY_NAMESPACE,
    },
    customElements: [...historyElements(show, page), ...channelElements(show)],
    ...(copyright === '' ? {} : { copyright }),
  }
}

function channelElements(show: Show): Element[] {
  return [
    ...images(show),
    ...element('itunes:author', toTitle(show.author ?? '')),
    ...owner(show.owner),
    ...element('itunes:explicit', String(show.explicit)),
    ...element('itunes:type', show.type),
    ...show.categories.flatMap(category),
    ...element('podcast:guid', show.guid),
    // Other hosts may take the show over: it is the author's, and this one cannot be asked to unlock.
    ...element('podcast:locked', 'no', { owner: show.owner?.email ?? null }),
    ...element('podcast:medium', 'podcast'),
  ]
}

/** The package knows an option for the image of RSS and then forgets it. */
function images(show: Show): Element[] {
  const url = webUrl(show.image?.url ?? '')
  if (url === null) return []
  return [
    ...parent('image', [
      ...element('url', url),
      ...element('title', toTitle(show.title)),
      ...element('link', siteUrl(show)),
    ]),
    emptyElement('itunes:image', { href: url }),
  ]
}

function siteUrl(show: Show): string {
  return webUrl(show.site ?? '') ?? asciiUrl(show.baseUrl)
}

function owner(person: Owner | null): Element[] {
  if (person === null) return []
  return parent('itunes:owner', [
    ...element('itunes:name', toTitle(person.name ?? '')),
    ...element('itunes:email', toLine(person.email)),
  ])
}

function category({ name, subcategory }: Category): Element[] {
  if (subcategory === null) return [emptyElement('itunes:category', { text: name })]
  const nested = emptyElement('itunes:category', { text: subcategory })
  return parent('itunes:category', [nested], { text: name })
}
