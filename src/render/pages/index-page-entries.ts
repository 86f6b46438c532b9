import { html, type SafeHtml } from '@remix-run/html-template'
import { artworkOf } from '../../show/artwork/artwork.ts'
import type { Episode } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import { yearOf } from '../format.ts'
import { renderFacts, renderLength } from './layout-facts.ts'
import { icon } from './layout-icons.ts'
import type { Href } from './layout-links.ts'
import { interfaceLanguage, languageOf, renderArt } from './layout.ts'
import { typeset } from '../typography.ts'
import { wordsFor } from '../words/words.ts'

/** The text of a link to an episode. */
interface Listen {
  readonly label: string
  /** The text for listeners who heard the episode to its end; the label if it is absent. */
  readonly heard?: string
  readonly kind: 'listen' | 'primary'
}

/** The link to the page of an episode; the script shows on it how much was heard already. */
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

/** Where new listeners start: a serial at the first episode, other shows at the newest. */
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
      <h3 ${language}>
        <a href="${href(episode.page)}">${typeset(episode.title, episode.language)}</a>
      </h3>
      <p class="summary" ${language}>${typeset(episode.summary, episode.language)}</p>
      ${renderListen(show, episode, href, { label: listen, heard, kind: 'listen' })}
    </div>
  </li>`
}

/** Episodes as a list, each with artwork, facts, summary and link. */
export function renderEntries(show: Show, episodes: readonly Episode[], href: Href): SafeHtml {
  return html`<ul class="entries">
    ${episodes.map((episode) => renderEntry(show, episode, href))}
  </ul>`
}
