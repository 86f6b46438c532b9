/** The player of an episode's page, with its controls and the next article. */

import {
  clock,
  confirm,
  copy,
  fill,
  find,
  findAll,
  isPlain,
  isToPlay,
  memory,
  on,
  playThere,
  relabel,
} from './page.js'
import { ReadAlong } from './read-along.js'
import { pictureOfLoaded, speakAlone, watchLoading } from './sound.js'

/** Positions within so many seconds of either end are not stored. */
const EDGE = 5
/** Seconds in a chapter after which a step back leads to its start. */
const CHAPTER_STEP = 3
/** Seconds of fading before the sleep timer stops. */
const FADE = 8
/** Seconds in which the reader can decline the next article. */
const GRACE = 10

/** `#t=95`, `#t=1:35`, `#t=1:02:03` → seconds; null for anything else. */
function timeOf(hash) {
  const [start] = (new URLSearchParams(hash.slice(1)).get('t') ?? '').split(',')
  if (!/^\d+(:[0-5]?\d){0,2}(\.\d+)?$/.test(start)) return null
  return start.split(':').reduce((total, part) => total * 60 + Number(part), 0)
}

/** Whether the element with the focus needs this key for itself. */
function isBusy(target, key) {
  if (target.closest('input:not([type=range], [type=checkbox]), textarea, select')) return true
  if (key === ' ') return target.closest('button, summary, [type=checkbox]') !== null
  if (!key.startsWith('Arrow')) return false
  if (target.matches('[type=range]:not([data-seek])')) return true
  return target.tabIndex === 0 && target.scrollWidth > target.clientWidth
}

/** Replaces the link to the recording by a button that plays and pauses. */
function toButton(link) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = link.className
  Object.assign(button.dataset, link.dataset, { do: 'toggle' })
  button.append(...link.childNodes)
  link.replaceWith(button)
  return button
}

class Player {
  /** Where to start; null once the recording plays from there. */
  #wanted = 0
  /** Whether it came from the address, not from an earlier visit. */
  #shared = false
  #sliding = false
  #saved = 0
  #watchers = []

  constructor(root) {
    this.root = root
    this.audio = root.querySelector('audio')
    this.toggleButton = root.querySelector('[data-do=toggle]')
    this.slider = find('seek')
    for (const name of ['speed', 'help', 'keys', 'message', 'elapsed', 'total', 'heard', 'tip']) {
      this[name] = find(name)
    }
    this.retryButton = find('retry')
    this.listen = toButton(find('listen'))
    this.label = find('label')
    this.firstLabel = this.label.textContent
    this.restart = find('restart')
    this.chapters = findAll('[data-start]')
    this.place = `at:${root.dataset.guid}`
    this.#listen()
    this.#recall()
    this.audio.hidden = true
    find('controls').hidden = false
  }

  get length() {
    const { duration } = this.audio
    return Number.isFinite(duration) ? duration : Number(this.root.dataset.seconds)
  }

  get position() {
    return this.#wanted ?? this.audio.currentTime
  }

  actions = {
    toggle: () => (this.audio.paused ? this.play() : this.audio.pause()),
    back: () => this.skip(-15),
    forward: () => this.skip(30),
    restart: () => this.playFrom(0),
    retry: () => this.retry(),
    chapterBack: () => this.goToChapter(-1),
    chapterForward: () => this.goToChapter(1),
    help: () => this.help.showModal(),
  }

  shortcuts = {
    ' ': 'toggle',
    k: 'toggle',
    j: 'back',
    l: 'forward',
    p: 'chapterBack',
    n: 'chapterForward',
    '?': 'help',
  }

  /** Adds actions, for buttons with `data-do` and for keys. */
  add(actions, shortcuts = {}) {
    Object.assign(this.actions, actions)
    Object.assign(this.shortcuts, shortcuts)
  }

