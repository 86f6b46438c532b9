import { html, type SafeHtml } from '@remix-run/html-template'
import { onceFor } from '../../base/memory.ts'
import type { Episode } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import { renderLength } from './layout-facts.ts'
import { icon } from './layout-icons.ts'
import type { Href } from './layout-links.ts'
import { languageOf } from './layout.ts'
import { wordsFor } from '../words/words.ts'

/** The places of the episodes in their show, by slug. */
const placesOf = onceFor(
  (episodes: Show['episodes']): ReadonlyMap<string, number> =>
    new Map(episodes.map(({ slug }, place) => [slug, place])),
)

/** The episodes before and after another in its show, which has the newest first. */
export function neighboursOf(
  { episodes }: Show,
  { slug }: Episode,
): { readonly newer: Episode | undefined; readonly older: Episode | undefined } {
  const place = placesOf(episodes).get(slug)
  if (place === undefined) return { newer: undefined, older: undefined }
  return { newer: episodes[place - 1], older: episodes[place + 1] }
}

function primaryLanguage({ language }: Episode): string | undefined {
  return language.toLowerCase().split('-')[0]
}

/**
 * The article to play after another: the newer one in a serial, the older one in other shows. It is in
 * the same language.
 */
export function nextOf(show: Show, episode: Episode): Episode | null {
  const onward = show.type === 'serial' ? 'newer' : 'older'
  const language = primaryLanguage(episode)
  let next = neighboursOf(show, episode)[onward]
  while (next !== undefined && primaryLanguage(next) !== language) {
    next = neighboursOf(show, next)[onward]
  }
  return next ?? null
}

/** The next article, which the player offers when the recording has ended. */
export function renderNext(show: Show, next: Episode | null, href: Href): SafeHtml | null {
  if (next === null) return null
  const words = wordsFor(show.language)
  return html`<div class="onward" data-next hidden>
    <a href="${href(next.page)}" data-next-link>
      ${icon('next')} <span class="soft">${words.next}</span>
      <span ${languageOf(show, next.language)}>${next.title}</span> ${renderLength(next, show)}
    </a>
    <span class="soft" role="timer" data-next-wait data-text="${words.nextIn}" hidden></span>
    <button type="button" class="button" data-do="stay" data-stay hidden>${words.stay}</button>
  </div>`
}
