import { html, type SafeHtml } from '@remix-run/html-template'
import { artworkOf } from '../../show/artwork/artwork.ts'
import type { Episode } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import { yearOf } from '../format.ts'
import { renderFacts, renderLength } from './layout-facts.ts'
import { icon } from './layout-icons.ts'
import type { Href } from './layout-links.ts'
import { interfaceLanguage, languageOf, renderArt } from './layout.ts'
import { wordsFor } from '../words/words.ts'

function renderListen(show: Show, episode: Episode, href: Href): SafeHtml {
  const words = wordsFor(show.language)
  return html`<a
    class="button listen"
    href="${href(episode.page)}"
    ${interfaceLanguage(show, words)}
    data-at="${episode.guid}"
    data-seconds="${episode.audio.seconds}"
    data-continue-from="${words.continueFrom}"
  >
    ${icon('play')}
    <span data-label>${words.listen}</span>
    ${renderLength(episode, show)}
    <span class="aside">${episode.title}</span>
  </a>`
}

function renderEntry(show: Show, episode: Episode, href: Href): SafeHtml {
  const labels = episode.listed ? [] : [wordsFor(show.language).waiting]
  const language = languageOf(show, episode.language)
  return html`<li
    class="entry"
    data-year="${yearOf(episode.published, show.timezone)}"
    data-topics="${JSON.stringify(episode.categories)}"
  >
    ${renderArt({ artwork: artworkOf(show, episode), name: episode.title, size: 112 }, href, 'lazy')}
    <div>
      ${renderFacts(episode, show, labels)}
      <h3 ${language}><a href="${href(episode.page)}">${episode.title}</a></h3>
      <p class="summary" ${language}>${episode.summary}</p>
      ${renderListen(show, episode, href)}
    </div>
  </li>`
}

/** Episodes as a list, each with its picture, what it is, its length and the way to hear it. */
export function renderEntries(show: Show, episodes: readonly Episode[], href: Href): SafeHtml {
  return html`<ul class="entries">
    ${episodes.map((episode) => renderEntry(show, episode, href))}
  </ul>`
}
