// @ts-check
/** Functions that the scripts of pages, element and frame share. Loading it has no effect. */

/** Stored values; where storage is not permitted, everything else still works. */
export const memory = {
  /** @param {string} name */
  get(name) {
    try {
      return localStorage.getItem(`sidecast:${name}`)
    } catch {
      return null
    }
  },
  names() {
    try {
      const ours = Object.keys(localStorage).filter((key) => key.startsWith('sidecast:'))
      return ours.map((key) => key.slice('sidecast:'.length))
    } catch {
      return []
    }
  },
  /**
   * @param {string} name
   * @param {string | null} value Null forgets it.
   */
  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(`sidecast:${name}`)
      else localStorage.setItem(`sidecast:${name}`, value)
    } catch {
      // Full, or forbidden
    }
  },
}

const pad = (/** @type {number} */ part) => String(part).padStart(2, '0')

/** What this reader has heard of each recording, by guid: the player stores it, and the list shows it. */
export const listened = {
  /** The position to resume at, in seconds. @param {string} guid */
  placeIn: (guid) => parseInt(memory.get(`at:${guid}`) ?? '') || 0,
  /** @param {string} guid @param {number | null} seconds Null forgets it. */
  keepPlace: (guid, seconds) => memory.set(`at:${guid}`, seconds === null ? null : String(Math.floor(seconds))),
  /** Whether it was heard to its end. @param {string} guid */
  toEnd: (guid) => memory.get(`heard:${guid}`) !== null,
  /** @param {string} guid */
  keepEnd: (guid) => memory.set(`heard:${guid}`, new Date().toISOString()),
  /** Whether any was heard to its end. */
  anyToEnd: () => memory.names().some((name) => name.startsWith('heard:')),
}

/** 754 → `12:34`. @param {number} seconds */
export function clock(seconds) {
  const total = Math.floor(seconds)
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor(total / 60) % 60
  return `${hours > 0 ? `${hours}:${pad(minutes)}` : minutes}:${pad(total % 60)}`
}

/**
 * @param {string} [text] With `{name}` for each value.
 * @param {Readonly<Record<string, string | number>>} [values]
 */
export function fill(text = '', values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole))
}

/** @typedef {{ [Type in keyof WindowEventMap]?: (event: WindowEventMap[Type]) => unknown }} Listeners */

/**
 * @param {EventTarget} target
 * @param {Listeners} listeners
 * @param {AddEventListenerOptions} [options]
 */
export function on(target, listeners, options) {
  for (const [type, listener] of Object.entries(listeners)) {
    target.addEventListener(type, /** @type {EventListener} */ (listener), options)
  }
}

/**
 * The element with this `data-` attribute; null if there is none of this type.
 *
 * @template {HTMLElement} T
 * @param {string} name
 * @param {abstract new () => T} type
 * @param {ParentNode} [scope]
 * @returns {T | null}
 */
export function find(name, type, scope = document) {
  const found = scope.querySelector(`[data-${name}]`)
  return found instanceof type ? found : null
}

/**
 * The same of what every page of its kind has.
 *
 * @template {HTMLElement} T
 * @param {string} name
 * @param {abstract new () => T} type
 * @param {ParentNode} [scope]
 */
export function need(name, type, scope = document) {
  const found = find(name, type, scope)
  if (found === null) throw new TypeError(`no ${type.name} has data-${name}`)
  return found
}

/**
 * @template {Element} T
 * @param {string} selector
 * @param {abstract new () => T} type
 * @param {ParentNode} [scope]
 */
export function findAll(selector, type, scope = document) {
  return [...scope.querySelectorAll(selector)].flatMap((found) => (found instanceof type ? [found] : []))
}

/** The element that an event was dispatched to. @param {Event} event @returns {Element} */
export const targetOf = ({ target }) => (target instanceof Element ? target : document.documentElement)

/** Milliseconds until loading is shown, and until the connection is called slow. */
const SHOWN = 300
const SLOW = 10_000

/** @typedef {'' | 'loading' | 'slow'} Waiting */

/**
 * @param {HTMLMediaElement} audio
 * @param {readonly string[]} types
 * @param {() => void} act
 */
function onAny(audio, types, act) {
  for (const type of types) audio.addEventListener(type, act)
}

/**
 * Observes whether a recording is loading: `show` is called with `loading` or `slow`, and with
 * '' when it plays again.
 *
 * @param {HTMLMediaElement} audio
 * @param {(state: Waiting) => void} show
 */