  /** Calls `moved` with each change of the position, and `jumped` when the reader chose it. */
  watch(watcher) {
    this.#watchers.push(watcher)
    watcher.moved?.()
    if (this.#shared) watcher.jumped?.()
  }

  seek(seconds) {
    const target = Math.max(0, Math.min(seconds, this.length || seconds))
    if (this.#wanted !== null) this.#wanted = target
    this.audio.currentTime = target
    this.#showTime()
    this.#showOnLockScreen()
  }

  skip(seconds) {
    this.seek(this.position + seconds)
  }

  /** Seeks to a position, and scrolls to it. */
  jump(seconds) {
    this.seek(seconds)
    this.#tellJump()
  }

  playFrom(seconds) {
    this.jump(seconds)
    this.play()
  }

  chapterAt(seconds) {
    return this.chapters.findLastIndex(({ dataset }) => dataset.start <= seconds + 0.25)
  }

  goToChapter(direction) {
    const now = this.chapterAt(this.position)
    const within = now >= 0 && this.position - this.chapters[now].dataset.start > CHAPTER_STEP
    const target = this.chapters[direction > 0 ? now + 1 : within ? now : now - 1]
    if (target) this.jump(Number(target.dataset.start))
  }

  async play() {
    this.#say('')
    if (this.audio.error) this.#reload()
    try {
      await this.audio.play()
    } catch (error) {
      // A browser may want a press on this page: then the button is at hand.
      if (error.name === 'NotAllowedError') this.listen.focus({ preventScroll: true })
      else if (error.name !== 'AbortError') this.#showError()
    }
  }

  /** Asks for the recording again. */
  retry() {
    this.#reload()
    this.play()
    this.toggleButton.focus({ preventScroll: true })
  }

  #reload() {
    this.#wanted = this.position
    this.audio.load()
  }

  /** @param offersRetry Whether there is something to try again. */
  #say(text, offersRetry = false) {
    this.message.textContent = text
    this.retryButton.hidden = !offersRetry
  }

  #listen() {
    const { audio, slider, speed, keys } = this
    on(audio, {
      loadedmetadata: () => this.#showLoaded(),
      timeupdate: () => this.#follow(),
      seeked: () => this.#showTime(),
      play: () => this.#showPlaying(),
      pause: () => this.#rest(),
      ratechange: () => this.#showOnLockScreen(),
      canplay: () => this.#settle(),
      ended: () => this.#rest(),
      error: () => this.#showError(),
      progress: () => this.#showLoadedParts(),
    })
    speakAlone(audio)
    watchLoading(audio, (state) => this.#showLoading(state))
    on(slider, { input: () => this.#slide(true), change: () => this.#slide(false) })
    on(slider.parentElement, {
      pointermove: (event) => this.#point(event),
      pointerleave: () => this.#hideTip(),
    })
    on(speed, { change: () => this.#setSpeed() })
    on(keys, { change: () => memory.set('keys', keys.checked ? null : 'off') })
    on(document, { click: (event) => this.#onClick(event), keydown: (event) => this.#onKey(event) })
    on(window, { pagehide: () => audio.paused || this.#save(), hashchange: () => this.#goTo() })
  }

  /** Restores the position from the address, or from the last visit. */
  #recall() {
    for (const chapter of this.chapters) chapter.href = `#t=${clock(chapter.dataset.start)}`
    this.keys.checked = memory.get('keys') !== 'off'
    const speed = memory.get('speed')
    if ([...this.speed.options].some(({ value }) => value === speed)) this.speed.value = speed
    this.#setSpeed()
    this.#shared = this.#goTo()
    if (!this.#shared) this.seek(parseInt(memory.get(this.place)) || 0)
    this.#showState()
  }

  #goTo() {
    const seconds = timeOf(location.hash)
    if (seconds !== null) this.jump(seconds)
    return seconds !== null
  }

  #setSpeed() {
    this.audio.defaultPlaybackRate = this.audio.playbackRate = Number(this.speed.value)
    memory.set('speed', this.speed.value)
  }

  #slide(sliding) {
    this.#sliding = sliding
    if (!sliding) {
      this.#hideTip()
      return this.seek(Number(this.slider.value))
    }
    this.#showTime()
    this.#showTip(this.slider.value / this.length)
  }

  /** Shows the position under the pointer above the scrubber. */
  #point({ clientX, pointerType }) {
    if (this.#sliding || pointerType === 'touch') return
    const { left, width } = this.tip.parentElement.getBoundingClientRect()
    this.#showTip(Math.max(0, Math.min((clientX - left) / width, 1)))
  }

  #showTip(share) {
    if (!(this.length > 0)) return
    const seconds = share * this.length
    const chapter = this.chapters[this.chapterAt(seconds)]?.dataset.title
    this.tip.hidden = false
    this.tip.style.setProperty('--at', share)
    this.tip.textContent = [clock(seconds), chapter].filter(Boolean).join(' · ')
  }

  #hideTip() {
    if (!this.#sliding) this.tip.hidden = true
  }

  #onClick(event) {
    const { target } = event
    const action = this.actions[target.closest('[data-do]')?.dataset.do]
    if (action) {
      action()
      if (target.closest('[data-listen]') && !this.audio.paused) this.#tellJump()
      return
    }
    const link = target.closest('a[href^="#t="]')
    const seconds = link && timeOf(`#t=${link.dataset.start ?? link.hash.slice(3)}`)
    if (seconds === null || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    history.replaceState(history.state, '', link.hash)
    this.playFrom(seconds)
  }

  #onKey(event) {
    const { key, target } = event
    if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && key === ' ')) return
    if (!this.keys.checked || this.help.open || isBusy(target, key)) return
    const action = this.#actionFor(key, event.shiftKey)
    if (!action) return
    event.preventDefault()
    if (!event.repeat || key.startsWith('Arrow')) action()
  }

  #actionFor(key, shift) {
    if (/^\d$/.test(key)) return () => this.seek((this.length * key) / 10)
    if (shift && key.startsWith('Arrow')) return this.actions[this.shortcuts[`Shift+${key}`]]
    if (key === 'ArrowLeft') return () => this.skip(-5)
    if (key === 'ArrowRight') return () => this.skip(5)
    return this.actions[this.shortcuts[key] ?? this.shortcuts[key.toLowerCase()]]
  }

