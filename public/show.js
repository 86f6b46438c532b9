// @ts-check
/** The list of episodes: progress of each, search, topics and years. */

import { isPlain, onPage, playThere } from './page.js'
import { clock, fill, find, findAll, listened, need, on, targetOf } from './sound.js'

/** Shows on the button of each episode how much was heard, and where it continues. @param {ParentNode} scope */
function showProgress(scope) {
  for (const link of findAll('[data-at]', HTMLAnchorElement, scope)) {
    const { at: guid = '', continueFrom, heard, seconds } = link.dataset
    const place = listened.placeIn(guid)
    const done = heard !== undefined && place === 0 && listened.toEnd(guid)
    const label = need('label', HTMLElement, link)
    label.dataset.first ??= label.textContent
    const onward = place > 0 ? fill(continueFrom, { time: clock(place) }) : label.dataset.first
    label.textContent = done ? heard : onward
    link.classList.toggle('begun', place > 0)
    link.classList.toggle('heard', done)
    link.style.setProperty('--heard', String(place / Number(seconds) || 0))
  }
}

/** Letters that do not decompose, but are searched like their base letters. @type {Record<string, string>} */
const PLAIN = { ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' }

/** Normalises a text for comparison: no marks, capitals and punctuation. @param {string} text */
function fold(text) {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđßæœı]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
}

/** A topic, however posts write it: `web-development` is `Web Development`. @param {string} topic */
const keyOf = (topic) => topic.normalize('NFC').toLowerCase().replace(/[\s_-]+/g, ' ').trim()

/**
 * An entry of the list with its searchable text.
 *
 * @typedef {{ entry: HTMLElement, guid: string, topics: string[], year: string, text: string }} Findable
 */

/** @param {HTMLElement} entry @returns {Findable} */
function toFindable(entry) {
  /** @type {string[]} */
  const written = JSON.parse(entry.dataset.topics ?? '[]')
  const topics = written.map(keyOf)
  const parts = findAll('h3, .summary, .facts', HTMLElement, entry).map((part) => part.textContent)
  const { at: guid = '' } = find('at', HTMLElement, entry)?.dataset ?? {}
  const { year = '' } = entry.dataset
  return { entry, guid, topics, year, text: fold([...parts, ...topics].join(' ')) }
}

/** How many letters of a word may be wrong: none in short words, which would be others. @param {string} word */
const slipsIn = ({ length }) => (length < 4 ? 0 : length < 8 ? 1 : 2)

/**
 * Whether a word begins like another, except for some letters that are wrong, missing, added or swapped.
 *
 * @param {string} word
 * @param {string} other
 * @param {number} slips
 */
function isNearly(word, other, slips) {
  /** @type {[number[], number[]]} */
  let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= word.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const same = word[i - 1] === other[j - 1]
      next[j] = Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + (same ? 0 : 1))
      const swapped = word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1]
      if (swapped) next[j] = Math.min(at(next, j), at(before, j - 2) + 1)
    }
    ;[before, row] = [row, next]
  }
  return Math.min(...row) <= slips
}

/** @param {readonly number[]} row @param {number} index */
const at = (row, index) => row[index] ?? Infinity

/** Whether a text has a word, or one that is nearly the same. @param {string} text @param {string} word */
function hasNearly(text, word) {
  const slips = slipsIn(word)
  if (text.includes(word)) return true
  const like = (/** @type {string} */ other) => other.length >= word.length - slips && isNearly(word, other.slice(0, word.length + slips), slips)
  return slips > 0 && text.split(' ').some(like)
}

/**
 * The entries that have all words; if there are none, those with nearly the same words.
 *
 * @param {readonly Findable[]} entries
 * @param {readonly string[]} words
 */
function findWords(entries, words) {
  const exact = entries.filter(({ text }) => words.every((word) => text.includes(word)))
  if (exact.length > 0) return exact
  return entries.filter(({ text }) => words.every((word) => hasNearly(text, word)))
}

const entriesOf = (/** @type {ParentNode} */ scope) => findAll('[data-list] .entry', HTMLElement, scope)

const copiesOf = (/** @type {ParentNode} */ scope) =>
  entriesOf(scope).map((entry) => /** @type {HTMLElement} */ (entry.cloneNode(true)))

/** The entries of another page, with absolute addresses. @param {string} page */
async function fetchEntries(page) {
  const answer = await fetch(page)
  if (!answer.ok) throw new Error(`${answer.status}`)
  const other = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const base = new URL(page, location.href)
  const entries = entriesOf(other)
  for (const part of entries.flatMap((entry) => [...entry.querySelectorAll('[href], [src]')])) {
    for (const name of ['href', 'src']) {
      const address = part.getAttribute(name)
      if (address !== null) part.setAttribute(name, new URL(address, base).href)
    }
    part.removeAttribute('srcset')
  }
  showProgress(other)
  return entries
}

/** How many results are added at a time, so that the page stays responsive. */
const PORTION = 20

class Search {
  #turn = 0
  /** @type {Promise<Findable[]> | null} */
  #all = null