function watchLoading(audio, show) {
  /** @type {Waiting} */
  let state = ''
  /** @type {ReturnType<typeof setTimeout>[]} */
  let timers = []
  const tell = (/** @type {Waiting} */ next) => {
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
}

const PLAYS = 'sidecast:plays'

/**
 * A window and all frames in it, those of other sites as well.
 *
 * @param {Window} outer
 * @returns {Generator<Window>}
 * @yields {Window}
 */
function* windowsIn(outer) {
  yield outer
  for (let index = 0; index < outer.length; index += 1) {
    const inner = outer[index]
    if (inner) yield* windowsIn(inner)
  }
}

/**
 * Only one recording plays at a time: one that starts stops the others, in all tabs of a site and all
 * frames of a page. Frames of other sites can only be reached by messages.
 *
 * @param {HTMLMediaElement} audio
 */
function speakAlone(audio) {
  /** @type {BroadcastChannel | null} */
  let others = null
  const yieldTo = (/** @type {MessageEvent} */ { data, source }) => {
    if (data === PLAYS && source !== window) audio.pause()
  }
  const begin = () => {
    if (others !== null || audio.paused) return
    others = new BroadcastChannel('sidecast')
    others.addEventListener('message', yieldTo)
    others.postMessage(PLAYS)
    for (const each of windowsIn(top ?? window)) each.postMessage(PLAYS, '*')
    addEventListener('message', yieldTo)
  }
  const end = () => {
    others?.close()
    others = null
    removeEventListener('message', yieldTo)
  }
  onAny(audio, ['play'], begin)
  onAny(audio, ['pause', 'ended', 'emptied'], end)
}

/**
 * The loaded parts of a recording, as a background image for the scrubber.
 *
 * @param {HTMLMediaElement} audio
 * @param {number} length In seconds.
 * @param {string} colour
 */
export function pictureOfLoaded({ buffered }, length, colour) {
  const place = (/** @type {number} */ seconds) =>
    `calc(var(--thumb) / 2 + ${Math.min(1, seconds / length)} * (100% - var(--thumb)))`
  const parts = Array.from({ length: buffered.length }, (_, index) => {
    const [from, to] = [place(buffered.start(index)), place(buffered.end(index))]
    return `transparent ${from}, ${colour} ${from} ${to}, transparent ${to}`
  })
  return length > 0 && parts.length > 0 ? `linear-gradient(to right, ${parts.join(', ')})` : 'none'
}

/** Positions this close to either end, in seconds, are not stored. */
const EDGE = 5

/**
 * The recording that is played; `seconds` is 0 while its duration is unknown.
 *
 * @typedef {{ guid: string, seconds: number, title: string, artist?: string, album?: string, artwork?: string }} About
 */

/**
 * The view of a player: `show` is called with each change, `wait` while it is loading, `say` with what
 * went wrong, or null when it is over.
 *
 * @typedef {{ show(): void, wait(state: Waiting): void, say(what: 'error' | 'blocked' | null): void }} View
 */

/** The one that the lock screen shows and headsets control. @type {Playback | null} */
let introduced = null

/** The playback of a recording, in any view: its position, what is stored about it, its failures. */
export class Playback {
  /** Where to start, in seconds; null once the recording plays from there. @type {number | null} */
  #wanted = 0
  #saved = 0
  /** The position at which it failed, in seconds; null if it has not. @type {number | null} */
  #broken = null
  /** Actions for the buttons of headsets that change chapters. @type {{ back(): void, forward(): void } | null} */
  chapters = null

  /**
   * @param {HTMLMediaElement} audio
   * @param {About} about
   * @param {View} view
   */
  constructor(audio, about, view) {
    this.audio = audio
    this.about = about
    this.view = view
    on(audio, {
      loadedmetadata: () => this.view.show(),
      timeupdate: () => this.#follow(),
      seeked: () => this.view.show(),
      play: () => this.#begin(),
      pause: () => this.#rest(),
      ratechange: () => this.tellSystem(),
      canplay: () => this.#settle(),
      ended: () => this.#rest(),
      error: () => this.#breakOff(),
    })
    speakAlone(audio)
    watchLoading(audio, (state) => this.view.wait(state))
  }

  get length() {
    const { duration } = this.audio
    return Number.isFinite(duration) ? duration : this.about.seconds
  }

  get position() {
    return this.#wanted ?? this.audio.currentTime
  }

  /** Whether it plays or is about to; after a failure it does not, whatever the browser reports. */
  get playing() {
    return !this.audio.paused && this.#broken === null
  }

  /** Restores the position of the last visit. */
  recall() {
    this.seek(listened.placeIn(this.about.guid))
  }

  /** @param {number} seconds */
  seek(seconds) {
    const target = Math.max(0, Math.min(seconds, this.length || seconds))
    if (this.#wanted !== null) this.#wanted = target
    if (this.#broken !== null) this.#broken = target
    this.audio.currentTime = target
    this.view.show()
    this.tellSystem()
  }

  /** @param {number} seconds */
  skip(seconds) {
    this.seek(this.position + seconds)
  }

  toggle() {
    if (this.playing) this.audio.pause()
    else void this.play()
  }

  async play() {
    this.#broken = null
    this.view.say(null)
    if (this.audio.error) this.#reload()
    try {
      await this.audio.play()
    } catch (error) {
      const name = error instanceof Error ? error.name : ''
      if (name === 'NotAllowedError') this.view.say('blocked')
      else if (name !== 'AbortError') this.view.say('error')
    }
  }

  /** Loads the recording again. */
  retry() {
    this.#reload()
    void this.play()
  }

  #reload() {
    this.#wanted = this.position
    this.audio.load()
  }

  /**
   * Lets the reader choose the speed, and restores the last choice.
   *
   * @param {HTMLSelectElement} choice
   */
  offerSpeeds(choice) {
    const last = memory.get('speed')
    if (last !== null && [...choice.options].some(({ value }) => value === last)) choice.value = last
    const set = () => {
      this.audio.defaultPlaybackRate = this.audio.playbackRate = Number(choice.value)
      memory.set('speed', choice.value)
    }
    on(choice, { change: set })
    set()
  }

  #begin() {
    this.view.show()
    introduced = this
    this.introduce()
  }

  #breakOff() {
    this.#broken = this.audio.currentTime
    this.view.say('error')
  }

  /** Resumes after an error that Firefox reports without an audio output, although it keeps playing. */
  #playOn() {
    this.#broken = null
    this.view.say(null)
  }

  #follow() {
    if (this.#broken !== null && this.audio.currentTime > this.#broken) this.#playOn()
    this.view.show()
    if (Math.abs(this.position - this.#saved) >= EDGE) this.save()
  }

  /** Seeks to the requested start again where the browser lost it while loading. */
  #settle() {
    const wanted = this.#wanted
    this.#wanted = null
    if (wanted !== null && Math.abs(wanted - this.audio.currentTime) > 1) this.seek(wanted)
  }

  #rest() {
    if (this.audio.ended) {
      this.#wanted = null
      listened.keepEnd(this.about.guid)
    }
    this.view.show()
    this.save()
  }

  /** Stores the position for the next visit, unless it is near either end. */
  save() {
    const seconds = this.position
    const within = seconds > EDGE && seconds < this.length - EDGE
    this.#saved = seconds
    listened.keepPlace(this.about.guid, within ? seconds : null)
  }

  /** Sets the metadata and actions for headsets and lock screens. */
  introduce() {
    const { mediaSession } = navigator
    if (!mediaSession || introduced !== this) return
    const { title, artist = '', album = '', artwork } = this.about
    const pictures = artwork ? [{ src: artwork }] : []
    mediaSession.metadata = new MediaMetadata({ title, artist, album, artwork: pictures })
    const { chapters } = this
    /** @type {Partial<Record<MediaSessionAction, MediaSessionActionHandler | null>>} */
    const handlers = {
      play: () => void this.play(),
      pause: () => this.audio.pause(),
      seekbackward: () => this.skip(-15),
      seekforward: () => this.skip(30),
      seekto: ({ seekTime }) => this.seek(seekTime ?? 0),
      previoustrack: chapters && (() => chapters.back()),
      nexttrack: chapters && (() => chapters.forward()),
    }
    for (const [name, handler] of Object.entries(handlers)) {
      mediaSession.setActionHandler(/** @type {MediaSessionAction} */ (name), handler)
    }
    this.tellSystem()
  }

  /** Passes the position to headsets and lock screens. */
  tellSystem() {
    const { length: duration, position, audio } = this
    if (!navigator.mediaSession || introduced !== this || !(duration >= position)) return
    navigator.mediaSession.setPositionState({ duration, position, playbackRate: audio.playbackRate })
  }
}
