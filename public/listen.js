// @ts-check
/** The player of an episode's page, with its controls and the next article. */

import { confirm, copy, isPlain, isToPlay, onPage, playThere, relabel } from './page.js'
import { startReadAlong } from './read-along.js'
import { clock, fill, find, findAll, memory, need, on, pictureOfLoaded, Playback, targetOf } from './sound.js'

/** Seconds in a chapter after which a step back leads to its start. */
const CHAPTER_STEP = 3
/** Seconds of fading before the sleep timer stops. */
const FADE = 8
/** Seconds in which the reader can decline the next article. */
const GRACE = 10

/** `#t=95`, `#t=1:35`, `#t=1:02:03` → seconds; null for anything else. @param {string} hash */
function timeOf(hash) {
  const [start = ''] = (new URLSearchParams(hash.slice(1)).get('t') ?? '').split(',')
  if (!/^\d+(:[0-5]?\d){0,2}(\.\d+)?$/.test(start)) return null
  return start.split(':').reduce((total, part) => total * 60 + Number(part), 0)
}

/**
 * Whether the element with the focus needs this key for itself.
 *
 * @param {Element} target
 * @param {string} key
 */
function isBusy(target, key) {
  if (target.closest('input:not([type=range], [type=checkbox]), textarea, select')) return true
  if (key === ' ') return target.closest('button, summary, [type=checkbox]') !== null
  if (!key.startsWith('Arrow')) return false
  if (target.matches('[type=range]:not([data-seek])')) return true
  return target instanceof HTMLElement && target.tabIndex === 0 && target.scrollWidth > target.clientWidth
}

/** Replaces the link to the recording by a button that plays and pauses it. @param {HTMLAnchorElement} link */
function toButton(link) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = link.className
  Object.assign(button.dataset, link.dataset, { do: 'toggle' })
  button.append(...link.childNodes)
  link.replaceWith(button)
  return button
}

/** A chapter, and the link to it in the list. @typedef {{ link: HTMLAnchorElement, start: number, title: string }} Chapter */

/** @param {HTMLAnchorElement} link @returns {Chapter} */
function toChapter(link) {
  const { start, title = '' } = link.dataset
  return { link, start: Number(start), title }
}

