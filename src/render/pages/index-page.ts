import { html, type SafeHtml } from '@remix-run/html-template'
import type { Episode } from '../../show/episode.ts'
import { urlOf, type Show, type Part } from '../../show/show.ts'
import { asciiUrl, webUrl } from '../../base/web-address.ts'
import { yearOf } from '../format.ts'
import { renderEntries, renderStart } from './index-page-entries.ts'
import { hasSearch, renderFilters } from './index-page-filters.ts'
import { listPages, renderPager, yearLinks, type ListPage } from './index-page-pages.ts'
import { renderFollowSheet } from './index-page-subscribe.ts'
import { describeShow, renderJsonLd } from './layout-json-ld.ts'
import { icon } from './layout-icons.ts'
import { relativeTo, type Href } from './layout-links.ts'
import { interfaceLanguage, meta, renderArt, renderPage } from './layout.ts'
import { typeset } from '../typography.ts'
import type { Words } from '../words/words-en.ts'
import { count, wordsFor } from '../words/words.ts'

/** Everything that the page of a show is made from. */
interface Context {
  readonly show: Show
  readonly page: ListPage
  readonly words: Words
  readonly href: Href
}

function renderFollow({ show, words }: Context): SafeHtml {
  return html`<button
    type="button"
    class="button follow"
    popovertarget="subscribe"
    ${interfaceLanguage(show, words)}
  >
    ${icon('feed')} ${words.follow}
  </button>`
}

function renderHero(context: Context): SafeHtml {
  const { show, words, href } = context
  const byline = show.author === show.title ? null : show.author
  return html`<header class="hero">
    ${renderArt({ artwork: show.image, name: show.title, size: 320 }, href)}
    <div>
      <h1>${typeset(show.title, show.language)}</h1>
      ${byline === null ? null : html`<p class="byline">${byline}</p>`}
      <p class="lead">${typeset(show.description, show.language)}</p>
      <p class="facts" ${interfaceLanguage(show, words)}>
        <span dir="auto">${count(words, words.episodeCount, show.episodes.length)}</span>
      </p>
      <p class="actions">${renderStart(show, href)} ${renderFollow(context)}</p>
    </div>
  </header>`
}

/** The ways to follow the show or a part of it. */
function renderPanel({ show, href }: Context): SafeHtml {
  return renderFollowSheet(show, renderParts(show, href))
}

function renderYear(year: string, episodes: readonly Episode[], context: Context): SafeHtml {
  return html`<section aria-labelledby="y${year}">
    <h2 class="year" id="y${year}">${year}</h2>
    ${renderEntries(context.show, episodes, context.href)}
  </section>`
}

function renderYears(context: Context, years: ReadonlyMap<string, string>): SafeHtml {
  const { show, words, page, href } = context
  const groups = Map.groupBy(page.episodes, ({ published }) => yearOf(published, show.timezone))
  return html`<div class="list" data-list>
    <nav class="years" aria-label="${words.years}">
      ${[...years].map(([year, address]) => html`<a href="${address}">${year}</a>`)}
    </nav>
    ${[...groups].map(([year, episodes]) => renderYear(year, episodes, context))}
    ${renderPager(show, page, href)}
  </div>`
}

/** The head of the pages of older episodes: a link to the first page. */
function renderOlderHero(context: Context): SafeHtml {
  const { show, href } = context
  return html`<header class="hero older">
    <h1><a href="${href('/')}">${show.title}</a></h1>
    ${renderFollow(context)}
  </header>`
}

/** The content of the page. A long list begins with its search, and has its results above it. */
function renderContent(context: Context): SafeHtml {
  const { show, words, page, href } = context
  const hero = page.number === 1 ? renderHero(context) : renderOlderHero(context)
  if (!hasSearch(show)) {
    const episodes =
      show.episodes.length === 0
        ? html`<p class="note">${words.noEpisodes}</p>`
        : html`<section aria-labelledby="episodes">
            <h2 class="year" id="episodes" ${interfaceLanguage(show, words)}>${words.episodes}</h2>
            ${renderEntries(show, show.episodes, href)}
          </section>`
    return html`${hero} ${renderPanel(context)}
      <div class="episodes">${episodes}</div>`
  }
  const years = yearLinks(show, page, href)
  return html`${renderFilters(show, page, { years: [...years.keys()], href })} ${hero}
    ${renderPanel(context)}
    <div class="episodes">
      <section aria-labelledby="results" data-results hidden>
        <h2 class="aside" id="results" ${interfaceLanguage(show, words)}>${words.episodes}</h2>
        <ul class="entries"></ul>
      </section>
      ${renderYears(context, years)}
    </div>`
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
    main: html`<main id="content" tabindex="-1">${renderContent(context)}</main>`,
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

/** The parts of a show as a collapsed list for each kind, because most readers want the whole show. */
function renderParts(show: Show, href: Href): SafeHtml | null {
  if (show.parts.length === 0) return null
  const words = wordsFor(show.language)
  const kinds = Map.groupBy(show.parts, ({ kind }) => kind)
  return html`<div class="feeds" ${interfaceLanguage(show, words)}>
    ${[...kinds].map(
      ([kind, parts]) =>
        html`<details>
          <summary>${words.feedKinds[kind]} <span>${parts.length}</span></summary>
          <ul>
            ${parts.map((part) => renderPart(show, part, words, href))}
          </ul>
        </details>`,
    )}
  </div>`
}

/** A part with its feed; a topic leads to its episodes, where the page has a search. */
function renderPart(show: Show, part: Part, words: Words, href: Href): SafeHtml {
  const { kind, name, path, title, episodes } = part
  const prefix = `${show.title}: `
  const shown = title.startsWith(prefix) ? title.slice(prefix.length) : title
  const feed = html`href="${href(path)}" type="application/rss+xml"`
  if (kind !== 'category' || !hasSearch(show))
    return html`<li>
      <a ${feed}><bdi>${shown}</bdi></a>
      <span>${count(words, words.episodeCount, episodes.length)}</span>
    </li>`
  return html`<li>
    <a href="${href('/')}?${String(new URLSearchParams({ topic: name }))}"><bdi>${shown}</bdi></a>
    <span>${count(words, words.episodeCount, episodes.length)}</span>
    <a class="round" ${feed} aria-label="${words.feed}: ${shown}">${icon('feed')}</a>
  </li>`
}
