import { html, type SafeHtml } from '@remix-run/html-template'
import type { Episode } from '../show/episode.ts'
import { urlOf, type Show } from '../show/show.ts'
import { webUrl } from './ascii-url.ts'
import { formatIsoDuration } from './format.ts'

/** Values of schema.org; a property without one is left out. */
type Thing = { readonly [property: string]: string | number | readonly Thing[] | Thing | undefined }

function person(name: string): Thing {
  return { '@type': 'Person', name }
}

function seriesOf(show: Show): Thing {
  return {
    '@type': 'PodcastSeries',
    name: show.title,
    url: show.baseUrl,
    webFeed: urlOf(show, show.feed.path),
  }
}

/** What the show is, for search engines. @see https://schema.org/PodcastSeries */
export function describeShow(show: Show): Thing {
  return {
    '@context': 'https://schema.org',
    ...seriesOf(show),
    description: show.description,
    inLanguage: show.language,
    image: webUrl(show.image?.url ?? '') ?? undefined,
    author: show.author === null ? undefined : person(show.author),
  }
}

/** What an episode is, for search engines. @see https://schema.org/PodcastEpisode */
export function describeEpisode(show: Show, episode: Episode): Thing {
  const { audio } = episode
  const duration = audio.seconds === null ? undefined : formatIsoDuration(audio.seconds)
  return {
    '@context': 'https://schema.org',
    '@type': 'PodcastEpisode',
    name: episode.title,
    url: urlOf(show, episode.page),
    description: episode.summary,
    datePublished: episode.published.toISOString(),
    inLanguage: episode.language,
    duration,
    image: webUrl(episode.artwork?.url ?? '') ?? undefined,
    author: episode.authors.map(person),
    mainEntityOfPage: webUrl(episode.link) ?? undefined,
    associatedMedia: {
      '@type': 'AudioObject',
      contentUrl: webUrl(audio.url) ?? undefined,
      encodingFormat: audio.type,
      contentSize: audio.bytes === null ? undefined : String(audio.bytes),
      duration,
    },
    partOfSeries: seriesOf(show),
  }
}

/**
 * Data inside a page. Nothing in it can end the element or begin a comment, since every `<`, `>`
 * and `&` is written as an escape of JSON.
 *
 * @see https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
export function renderJsonLd(thing: Thing): SafeHtml {
  const json = JSON.stringify(thing).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return html.raw`<script type="application/ld+json">
    ${json}
  </script>`
}
