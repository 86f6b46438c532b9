import { html, type SafeHtml } from '@remix-run/html-template'
import { artworkOf } from '../../show/artwork/artwork.ts'
import type { Episode } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import { renderFacts, renderLength } from './layout-facts.ts'
import { icon } from './layout-icons.ts'
import type { Href } from './layout-links.ts'
import { interfaceLanguage, languageOf, renderArt } from './layout.ts'
import { typeset } from '../typography.ts'
import type { Words } from '../words/words-en.ts'
import { fill, wordsFor } from '../words/words.ts'

/** Everything that the head of an episode page is made from. */
export interface HeroParts {
  readonly show: Show
  readonly episode: Episode
  /** The address of the recording; null if it is not a web address. */
  readonly source: string | null
  readonly href: Href
  /** Title and text as HTML. */
  readonly article: { readonly title: string; readonly html: string }
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '')
}

/**
 * Characters of an article that are compared with its summary: first a few, which is nearly always enough.
 */
const BEGINNINGS = [4_000, 100_000]

/** The first letters of an article, without a tag that is cut off. */
function firstLetters(text: string, length: number): string {
  const beginning = text.slice(0, length)
  return lettersOf(beginning.replace(/<[^<>]*$/, '').replace(/<[^>]*>/g, ' '))
}

/** The summary as a lead, unless the article repeats it: many summaries are its first lines. */
function renderLead({ show, episode, article }: HeroParts): SafeHtml | null {
  const start = lettersOf(episode.summary).slice(0, 60)
  if (BEGINNINGS.some((length) => firstLetters(article.html, length).includes(start))) return null
  return html`<p class="lead" ${languageOf(show, episode.language)}>
    ${typeset(episode.summary, episode.language)}
  </p>`
}

/** A link to the recording, which the script turns into a button. */
function renderListen({ show, episode, source }: HeroParts): SafeHtml | null {
  if (source === null) return null
  const words = wordsFor(show.language)
  return html`<p class="actions" ${interfaceLanguage(show, words)}>
    <a
      class="button primary"
      href="${source}"
      data-listen
      data-listen-from="${words.listenFrom}"
      data-continue-from="${words.continueFrom}"
    >
      ${icon('play')} ${icon('pause')}
      <span data-label>${words.listen}</span>
      ${renderLength(episode, show)}
    </a>
    <button
      type="button"
      class="round"
      data-do="restart"
      data-restart
      aria-label="${words.restart}"
      hidden
    >
      ${icon('restart')}
    </button>
    <button type="button" class="button" popovertarget="subscribe">${words.follow}</button>
  </p>`
}

/** The narrators, unless the author reads the article. */
function renderReader({ show, episode }: HeroParts): SafeHtml | null {
  const readers = episode.persons.filter(({ role }) => role === 'narrator').map(({ name }) => name)
  if (readers.every((name) => episode.authors.includes(name))) return null
  const words = wordsFor(show.language)
  const names = new Intl.ListFormat(words.language).format(readers)
  return html`<p class="byline" ${interfaceLanguage(show, words)}>
    ${fill(words.readBy, { names })}
  </p>`
}

/** What a listener should know before playing an episode. */
function notesOn({ listed, textChanged }: Episode, words: Words): readonly string[] {
  return [...(listed ? [] : [words.waitingWhy]), ...(textChanged ? [words.stale] : [])]
}

/** The head of an episode page: facts, title, authors and the button to listen. */
export function renderHero(parts: HeroParts): SafeHtml {
  const { show, episode, article, href } = parts
  const artwork = artworkOf(show, episode)
  const words = wordsFor(show.language)
  const authors = episode.authors.join(', ')
  return html`<header class="hero">
    ${renderArt({ artwork, name: episode.title, size: 176 }, href)}
    <div>
      ${renderFacts(episode, show, [])}
      <h1 ${languageOf(show, episode.language)}>${html.raw`${article.title}`}</h1>
      ${authors === '' ? null : html`<p class="byline">${authors}</p>`}
      ${renderReader(parts)} ${renderListen(parts)}
      ${notesOn(episode, words).map((note) => html`<p class="note">${note}</p>`)}
    </div>
    ${renderLead(parts)}
  </header>`
}
