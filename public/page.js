/** Brings a page to life: the player, its keys and links, and the buttons that copy. */

const find = (name) => document.querySelector(`[data-${name}]`)
const findAll = (selector) => [...document.querySelectorAll(selector)]

/** What this browser remembers; one that may not remember forgets, and all else works. */
const memory = {
  get(name) {
    try {
      return localStorage.getItem(`sidecast:${name}`)
    } catch {
      return null
    }
  },
  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(`sidecast:${name}`)
      else localStorage.setItem(`sidecast:${name}`, value)
    } catch {
      // Full, or forbidden
    }
  },
}

/** 754 → `12:34`. */
function clock(seconds) {
  const total = Math.floor(seconds)
  const pad = (part) => String(part).padStart(2, '0')
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor(total / 60) % 60
  return `${hours > 0 ? `${hours}:${pad(minutes)}` : minutes}:${pad(total % 60)}`
}

/** `#t=95`, `#t=1:35`, `#t=1:02:03` → seconds; null for anything else. */
function timeOf(hash) {
  const [start] = (new URLSearchParams(hash.slice(1)).get('t') ?? '').split(',')
  if (!/^\d+(:[0-5]?\d){0,2}(\.\d+)?$/.test(start)) return null
  return start.split(':').reduce((total, part) => total * 60 + Number(part), 0)
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}

function on(target, listeners) {
  for (const type of Object.keys(listeners)) target.addEventListener(type, listeners[type])
}

/** Whether the element with the focus needs this key for itself. */
function isBusy(target, key) {
  if (target.closest('input:not([type=range]), textarea, select, [contenteditable]')) return true
  if (key === ' ') return target.closest('button, summary') !== null
  return key.startsWith('Arrow') && target.tabIndex === 0 && target.scrollWidth > target.clientWidth
}

/** Makes the link to the recording what it is from now on: a button that plays and pauses. */
function toButton(link) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = link.className
  Object.assign(button.dataset, link.dataset, { do: 'toggle' })
  button.append(...link.childNodes)
  link.replaceWith(button)
  return button
}

/** The recording of the page, with everything that shows it and steers it. */
class Player {
  /** Where to start; null as soon as the recording plays from there. */
  #wanted = 0
  /** Whether that came with the page's address, not from an earlier visit. */
  #shared = false
  #sliding = false
  #saved = 0

  constructor(root) {
    this.root = root
    this.audio = root.querySelector('audio')
    this.toggleButton = root.querySelector('[data-do=toggle]')
    this.slider = find('seek')
    for (const name of ['speed', 'help', 'keys', 'message', 'elapsed', 'total']) {
      this[name] = find(name)
    }
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
    help: () => this.help.showModal(),
  }

  shortcuts = {
    ' ': this.actions.toggle,
    k: this.actions.toggle,
    j: this.actions.back,
    l: this.actions.forward,
    ArrowLeft: () => this.skip(-5),
    ArrowRight: () => this.skip(5),
    '?': this.actions.help,
  }