  #tellJump() {
    for (const { jumped } of this.#watchers) jumped?.()
  }

  #follow() {
    this.#showTime()
    if (Math.abs(this.position - this.#saved) >= EDGE) this.#save()
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
      memory.set(`heard:${this.root.dataset.guid}`, new Date().toISOString())
    }
    this.#showState()
    this.#save()
  }

  /** Stores the position for the next visit, unless it is near either end. */
  #save() {
    const seconds = this.position
    const within = seconds > EDGE && seconds < this.length - EDGE
    this.#saved = seconds
    memory.set(this.place, within ? Math.floor(seconds) : null)
  }

  #showTime() {
    const { length } = this
    const seconds = this.#sliding ? Number(this.slider.value) : this.position
    const time = clock(seconds)
    if (!this.#sliding) this.slider.value = Math.floor(seconds)
    this.heard.style.setProperty('--progress', length > 0 ? seconds / length : 0)
    for (const { moved } of this.#watchers) moved?.()
    if (this.elapsed.textContent === time) return
    this.elapsed.textContent = time
    const current = this.chapters[this.chapterAt(seconds)]
    const words = fill(this.slider.dataset.valueText, { time, total: clock(length) })
    this.slider.ariaValueText = [words, current?.dataset.title].filter(Boolean).join(', ')
    for (const chapter of this.chapters) chapter.ariaCurrent = chapter === current ? 'true' : null
    if (this.audio.paused) this.#showState()
  }

  #showLoaded() {
    this.slider.max = Math.floor(this.length)
    this.total.textContent = clock(this.length)
  }

  #showPlaying() {
    this.#shared = false
    this.#showOnLockScreen()
    this.#showState()
  }

  /** Shows whether it plays, and what the first button does. */
  #showState() {
    const { root, listen, audio } = this
    const playing = !audio.paused
    const seconds = audio.ended ? 0 : this.position
    const begun = playing || seconds >= 1
    const action = playing ? root.dataset.pause : root.dataset.play
    const onward = this.#shared ? listen.dataset.listenFrom : listen.dataset.continueFrom
    for (const part of [root, listen]) part.classList.toggle('playing', playing)
    listen.classList.toggle('begun', begun)
    this.toggleButton.ariaLabel = action
    this.restart.hidden = playing || !begun
    const label = playing ? action : begun ? onward : this.firstLabel
    this.label.textContent = fill(label, { time: clock(seconds) })
  }

  #showError() {
    this.#say(this.root.dataset.error, true)
  }

  /** Shows that the listener waits, and after a while what can be done about it. */
  #showLoading(state) {
    const { root, listen } = this
    for (const part of [root, listen]) part.classList.toggle('loading', state !== '')
    if (state === 'loading') find('told').textContent = root.dataset.loading
    if (state === 'slow') this.#say(root.dataset.slow, true)
    else if (!this.audio.error) this.#say('')
  }

  #showLoadedParts() {
    const picture = pictureOfLoaded(this.audio, this.length, 'var(--loaded)')
    this.heard.style.setProperty('--parts', picture)
  }

  #showOnLockScreen() {
    const { mediaSession } = navigator
    if (!mediaSession || (this.audio.paused && !mediaSession.metadata)) return
    if (!mediaSession.metadata) this.#introduce(mediaSession)
    const { length: duration, position } = this
    const { playbackRate } = this.audio
    if (duration >= position) mediaSession.setPositionState({ duration, position, playbackRate })
  }

  /** Sets the metadata and actions for headsets and lock screens. */
  #introduce(mediaSession) {
    const { title, artist, album, artwork } = this.root.dataset
    const pictures = artwork ? [{ src: artwork }] : []
    mediaSession.metadata = new MediaMetadata({ title, artist, album, artwork: pictures })
    const handlers = {
      play: () => this.play(),
      pause: () => this.audio.pause(),
      seekbackward: this.actions.back,
      seekforward: this.actions.forward,
      seekto: ({ seekTime }) => this.seek(seekTime),
    }
    if (this.chapters.length > 0) {
      handlers.previoustrack = this.actions.chapterBack
      handlers.nexttrack = this.actions.chapterForward
    }
    for (const name of Object.keys(handlers)) mediaSession.setActionHandler(name, handlers[name])
  }
}

