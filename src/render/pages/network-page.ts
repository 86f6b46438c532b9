import { html, type SafeHtml } from '@remix-run/html-template'
import { showsOf, urlOf, type NamedShow, type Show } from '../../show/show.ts'
import { asciiUrl } from '../../base/web-address.ts'
import { count, wordsFor } from '../words/words.ts'
import { typeset } from '../typography.ts'
import { icon } from './layout-icons.ts'
import { relativeTo, type Href } from './layout-links.ts'
import { interfaceLanguage, languageOf, meta, renderArt, renderPage } from './layout.ts'

/** The page of several shows that are served together: each with its cover, what it is, and its feed. */
export function renderNetworkPage(network: Show): string {
  const href = relativeTo('/')
  const url = asciiUrl(network.baseUrl)
  return renderPage({
    show: network,
    href,
    title: network.title,
    kind: 'network',
    head: html`<meta name="description" content="${network.description}" />
      <link rel="canonical" href="${url}" />
      ${meta('og:type', 'website')} ${meta('og:title', network.title)}
      ${meta('og:description', network.description)} ${meta('og:url', url)}
      ${showsOf(network).slice(1).map(renderFeedLink)}`,
    main: html`<main id="content" tabindex="-1">
      <header class="older">
        <h1>${typeset(network.title, network.language)}</h1>
        ${
          network.description === network.title
            ? null
            : html`<p class="lead">${typeset(network.description, network.language)}</p>`
        }
      </header>
      <ul class="entries">
        ${network.shows.map((member) => renderShow(network, member, href))}
      </ul>
    </main>`,
  })
}

/** The frame of every page names the first. */
function renderFeedLink(show: Show): SafeHtml {
  const url = urlOf(show, show.feed.path)
  return html`<link rel="alternate" type="application/rss+xml" title="${show.title}" href="${url}" />`
}

function renderShow(network: Show, { path, show }: NamedShow, href: Href): SafeHtml {
  const words = wordsFor(network.language)
  const within: Href = (inside) => href(path + inside.slice(1))
  const language = languageOf(network, show.language)
  return html`<li class="entry">
    ${renderArt({ artwork: show.image, name: show.title, size: 112 }, within, 'lazy')}
    <div>
      <p class="facts" ${interfaceLanguage(network, words)}>
        <span dir="auto">${count(words, words.episodeCount, show.episodes.length)}</span>
      </p>
      <h2 ${language}><a href="${within('/')}">${typeset(show.title, show.language)}</a></h2>
      ${
        show.description === show.title
          ? null
          : html`<p class="summary" ${language}>${typeset(show.description, show.language)}</p>`
      }
      <a class="button listen" href="${within(show.feed.path)}" type="application/rss+xml">
        ${icon('feed')}
        <span ${interfaceLanguage(network, words)}>${words.feed}</span>
        <span class="aside">${show.title}</span>
      </a>
    </div>
  </li>`
}
