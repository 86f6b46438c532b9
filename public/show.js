/** The list of episodes: progress of each, search, topics and years. */

import { clock, fill, find, isPlain, memory, playThere } from './page.js'

const isHeard = (guid) => memory.get(`heard:${guid}`) !== null

/** Shows on the button of each episode how much was heard, and where it continues. */
function showProgress(scope) {
  for (const link of scope.querySelectorAll('[data-at]')) {
    const { at: guid, continueFrom, heard, seconds } = link.dataset
    const place = parseInt(memory.get(`at:${guid}`)) || 0
    const done = heard !== undefined && place === 0 && isHeard(guid)
    const label = link.querySelector('[data-label]')
    label.dataset.first ??= label.textContent
    const onward = place > 0 ? fill(continueFrom, { time: clock(place) }) : label.dataset.first
    label.textContent = done ? heard : onward
    link.classList.toggle('begun', place > 0)
    link.classList.toggle('heard', done)
    link.style.setProperty('--heard', place / Number(seconds) || 0)
  }
}

/** Letters that do not decompose, but are searched like their base letters. */
const PLAIN = { ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' }

/** Normalises a text for comparison: no marks, capitals and punctuation. */
function fold(text) {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđßæœı]/g, (letter) => PLAIN[letter])
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
}

/** A topic, however posts write it: `web-development` is `Web Development`. */
const keyOf = (topic) => topic.normalize('NFC').toLowerCase().replace(/[\s_-]+/g, ' ').trim()

/** An entry of the list with its searchable text. */
function toFindable(entry) {
  const topics = JSON.parse(entry.dataset.topics).map(keyOf)
  const parts = [...entry.querySelectorAll('h3, .summary, .facts')].map((part) => part.textContent)
  const { at: guid } = entry.querySelector('[data-at]').dataset
  return { entry, guid, topics, year: entry.dataset.year, text: fold([...parts, ...topics].join(' ')) }
}

/** How many letters of a word may be mistaken: none in short words, which would be others. */
const slipsIn = ({ length }) => (length < 4 ? 0 : length < 8 ? 1 : 2)

/** Whether a word begins like another but for so many letters that are wrong, missing, added or swapped. */
function isNearly(word, other, slips) {
  let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= word.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const same = word[i - 1] === other[j - 1]
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1))
      const swapped = word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1]
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1)
    }
    ;[before, row] = [row, next]
  }
  return Math.min(...row) <= slips
}

/** The entries that have all words; where none has, those with words that nearly are these. */
function findWords(entries, words) {
  const exact = entries.filter(({ text }) => words.every((word) => text.includes(word)))
  if (exact.length > 0) return exact
  const hasNearly = (text, word) => {
    const slips = slipsIn(word)
    if (text.includes(word)) return true
    const like = (other) => other.length >= word.length - slips && isNearly(word, other.slice(0, word.length + slips), slips)
    return slips > 0 && text.split(' ').some(like)
  }
  return entries.filter(({ text }) => words.every((word) => hasNearly(text, word)))
}

const entriesOf = (scope) => [...scope.querySelectorAll('[data-list] .entry')]

/** The entries of another page, with absolute addresses. */
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
  #all = null

  constructor(form) {
    this.form = form
    this.list = find('list')
    this.results = find('results')
    this.status = find('status')
    this.plural = new Intl.PluralRules(form.dataset.words)
    for (const field of form.elements) field.disabled = false
    const { unheard } = form.elements
    this.main = form.closest('main')
    this.narrow = find('narrow')
    this.narrow.addEventListener('click', () => this.#open(this.narrow.ariaExpanded !== 'true'))
    unheard.closest('label').hidden = !memory.names().some((name) => name.startsWith('heard:'))
    // Loads the other pages when a field gets the focus, before the search.
    form.addEventListener('focusin', () => void this.#everything().catch(() => this.#forget()))
    form.addEventListener('input', () => this.update())
    form.addEventListener('submit', (event) => this.#submit(event))
    addEventListener('popstate', () => this.#restore())
    this.#restore()
  }

  get #wanted() {
    const { q, topic, year, unheard } = this.form.elements
    return {
      q: q.value.trim(),
      topic: topic?.value ?? '',
      year: year?.value ?? '',
      unheard: unheard.checked ? unheard.value : '',
    }
  }

  /** Restores the search from the query of the address. */
  #restore() {
    const named = new URLSearchParams(location.search)
    for (const field of this.form.elements) {
      const wanted = named.get(field.name) ?? ''
      if (field.type === 'checkbox') field.checked = named.has(field.name)
      else if (field.options) field.value = this.#spelling(field, wanted)
      else field.value = wanted
    }
    const { topic, year, unheard } = this.#wanted
    if (`${topic}${year}${unheard}` !== '') this.#open(true)
    void this.#show()
  }

  /** A topic as the page writes it, for posts and links may write it otherwise. */
  #spelling({ options }, wanted) {
    return [...options].find(({ value }) => keyOf(value) === keyOf(wanted))?.value ?? ''
  }

  /** Shows what narrows a search down, where there is no room for it at once. */
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

  #submit(event) {
    event.preventDefault()
    this.results.querySelector('h3 a')?.focus()
  }

  /** Every episode of the show; the other pages are fetched once. */
  #everything() {
    this.#all ??= Promise.all(
      JSON.parse(this.form.dataset.pages).map(async (page) =>
        (page === '' ? entriesOf(document).map((entry) => entry.cloneNode(true)) : await fetchEntries(page)).map(
          toFindable,
        ),
      ),
    ).then((pages) => pages.flat())
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
          (unheard === '' || !isHeard(one.guid)),
      )
      const found = findWords(chosen, words)
      this.#tell(found.length)
      await this.#fill(found, turn)
    } else {
      this.status.textContent = ''
      this.results.replaceChildren()
    }
    this.#showResults(searching)
  }

  /** Shows the results in place of the list and of what is said of the show. */
  #showResults(searching) {
    this.main.classList.toggle('searching', searching)
    this.results.hidden = !searching
    this.list.hidden = searching
  }

  /** If a page cannot be fetched, searches this one; the next search tries again. */
  #forget() {
    this.#all = null
    return entriesOf(document).map((entry) => toFindable(entry.cloneNode(true)))
  }

  #tell(number) {
    const { found, none } = this.form.dataset
    const forms = JSON.parse(found)
    const text = forms[this.plural.select(number)] ?? forms.other
    this.status.textContent = number === 0 ? none : fill(text, { count: number })
  }

  /** Adds the first portion at once, and the rest later. */
  async #fill(found, turn) {
    const entries = found.map(({ entry }) => entry)
    this.results.replaceChildren(...entries.slice(0, PORTION))
    this.#showResults(true)
    for (let start = PORTION; start < entries.length; start += PORTION) {
      await new Promise((rested) => setTimeout(rested))
      if (turn !== this.#turn) return
      this.results.append(...entries.slice(start, start + PORTION))
    }
  }
}

/** A button that says that it plays does so, on the page that it opens. */
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-at]')
  if (link && isPlain(event)) playThere(link)
})

showProgress(document)
addEventListener('pageshow', (event) => event.persisted && showProgress(document))
const form = find('filters')
if (form) new Search(form)
