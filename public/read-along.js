/** Marks in the article what is being spoken, and keeps it before the reader's eyes. */

import { find, findAll, memory, on } from './page.js'

/** What takes clicks for itself. */
const INTERACTIVE = 'a, button, summary, input, label, select, textarea'
/** Seconds: later in a sentence, one step back leads to its beginning. */
const STEP = 1.5
/** How far down the window a sentence is put that had left it. */
const RESTING_PLACE = 0.22

/** The sentences of the article in the order of time; one may stand in several places. */
function readSentences() {
  const sentences = []
  for (const place of findAll('[data-from]')) {
    const from = Number(place.dataset.from)
    if (sentences.at(-1)?.from === from) sentences.at(-1).places.push(place)
    else sentences.push({ from, to: Number(place.dataset.to), places: [place] })
  }
  return sentences
}

export class ReadAlong {
  #sentences = readSentences()
  /** The one that is marked; -1 for none. */
  #index = -1
  /** The one that was marked last: where the voice is while it says what is not in the article. */
  #last = -1
  /** Whether the page goes with the voice. */
  #following = true
  /** Whether the reader has just asked for a place, so that the page has to go there. */
  #asked = false
  /** Whether it is known if the reader looks at what is spoken since it plays. */
  #settled = false
  #scrolling = false
  #begun = false
  /** Where it played before the last click, which may turn out to be the first half of two. */
  #before = null
  #selected = false
  #timer = 0

