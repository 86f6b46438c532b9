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

/** What a way to an episode says. */
interface Listen {
  readonly label: string
  /** What it says to whoever heard the episode to its end; the same as ever without it. */
  readonly heard?: string
  readonly kind: 'listen' | 'primary'
}

/** The way to hear an episode, which is on its own page; the script tells on it what was heard already. */
function renderListen(
  show: Show,
  episode: Episode,
  href: Href,
  { label, heard, kind }: Listen,
): SafeHtml {
  const words = wordsFor(show.language)
  return html`<a
    class="button ${kind}"
    href="${href(episode.page)}"
    ${interfaceLanguage(show, words)}
    data-at="${episode.guid}"
    data-seconds="${episode.audio.seconds}"
    data-continue-from="${words.continueFrom}"
    ${heard === undefined ? null : html`data-heard="${heard}"`}
  >
    ${icon('play')}
    <span data-label>${label}</span>
    ${renderLength(episode, show)}
    <span class="aside">${episode.title}</span>
  </a>`
}

/** Where somebody who is here for the first time begins: a story at its start, else what is new. */
export function renderStart(show: Show, href: Href): SafeHtml | null {
  const { firstEpisode, newestEpisode } = wordsFor(show.language)
  const serial = show.type === 'serial'
  const episode = show.episodes.at(serial ? -1 : 0)
  const label = serial ? firstEpisode : newestEpisode
  return episode === undefined
    ? null
    : renderListen(show, episode, href, { label, kind: 'primary' })
}

function renderEntry(show: Show, episode: Episode, href: Href): SafeHtml {
  const { listen, heard, waiting } = wordsFor(show.language)
  const labels = episode.listed ? [] : [waiting]
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
      ${renderListen(show, episode, href, { label: listen, heard, kind: 'listen' })}
    </div>
  </li>`
}

/** Episodes as a list, each with its picture, what it is, its length and the way to hear it. */
export function renderEntries(show: Show, episodes: readonly Episode[], href: Href): SafeHtml {
  return html`<ul class="entries">
    ${episodes.map((episode) => renderEntry(show, episode, href))}
  </ul>`
}
