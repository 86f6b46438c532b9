import { html, type SafeHtml } from '@remix-run/html-template'
import type { Episode } from '../../show/episode.ts'
import { urlOf, type Show } from '../../show/show.ts'
import { asciiUrl, webUrl } from '../../base/web-address.ts'
import { embedPath } from './embed-page.ts'
import { formatIsoDuration } from '../format.ts'
import { writeJson } from '../text.ts'

/** Values of schema.org; a property without a value is omitted. */
type Thing = { readonly [property: string]: string | number | readonly Thing[] | Thing | undefined }

function person(name: string): Thing {
  return { '@type': 'Person', name }
}

/** A reference to a thing that another node describes. */
function reference(id: string): Thing {
  return { '@id': id }
}

function imageOf(picture: { readonly url: string } | null): string | undefined {
  return webUrl(picture?.url ?? '') ?? undefined
}

function seriesOf(show: Show): Thing {
  return {
    '@type': 'PodcastSeries',
    '@id': `${asciiUrl(show.baseUrl)}#series`,
    name: show.title,
    url: asciiUrl(show.baseUrl),
    webFeed: asciiUrl(urlOf(show, show.feed.path)),
  }
}

/** The show for search engines. @see https://schema.org/PodcastSeries */
export function describeShow(show: Show): Thing {
  return {
    '@context': 'https://schema.org',
    ...seriesOf(show),
    description: show.description,
    inLanguage: show.language,
    image: imageOf(show.image),
    author: show.author === null ? undefined : person(show.author),
    sameAs: webUrl(show.site ?? '') ?? undefined,
  }
}

/** The addresses of an episode, and the ids of its three things: episode, recording and article. */
function namesOf(show: Show, episode: Episode) {
  const page = asciiUrl(urlOf(show, episode.page))
  const link = webUrl(episode.link) ?? page
  return {
    page,
    link,
    episode: `${page}#episode`,
    audio: `${page}#audio`,
    article: `${link}#article`,
  }
}

/** The properties that an article and its episode share. */
function commonOf(episode: Episode): Thing {
  return {
    description: episode.summary || undefined,
    datePublished: episode.published.toISOString(),
    inLanguage: episode.language,
    image: imageOf(episode.artwork),
    author: episode.authors.length === 0 ? undefined : episode.authors.map(person),
    keywords: episode.categories.join(', ') || undefined,
  }
}

function recordingOf(show: Show, episode: Episode): Thing {
  const { audio } = episode
  const names = namesOf(show, episode)
  return {
    '@type': 'AudioObject',
    '@id': names.audio,
    name: episode.title,
    contentUrl: webUrl(audio.url) ?? undefined,
    embedUrl: asciiUrl(urlOf(show, embedPath(episode))),
    encodingFormat: audio.type,
    contentSize: audio.bytes === null ? undefined : String(audio.bytes),
    duration: durationOf(episode),
    encodesCreativeWork: reference(names.article),
  }
}

function durationOf({ audio }: Episode): string | undefined {
  return audio.seconds === null ? undefined : formatIsoDuration(audio.seconds)
}

function articleOf(show: Show, episode: Episode): Thing {
  const names = namesOf(show, episode)
  return {
    '@type': 'Article',
    '@id': names.article,
    headline: episode.title,
    url: names.link,
    mainEntityOfPage: names.link,
    ...commonOf(episode),
    audio: reference(names.audio),
  }
}

/**
 * An episode for search engines: a part of a series, with its recording and its article, which refer to
 * each other.
 *
 * @see https://schema.org/PodcastEpisode
 * @see https://schema.org/Article
 */
export function describeEpisode(show: Show, episode: Episode): Thing {
  const names = namesOf(show, episode)
  return {
    '@context': 'https://schema.org',
    '@type': 'PodcastEpisode',
    '@id': names.episode,
    name: episode.title,
    url: names.page,
    mainEntityOfPage: names.link,
    ...commonOf(episode),
    duration: durationOf(episode),
    episodeNumber: episode.episode ?? undefined,
    partOfSeries: seriesOf(show),
    associatedMedia: recordingOf(show, episode),
    isBasedOn: articleOf(show, episode),
  }
}

/**
 * Data inside a page. It cannot end the element or begin a comment, because every `<`, `>` and `&` is
 * written as a JSON escape.
 *
 * @see https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
export function renderJsonLd(thing: Thing): SafeHtml {
  const json = writeJson(thing).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return html.raw`<script type="application/ld+json">
    ${json}
  </script>`
}