  /**
   * @param {HTMLFormElement} form
   * @param {AbortSignal} ended
   */
  constructor(form, ended) {
    this.form = form
    this.list = need('list', HTMLElement)
    this.results = need('results', HTMLElement)
    this.found = findAll('ul', HTMLElement, this.results)[0] ?? this.results
    this.status = need('status', HTMLElement)
    this.plural = new Intl.PluralRules(form.dataset.words)
    this.main = form.closest('main') ?? document.body
    this.narrow = need('narrow', HTMLButtonElement)
    this.narrow.disabled = false
    on(this.narrow, { click: () => this.#open(this.narrow.ariaExpanded !== 'true') })
    for (const field of this.#fields) field.disabled = false
    const unheard = this.#fields.find(({ name }) => name === 'unheard')?.closest('label')
    if (unheard) unheard.hidden = !listened.anyToEnd()
    // Loads the other pages when a field gets the focus, before the search.
    form.addEventListener('focusin', () => void this.#everything().catch(() => this.#forget()))
    form.addEventListener('input', () => this.update())
    form.addEventListener('submit', (event) => this.#submit(event))
    on(window, { popstate: () => this.#restore() }, { signal: ended })
    this.#restore()
  }

  get #fields() {
    return [...this.form.elements].flatMap((field) =>
      field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? [field] : [],
    )
  }

  get #wanted() {
    const asked = new FormData(this.form)
    const valueOf = (/** @type {string} */ name) => {
      const value = asked.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    return { q: valueOf('q'), topic: valueOf('topic'), year: valueOf('year'), unheard: valueOf('unheard') }
  }

  /** Restores the search from the query of the address. */
  #restore() {
    const named = new URLSearchParams(location.search)
    for (const field of this.#fields) {
      const wanted = named.get(field.name) ?? ''
      if (field instanceof HTMLSelectElement) field.value = this.#spelling(field, wanted)
      else if (field.type === 'checkbox') field.checked = named.has(field.name)
      else field.value = wanted
    }
    const { topic, year, unheard } = this.#wanted
    if (`${topic}${year}${unheard}` !== '') this.#open(true)
    void this.#show()
  }

  /**
   * A topic in the spelling of the page, which posts and links may spell differently.
   *
   * @param {HTMLSelectElement} field
   * @param {string} wanted
   */
  #spelling({ options }, wanted) {
    return [...options].find(({ value }) => keyOf(value) === keyOf(wanted))?.value ?? ''
  }

  /** Shows the filters, on screens that have no room for them at first. @param {boolean} open */
  #open(open) {
    this.narrow.ariaExpanded = String(open)
  }

  update() {
    const asked = Object.entries(this.#wanted).filter(([, value]) => value !== '')
    const query = new URLSearchParams(asked).toString()
    const { pathname, hash } = location
    history.replaceState(history.state, '', query === '' ? pathname + hash : `${pathname}?${query}`)
    void this.#show()
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault()
    findAll('h3 a', HTMLAnchorElement, this.results)[0]?.focus()
  }

  /** Every episode of the show; the other pages are fetched once. */
  #everything() {
    /** @type {string[]} */
    const pages = JSON.parse(this.form.dataset.pages ?? '[]')
    this.#all ??= Promise.all(
      pages.map(async (page) => (page === '' ? copiesOf(document) : await fetchEntries(page)).map(toFindable)),
    ).then((found) => found.flat())
    return this.#all
  }

  async #show() {
    const turn = (this.#turn += 1)
    const { q, topic, year, unheard } = this.#wanted
    const searching = `${q}${topic}${year}${unheard}` !== ''
    if (searching) {
      const all = await this.#everything().catch(() => this.#forget())
      if (turn !== this.#turn) return
      const words = fold(q).split(' ').filter(Boolean)
      const chosen = all.filter(
        (one) =>
          (topic === '' || one.topics.includes(keyOf(topic))) &&
          (year === '' || one.year === year) &&
          (unheard === '' || !listened.toEnd(one.guid)),
      )
      const found = findWords(chosen, words)
      this.#tell(found.length)
      await this.#fill(found, turn)
    } else {
      this.status.textContent = ''
      this.found.replaceChildren()
    }
    this.#showResults(searching)
  }

  /** Shows the results instead of the list and the description of the show. @param {boolean} searching */
  #showResults(searching) {
    this.main.classList.toggle('searching', searching)
    this.results.hidden = !searching
    this.list.hidden = searching
  }

  /** If a page cannot be fetched, searches this one; the next search tries again. */
  #forget() {
    this.#all = null
    return copiesOf(document).map(toFindable)
  }

  /** @param {number} number */
  #tell(number) {
    const { found, none } = this.form.dataset
    /** @type {Record<string, string>} */
    const forms = JSON.parse(found ?? '{}')
    const text = forms[this.plural.select(number)] ?? forms.other
    this.status.textContent = number === 0 ? (none ?? '') : fill(text, { count: number })
  }

  /**
   * Adds the first portion at once, and the rest later.
   *
   * @param {readonly Findable[]} found
   * @param {number} turn
   */
  async #fill(found, turn) {
    const entries = found.map(({ entry }) => entry)
    this.found.replaceChildren(...entries.slice(0, PORTION))
    this.#showResults(true)
    for (let start = PORTION; start < entries.length; start += PORTION) {
      await new Promise((rested) => setTimeout(rested))
      if (turn !== this.#turn) return
      this.found.append(...entries.slice(start, start + PORTION))
    }
  }
}

/** A button labelled ▶ starts the recording on the page that it opens. */
on(document, {
  click(event) {
    const link = targetOf(event).closest('a[data-at]')
    if (link instanceof HTMLAnchorElement && isPlain(event)) playThere(link)
  },
})

on(window, { pageshow: (event) => event.persisted && showProgress(document) })
onPage((ended) => {
  showProgress(document)
  const form = find('filters', HTMLFormElement)
  if (form) new Search(form, ended)
})
