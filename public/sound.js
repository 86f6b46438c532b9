/** What the players of the page, the element and the frame have in common. */

/** Milliseconds until it shows that the listener waits, and until the connection is called slow. */
const SHOWN = 300
const SLOW = 10_000

function onAny(audio, types, act) {
  for (const type of types) audio.addEventListener(type, act)
}

/**
 * Tells when the listener waits for a recording: `show` is called with `loading` or `slow`, and with
 * '' when it goes on.
 */
export function watchLoading(audio, show) {
  let state = ''
  let timers = []
  const tell = (next) => {
    if (next === state) return
    state = next
    show(next)
  }
  const begin = () => {
    if (timers.length > 0 || audio.paused || audio.ended || audio.readyState > 2) return
    timers = [setTimeout(tell, SHOWN, 'loading'), setTimeout(tell, SLOW, 'slow')]
  }
  const end = () => {
    timers.forEach(clearTimeout)
    timers = []
    tell('')
  }
  onAny(audio, ['play', 'waiting', 'stalled', 'seeking'], begin)
  onAny(audio, ['playing', 'pause', 'ended', 'error', 'emptied'], end)
  onAny(audio, ['timeupdate'], () => audio.readyState > 2 && end())
  begin()
}

const PLAYS = 'sidecast:plays'

/** A window and all frames in it, those of other sites as well. */
function* windowsIn(outer) {
  yield outer
  for (let index = 0; index < outer.length; index += 1) yield* windowsIn(outer[index])
}

/**
 * One voice at once: who begins to play stops the others, in all tabs of a site and in all frames of a
 * page. Frames of other sites hear of it by messages alone.
 */
export function speakAlone(audio) {
  let others = null
  const yieldTo = ({ data, source }) => {
    if (data === PLAYS && source !== window) audio.pause()
  }
  const begin = () => {
    if (others !== null || audio.paused) return
    others = 'BroadcastChannel' in globalThis ? new BroadcastChannel('sidecast') : { close() {} }
    others.onmessage = yieldTo
    others.postMessage?.(PLAYS)
    for (const each of windowsIn(top)) each.postMessage(PLAYS, '*')
    addEventListener('message', yieldTo)
  }
  const end = () => {
    others?.close()
    others = null
    removeEventListener('message', yieldTo)
  }
  onAny(audio, ['play'], begin)
  onAny(audio, ['pause', 'ended', 'emptied'], end)
  begin()
}

/** What has been loaded of a recording, as a picture of that colour behind the scrubber. */
export function pictureOfLoaded({ buffered }, length, colour) {
  const place = (seconds) =>
    `calc(var(--thumb) / 2 + ${Math.min(1, seconds / length)} * (100% - var(--thumb)))`
  const parts = Array.from({ length: buffered.length }, (_, index) => {
    const [from, to] = [place(buffered.start(index)), place(buffered.end(index))]
    return `transparent ${from}, ${colour} ${from} ${to}, transparent ${to}`
  })
  return length > 0 && parts.length > 0 ? `linear-gradient(to right, ${parts.join(', ')})` : 'none'
}

/** What takes clicks for itself. */
const INTERACTIVE = 'a, button, summary, input, label, select, textarea, [contenteditable], [role=button]'
/** How far down the window a sentence is put that had left it. */
const RESTING_PLACE = 0.22

function on(target, listeners, options) {
  for (const type of Object.keys(listeners)) target.addEventListener(type, listeners[type], options)
}

/** Knows which sentence is being spoken, and keeps it before the reader's eyes, wherever it is written. */
export class Following {
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

  /**
   * @param voice What speaks: `audio`, `position`, `seek` and `playFrom`, in seconds.
   * @param sentences In the order of time, with `from` and `to`.
   * @param view Where they are written: `mark(sentence)`, null for none; `boxOf(sentence)`, its `top`
   * and `bottom` in the window; `end()`, the lower edge of what nothing covers; `wanted()`, whether
   * the reader wants marks; `changed()`, told when it may be another that is lost from sight.
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
    if (!voice.audio.paused) this.#start()
  }

  /** Leaves the page as it was. */
  end() {
    this.ended.abort()
    clearTimeout(this.#timer)
    this.view.mark(null)
  }

  /** Whether the reader has left the sentence that is spoken out of sight. */
  get lost() {
    const lost = this.view.wanted() && this.#begun && !this.#following && this.#last >= 0
    return lost && !this.#isInView()
  }

  /** A click on a sentence plays from there, unless it is meant for something else. */
  hearClicks(target, sentenceAt) {
    const { signal } = this.ended
    const click = (event) => {
      if (!this.view.wanted() || event.detail > 1 || event.defaultPrevented) return
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      if (this.#selected || !getSelection().isCollapsed || event.target.closest(INTERACTIVE)) return
      const sentence = sentenceAt(event)
      if (!sentence) return
      const { audio, position } = this.voice
      this.#before = { position, paused: audio.paused }
      this.voice.playFrom(sentence.from)
    }
    const pointerdown = () => (this.#selected = !getSelection().isCollapsed)
    on(target, { pointerdown, click, dblclick: () => this.#undo() }, { signal })
  }

  /** Two clicks select a word: then the first one was not meant to play. */
  #undo() {
    if (this.#before === null) return
    this.voice.seek(this.#before.position)
    if (this.#before.paused) this.voice.audio.pause()
    this.#before = null
  }

  /** Playing on from where nobody looks does not move the page under the reader's eyes. */
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
    if (!this.#settled) this.#following = this.#isInView()
    this.#settled = true
  }

  #find(seconds) {
    const { sentences } = this
    let low = 0
    let high = sentences.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (sentences[middle].from <= seconds) low = middle + 1
      else high = middle
    }
    return low > 0 && seconds < sentences[low - 1].to ? low - 1 : -1
  }

  /** Marks what is spoken now. */
  mark() {
    const { audio, position } = this.voice
    const shown = this.view.wanted() && (this.#begun || position > 0)
    const index = shown ? this.#find(position + 0.02) : -1
    if (index !== this.#index) this.#show(index)
    clearTimeout(this.#timer)
    if (!audio.paused) this.#timer = setTimeout(() => this.mark(), this.#untilChange(position))
  }

  /** Milliseconds until another sentence, or none, is spoken; the player's own clock is coarse. */
  #untilChange(position) {
    const current = this.sentences[this.#index]
    const next = current?.to ?? this.sentences.find(({ from }) => from > position)?.from
    const wait = next === undefined ? 1 : (next - position) / this.voice.audio.playbackRate
    return Math.max(20, wait * 1000)
  }

  #show(index) {
    this.#index = index
    if (index >= 0) this.#last = index
    this.view.mark(this.sentences[index] ?? null)
    if (index >= 0 && this.#begun) this.#settle()
    if (this.#following && !this.voice.audio.paused) this.#bringIntoView()
    this.view.changed()
  }

  /** Goes to what is spoken, because the reader asked for it. */
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

  #measure() {
    const { top, bottom } = this.view.boxOf(this.sentences[this.#last])
    return { top, bottom, end: this.view.end() }
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
    this.view.changed()
  }

  #onScrollEnd() {
    // Where the page went by itself, the reader still wants what he asked for, unless he has left it.
    const asked = this.#scrolling && this.#asked && this.#last >= 0 && this.#isInView()
    this.#scrolling = false
    this.#onScroll()
    this.#asked = asked
  }
}
