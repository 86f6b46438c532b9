import { html, type SafeHtml } from '@remix-run/html-template'
import { keyOfName } from '../../show/parts.ts'
import type { Show } from '../../show/show.ts'
import { listPages, type ListPage } from './index-page-pages.ts'
import type { Href } from './layout-links.ts'
import { icon } from './layout-icons.ts'
import { interfaceLanguage } from './layout.ts'
import { wordsFor } from '../words/words.ts'

/** A list of so many episodes has a search, and is divided into years. */
const LONG_LIST = 10

/** Whether the list of a show is long enough to be searched. */
export function hasSearch({ episodes }: Pick<Show, 'episodes'>): boolean {
  return episodes.length >= LONG_LIST
}

/** The topics of a show, each in its newest spelling, sorted by the rules of its language. */
function topicsOf({ episodes, language }: Show): readonly string[] {
  const topics = episodes.flatMap(({ categories }) => categories)
  const newest = new Map(topics.toReversed().map((topic) => [keyOfName(topic), topic]))
  return [...newest.values()].toSorted(new Intl.Collator(language).compare)
}

function renderChoice(
  name: string,
  label: string,
  all: string,
  choices: readonly string[],
): SafeHtml | null {
  if (choices.length < 2) return null
  return html`<label class="field">
    <span class="aside">${label}</span>
    <select name="${name}" disabled>
      <option value="">${all}</option>
      ${choices.map((choice) => html`<option>${choice}</option>`)}
    </select>
  </label>`
}

/**
 * The search fields of a long list. They work with the script, which also searches the other pages;
 * without it the list is divided into years and pages.
 */
export function renderFilters(
  show: Show,
  page: ListPage,
  { years, href }: { readonly years: readonly string[]; readonly href: Href },
): SafeHtml {
  const words = wordsFor(show.language)
  const pages = listPages(show).map(({ path }) => (path === page.path ? '' : href(path)))
  return html`<search class="filters" ${interfaceLanguage(show, words)}>
      <form
        autocomplete="off"
        data-filters
        data-pages="${JSON.stringify(pages)}"
        data-found="${JSON.stringify(words.episodesFound)}"
        data-none="${words.nothingFound}"
        data-words="${words.language}"
      >
        <label class="field words">
          <span class="aside">${words.search}</span>
          ${icon('search')}
          <input
            type="search"
            name="q"
            placeholder="${words.search}"
            enterkeyhint="search"
            disabled
          />
        </label>
        <button
          type="button"
          class="round narrow"
          aria-label="${words.filters}"
          aria-expanded="false"
          data-narrow
          disabled
        >
          ${icon('filters')}
        </button>
        <div class="choices">
          ${renderChoice('topic', words.topic, words.allTopics, topicsOf(show))}
          ${renderChoice('year', words.year, words.allYears, years)}
          <label class="check" hidden>
            <input type="checkbox" name="unheard" value="1" disabled />
            ${words.unheardOnly}
          </label>
        </div>
      </form>
      <p class="found" role="status" dir="auto" data-status></p>
    </search>`
}