  constructor(player) {
    this.main = find('spoken')
    if (!this.main) return
    this.player = player
    this.button = find('follow')
    this.box = find('along')
    this.box.checked = memory.get('along') !== 'off'
    this.#listen()
    this.#showWanted()
    player.watch({ moved: () => this.#mark(), jumped: () => this.#follow() })
    player.add(
      {
        follow: () => this.#takeUp(),
        sentenceBack: () => this.step(-1),
        sentenceForward: () => this.step(1),
      },
      { 'Shift+ArrowLeft': 'sentenceBack', 'Shift+ArrowRight': 'sentenceForward' },
    )
  }

  /** Goes to the beginning of this sentence, or to one before or after it. */
  step(direction) {
    const { position } = this.player
    const now = this.#sentences.findLastIndex(({ from }) => from <= position)
    const within = now >= 0 && position - this.#sentences[now].from > STEP
    const target = this.#sentences[direction > 0 ? now + 1 : within ? now : now - 1]
    if (target) this.player.jump(target.from)
  }

  #listen() {
    const { main, player, box } = this
    on(main, {
      pointerdown: () => (this.#selected = !getSelection().isCollapsed),
      click: (event) => this.#onClick(event),
      dblclick: () => this.#undo(),
    })
    on(player.audio, {
      play: () => this.#start(),
      pause: () => {
        clearTimeout(this.#timer)
        this.#asked = false
      },
      ratechange: () => this.#mark(),
    })
    on(box, {
      change: () => {
        memory.set('along', box.checked ? null : 'off')
        this.#showWanted()
      },
    })
    on(window, {
      scroll: () => this.#onScroll(),
      scrollend: () => {
        // Where the page went by itself, the reader still wants what he asked for.
        const asked = this.#scrolling && this.#asked
        this.#scrolling = false
        this.#onScroll()
        this.#asked = asked
      },
    })
  }

  #showWanted() {
    this.main.classList.toggle('along', this.box.checked)
    this.#mark()
  }

  /** A click on a sentence plays from there, unless it is meant for something else. */
  #onClick(event) {
    const place = event.target.closest('[data-from]')
    if (!place || !this.box.checked || event.detail > 1) return
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    if (this.#selected || !getSelection().isCollapsed || event.target.closest(INTERACTIVE)) return
    const { audio, position } = this.player
    this.#before = { position, paused: audio.paused }
    this.player.playFrom(Number(place.dataset.from))
  }

  /** Two clicks select a word: then the first one was not meant to play. */
  #undo() {
    if (this.#before === null) return
    this.player.seek(this.#before.position)
    if (this.#before.paused) this.player.audio.pause()
    this.#before = null
  }

  /** Playing on from where nobody looks does not move the page under the reader's eyes. */
  #start() {
    this.#begun = true
    this.#settled = this.#asked
    this.#asked = false
    if (this.#index >= 0) this.#settle()
    this.#mark()
    this.#showButton()
  }

  #settle() {
    if (!this.#settled) this.#following = this.#isInView()
    this.#settled = true
  }

  #find(seconds) {
    const sentences = this.#sentences
    let low = 0
    let high = sentences.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (sentences[middle].from <= seconds) low = middle + 1
      else high = middle
    }
    return low > 0 && seconds < sentences[low - 1].to ? low - 1 : -1
  }

  #mark() {
    const { audio, position } = this.player
    const shown = this.box.checked && (this.#begun || position > 0)
    const index = shown ? this.#find(position + 0.02) : -1
    if (index !== this.#index) this.#show(index)
    clearTimeout(this.#timer)
    if (!audio.paused) this.#timer = setTimeout(() => this.#mark(), this.#untilChange(position))
  }

  /** Milliseconds until another sentence, or none, is spoken; the player's own clock is coarse. */
  #untilChange(position) {
    const current = this.#sentences[this.#index]
    const next = current?.to ?? this.#sentences.find(({ from }) => from > position)?.from
    const wait = next === undefined ? 1 : (next - position) / this.player.audio.playbackRate
    return Math.max(20, wait * 1000)
  }

  #show(index) {
    for (const place of this.#sentences[this.#index]?.places ?? []) place.classList.remove('now')
    this.#index = index
    if (index >= 0) this.#last = index
    for (const place of this.#sentences[index]?.places ?? []) place.classList.add('now')
    if (index >= 0 && this.#begun) this.#settle()
    if (this.#following && !this.player.audio.paused) this.#bringIntoView()
    this.#showButton()
  }

  #follow() {
    this.#asked = true
    this.#following = true
    this.#settled = true
    this.#mark()
    const { position } = this.player
    if (this.#index < 0) this.#last = this.#sentences.findLastIndex(({ from }) => from <= position)
    this.#bringIntoView()
    this.#showButton()
  }

  #takeUp() {
    this.#follow()
    this.player.toggleButton.focus({ preventScroll: true })
  }

  /** The part of the window that nothing covers, and where the last sentence is. */
  #measure() {
    const { places } = this.#sentences[this.#last]
    const bar = this.player.root.getBoundingClientRect().top
    // In a low window the bar does not stay, and covers nothing.
    const end = bar > innerHeight / 2 ? Math.min(bar, innerHeight) : innerHeight
    const { top } = places[0].getBoundingClientRect()
    const { bottom } = places.at(-1).getBoundingClientRect()
    return { top, bottom, end }
  }

  #isInView() {
    const { top, bottom, end } = this.#measure()
    return bottom > 0 && top < end
  }

  #bringIntoView() {
    if (this.#last < 0) return
    const { top, bottom, end } = this.#measure()
    const high = bottom - top > end * (1 - RESTING_PLACE)
    if (top >= 0 && (high ? top < end / 2 : bottom <= end)) return
    this.#scrolling = true
    scrollTo({ top: scrollY + top - end * RESTING_PLACE })
    setTimeout(() => (this.#scrolling = false), 1500)
  }

  /** Following ends where the reader scrolls away from the sentence, and begins where he comes back. */
  #onScroll() {
    if (this.#scrolling) return
    this.#asked = false
    if (!this.#begun || this.#last < 0) return
    this.#following = this.#isInView()
    this.#showButton()
  }

  #showButton() {
    const lost = this.box.checked && this.#begun && !this.#following && this.#last >= 0
    this.button.hidden = !lost || this.#isInView()
  }
}
