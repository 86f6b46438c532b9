import { html, type SafeHtml } from '@remix-run/html-template'
import type { PartKind } from '../../settings/part-settings.ts'
import { urlOf, type Part, type Show } from '../../show/show.ts'
import type { Href } from './layout-links.ts'
import { interfaceLanguage } from './layout.ts'
import { count, wordsFor } from '../words/words.ts'

/** Feeds of parts for whoever subscribes from the page of the show: browsers and apps look for them. */
export function renderFeedLinks(show: Show): SafeHtml[] {
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

/** Feeds of parts for people, folded up: most want the whole show. */
export function renderFeedList(show: Show, href: Href): SafeHtml | null {
  const words = wordsFor(show.language)
  if (show.parts.length === 0) return null
  const kinds = Map.groupBy(show.parts, ({ kind }) => kind)
  return html`<details class="feeds" ${interfaceLanguage(show, words)}>
    <summary>${words.moreFeeds}</summary>
    ${[...kinds].map(([kind, parts]) => renderKind(kind, parts, show, href))}
  </details>`
}

function renderKind(kind: PartKind, parts: readonly Part[], show: Show, href: Href): SafeHtml {
  const words = wordsFor(show.language)
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