  seek(seconds) {
    const target = Math.max(0, Math.min(seconds, this.length || seconds))
    if (this.#wanted !== null) this.#wanted = target
    this.audio.currentTime = target
    this.#showTime()
  }

  skip(seconds) {
    this.seek(this.position + seconds)
  }

  playFrom(seconds) {
    this.seek(seconds)
    this.play()
  }

  async play() {
    this.message.textContent = ''
    if (this.audio.error) {
      this.#wanted = this.position
      this.audio.load()
    }
    try {
      await this.audio.play()
    } catch (error) {
      if (error.name !== 'AbortError') this.#showError()
    }
  }

  #listen() {
    const { audio, slider, speed, keys } = this
    on(audio, {
      loadedmetadata: () => this.#showLoaded(),
      timeupdate: () => this.#follow(),
      seeked: () => this.#showTime(),
      play: () => this.#showPlaying(),
      pause: () => this.#rest(),
      canplay: () => this.#settle(),
      ended: () => this.#rest(),
      error: () => this.#showError(),
    })
    on(slider, { input: () => this.#slide(true), change: () => this.#slide(false) })
    on(speed, { change: () => this.#setSpeed() })
    on(keys, { change: () => memory.set('keys', keys.checked ? null : 'off') })
    on(document, { click: (event) => this.#onClick(event), keydown: (event) => this.#onKey(event) })
    on(window, { pagehide: () => audio.paused || this.#save(), hashchange: () => this.#goTo() })
  }

  /** Takes up what the page's address asks for, or where this reader was the last time. */
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
    if (seconds !== null) this.seek(seconds)
    return seconds !== null
  }

  #setSpeed() {
    this.audio.defaultPlaybackRate = this.audio.playbackRate = Number(this.speed.value)
    memory.set('speed', this.speed.value)
  }

  #slide(sliding) {
    this.#sliding = sliding
    if (sliding) this.#showTime()
    else this.seek(Number(this.slider.value))
  }

  #onClick(event) {
    const { target } = event
    const action = this.actions[target.closest('[data-do]')?.dataset.do]
    if (action) return action()
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
    const digit = /^\d$/.test(key)
    const action = digit
      ? () => this.seek((this.length * key) / 10)
      : (this.shortcuts[key] ?? this.shortcuts[key.toLowerCase()])
    if (!action) return
    event.preventDefault()
    if (!event.repeat || key.startsWith('Arrow')) action()
  }

  #follow() {
    this.#showTime()
    if (Math.abs(this.position - this.#saved) >= 5) this.#save()
  }

  /** Goes to the start that was asked for where the browser has lost it while it was loading. */
  #settle() {
    const wanted = this.#wanted
    this.#wanted = null
    if (wanted !== null && Math.abs(wanted - this.audio.currentTime) > 1) this.seek(wanted)
  }

  #rest() {
    if (this.audio.ended) this.#wanted = null
    this.#showState()
    this.#save()
  }

  /** Keeps the place for the next visit; at the end there is nothing to keep. */
  #save() {
    const seconds = this.position
    const within = seconds > 5 && seconds < this.length - 5
    this.#saved = seconds
    memory.set(this.place, within ? Math.floor(seconds) : null)
  }

  #showTime() {
    const { length } = this
    const seconds = this.#sliding ? Number(this.slider.value) : this.position
    const time = clock(seconds)
    if (!this.#sliding) this.slider.value = Math.floor(seconds)
    this.slider.parentElement.style.setProperty('--progress', length > 0 ? seconds / length : 0)
    if (this.elapsed.textContent === time) return
    this.elapsed.textContent = time
    this.slider.ariaValueText = fill(this.slider.dataset.valueText, { time, total: clock(length) })
    const current = this.chapters.findLast(({ dataset }) => dataset.start <= seconds + 0.25)
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

  /** Shows whether it plays, and what a press on the first button does. */
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
    this.message.textContent = this.root.dataset.error
  }

  #showOnLockScreen() {
    const { mediaSession } = navigator
    if (!mediaSession) return
    const { title, artist, album, artwork } = this.root.dataset
    const pictures = artwork ? [{ src: artwork }] : []
    mediaSession.metadata = new MediaMetadata({ title, artist, album, artwork: pictures })
    mediaSession.setActionHandler('seekbackward', this.actions.back)
    mediaSession.setActionHandler('seekforward', this.actions.forward)
    mediaSession.setActionHandler('seekto', ({ seekTime }) => this.seek(seekTime))
  }
}

/** Makes a button copy the field whose id it names, and say so. */
function startCopy(button) {
  const field = document.getElementById(button.dataset.copy)
  const label = button.textContent
  button.hidden = false
  field.addEventListener('focus', () => field.select())
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(field.value)
      button.textContent = button.dataset.copied
      setTimeout(() => (button.textContent = label), 2000)
    } catch {
      field.focus()
    }
  })
}

const player = find('player')
if (player) new Player(player)
findAll('[data-copy]').forEach(startCopy)
for (const box of findAll('.prose :is(pre, table)')) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0
}
