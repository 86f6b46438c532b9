/**
 * `<sidecast-player>`: an article's recording on the page of the article itself, wherever that is.
 *
 * The page's own address tells which episode it is; `episode` (guid, slug or address) or `url` may
 * say it instead, and `show` where the show is, if this file was not loaded from there. A page
 * without an episode shows nothing. Classic or module, async or defer: any way of loading will do.
 *
 * `controls` shows all controls from the start, `cover` the artwork, `theme` is `light` or `dark`, and
 * `read-along` marks in the article of the page what is being spoken.
 */
{
  const script =
    document.currentScript ?? document.querySelector('script[type=module][src*="/player.js"]')
  const home = script?.src

  const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3]

  /** Sheets made here need no leave from the page's Content-Security-Policy, as `style` would. */
  function sheet(css) {
    const made = new CSSStyleSheet()
    made.replaceSync(css)
    return made
  }

  const HIDDEN = sheet(':host { display: none !important }')
  // What is important in here goes before all that the page says, and the rest does not come in.
  const STYLE = sheet(`
    :host {
      all: initial !important;
      display: block !important;
      margin-block: var(--sidecast-margin, 1.5em) !important;
      color-scheme: inherit !important;
    }
    :host([hidden]) { display: none !important }
    :host([theme=light]) { color-scheme: light !important }
    :host([theme=dark]) { color-scheme: dark !important }
    * { box-sizing: border-box; margin: 0; font: inherit; color: inherit; letter-spacing: inherit }
    [hidden] { display: none !important }
    div.player {
      --ink: var(--sidecast-ink, light-dark(#1e1b17, #ebe6dc));
      --soft: var(--sidecast-soft, light-dark(#635b50, #aea698));
      --edge: var(--sidecast-edge, light-dark(#e4ded3, #37332c));
      --accent: var(--sidecast-accent, light-dark(#a63412, #ff9a6c));
      --on-accent: var(--sidecast-on-accent, light-dark(#fff, #24100a));
      container-type: inline-size;
      padding: var(--sidecast-padding, .75em 1em);
      font: var(--sidecast-font, 1em/1.4 system-ui, sans-serif);
      color: var(--ink);
      background: var(--sidecast-paper, light-dark(#fdfcf9, #211f1b));
      border: 1px solid var(--edge);
      border-radius: var(--sidecast-radius, 1em);
      text-align: start;
    }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: .25em .75em }
    .row + .row { margin-block-start: .5em; gap: .25em .5em }
    img { flex: none; inline-size: 3.5em; block-size: 3.5em; object-fit: cover; border-radius: .5em }
    button {
      display: flex; align-items: center; gap: .75em; flex: 1 1 12em; min-block-size: 2.75em;
      padding: 0; font-weight: 600; text-align: start; background: none; border: 0; cursor: pointer;
    }
    button i {
      flex: none; display: grid; place-items: center; inline-size: 2.75em; block-size: 2.75em;
      background: var(--accent); border-radius: 50%;
    }
    i::before {
      content: ''; inline-size: 1em; block-size: 1em; background: var(--on-accent);
      clip-path: polygon(15% 0, 100% 50%, 15% 100%);
    }
    button.step {
      flex: none; justify-content: center; min-inline-size: 2.75em; font-size: .875em;
      font-variant-numeric: tabular-nums; color: var(--soft);
    }
    button.step:hover { color: var(--accent) }
    .share { margin-inline-start: auto }
    .playing i::before {
      clip-path: polygon(8% 0, 38% 0, 38% 100%, 62% 100%, 62% 0, 92% 0, 92% 100%, 8% 100%);
    }
    small, .soft { font-size: .875em; font-weight: 400; color: var(--soft); white-space: nowrap }
    a { display: var(--sidecast-source, inline); min-inline-size: 0; padding-block: .25em; text-decoration-thickness: 1px; text-underline-offset: .2em }
    a.soft { white-space: normal }
    small { display: block; overflow: hidden; text-overflow: ellipsis; max-inline-size: 100% }
    button > span { min-inline-size: 0 }
    @container (max-width: 24em) { a.soft { padding-inline-start: 4em } }
    @container (max-width: 26em) { .row > input { flex-basis: 100%; order: -1 } }
    @container (max-width: 36em) {
      .share { font-size: 0 !important }
      .share::before { content: '↗'; font-size: 1rem }
    }
    datalist { display: none }
    :is(button, a, select, input):focus-visible {
      outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .25em;
    }
    input { flex: 1 1 5em; min-inline-size: 0; block-size: 1.75em; accent-color: var(--accent); cursor: pointer }
    select {
      min-block-size: 2.25em; padding-inline: .5em; font-size: .875em; background: none;
      border: 1px solid var(--soft); border-radius: 2em;
    }
    option { color: #000; background: #fff }
    .clock { font-variant-numeric: tabular-nums }
    .told { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1em; color: var(--accent) }
    .told button { flex: 0 0 auto; text-decoration: underline }
    .aside { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%) }
    .loading button > i { position: relative }
    .loading button > i::after {
      content: ''; position: absolute; inset: -.1875em; border: .1875em solid transparent;
      border-block-start-color: var(--accent); border-radius: 50%;
    }
    @media (prefers-reduced-motion: no-preference) {
      .loading button > i::after { animation: turn 1s linear infinite }
    }
    @keyframes turn { to { rotate: 1turn } }
  `)

  /** What this browser remembers of the page's own site; where it may not, all else works. */
  function remember(name, value) {
    try {
      if (value === undefined) return localStorage.getItem(`sidecast:${name}`)
      if (value === null) localStorage.removeItem(`sidecast:${name}`)
      else localStorage.setItem(`sidecast:${name}`, value)
    } catch {
      // Full, or forbidden
    }
    return null
  }

  function parse(url, base) {
    try {
      return url ? new URL(url, base) : null
    } catch {
      return null
    }
  }

  /** An address without what differs between two ways to the same page. */
  function placeOf({ host, pathname }) {
    const path = pathname.replace(/(\/index)?\.html?$/i, '').replace(/\/+$/, '')
    return `${host.replace(/^www\./, '')}${path.toLowerCase()}`
  }

  function leadsTo(link, page) {
    const target = parse(link)
    if (target === null || page === null || placeOf(target) !== placeOf(page)) return false
    return [...target.searchParams].every(([name, value]) => page.searchParams.get(name) === value)
  }

  const lists = new Map()

  /** The list of a show, which all players of a page share. */
  function listOf(show) {
    const url = new URL('episodes.json', show).href
    const known = lists.get(url) ?? fetch(url).then((answer) => answer.json())
    lists.set(url, known)
    // What did not come may come the next time.
    known.catch(() => lists.delete(url))
    return known
  }

  /** 754 → `12:34`. */
  function clock(seconds) {
    const total = Math.floor(seconds)
    const parts = [Math.floor(total / 60) % 60, total % 60]
    const hours = Math.floor(total / 3600)
    if (hours > 0) parts.unshift(hours)
    return parts.map((part, index) => (index > 0 ? String(part).padStart(2, '0') : part)).join(':')
  }

  /** 754 → `13 min`, in the words of a language. */
  function lengthOf(seconds, language) {
    const minutes = Math.max(1, Math.round(seconds / 60))
    const parts = [Math.floor(minutes / 60), minutes % 60].map((value, index) => {
      const unit = index === 0 ? 'hour' : 'minute'
      const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' })
      return value === 0 ? '' : format.format(value)
    })
    return parts.join(' ').trim()
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
  }

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties)
    element.append(...children)
    return element
  }

  /** The one that plays: a page may have several, but a reader has two ears. */
  let heard = null
  /** The one that headsets and the lock screen show. */
  let introduced = null

  class SidecastPlayer extends HTMLElement {
    static observedAttributes = ['show', 'episode', 'url', 'lang']

    #root = this.attachShadow({ mode: 'open' })
    #started = 0
    #saved = 0

    /** A site that changes its pages without loading them may keep this one through all of them. */
    #moved = async () => {
      const list = await this.#list().catch(() => null)
      if (list && this.#find(list) !== this.episode) void this.#start()
    }

    connectedCallback() {
      globalThis.navigation?.addEventListener('currententrychange', this.#moved)
      void this.#start()
    }

    disconnectedCallback() {
      globalThis.navigation?.removeEventListener('currententrychange', this.#moved)
      this.#started += 1
      this.#leave()
    }

    attributeChangedCallback() {
      if (this.isConnected) void this.#start()
    }

    /** Shows the episode of this page, or nothing where there is none. */
    async #start() {
      const turn = (this.#started += 1)
      this.#leave()
      this.#root.adoptedStyleSheets = [HIDDEN]
      try {
        const list = await this.#list()
        if (turn !== this.#started) return
        this.episode = this.#find(list)
        if (this.episode?.audio) this.#render(list)
      } catch {
        // Without the list nobody knows which episode this is: what the page has for that shows.
        this.#root.adoptedStyleSheets = []
        this.#root.replaceChildren(make('slot'))
      }
    }

    /** A file beside the page of the episode. */
    async #file(name) {
      const answer = await fetch(new URL(name, this.episode.page))
      return answer.json()
    }

    async #showCover(bar) {
      const { thumbnail_url: src } = await this.#file('oembed.json').catch(() => ({}))
      if (!src) return
      const cover = make('img', { alt: '', src, onerror: () => cover.remove() })
      bar.prepend(cover)
    }

    /** Keeps the place of what was heard here; what that recording still tells is of no interest. */
    #leave() {
      if (!this.audio) return
      this.#save()
      this.audio.pause()
      this.audio = null
      this.along?.end()
      this.along = null
    }

    async #list() {
      return listOf(parse(this.getAttribute('show') ?? home, document.baseURI))
    }

    #find({ episodes }) {
      const wanted = this.getAttribute('episode')
      const named = ({ guid, page, link }) =>
        guid === wanted || page.endsWith(`/episodes/${wanted}/`) || page === wanted || link === wanted
      if (wanted !== null) return episodes.find(named)
      const canonical = document.querySelector('link[rel=canonical]')?.href
      const url = this.getAttribute('url')
      const pages = url === null ? [location.href, canonical] : [url]
      return pages
        .map((page) => parse(page, document.baseURI))
        .map((page) => episodes.find(({ link, page: own }) => leadsTo(link, page) || leadsTo(own, page)))
        .find(Boolean)
    }

    /** The language of the text around it, where the interface speaks it; else the show's. */
    #speak({ language, words }) {
      const around = this.closest('[lang]')?.lang
      const spoken = [around, language, 'en'].find((tag) => words[tag?.toLowerCase().split('-')[0]])
      this.language = spoken
      this.words = words[spoken.toLowerCase().split('-')[0]]
    }

    #render(list) {
      this.#speak(list)
      const { words, language, episode } = this
      this.audio = make('audio', { preload: 'none', src: episode.audio })
      this.label = make('span', { textContent: words.listen })
      this.length = make('small')
      this.button = make('button', { type: 'button' }, make('i'), make('span', {}, this.label, ' ', this.length))
      this.slider = make('input', { type: 'range', min: 0, step: 1, value: 0, ariaLabel: words.position })
      this.clock = make('span', { className: 'soft clock' })
      this.speed = make(
        'select',
        { ariaLabel: words.speed },
        ...SPEEDS.map((speed) => new Option(`${speed.toLocaleString(language)}×`, speed)),
      )
      const step = (seconds, label, sign) =>
        make('button', { type: 'button', className: 'step', ariaLabel: label, textContent: sign, onclick: () => this.#seek(this.position + seconds) })
      const steps = [step(-15, words.back, '−15'), step(30, words.forward, '+30')]
      this.share = make('button', { type: 'button', className: 'step share', onclick: () => this.#share() })
      this.scrubber = make('div', { className: 'row', dir: 'ltr' }, steps[0], this.slider, steps[1], this.clock, this.speed, this.share)
      this.message = make('p', { role: 'status' })
      this.retry = make('button', { type: 'button', hidden: true, textContent: words.retry })
      this.waits = make('span', { role: 'status', className: 'aside' })
      const source = make('a', { className: 'soft', href: episode.page, target: '_top', textContent: list.title })
      const bar = make('div', { className: 'row' }, this.button, source)
      if (this.hasAttribute('cover')) void this.#showCover(bar)
      this.player = make(
        'div',
        { className: 'player', role: 'group', ariaLabel: words.player, lang: language, dir: words.dir },
        bar,
        this.scrubber,
        make('div', { className: 'told' }, this.message, this.retry),
        this.waits,
      )
      this.#root.replaceChildren(this.player, this.audio)
      this.#root.adoptedStyleSheets = [STYLE]
      this.#recall()
      this.#listen()
    }

    #listen() {
      const { audio, button, slider, speed } = this
      const on = (target, type, act) =>
        target.addEventListener(type, () => {
          if (audio === this.audio) act()
        })
      on(button, 'click', () => (audio.paused ? this.play() : audio.pause()))
      on(this.retry, 'click', () => this.#tryAgain())
      on(slider, 'input', () => this.#seek(Number(slider.value)))
      on(speed, 'change', () => this.#setSpeed(speed.value))
      on(audio, 'loadedmetadata', () => this.#arrive())
      on(audio, 'timeupdate', () => this.#follow())
      on(audio, 'play', () => this.#show())
      on(audio, 'pause', () => this.#rest())
      on(audio, 'ended', () => this.#finish())
      on(audio, 'error', () => this.#fail())
    }

    get total() {
      const { duration } = this.audio
      return Number.isFinite(duration) ? duration : (this.episode.seconds ?? 0)
    }

    get position() {
      return this.wanted ?? this.audio.currentTime
    }

    /** Takes up what this reader left the last time. */
    #recall() {
      this.wanted = parseInt(remember(`at:${this.episode.guid}`)) || 0
      this.#setSpeed(SPEEDS.includes(Number(remember('speed'))) ? remember('speed') : '1')
      this.#show()
    }

    #setSpeed(speed) {
      this.speed.value = speed
      this.audio.defaultPlaybackRate = this.audio.playbackRate = Number(speed)
      remember('speed', speed)
    }

    #seek(seconds) {
      const target = Math.max(0, Math.min(seconds, this.total || seconds))
      if (this.audio.readyState === 0) this.wanted = target
      else this.audio.currentTime = target
      this.#show()
    }

    /** Gives away a link to this place: by the phone's own sheet, or copied. */
    async #share() {
      const { page: url, title } = this.episode
      const href = `${url}#t=${clock(this.position)}`
      if (navigator.share && matchMedia('(pointer: coarse)').matches) {
        return navigator.share({ title, url: href }).catch(() => undefined)
      }
      await navigator.clipboard?.writeText(href).then(
        () => {
          this.waits.textContent = this.share.textContent = this.words.shared
          this.copied = setTimeout(() => {
            this.copied = 0
            this.#show()
          }, 2000)
        },
        () => window.open(href),
      )
    }

    async play() {
      heard?.pause()
      heard = this.audio
      this.#say('')
      if (this.audio.error) this.#reload()
      this.#tellSystem()
      void this.#watch()
      try {
        await this.audio.play()
      } catch (error) {
        if (error.name !== 'AbortError') this.#fail()
      }
    }

    #reload() {
      this.wanted = this.position
      this.audio.load()
    }

    #tryAgain() {
      this.#reload()
      void this.play()
      this.button.focus()
    }

    /** What is of use only to those who listen is loaded when they do. */
    async #watch() {
      const { audio, episode } = this
      if (audio === this.watched) return
      this.watched = audio
      const still = () => audio === this.audio
      const needed = (has, load) => (has ? load().catch(() => null) : null)
      const chapters = needed(episode.chapters, () => this.#file('chapters.json'))
      const spoken = needed(episode.spoken && this.hasAttribute('read-along'), () =>
        Promise.all([this.#file('spoken.json'), import(new URL('read-along-here.js', home))]),
      )
      // What does not come is gone without: it plays.
      const sound = await import(new URL('sound.js', home)).catch(() => null)
      sound?.speakAlone(audio)
      sound?.watchLoading(audio, (state) => still() && this.#wait(state))
      const parts = await chapters
      if (parts && still()) this.#showTicks(parts.chapters)
      const [text, module] = (await spoken) ?? []
      if (text && still()) this.along = module.readAlong(this, this.#voice(audio), text.sentences)
    }

    #voice(audio) {
      const player = this
      return {
        audio,
        get position() {
          return player.wanted ?? audio.currentTime
        },
        seek: (seconds) => this.#seek(seconds),
        playFrom: (seconds) => {
          this.#seek(seconds)
          this.along?.follow()
          void this.play()
        },
      }
    }

    #showTicks(chapters) {
      const places = chapters.filter(({ toc }) => toc !== false).map(({ startTime, title }) => new Option(title, Math.floor(startTime)))
      this.slider.after(make('datalist', { id: 'chapters' }, ...places))
      this.slider.setAttribute('list', 'chapters')
    }

    #wait(state) {
      this.player.classList.toggle('loading', state !== '')
      this.waits.textContent = state === 'loading' ? this.words.loading : ''
      if (state === 'slow') this.#say(this.words.slow, true)
      else if (!this.audio.error) this.#say('')
    }

    /** @param offersRetry Whether there is something to try again. */
    #say(text, offersRetry = false) {
      this.message.textContent = text
      this.retry.hidden = !offersRetry
    }

    /** For headsets and the lock screen. */
    async #tellSystem() {
      const { mediaSession } = navigator
      const { audio, episode } = this
      if (!mediaSession || audio === introduced) return
      introduced = audio
      const { title } = episode
      mediaSession.metadata = new MediaMetadata({ title })
      const skip = (seconds) => () => audio === this.audio && this.#seek(this.position + seconds)
      mediaSession.setActionHandler('seekbackward', skip(-15))
      mediaSession.setActionHandler('seekforward', skip(30))
      const { author_name: artist, provider_name: album, thumbnail_url: src } = await this.#file('oembed.json').catch(() => ({}))
      if (audio !== this.audio || audio.paused) return
      // A page that asks for no cover may forbid pictures of other hosts.
      const may = this.hasAttribute('cover') || parse(src)?.origin === location.origin
      const artwork = src && may ? [{ src }] : []
      mediaSession.metadata = new MediaMetadata({ title, artist: artist ?? '', album: album ?? '', artwork })
    }

    #arrive() {
      if (this.wanted) this.audio.currentTime = this.wanted
      this.wanted = null
      this.#show()
    }

    #follow() {
      this.#show()
      if (Math.abs(this.position - this.#saved) >= 5) this.#save()
    }

    #rest() {
      this.#show()
      this.#save()
    }

    #finish() {
      this.#rest()
      remember(`heard:${this.episode.guid}`, new Date().toISOString())
    }

    #save() {
      const seconds = (this.#saved = this.position)
      const within = seconds > 5 && seconds < this.total - 5
      remember(`at:${this.episode.guid}`, within ? Math.floor(seconds) : null)
    }

    #show() {
      const { words, audio, total } = this
      const playing = !audio.paused
      const seconds = audio.ended ? 0 : this.position
      const begun = playing || seconds >= 1
      const times = { time: clock(seconds), total: clock(total) }
      this.player.classList.toggle('playing', playing)
      this.label.textContent = playing ? words.pause : begun ? fill(words.continueFrom, times) : words.listen
      const { seconds: whole, title } = this.episode
      this.length.textContent = begun ? title : whole === null ? '' : lengthOf(whole, this.language)
      this.scrubber.hidden = !begun && !this.hasAttribute('controls')
      if (!this.copied) this.share.textContent = fill(words.share, times)
      this.slider.max = Math.floor(total)
      this.slider.value = Math.floor(seconds)
      this.slider.ariaValueText = fill(words.positionValue, times)
      this.clock.textContent = `${times.time} / ${times.total}`
    }

    #fail() {
      this.#say(this.words.error, true)
    }
  }

  if (!customElements.get('sidecast-player')) customElements.define('sidecast-player', SidecastPlayer)
}