/** The controls of the player in its page: the buttons under the title, the chapters above the article. */
function findOwn() {
  const listen = toButton(need('listen', HTMLAnchorElement))
  const label = need('label', HTMLElement, listen)
  const chapters = findAll('[data-start]', HTMLAnchorElement).map(toChapter)
  for (const { link, start } of chapters) link.href = `#t=${clock(start)}`
  return {
    address: location.href.replace(/#.*/, ''),
    listen,
    label,
    firstLabel: label.textContent,
    restart: need('restart', HTMLButtonElement),
    chapters,
  }
}

/** @typedef {import('./sound.js').Waiting} Waiting */

/** @param {HTMLElement} root */
function needAudio(root) {
  const audio = root.querySelector('audio')
  if (audio === null) throw new TypeError('no recording in the player')
  return audio
}

/**
 * Observes the position: `moved` is called with each change, `jumped` when the reader has chosen it.
 *
 * @typedef {{ moved?(): void, jumped?(): void }} Watcher
 */

export class Player {
  /** Whether the place came from the address, not from an earlier visit. */
  #shared = false
  #sliding = false
  /** @type {Set<Watcher>} */
  #watchers = new Set()
  #ended = new AbortController()
  /** The link to its own page, while another page is shown; null otherwise. @type {HTMLAnchorElement | null} */
  #away = null

  /** @param {HTMLElement} root The bar, including what its buttons open. */
  constructor(root) {
    this.root = root
    // Their addresses stay the same when another page is read.
    for (const link of findAll('a[href]:not([href^="#"])', HTMLAnchorElement, root)) link.href = link.href
    this.audio = needAudio(root)
    this.toggleButton = need('do=toggle', HTMLButtonElement, root)
    this.slider = need('seek', HTMLInputElement, root)
    this.help = need('help', HTMLDialogElement, root)
    this.keys = need('keys', HTMLInputElement, root)
    this.message = need('message', HTMLElement, root)
    this.elapsed = need('elapsed', HTMLElement, root)
    this.total = need('total', HTMLElement, root)
    this.heard = need('heard', HTMLElement, root)
    this.tip = need('tip', HTMLElement, root)
    this.told = need('told', HTMLElement, root)
    this.retryButton = need('retry', HTMLButtonElement, root)
    this.audio.src = this.audio.src
    this.own = findOwn()
    const { guid = '', title = '', artist = '', album = '', artwork = '', seconds } = root.dataset
    const picture = artwork && new URL(artwork, location.href).href
    const about = { guid, title, artist, album, artwork: picture, seconds: Number(seconds) }
    this.playback = new Playback(this.audio, about, {
      show: () => this.#showTime(),
      wait: (state) => this.#showLoading(state),
      say: (what) => this.#tell(what),
    })
    if (this.chapters.length > 0) {
      this.playback.chapters = { back: () => this.goToChapter(-1), forward: () => this.goToChapter(1) }
    }
    this.#listen()
    this.#recall()
    this.audio.hidden = true
    need('controls', HTMLElement, root).hidden = false
  }

  get chapters() {
    return this.own.chapters
  }

  /** Keeps playing while another page is shown, with a link back to its own. */
  leave() {
    if (this.#away !== null) return
    this.#away = document.createElement('a')
    Object.assign(this.#away, { className: 'away', href: this.own.address, textContent: this.playback.about.title })
    this.root.prepend(this.#away)
    this.#rename((id) => `${id}-away`)
  }

  /** Returns to its own page. */
  comeBack() {
    if (this.#away === null) return
    this.#away.remove()
    this.#away = null
    this.#rename((id) => id.replace('-away', ''))
    this.own = findOwn()
    this.#goTo()
    this.#showState()
  }

  /** Changes its ids, which must be unique on a page. @param {(id: string) => string} rename */
  #rename(rename) {
    const parts = [this.root, ...this.root.querySelectorAll('*')]
    const ids = new Set(parts.map(({ id }) => id).filter(Boolean))
    for (const part of parts) {
      for (const name of ['id', 'for', 'popovertarget', 'aria-labelledby']) {
        const id = part.getAttribute(name)
        if (id !== null && ids.has(id)) part.setAttribute(name, rename(id))
      }
    }
  }

  /** Detaches the player from the page. */
  end() {
    this.#ended.abort()
  }

  get length() {
    return this.playback.length
  }

  get position() {
    return this.playback.position
  }

  /** @type {Record<string, () => unknown>} */
  actions = {
    toggle: () => this.playback.toggle(),
    back: () => this.playback.skip(-15),
    forward: () => this.playback.skip(30),
    restart: () => this.playFrom(0),
    retry: () => this.#retry(),
    chapterBack: () => this.goToChapter(-1),
    chapterForward: () => this.goToChapter(1),
    help: () => this.#showHelp(),
  }

  /** Keys, and the names of their actions. @type {Record<string, string>} */
  shortcuts = {
    ' ': 'toggle',
    k: 'toggle',
    j: 'back',
    l: 'forward',
    p: 'chapterBack',
    n: 'chapterForward',
    '?': 'help',
  }

  /**
   * Adds actions, for buttons with `data-do` and for keys.
   *
   * @param {Record<string, () => unknown>} actions
   * @param {Record<string, string>} [shortcuts]
   */
  add(actions, shortcuts = {}) {
    Object.assign(this.actions, actions)
    Object.assign(this.shortcuts, shortcuts)
  }

  /**
   * @param {Watcher} watcher
   * @param {AbortSignal} [ended]
   */
  watch(watcher, ended) {
    this.#watchers.add(watcher)
    ended?.addEventListener('abort', () => this.#watchers.delete(watcher))
    watcher.moved?.()
    if (this.#shared) watcher.jumped?.()
  }

  /** What is open gives the focus back first, so that the help can return it to something that stays. */
  #showHelp() {
    for (const open of findAll('[popover]:popover-open', HTMLElement)) open.hidePopover()
    this.help.showModal()
  }

  /** @param {number} seconds */
  seek(seconds) {
    this.playback.seek(seconds)
  }

  /** Seeks to a position, and scrolls to it. @param {number} seconds */
  jump(seconds) {
    this.seek(seconds)
    this.#tellJump()
  }

  /** @param {number} seconds */
  playFrom(seconds) {
    this.jump(seconds)
    void this.playback.play()
  }

  /** @param {number} seconds */
  chapterAt(seconds) {
    return this.chapters.findLastIndex(({ start }) => start <= seconds + 0.25)
  }

  /** @param {1 | -1} direction */
  goToChapter(direction) {
    const now = this.chapterAt(this.position)
    const within = this.position - (this.chapters[now]?.start ?? Infinity) > CHAPTER_STEP
    const target = this.chapters[direction > 0 ? now + 1 : within ? now : now - 1]
    if (target) this.jump(target.start)
  }

  #retry() {
    this.playback.retry()
    this.toggleButton.focus({ preventScroll: true })
  }

  /** Shows what went wrong, and offers to try again. @param {'error' | 'slow' | 'blocked' | null} what */
  #tell(what) {
    // A browser may want a press on this page: then the button is at hand.
    if (what === 'blocked') return this.own.listen.focus({ preventScroll: true })
    this.message.textContent = what === null ? '' : (this.root.dataset[what] ?? '')
    this.retryButton.hidden = what === null
    this.#showState()
  }

  #listen() {
    const { audio, slider, keys } = this
    on(audio, {
      loadedmetadata: () => this.#showLoaded(),
      play: () => this.#showPlaying(),
      pause: () => this.#showState(),
      ended: () => this.#showState(),
      progress: () => this.#showLoadedParts(),
    })
    on(slider, { input: () => this.#slide(true), change: () => this.#slide(false) })
    on(slider.parentElement ?? slider, {
      pointermove: (event) => this.#point(event),
      pointerleave: () => this.#hideTip(),
    })
    on(keys, { change: () => memory.set('keys', keys.checked ? null : 'off') })
    const { signal } = this.#ended
    on(
      document,
      { click: (event) => this.#onClick(event), keydown: (event) => this.#onKey(event) },
      { signal },
    )
    on(window, { pagehide: () => audio.paused || this.playback.save(), hashchange: () => this.#goTo() }, { signal })
  }

  /** Restores the position from the address, or from the last visit. */
  #recall() {
    this.keys.checked = memory.get('keys') !== 'off'
    this.playback.offerSpeeds(need('speed', HTMLSelectElement, this.root))
    this.#shared = this.#goTo()
    if (!this.#shared) this.playback.recall()
    this.#showState()
  }

  #goTo() {
    if (this.#away !== null) return false
    const seconds = timeOf(location.hash)
    if (seconds !== null) this.jump(seconds)
    return seconds !== null
  }

  /** @param {boolean} sliding */
  #slide(sliding) {
    this.#sliding = sliding
    const seconds = Number(this.slider.value)
    if (!sliding) {
      this.#hideTip()
      return this.seek(seconds)
    }
    this.#showTime()
    this.#showTip(seconds / this.length)
  }

  /** Shows the position under the pointer above the scrubber. @param {PointerEvent} event */
  #point({ clientX, pointerType }) {
    const rail = this.tip.parentElement
    if (this.#sliding || pointerType === 'touch' || rail === null) return
    const { left, width } = rail.getBoundingClientRect()
    this.#showTip(Math.max(0, Math.min((clientX - left) / width, 1)))
  }

  /** @param {number} share */
  #showTip(share) {
    if (!(this.length > 0)) return
    const seconds = share * this.length
    const chapter = this.chapters[this.chapterAt(seconds)]?.title
    this.tip.hidden = false
    this.tip.style.setProperty('--at', String(share))
    this.tip.textContent = [clock(seconds), chapter].filter(Boolean).join(' · ')
  }

  #hideTip() {
    if (!this.#sliding) this.tip.hidden = true
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const target = targetOf(event)
    const bar = target.closest('[data-player]')
    if (bar === null ? this.#away !== null : bar !== this.root) return
    const button = target.closest('[data-do]')
    const action = button instanceof HTMLElement && this.actions[button.dataset.do ?? '']
    if (action) {
      action()
      if (target.closest('[data-listen]') && !this.audio.paused) this.#tellJump()
      return
    }
    const link = target.closest('a[href^="#t="]')
    if (!(link instanceof HTMLAnchorElement)) return
    const seconds = timeOf(`#t=${link.dataset.start ?? link.hash.slice(3)}`)
    if (seconds === null || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    if (this.#away === null) history.replaceState(history.state, '', link.hash)
    this.playFrom(seconds)
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { key } = event
    if (this.root.hidden) return
    if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && key === ' ')) return
    if (!this.keys.checked || this.help.open || isBusy(targetOf(event), key)) return
    const action = this.#actionFor(key, event.shiftKey)
    if (!action) return
    event.preventDefault()
    if (!event.repeat || key.startsWith('Arrow')) action()
  }

  /**
   * @param {string} key
   * @param {boolean} shift
   */
  #actionFor(key, shift) {
    if (/^\d$/.test(key)) return () => this.seek((this.length * Number(key)) / 10)
    if (shift && key.startsWith('Arrow')) return this.actions[this.shortcuts[`Shift+${key}`] ?? '']
    if (key === 'ArrowLeft') return () => this.playback.skip(-5)
    if (key === 'ArrowRight') return () => this.playback.skip(5)
    return this.actions[this.shortcuts[key] ?? this.shortcuts[key.toLowerCase()] ?? '']
  }

  #tellJump() {
    for (const watcher of this.#watchers) watcher.jumped?.()
  }

  #showTime() {
    const { length, slider } = this
    const seconds = this.#sliding ? Number(slider.value) : this.position
    const time = clock(seconds)
    if (!this.#sliding) slider.value = String(Math.floor(seconds))
    this.heard.style.setProperty('--progress', String(length > 0 ? seconds / length : 0))
    for (const watcher of this.#watchers) watcher.moved?.()
    if (this.elapsed.textContent === time) return
    this.elapsed.textContent = time
    const current = this.chapters[this.chapterAt(seconds)]
    const words = fill(slider.dataset.valueText, { time, total: clock(length) })
    slider.ariaValueText = [words, current?.title].filter(Boolean).join(', ')
    for (const chapter of this.chapters) chapter.link.ariaCurrent = chapter === current ? 'true' : null
    if (!this.playback.playing) this.#showState()
  }

  #showLoaded() {
    this.slider.max = String(Math.floor(this.length))
    this.total.textContent = clock(this.length)
  }

  #showPlaying() {
    this.#shared = false
    this.#showState()
  }

  /** Shows whether it plays, and the label of the first button. */
  #showState() {
    const { root, audio } = this
    const { listen, label, firstLabel, restart } = this.own
    const { playing } = this.playback
    const seconds = audio.ended ? 0 : this.position
    const begun = playing || seconds >= 1
    const action = playing ? root.dataset.pause : root.dataset.play
    const onward = this.#shared ? listen.dataset.listenFrom : listen.dataset.continueFrom
    for (const part of [root, listen]) part.classList.toggle('playing', playing)
    listen.classList.toggle('begun', begun)
    this.toggleButton.ariaLabel = action ?? null
    restart.hidden = playing || !begun
    const text = playing ? action : begun ? onward : firstLabel
    label.textContent = fill(text, { time: clock(seconds) })
  }

  /** Shows that the recording is loading, and after a while a button to try again. @param {Waiting} state */
  #showLoading(state) {
    const { root } = this
    const { listen } = this.own
    for (const part of [root, listen]) part.classList.toggle('loading', state !== '')
    const { loading = '' } = root.dataset
    if (state === 'loading') this.told.textContent = loading
    else if (this.told.textContent === loading) this.told.textContent = ''
    if (state === 'slow') this.#tell('slow')
    else if (!this.audio.error) this.#tell(null)
  }

  #showLoadedParts() {
    const picture = pictureOfLoaded(this.audio, this.length, 'var(--loaded)')
    this.heard.style.setProperty('--parts', picture)
  }
}

/** The volume that this reader has set, faded before the sleep timer stops. */
class Loudness {
  #fade = 1

  /** @param {Player} player */
  constructor(player) {
    this.audio = player.audio
    this.slider = need('volume', HTMLInputElement, player.root)
    this.button = need('mute', HTMLButtonElement, player.root)
    // On some phones, scripts cannot set the volume.
    this.audio.volume = 0.5
    const row = this.slider.closest('.row')
    if (row instanceof HTMLElement) row.hidden = this.audio.volume !== 0.5
    this.slider.value = memory.get('volume') ?? '1'
    on(this.slider, { input: () => this.#set(false) })
    player.add({ mute: () => this.#set(!this.audio.muted) }, { m: 'mute' })
    this.#set(false)
  }

  /** @param {number} share */
  fade(share) {
    this.#fade = share
    this.#show()
  }

  /** @param {boolean} muted */
  #set(muted) {
    this.audio.muted = muted
    memory.set('volume', this.slider.value === '1' ? null : this.slider.value)
    this.#show()
  }

  #show() {
    this.audio.volume = Number(this.slider.value) * this.#fade
    this.button.ariaPressed = String(this.audio.muted)
  }
}

/** Stops the recording after a time, or at the end of a chapter. */
class SleepTimer {
  /** When to stop, as of `Date.now()`; null to stop at a position. @type {number | null} */
  #until = null
  /** The position at which to stop. */
  #end = Infinity

  /**
   * @param {Player} player
   * @param {Loudness} loudness
   */
  constructor(player, loudness) {
    this.player = player
    this.loudness = loudness
    this.choice = need('sleep', HTMLSelectElement, player.root)
    this.left = need('sleep-left', HTMLElement, player.root)
    this.badge = need('badge', HTMLElement, player.root)
    on(this.choice, { change: () => this.#start() })
    player.watch({ moved: () => this.#check() })
    on(player.audio, { seeked: () => this.#aim() })
  }

  get set() {
    return this.choice.value !== ''
  }

  #start() {
    const minutes = Number(this.choice.value)
    this.#until = minutes > 0 ? Date.now() + minutes * 60_000 : null
    this.#aim()
    this.#check()
  }

  /** Finds the end of the current chapter. */
  #aim() {
    const { chapters, position } = this.player
    const next = chapters[this.player.chapterAt(position) + 1]
    this.#end = this.choice.value === 'chapter' && next ? next.start : Infinity
  }

  #secondsLeft() {
    if (!this.set) return Infinity
    if (this.#until !== null) return (this.#until - Date.now()) / 1000
    const { position, length, audio } = this.player
    return (Math.min(this.#end, length) - position) / audio.playbackRate
  }

  #check() {
    const seconds = this.#secondsLeft()
    const { audio } = this.player
    if (seconds <= 0 && (this.#until !== null || !audio.paused)) {
      audio.pause()
      this.choice.value = ''
    }
    this.#show()
  }

  #show() {
    const seconds = Math.max(0, this.#secondsLeft())
    const cuts = this.#until !== null || this.#end < Infinity
    this.loudness.fade(this.set && cuts ? Math.min(1, seconds / FADE) : 1)
    this.badge.hidden = this.left.hidden = !this.set
    if (!this.set) return
    this.left.textContent = fill(this.left.dataset.text, { time: clock(seconds) })
    this.badge.textContent = String(Math.ceil(seconds / 60))
  }
}

/** Shares a link to the current position. @param {Player} player */
function startSharing(player) {
  const button = need('share', HTMLButtonElement, player.root)
  const label = button.querySelector('span') ?? button
  const link = () => {
    const url = new URL(player.own.address)
    url.hash = `t=${clock(player.position)}`
    return url
  }
  player.watch({
    moved() {
      const text = fill(button.dataset.text, { time: clock(player.position) })
      if (label.dataset.usual !== text) relabel(label, text)
    },
  })
  player.add({
    async share() {
      const { href: url, hash } = link()
      const { title } = player.playback.about
      // The share sheet is useful on phones, less so on desktops.
      if (navigator.share && matchMedia('(pointer: coarse)').matches) {
        return navigator.share({ title, url }).catch(() => undefined)
      }
      const copied = await copy(url)
      if (!copied && player.own.address === location.href.replace(/#.*/, '')) {
        history.replaceState(history.state, '', hash)
      }
      confirm(label, copied ? button.dataset.copied : button.dataset.shown)
      player.told.textContent = label.textContent
    },
  })
}

/** Offers the next article when this one has been heard. */
class NextArticle {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer = undefined

  /**
   * @param {Player} player
   * @param {SleepTimer} sleep
   * @param {HTMLElement} box
   */
  constructor(player, sleep, box) {
    this.player = player
    this.box = box
    this.link = need('next-link', HTMLAnchorElement, box)
    this.wait = need('next-wait', HTMLElement, box)
    this.stay = need('stay', HTMLButtonElement, box)
    this.wanted = need('play-on', HTMLInputElement, player.root)
    this.wanted.checked = memory.get('play-on') === 'on'
    on(this.wanted, {
      change: () => memory.set('play-on', this.wanted.checked ? 'on' : null),
    })
    on(this.link, { click: (event) => this.#accept(event) })
    on(player.audio, {
      ended: () => this.#offer(this.wanted.checked && !sleep.set),
      play: () => this.#withdraw(),
    })
    player.add({ stay: () => this.#count(null) })
  }

  /** @param {boolean} goesOn */
  #offer(goesOn) {
    this.box.hidden = false
    this.#count(goesOn ? GRACE : null)
    // Announced once, so that screen readers do not read out every second.
    this.player.told.textContent = [this.link, ...(goesOn ? [this.wait] : [])]
      .map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim())
      .join('. ')
  }

  #withdraw() {
    this.#count(null)
    this.box.hidden = true
  }

  /** Counts down to the next article; null stops the countdown. @param {number | null} seconds */
  #count(seconds) {
    clearTimeout(this.#timer)
    this.wait.hidden = this.stay.hidden = seconds === null
    if (seconds === null) return
    this.wait.textContent = fill(this.wait.dataset.text, { seconds })
    if (seconds === 0) this.link.click()
    else this.#timer = setTimeout(() => this.#count(seconds - 1), 1000)
  }

  /** @param {MouseEvent} event */
  #accept(event) {
    if (isPlain(event)) playThere(this.link)
  }
}

/**
 * The chapters above the bar, which can be opened without leaving the place in the article.
 *
 * @param {Player} player
 * @param {AbortSignal} ended
 */
function startChapters(player, ended) {
  const sheet = find('sheet', HTMLElement, player.root)
  const list = document.getElementById('chapters')
  if (!sheet || !(list instanceof HTMLDetailsElement)) return
  const copied = list.querySelector('ol')?.cloneNode(true)
  sheet.replaceChildren(...(copied ? [copied] : []))
  const links = findAll('a', HTMLAnchorElement, sheet)
  const mark = () => {
    const now = player.chapterAt(player.position)
    for (const [index, link] of links.entries()) link.ariaCurrent = index === now ? 'true' : null
  }
  player.watch({ moved: () => void (sheet.matches(':popover-open') && mark()) }, ended)
  on(
    sheet,
    {
    toggle({ newState }) {
      if (newState !== 'open') return
      mark()
      const current = links.find(({ ariaCurrent }) => ariaCurrent === 'true') ?? links[0]
      if (!current) return
      sheet.scrollTop = current.offsetTop - sheet.clientHeight / 2
      current.focus({ preventScroll: true })
    },
    click: (event) => targetOf(event).closest('a') && sheet.hidePopover(),
    },
    { signal: ended },
  )
  const open = () => {
    if (location.hash !== '#chapters') return
    list.open = true
    list.scrollIntoView()
  }
  on(window, { hashchange: open }, { signal: ended })
  open()
}

/** The players by their bars: that of the page, and one that keeps playing from another. @type {WeakMap<Element, Player>} */
export const players = new WeakMap()

/** @param {HTMLElement} root */
function createPlayer(root) {
  const player = new Player(root)
  const sleep = new SleepTimer(player, new Loudness(player))
  const next = find('next', HTMLElement, root)
  startSharing(player)
  if (next) new NextArticle(player, sleep, next)
  on(player.audio, { play: () => void import('./moving.js') }, { once: true })
  players.set(root, player)
  return player
}

/** Loads the script for offline use after the page has loaded. */
async function keepForLater() {
  const { startOffline } = await import('./offline.js')
  await startOffline().catch(() => undefined)
}

onPage((ended) => {
  const root = document.querySelector('main [data-player]')
  if (!(root instanceof HTMLElement)) return
  const player = players.get(root) ?? createPlayer(root)
  player.comeBack()
  startChapters(player, ended)
  startReadAlong(player, ended)
  if (isToPlay()) player.playFrom(player.position)
  if (document.readyState === 'complete') void keepForLater()
  else on(window, { load: () => void keepForLater() }, { once: true })
})
