// @ts-check
/**
 * `<sidecast-player>`: plays the recording of an article on the page of the article, on any site.
 *
 * The episode is found by the address of the page; `episode` (guid, slug or address) or `url` can
 * name it instead, and `show` the address of the show, if this file was not loaded from there. A page
 * without an episode shows nothing. The script may be classic or a module, async or deferred.
 *
 * `controls` shows all controls from the start, `cover` the artwork, `theme` is `light` or `dark`, and
 * `read-along` highlights the spoken sentence in the article of the page.
 *
 * @typedef {{ link: string, page: string, title: string, audio: string | null, seconds: number | null, guid: string, chapters?: true, spoken?: true }} Episode
 * @typedef {{ title: string, language: string, words: Record<string, Record<string, string>>, episodes: Episode[] }} List
 * @typedef {typeof import('./sound.js')} Sound
 * @typedef {import('./sound.js').View} View
 */
{
  const loaded = document.currentScript ?? document.querySelector('script[type=module][src*="/player.js"]')
  const home = loaded instanceof HTMLScriptElement ? loaded.src : ''

  const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3]

  /** Constructed style sheets are allowed by every Content-Security-Policy, unlike `style`. @param {string} css */
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
      min-block-size: var(--sidecast-room, 0px) !important;
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
      display: flex; align-items: center; gap: .75em; flex: 1 1 12em; min-inline-size: 0; min-block-size: 2.75em;
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
    @container (max-width: 24em) {
      a.soft { padding-inline-start: 4em }
      img ~ a.soft { padding-inline-start: 8.86em }
    }
    @container (max-width: 26em) { .row > input { flex-basis: 100% } }
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

  /**
   * Null if it is not an address.
   *
   * @param {string | null | undefined} url
   * @param {string} [base]
   */
  function parse(url, base) {
    try {
      return url ? new URL(url, base) : null
    } catch {
      return null
    }
  }

  /** An address without the parts that may differ for the same page. @param {URL} url */
  function placeOf({ host, pathname }) {
    const path = pathname.replace(/(\/index)?\.html?$/i, '').replace(/\/+$/, '')
    return `${host.replace(/^www\./, '')}${path.toLowerCase()}`
  }

  /**
   * @param {string} link
   * @param {URL | null} page
   */
  function leadsTo(link, page) {
    const target = parse(link)
    if (target === null || page === null || placeOf(target) !== placeOf(page)) return false
    return [...target.searchParams].every(([name, value]) => page.searchParams.get(name) === value)
  }

  /** @type {Map<string, Promise<List>>} */
  const lists = new Map()

  /** The list of a show, which all players of a page share. @param {URL | null} show */
  async function listOf(show) {
    const url = new URL('episodes.json', show ?? undefined).href
    const known = lists.get(url) ?? fetch(url).then((answer) => answer.json())
    lists.set(url, known)
    // What did not come may come the next time.
    known.catch(() => lists.delete(url))
    return known
  }

  /**
   * 754 → `13 min`, in the words of a language.
   *
   * @param {number} seconds
   * @param {string} language
   */
  function lengthOf(seconds, language) {
    const minutes = Math.max(1, Math.round(seconds / 60))
    const parts = [Math.floor(minutes / 60), minutes % 60].map((value, index) => {
      const unit = index === 0 ? 'hour' : 'minute'
      const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' })
      return value === 0 ? '' : format.format(value)
    })
    return parts.join(' ').trim()
  }

  /**
   * @template {keyof HTMLElementTagNameMap} Name
   * @param {Name} name
   * @param {Partial<HTMLElementTagNameMap[Name]>} [properties]
   * @param {(Node | string)[]} children
   * @returns {HTMLElementTagNameMap[Name]}
   */
  function make(name, properties = {}, ...children) {
    const element = document.createElement(name)
    Object.assign(element, properties).append(...children)
    return element
  }

  /** `en-GB` → `en`. @param {string} tag */
  const primaryOf = (tag) => tag.toLowerCase().split('-')[0] ?? ''

  /**
   * The visible player of an episode.
   *
   * @implements {View}
   */
  class Face {
    /** Whether the files that only listeners need have been requested. */
    #watched = false
    #ended = false
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #copied = undefined
    /** @type {{ follow(): void, end(): void } | null | undefined} */
    along = undefined

    /**
     * @param {Sound} sound
     * @param {List} list
     * @param {Episode & { audio: string }} episode
     * @param {SidecastPlayer} element
     */
    constructor(sound, list, episode, element) {
      this.sound = sound
      this.element = element
      this.episode = episode
      /** The language of the surrounding element, if the interface has it; otherwise that of the show. */
      const around = element.closest('[lang]')?.getAttribute('lang') ?? ''
      const tags = [around, list.language, 'en']
      this.language = tags.find((tag) => list.words[primaryOf(tag)]) ?? 'en'
      const words = (this.words = list.words[primaryOf(this.language)] ?? {})
      this.audio = make('audio', { preload: 'none', src: episode.audio })
      this.label = make('span', { textContent: words.listen ?? '' })
      this.length = make('small')
      this.button = make('button', { type: 'button' }, make('i'), make('span', {}, this.label, ' ', this.length))
      this.slider = make('input', { type: 'range', min: '0', step: '1', value: '0', ariaLabel: words.position ?? '' })
      this.clock = make('span', { className: 'soft clock' })
      const speeds = SPEEDS.map((speed) => new Option(`${speed.toLocaleString(this.language)}×`, String(speed), speed === 1, speed === 1))
      const speed = make('select', { ariaLabel: words.speed ?? '' }, ...speeds)
      this.share = make('button', { type: 'button', className: 'step share', onclick: () => void this.#share() })
      this.scrubber = make(
        'div',
        { className: 'row', dir: 'ltr' },
        this.slider,
        this.clock,
        this.#step(-15, '−15', words.back),
        this.#step(30, '+30', words.forward),
        speed,
        this.share,
      )
      this.message = make('p', { role: 'status' })
      this.retry = make('button', { type: 'button', hidden: true, textContent: words.retry ?? '' })
      this.waits = make('span', { role: 'status', className: 'aside' })
      const source = make('a', { className: 'soft', href: episode.page, target: '_top', textContent: list.title })
      this.bar = make('div', { className: 'row' }, this.button, source)
      this.player = make(
        'div',
        { className: 'player', role: 'group', ariaLabel: words.player ?? '', lang: this.language, dir: words.dir ?? '' },
        this.bar,
        this.scrubber,
        make('div', { className: 'told' }, this.message, this.retry),
        this.waits,
      )
      const { guid, title, seconds } = episode
      this.playback = new sound.Playback(this.audio, { guid, title, seconds: seconds ?? 0 }, this)
      this.playback.offerSpeeds(speed)
      this.playback.recall()
      sound.on(this.button, { click: () => this.playback.toggle() })
      sound.on(this.retry, { click: () => this.#retry() })
      sound.on(this.slider, { input: () => this.playback.seek(Number(this.slider.value)) })
      sound.on(this.audio, { play: () => this.#watch(), pause: () => this.show(), ended: () => this.show() })
      if (element.hasAttribute('cover')) void this.#showCover()
    }

    /**
     * @param {number} seconds
     * @param {string} sign
     * @param {string} [ariaLabel]
     */
    #step(seconds, sign, ariaLabel = '') {
      const onclick = () => this.playback.skip(seconds)
      return make('button', { type: 'button', className: 'step', ariaLabel, textContent: sign, onclick })
    }

    /** Stores the position, and ignores further events of the recording. */
    end() {
      this.#ended = true
      this.playback.save()
      this.audio.pause()
      this.along?.end()
    }

    /** Fetches a file in the folder of the episode's page. @param {string} name */
    async #file(name) {
      const answer = await fetch(new URL(name, this.episode.page))
      return answer.json()
    }

    async #about() {
      /** @type {{ author_name?: string, provider_name?: string, thumbnail_url?: string }} */
      const about = await this.#file('oembed.json').catch(() => ({}))
      return about
    }

    async #showCover() {
      const { thumbnail_url: src } = await this.#about()
      if (!src) return
      const cover = make('img', { alt: '', src, onerror: () => cover.remove() })
      this.bar.prepend(cover)
    }

    #retry() {
      this.playback.retry()
      this.button.focus()
    }

    /** Shares a link to the current position: by the share sheet of a phone, or by copying it. */
    async #share() {
      const { page, title } = this.episode
      const url = `${page}#t=${this.sound.clock(this.playback.position)}`
      if (navigator.share && matchMedia('(pointer: coarse)').matches) {
        return navigator.share({ title, url }).catch(() => undefined)
      }
      await navigator.clipboard?.writeText(url).then(
        () => {
          this.waits.textContent = this.share.textContent = this.words.shared ?? ''
          this.#copied = setTimeout(() => {
            this.#copied = undefined
            this.show()
          }, 2000)
        },
        () => window.open(url),
      )
    }

    /** Loads what only listeners need, when they start to play; the player works without it. */
    async #watch() {
      this.show()
      if (this.#watched) return
      this.#watched = true
      const { episode, element } = this
      const chapters = episode.chapters ? this.#file('chapters.json').catch(() => null) : null
      const reads = episode.spoken && element.hasAttribute('read-along')
      /** @type {Promise<typeof import('./read-along-here.js')> | null} */
      const module = reads ? import(new URL('read-along-here.js', home).href) : null
      const spoken = reads ? Promise.all([this.#file('spoken.json'), module]).catch(() => null) : null
      const { author_name: artist = '', provider_name: album = '', thumbnail_url: src = '' } = await this.#about()
      // A page that asks for no cover may forbid pictures of other hosts.
      const may = element.hasAttribute('cover') || parse(src)?.origin === location.origin
      Object.assign(this.playback.about, { artist, album, artwork: may ? src : '' })
      if (!this.#ended) this.playback.introduce()
      this.#showTicks(await chapters)
      const [text, along] = (await spoken) ?? []
      if (along && !this.#ended) this.along = along.readAlong(element, this.#voice(), text.sentences)
    }

    #voice() {
      const { playback, audio } = this
      return {
        audio,
        get position() {
          return playback.position
        },
        seek: (/** @type {number} */ seconds) => playback.seek(seconds),
        playFrom: (/** @type {number} */ seconds) => {
          playback.seek(seconds)
          this.along?.follow()
          void playback.play()
        },
      }
    }

    /** @param {{ chapters: { startTime: number, title: string, toc?: boolean }[] } | null} file */
    #showTicks(file) {
      const listed = file?.chapters.filter(({ toc }) => toc !== false) ?? []
      if (listed.length === 0) return
      const places = listed.map(({ startTime, title }) => new Option(title, String(Math.floor(startTime))))
      this.slider.after(make('datalist', { id: 'chapters' }, ...places))
      this.slider.setAttribute('list', 'chapters')
    }

    /** @param {import('./sound.js').Waiting} state */
    wait(state) {
      this.player.classList.toggle('loading', state !== '')
      this.waits.textContent = state === 'loading' ? (this.words.loading ?? '') : ''
      if (state === 'slow') this.say('slow')
      else if (!this.audio.error) this.say(null)
    }

    /** @param {'error' | 'slow' | 'blocked' | null} what */
    say(what) {
      if (this.#ended) return
      this.message.textContent = what === null ? '' : (this.words[what === 'slow' ? what : 'error'] ?? '')
      this.retry.hidden = what === null
      this.show()
    }

    show() {
      const { words, audio, slider, playback, episode } = this
      const { clock, fill } = this.sound
      const { playing } = playback
      const seconds = audio.ended ? 0 : playback.position
      const begun = playing || seconds >= 1
      const times = { time: clock(seconds), total: clock(playback.length) }
      this.player.classList.toggle('playing', playing)
      this.label.textContent = fill(playing ? words.pause : begun ? words.continueFrom : words.listen, times)
      const length = episode.seconds === null ? '' : lengthOf(episode.seconds, this.language)
      this.length.textContent = begun ? episode.title : length
      this.scrubber.hidden = !begun && !this.element.hasAttribute('controls')
      if (!this.#copied) this.share.textContent = fill(words.share, times)
      slider.max = String(Math.floor(playback.length))
      slider.value = String(Math.floor(seconds))
      slider.ariaValueText = fill(words.positionValue, times)
      this.clock.textContent = `${times.time} / ${times.total}`
    }
  }

  class SidecastPlayer extends HTMLElement {
    static observedAttributes = ['show', 'episode', 'url', 'lang']

    #root = this.attachShadow({ mode: 'open' })
    #started = 0
    /** @type {Face | null} */
    #face = null
    /** @type {Episode | undefined} */
    #episode = undefined

    /** The recording; null for none. */
    get audio() {
      return this.#face?.audio ?? null
    }

    /** Highlights the spoken sentences; null if it cannot, undefined while that is unknown. */
    get along() {
      return this.#face?.along
    }

    async play() {
      await this.#face?.playback.play()
    }

    /** Finds the episode again: a site that changes pages without loading them may keep this element. */
    #moved = async () => {
      const list = await this.#list().catch(() => null)
      if (list && this.#find(list) !== this.#episode) void this.#start()
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

    #leave() {
      this.#face?.end()
      this.#face = null
    }

    /** Shows the episode of this page, or nothing if there is none. */
    async #start() {
      const turn = (this.#started += 1)
      this.#leave()
      // Until it is known whether there is an episode, the page may keep room for it.
      this.#root.adoptedStyleSheets = []
      this.#root.replaceChildren()
      try {
        const [list, sound] = await Promise.all([this.#list(), this.#sound()])
        if (turn !== this.#started) return
        this.#episode = this.#find(list)
        const audio = this.#episode?.audio
        if (!this.#episode || !audio) {
          this.#root.adoptedStyleSheets = [HIDDEN]
          return
        }
        this.#face = new Face(sound, list, { ...this.#episode, audio }, this)
        this.#root.replaceChildren(this.#face.player, this.#face.audio)
        this.#root.adoptedStyleSheets = [STYLE]
      } catch {
        // Without the list nobody knows which episode this is: what the page has for that shows.
        this.#root.adoptedStyleSheets = []
        this.#root.replaceChildren(make('slot'))
      }
    }

    /** The address of the show; null if the attribute is not an address. */
    get #show() {
      return parse(this.getAttribute('show') ?? home, document.baseURI)
    }

    #list() {
      return listOf(this.#show)
    }

    /** @returns {Promise<Sound>} */
    #sound() {
      return import(new URL('sound.js', home || this.#show?.href).href)
    }

    /** @param {List} list */
    #find({ episodes }) {
      const wanted = this.getAttribute('episode')
      if (wanted !== null) {
        return episodes.find(({ guid, page, link }) =>
          [guid, page, link].includes(wanted) || page.endsWith(`/episodes/${wanted}/`))
      }
      const canonical = document.querySelector('link[rel=canonical]')?.getAttribute('href')
      const url = this.getAttribute('url')
      const pages = url === null ? [location.href, canonical] : [url]
      return pages
        .map((page) => parse(page, document.baseURI))
        .map((page) => episodes.find(({ link, page: own }) => leadsTo(link, page) || leadsTo(own, page)))
        .find(Boolean)
    }
  }

  if (!customElements.get('sidecast-player')) customElements.define('sidecast-player', SidecastPlayer)
}
