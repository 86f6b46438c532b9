import { html, type SafeHtml } from '@remix-run/html-template'
import type { Episode } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import { yearOf } from '../format.ts'
import type { Href } from './layout-links.ts'
import { interfaceLanguage } from './layout.ts'
import { fill, wordsFor } from '../words/words.ts'

/** One of the pages that list the episodes, the newest on the first. */
export interface ListPage {
  /** From 1. */
  readonly number: number
  /** Its path on this site. */
  readonly path: string
  readonly episodes: readonly Episode[]
}

/** So many entries are read, laid out and searched at once even on an old phone. */
const PAGE_LENGTH = 50

/** The pages of a show: at least one, also for a show without an episode. */
export function listPages({ episodes }: Pick<Show, 'episodes'>): readonly ListPage[] {
  const count = Math.max(1, Math.ceil(episodes.length / PAGE_LENGTH))
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    path: index === 0 ? '/' : `/page/${index + 1}/`,
    episodes: episodes.slice(index * PAGE_LENGTH, (index + 1) * PAGE_LENGTH),
  }))
}

/** Where each year of a show begins, the newest first, as an address for one of its pages. */
export function yearLinks(show: Show, page: ListPage, href: Href): ReadonlyMap<string, string> {
  const links = new Map<string, string>()
  for (const { path, episodes } of listPages(show)) {
    for (const { published } of episodes) {
      const year = yearOf(published, show.timezone)
      if (links.has(year)) continue
      links.set(year, `${path === page.path ? '' : href(path)}#y${year}`)
    }
  }
  return links
}

/** The way to newer and older episodes; nothing where all are on one page. */
export function renderPager(show: Show, page: ListPage, href: Href): SafeHtml | null {
  const pages = listPages(show)
  if (pages.length === 1) return null
  const words = wordsFor(show.language)
  const newer = pages[page.number - 2]
  const older = pages[page.number]
  return html`<nav class="pager" aria-label="${words.pages}" ${interfaceLanguage(show, words)}>
    ${newer === undefined ? null : renderStep(href(newer.path), 'prev', words.newerEpisodes)}
    <span>${fill(words.pageOf, { number: page.number, total: pages.length })}</span>
    ${older === undefined ? null : renderStep(href(older.path), 'next', words.olderEpisodes)}
  </nav>`
}

function renderStep(address: string, rel: 'prev' | 'next', label: string): SafeHtml {
  return html`<a class="button" rel="${rel}" href="${address}">${label}</a>`
}
