import { html, type SafeHtml } from '@remix-run/html-template'
import { artworkOf } from '../show/artwork.ts'
import type { Episode } from '../show/episode.ts'
import type { Show } from '../show/show.ts'
import { webUrl } from './ascii-url.ts'
import { yearOf } from './format.ts'
import { renderFeedLinks, renderFeedList } from './index-page-feeds.ts'
import { renderSubscribe } from './index-page-subscribe.ts'
import { renderFacts, renderLength } from './layout-facts.ts'
import { icon } from './layout-icons.ts'
import { describeShow, renderJsonLd } from './layout-json-ld.ts'
import { relativeTo, type Href } from './layout-links.ts'
import { interfaceLanguage, languageOf, meta, renderArt, renderPage } from './layout.ts'
import type { Words } from './words-en.ts'
import { count, wordsFor } from './words.ts'

/** Everything that the parts of the show's page are made from. */
interface Context {
  readonly show: Show
  readonly words: Words
  readonly href: Href
}

/** From so many episodes on, a list is easier to survey year by year. */
const LONG_LIST = 20

function renderHero({ show, words, href }: Context): SafeHtml {
  const byline = show.author === show.title ? null : show.author
  return html`<header class="hero">
    ${renderArt({ artwork: show.image, name: show.title, size: 320 }, href)}
    <div>
      <h1>${show.title}</h1>
      ${byline === null ? null : html`<p class="byline">${byline}</p>`}
      <p class="lead">${show.description}</p>
      <p class="facts" ${interfaceLanguage(show, words)}>
        <span dir="auto">${count(words, words.episodeCount, show.episodes.length)}</span>
      </p>
    </div>
    ${renderSubscribe(show)} ${renderFeedList(show, href)}
  </header>`
}

function renderListen(episode: Episode, { show, words, href }: Context): SafeHtml {
  return html`<a
    class="button listen"
    href="${href(episode.page)}"
    ${interfaceLanguage(show, words)}
  >
    ${icon('play')}
    <span>${words.listen}</span>
    ${renderLength(episode, show)}
    <span class="aside">${episode.title}</span>
  </a>`
}

function renderEntry(episode: Episode, context: Context): SafeHtml {
  const { show, words, href } = context
  const artwork = artworkOf(show, episode)
  const labels = episode.listed ? [] : [words.waiting]
  const language = languageOf(show, episode.language)
  return html`<li class="entry">
    ${renderArt({ artwork, name: episode.title, size: 112 }, href, 'lazy')}
    <div>
      ${renderFacts(episode, show, labels)}
      <h3 ${language}><a href="${href(episode.page)}">${episode.title}</a></h3>
      <p class="summary" ${language}>${episode.summary}</p>
      ${renderListen(episode, context)}
    </div>
  </li>`
}

function renderEntries(episodes: readonly Episode[], context: Context): SafeHtml {
  return html`<ul class="entries">
    ${episodes.map((episode) => renderEntry(episode, context))}
  </ul>`
}

function renderYear(year: string, episodes: readonly Episode[], context: Context): SafeHtml {
  return html`<section aria-labelledby="y${year}">
    <h2 class="year" id="y${year}">${year}</h2>
    ${renderEntries(episodes, context)}
  </section>`
}

function renderYears(context: Context): SafeHtml {
  const { show, words } = context
  const years = Map.groupBy(show.episodes, ({ published }) => yearOf(published, show.timezone))
  return html`<nav class="years" aria-label="${words.years}">
      ${[...years.keys()].map((year) => html`<a href="#y${year}">${year}</a>`)}
    </nav>
    ${[...years].map(([year, episodes]) => renderYear(year, episodes, context))}`
}

function renderEpisodes(context: Context): SafeHtml {
  const { show, words } = context
  if (show.episodes.length === 0) return html`<p class="note">${words.noEpisodes}</p>`
  if (show.episodes.length >= LONG_LIST) return renderYears(context)
  return html`<section aria-labelledby="episodes">
    <h2 class="year" id="episodes" ${interfaceLanguage(show, words)}>${words.episodes}</h2>
    ${renderEntries(show.episodes, context)}
  </section>`
}

function renderIndexHead({ show }: Context): SafeHtml {
  return html`<meta name="description" content="${show.description}" />
    <link rel="canonical" href="${show.baseUrl}" />
    ${renderFeedLinks(show)} ${meta('og:type', 'website')} ${meta('og:title', show.title)}
    ${meta('og:description', show.description)} ${meta('og:url', show.baseUrl)}
    ${meta('og:image', webUrl(show.image?.url ?? ''))} ${renderJsonLd(describeShow(show))}`
}

/** The show: what it is, how to subscribe, and every episode that is out, the newest first. */
export function renderIndexPage(show: Show): string {
  const context = { show, words: wordsFor(show.language), href: relativeTo('/') }
  return renderPage({
    show,
    href: context.href,
    title: show.title,
    kind: 'index',
    head: renderIndexHead(context),
    main: html`<main id="content" tabindex="-1">
      ${renderHero(context)} ${renderEpisodes(context)}
    </main>`,
  })
}
