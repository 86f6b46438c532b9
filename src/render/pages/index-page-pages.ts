import { html, type SafeHtml } from '@remix-run/html-template'
import type { Episode } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import { yearOf } from '../format.ts'
import type { Href } from './layout-links.ts'
import { interfaceLanguage } from './layout.ts'
import { fill, wordsFor } from '../words/words.ts'

/** One of the pages that list the episodes; the first has the newest ones. */
export interface ListPage {
  /** From 1. */
  readonly number: number
  /** Its path on this site. */
  readonly path: string
  readonly episodes: readonly Episode[]
}

/** Even an old phone can load, lay out and search a page of so many entries. */
const PAGE_LENGTH = 50

/** The pages of a show: at least one, even without episodes. */
export function listPages({
  episodes,
}: Pick<Show, 'episodes'>): readonly [ListPage, ...ListPage[]] {
  const more = Math.max(0, Math.ceil(episodes.length / PAGE_LENGTH) - 1)
  const first = { number: 1, path: '/', episodes: episodes.slice(0, PAGE_LENGTH) }
  const others = Array.from({ length: more }, (_, index) => ({
    number: index + 2,
    path: `/page/${index + 2}/`,
    episodes: episodes.slice((index + 1) * PAGE_LENGTH, (index + 2) * PAGE_LENGTH),
  }))
  return [first, ...others]
}

/** Year → a link from a page to its first episode, the newest year first. */
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

/** The links to newer and older episodes; null if all are on one page. */
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