/** The volume: as this reader set it, faded before the sleep timer stops. */
class Loudness {
  #fade = 1

  constructor(player) {
    this.audio = player.audio
    this.slider = find('volume')
    this.button = find('mute')
    // On some phones, scripts cannot set the volume.
    this.audio.volume = 0.5
    this.slider.closest('.row').hidden = this.audio.volume !== 0.5
    this.slider.value = memory.get('volume') ?? 1
    on(this.slider, { input: () => this.#set(false) })
    player.add({ mute: () => this.#set(!this.audio.muted) }, { m: 'mute' })
    this.#set(false)
  }

  fade(share) {
    this.#fade = share
    this.#show()
  }

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
  /** When to stop, as of `Date.now()`; null to stop at a position. */
  #until = null
  /** The position at which to stop. */
  #end = Infinity

  constructor(player, loudness) {
    this.player = player
    this.loudness = loudness
    this.choice = find('sleep')
    this.left = find('sleep-left')
    this.badge = find('badge')
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
    this.#end = this.choice.value === 'chapter' && next ? Number(next.dataset.start) : Infinity
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
    this.badge.textContent = Math.ceil(seconds / 60)
  }
}

/** Shares a link to the current position. */
function startSharing(player) {
  const button = find('share')
  const label = button.querySelector('span')
  const link = () => {
    const url = new URL(location)
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
      const { title } = player.root.dataset
      // The share sheet is useful on phones, less so on desktops.
      if (navigator.share && matchMedia('(pointer: coarse)').matches) {
        return navigator.share({ title, url }).catch(() => undefined)
      }
      const copied = await copy(url)
      if (!copied) history.replaceState(history.state, '', hash)
      confirm(label, copied ? button.dataset.copied : button.dataset.shown)
      find('told').textContent = label.textContent
    },
  })
}

/** Offers the next article when this one has been heard. */
class NextArticle {
  #timer = 0

  constructor(player, sleep) {
    this.box = find('next')
    if (!this.box) return
    this.link = find('next-link')
    this.wait = find('next-wait')
    this.stay = find('stay')
    this.wanted = find('play-on')
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

  #offer(goesOn) {
    this.box.hidden = false
    this.#count(goesOn ? GRACE : null)
    // Announced once, so that screen readers do not read out every second.
    find('told').textContent = [this.link, ...(goesOn ? [this.wait] : [])]
      .map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim())
      .join('. ')
  }

  #withdraw() {
    this.#count(null)
    this.box.hidden = true
  }

  /** Counts down to the next article; null stops the countdown. */
  #count(seconds) {
    clearTimeout(this.#timer)
    this.wait.hidden = this.stay.hidden = seconds === null
    if (seconds === null) return
    this.wait.textContent = fill(this.wait.dataset.text, { seconds })
    if (seconds === 0) this.link.click()
    else this.#timer = setTimeout(() => this.#count(seconds - 1), 1000)
  }

  #accept(event) {
    if (isPlain(event)) playThere(this.link)
  }
}

/** The chapters over the bar, where they can be reached without leaving the place in the article. */
function startChapters(player) {
  const sheet = find('sheet')
  if (!sheet) return
  const list = document.getElementById('chapters')
  const copied = list.querySelector('ol').cloneNode(true)
  const links = [...copied.querySelectorAll('a')]
  sheet.append(copied)
  const mark = () => {
    const now = player.chapterAt(player.position)
    for (const [index, link] of links.entries()) link.ariaCurrent = index === now ? 'true' : null
  }
  player.watch({ moved: () => sheet.matches(':popover-open') && mark() })
  on(sheet, {
    toggle({ newState }) {
      if (newState !== 'open') return
      mark()
      const current = links.find(({ ariaCurrent }) => ariaCurrent === 'true') ?? links[0]
      sheet.scrollTop = current.offsetTop - sheet.clientHeight / 2
      current.focus({ preventScroll: true })
    },
    click: ({ target }) => target.closest('a') && sheet.hidePopover(),
  })
  const open = () => {
    if (location.hash !== '#chapters') return
    list.open = true
    list.scrollIntoView()
  }
  on(window, { hashchange: open })
  open()
}

const root = find('player')
if (root) {
  const player = new Player(root)
  const sleep = new SleepTimer(player, new Loudness(player))
  startSharing(player)
  startChapters(player)
  new NextArticle(player, sleep)
  new ReadAlong(player)
  if (isToPlay()) player.playFrom(player.position)
}
