import { html, type SafeHtml } from '@remix-run/html-template'
import type { Episode } from '../../show/episode.ts'
import { urlOf, type Show, type Part } from '../../show/show.ts'
import { asciiUrl, webUrl } from '../../base/web-address.ts'
import { yearOf } from '../format.ts'
import { renderEntries, renderStart } from './index-page-entries.ts'
import { hasSearch, renderFilters } from './index-page-filters.ts'
import { listPages, renderPager, yearLinks, type ListPage } from './index-page-pages.ts'
import { renderSubscribe } from './index-page-subscribe.ts'
import { describeShow, renderJsonLd } from './layout-json-ld.ts'
import { relativeTo, type Href } from './layout-links.ts'
import { interfaceLanguage, meta, renderArt, renderPage } from './layout.ts'
import type { Words } from '../words/words-en.ts'
import { count, wordsFor } from '../words/words.ts'

/** Everything that the page of a show is made from. */
interface Context {
  readonly show: Show
  readonly page: ListPage
  readonly words: Words
  readonly href: Href
}

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
      ${renderStart(show, href)}
    </div>
    ${renderSubscribe(show)} ${renderFeedList(show, href)}
  </header>`
}

function renderYear(year: string, episodes: readonly Episode[], context: Context): SafeHtml {
  return html`<section aria-labelledby="y${year}">
    <h2 class="year" id="y${year}">${year}</h2>
    ${renderEntries(context.show, episodes, context.href)}
  </section>`
}

function renderYears(context: Context): SafeHtml {
  const { show, words, page, href } = context
  const years = Map.groupBy(page.episodes, ({ published }) => yearOf(published, show.timezone))
  const links = yearLinks(show, page, href)
  return html`${renderFilters(show, page, { years: [...links.keys()], href })}
    <div class="list" data-list>
      <nav class="years" aria-label="${words.years}">
        ${[...links].map(([year, address]) => html`<a href="${address}">${year}</a>`)}
      </nav>
      ${[...years].map(([year, episodes]) => renderYear(year, episodes, context))}
      ${renderPager(show, page, href)}
    </div>`
}

function renderEpisodes(context: Context): SafeHtml {
  const { show, words, href } = context
  if (show.episodes.length === 0) return html`<p class="note">${words.noEpisodes}</p>`
  if (hasSearch(show)) return renderYears(context)
  return html`<section aria-labelledby="episodes">
    <h2 class="year" id="episodes" ${interfaceLanguage(show, words)}>${words.episodes}</h2>
    ${renderEntries(show, show.episodes, href)}
  </section>`
}

/** The head of the pages of older episodes: a link to the first page. */
function renderOlderHero({ show, href }: Context): SafeHtml {
  return html`<header class="older">
    <h1><a href="${href('/')}">${show.title}</a></h1>
  </header>`
}

function renderIndexHead({ show, page }: Context): SafeHtml {
  const url = asciiUrl(urlOf(show, page.path))
  return html`<meta name="description" content="${show.description}" />
    <link rel="canonical" href="${url}" />
    ${renderFeedLinks(show)} ${meta('og:type', 'website')} ${meta('og:site_name', show.title)}
    ${meta('og:title', show.title)} ${meta('og:description', show.description)}
    ${meta('og:url', url)} ${meta('og:locale', show.language.replace('-', '_'))}
    ${meta('og:image', webUrl(show.image?.url ?? ''))} ${meta('twitter:card', 'summary')}
    ${page.number === 1 ? renderJsonLd(describeShow(show)) : null}`
}

/** The page of a show: what it is, how to subscribe, and the published episodes, newest first. */
export function renderIndexPage(show: Show, page: ListPage = listPages(show)[0]): string {
  const context = { show, page, words: wordsFor(show.language), href: relativeTo(page.path) }
  const first = page.number === 1
  return renderPage({
    show,
    href: context.href,
    title: first ? show.title : `${show.title} · ${page.number}`,
    kind: 'index',
    head: renderIndexHead(context),
    main: html`<main id="content" tabindex="-1">
      ${first ? renderHero(context) : renderOlderHero(context)} ${renderEpisodes(context)}
    </main>`,
  })
}

/** Links by which browsers and apps find the feeds of parts. */
function renderFeedLinks(show: Show): SafeHtml[] {
  return show.parts.map(
    ({ path, title }) =>
      html`<link
        rel="alternate"
        type="application/rss+xml"
        title="${title}"
        href="${urlOf(show, path)}"
      />`,
  )
}

/** The feeds of parts as a collapsed list, because most readers want the whole show. */
function renderFeedList(show: Show, href: Href): SafeHtml | null {
  if (show.parts.length === 0) return null
  const words = wordsFor(show.language)
  const kinds = Map.groupBy(show.parts, ({ kind }) => kind)
  return html`<details class="feeds" ${interfaceLanguage(show, words)}>
    <summary>${words.moreFeeds}</summary>
    ${[...kinds].map(([kind, parts]) => renderKind(kind, parts, words, href))}
  </details>`
}

function renderKind(
  kind: Part['kind'],
  parts: readonly Part[],
  words: Words,
  href: Href,
): SafeHtml {
  return html`<h3>${words.feedKinds[kind]}</h3>
    <ul>
      ${parts.map(
        ({ path, title, episodes }) =>
          html`<li>
            <a href="${href(path)}" type="application/rss+xml"><bdi>${title}</bdi></a>
            <span>${count(words, words.episodeCount, episodes.length)}</span>
          </li>`,
      )}
    </ul>`
}
