// @ts-check
/** Highlights the spoken sentence in an article: on the page of the episode, and for `read-along-here.js`. */

import { find, findAll, memory, need, on, targetOf } from './sound.js'

/** Elements that handle clicks themselves. */
const INTERACTIVE = 'a, button, summary, input, label, select, textarea, [contenteditable], [role=button]'
/** The share of the window height at which a sentence is put when it is scrolled to. */
const RESTING_PLACE = 0.22
/** Milliseconds without scrolling after which the page counts as still, if the browser has no event for it. */
const REST = 1500

/** Whether the reader has selected text. */
const isSelecting = () => getSelection()?.isCollapsed === false

/** @param {readonly DOMRect[]} boxes */
export function boxAround(boxes) {
  return {
    top: Math.min(...boxes.map(({ top }) => top)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  }
}

/** The player; times in seconds. @typedef {{ audio: HTMLMediaElement, readonly position: number, seek(seconds: number): void, playFrom(seconds: number): void }} Voice */
/** When something is spoken, in seconds. @typedef {{ from: number, to: number }} Times */

/**
 * Where sentences are written: `mark` gets null for none; `boxOf` tells its `top` and `bottom` in the
 * window, `end` the lower edge of what nothing covers, `wanted` whether the reader wants marks;
 * `changed` is told when it may be another that is lost from sight.
 *
 * @template {Times} Sentence
 * @typedef {{ mark(sentence: Sentence | null): void, boxOf(sentence: Sentence): { top: number, bottom: number }, end(): number, wanted(): boolean, changed(): void }} Written
 */

/**
 * Tracks the spoken sentence, and scrolls so that it stays in view, wherever it is written.
 *
 * @template {Times} Sentence
 */
export class Following {
  /** The index of the highlighted sentence; -1 for none. */
  #index = -1
  /** The index of the last highlighted sentence, while something is spoken that is not in the article. */
  #last = -1
  /** Whether the page follows the voice. */
  #following = true
  /** Whether the reader has just chosen a position, so that the page must scroll to it. */
  #asked = false
  /** Whether it was decided, since playback started, if the page follows the voice. */
  #settled = false
  /** Whether the reader has scrolled; until then the page follows the voice. */
  #placed = scrollY > 0
  /** Whether the page is scrolling to the spoken sentence. */
  #scrolling = false
  /** Whether the reader has interfered since that scrolling began. */
  #touched = false
  /** How often scrolling may start again after something else has stopped it. */
  #retries = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #arrival = undefined
  #begun = false
  /**
   * Where it played before the last click, which may turn out to be the first half of two.
   *
   * @type {{ position: number, paused: boolean } | null}
   */
  #before = null
  #selected = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer = undefined

  /**
   * @param {Voice} voice
   * @param {readonly Sentence[]} sentences In the order of time.
   * @param {Written<Sentence>} view
   */
  constructor(voice, sentences, view) {
    this.voice = voice
    this.sentences = sentences
    this.view = view
    this.ended = new AbortController()
    const { signal } = this.ended
    on(
      voice.audio,
      {
        play: () => this.#start(),
        pause: () => this.#rest(),
        ratechange: () => this.mark(),
        timeupdate: () => this.mark(),
        seeked: () => this.mark(),
      },
      { signal },
    )
    on(window, { scroll: () => this.#onScroll(), scrollend: () => this.#onScrollEnd() }, { signal })
    const touch = () => (this.#touched = true)
    const take = () => (this.#scrolling = false)
    on(window, { pointerdown: touch, keydown: touch, wheel: take, touchmove: take }, { signal, passive: true })
    if (!voice.audio.paused) this.#start()
  }

  /** Removes the highlights. */
  end() {
    this.ended.abort()
    clearTimeout(this.#timer)
    clearTimeout(this.#arrival)
    this.view.mark(null)
  }

  /** Whether the reader has scrolled away from the spoken sentence. */
  get lost() {
    const lost = this.view.wanted() && this.#begun && !this.#following && this.#last >= 0
    return lost && !this.#isInView()
  }

  /**
   * A click on a sentence plays from there, unless it is meant for something else.
   *
   * @param {HTMLElement} target
   * @param {(event: MouseEvent) => { from: number } | null | undefined} sentenceAt
   */
  hearClicks(target, sentenceAt) {
    const { signal } = this.ended
    const click = (/** @type {MouseEvent} */ event) => {
      if (!this.view.wanted() || event.detail > 1 || event.defaultPrevented) return
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      if (this.#selected || isSelecting() || targetOf(event).closest(INTERACTIVE)) return
      const sentence = sentenceAt(event)
      if (!sentence) return
      const { audio, position } = this.voice
      this.#before = { position, paused: audio.paused }
      this.voice.playFrom(sentence.from)
    }
    const pointerdown = () => (this.#selected = isSelecting())
    on(target, { pointerdown, click, dblclick: () => this.#undo() }, { signal })
  }

  /** Two clicks select a word: then the first one was not meant to play. */
  #undo() {
    if (this.#before === null) return
    this.voice.seek(this.#before.position)
    if (this.#before.paused) this.voice.audio.pause()
    this.#before = null
  }

  /** Decides whether the page follows: not if the reader is looking at another part of it. */
  #start() {
    this.#begun = true
    this.#settled = this.#asked
    this.#asked = false
    if (this.#index >= 0) this.#settle()
    this.mark()
    this.view.changed()
  }

  #rest() {
    clearTimeout(this.#timer)
    this.#asked = false
  }

  #settle() {
    if (!this.#settled) this.#following = !this.#placed || this.#isInView()
    this.#settled = true
  }

  /** @param {number} seconds */
  #find(seconds) {
    const { sentences } = this
    let low = 0
    let high = sentences.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sentences[middle]?.from ?? Infinity) <= seconds) low = middle + 1
      else high = middle
    }
    return seconds < (sentences[low - 1]?.to ?? -Infinity) ? low - 1 : -1
  }

  /** Highlights the sentence that is spoken now. */
  mark() {
    const { audio, position } = this.voice
    const shown = this.view.wanted() && (this.#begun || position > 0)
    const index = shown ? this.#find(position + 0.02) : -1
    if (index !== this.#index) this.#show(index)
    clearTimeout(this.#timer)
    if (!audio.paused) this.#timer = setTimeout(() => this.mark(), this.#untilChange(position))
  }

  /** Milliseconds until the spoken sentence changes; events of the player are too rare. @param {number} position */
  #untilChange(position) {
    const current = this.sentences[this.#index]
    const next = current?.to ?? this.sentences.find(({ from }) => from > position)?.from
    const wait = next === undefined ? 1 : (next - position) / this.voice.audio.playbackRate
    return Math.max(20, wait * 1000)
  }

  /** @param {number} index */
  #show(index) {
    this.#index = index
    if (index >= 0) this.#last = index
    this.view.mark(this.sentences[index] ?? null)
    if (index >= 0 && this.#begun) this.#settle()
    if (this.#following && !this.voice.audio.paused) this.#bringIntoView()
    this.view.changed()
  }

  /** Scrolls to the spoken sentence, at the request of the reader. */
  follow() {
    this.#asked = true
    this.#following = true
    this.#settled = true
    this.mark()
    const { position } = this.voice
    if (this.#index < 0) this.#last = this.sentences.findLastIndex(({ from }) => from <= position)
    this.#bringIntoView()
    this.view.changed()
  }

  /** The position of the last highlighted sentence in the window; null for none. */
  #measure() {
    const sentence = this.sentences[this.#last]
    return sentence ? { ...this.view.boxOf(sentence), end: this.view.end() } : null
  }

  #isInView() {
    const box = this.#measure()
    return box !== null && box.bottom > 0 && box.top < box.end
  }

  #bringIntoView(retries = 1) {
    const box = this.#measure()
    if (box === null) return
    const { top, bottom, end } = box
    const high = bottom - top > end * (1 - RESTING_PLACE)
    if (top >= 0 && (high ? top < end / 2 : bottom <= end)) return
    this.#scrolling = true
    this.#touched = false
    this.#retries = retries
    scrollTo({ top: scrollY + top - end * RESTING_PLACE })
    this.#awaitArrival()
  }

  #awaitArrival() {
    clearTimeout(this.#arrival)
    this.#arrival = setTimeout(() => this.#onScrollEnd(), REST)
  }

  /** Stops following when the reader scrolls away from the sentence, and resumes when they return. */
  #onScroll() {
    if (this.#scrolling) return this.#awaitArrival()
    this.#asked = false
    this.#placed = true
    if (!this.#begun || this.#last < 0) return
    this.#following = this.#isInView()
    this.view.changed()
  }

  #onScrollEnd() {
    clearTimeout(this.#arrival)
    // A window that is turned or resized stops a page on its way, and so did not the reader.
    const stopped = this.#scrolling && !this.#touched && this.#following && !this.#isInView()
    if (stopped && this.#retries > 0) return this.#bringIntoView(this.#retries - 1)
    // Where the page went by itself, the reader still wants what he asked for, unless he has left it.
    const asked = this.#scrolling && this.#asked && this.#last >= 0 && this.#isInView()
    this.#scrolling = false
    this.#onScroll()
    this.#asked = asked
  }
}

/** Seconds: later in a sentence, one step back leads to its beginning. */
const STEP = 1.5
/** @typedef {Times & { places: HTMLElement[] }} Sentence */

/** The sentences of the article in the order of time; one may have several elements. */
function readSentences() {
  /** @type {Sentence[]} */
  const sentences = []
  for (const place of findAll('[data-from]', HTMLElement)) {
    const from = Number(place.dataset.from)
    const last = sentences.at(-1)
    if (last?.from === from) last.places.push(place)
    else sentences.push({ from, to: Number(place.dataset.to), places: [place] })
  }
  return sentences
}

/**
 * Starts if sentences of this article have times.
 *
 * @param {import('./listen.js').Player} player
 * @param {AbortSignal} ended Ends it with the page.
 */
export function startReadAlong(player, ended) {
  const main = find('spoken', HTMLElement)
  if (main) new ReadAlong(player, main, ended)
}

class ReadAlong {
  #sentences = readSentences()
  /** @type {Sentence | null} */
  #marked = null

  /**
   * @param {import('./listen.js').Player} player
   * @param {HTMLElement} main
   * @param {AbortSignal} ended
   */
  constructor(player, main, ended) {
    this.main = main
    this.player = player
    this.button = need('read-along', HTMLButtonElement, player.root)
    this.box = need('along', HTMLInputElement, player.root)
    this.box.checked = memory.get('along') !== 'off'
    this.following = new Following(player, this.#sentences, {
      mark: (sentence) => this.#mark(sentence),
      boxOf: ({ places }) => boxAround(places.map((place) => place.getBoundingClientRect())),
      end: () => this.#end(),
      wanted: () => this.box.checked,
      changed: () => this.#showButton(),
    })
    this.following.hearClicks(this.main, (event) => this.#sentenceOf(targetOf(event)))
    on(this.box, { change: () => this.#choose() }, { signal: ended })
    ended.addEventListener('abort', () => this.#leave())
    this.#showWanted()
    const watcher = { moved: () => this.following.mark(), jumped: () => this.following.follow() }
    player.watch(watcher, ended)
    player.add(
      {
        readAlong: () => this.#takeUp(),
        sentenceBack: () => this.step(-1),
        sentenceForward: () => this.step(1),
      },
      { 'Shift+ArrowLeft': 'sentenceBack', 'Shift+ArrowRight': 'sentenceForward' },
    )
  }

  #leave() {
    this.following.end()
    this.button.hidden = true
  }

  /** Goes to the beginning of this sentence, or to one before or after it. @param {1 | -1} direction */
  step(direction) {
    const { position } = this.player
    const now = this.#sentences.findLastIndex(({ from }) => from <= position)
    const within = position - (this.#sentences[now]?.from ?? Infinity) > STEP
    const target = this.#sentences[direction > 0 ? now + 1 : within ? now : now - 1]
    if (target) this.player.jump(target.from)
  }

  /** @param {Element} target */
  #sentenceOf(target) {
    const place = target.closest('[data-from]')
    if (!(place instanceof HTMLElement)) return null
    return { from: Number(place.dataset.from) }
  }

  #choose() {
    memory.set('along', this.box.checked ? null : 'off')
    this.#showWanted()
  }

  #showWanted() {
    this.main.classList.toggle('along', this.box.checked)
    this.following.mark()
  }

  /** @param {Sentence | null} sentence */
  #mark(sentence) {
    for (const place of this.#marked?.places ?? []) place.classList.remove('now')
    for (const place of sentence?.places ?? []) place.classList.add('now')
    this.#marked = sentence
  }

  /** The lower edge of the visible page: in a low window the bar is not fixed, and covers nothing. */
  #end() {
    const bar = this.player.root.getBoundingClientRect().top
    return bar > innerHeight / 2 ? Math.min(bar, innerHeight) : innerHeight
  }

  #takeUp() {
    this.following.follow()
    this.player.toggleButton.focus({ preventScroll: true })
  }

  #showButton() {
    if (this.following) this.button.hidden = !this.following.lost
  }
}
