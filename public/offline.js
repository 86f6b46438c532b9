// @ts-check
/** Keeps the page of an episode for offline use, and its recording if the listener asks for that. */

import { fill, find, findAll, need, on } from './sound.js'

/** The scope of `worker.js`. */
const SCOPE = new URL('.', import.meta.url).href
const PAGES = `sidecast pages ${SCOPE}`
const RECORDINGS = `sidecast recordings ${SCOPE}`

/** The page that is shown instead of one that is not kept; it is kept with its files. */
const INSTEAD = new URL('offline/', SCOPE).href
const OF_INSTEAD = [INSTEAD, new URL('kept.js', SCOPE).href]

/** The most files of pages that are kept; the oldest are removed first. */
const MOST = 400
/** Media types of the files of a page, and of transcripts; never feeds, lists and chapters, which apps fetch. */
const OF_PAGES = /^(?:text\/(?:html|css|javascript|plain|vtt)|application\/x-subrip|image\/|font\/)/

/** The name of the error of a full device. */
const FULL = 'QuotaExceededError'

/** Whether this browser can keep anything: without `https:` it has neither of the two. */
const CAN = 'serviceWorker' in navigator && 'caches' in globalThis

/** Whether the show is public. The secret address of a private one stays on a device only if the listener wants it. */
const isOpen = () => find('open', HTMLElement) !== null

/** The address of this page, without query and fragment. */
const here = () => location.origin + location.pathname

/** The files that this page needs, and its transcripts. */
function filesOfPage() {
  const addresses = [
    here(),
    ...OF_INSTEAD,
    ...findAll('link[rel=stylesheet]', HTMLLinkElement).map(({ href }) => href),
    ...findAll('script[src]', HTMLScriptElement).map(({ src }) => src),
    ...findAll('img', HTMLImageElement).map(({ currentSrc }) => currentSrc),
    ...findAll('a[type^="text/"], a[type="application/x-subrip"]', HTMLAnchorElement).map(({ href }) => href),
    ...performance.getEntriesByType('resource').map(({ name }) => name),
  ]
  return [...new Set(addresses)].filter((url) => URL.canParse(url) && new URL(url).origin === location.origin)
}

/** Whether it is the page of an episode. @param {string} url */
const isEpisode = (url) => url.endsWith('/') && url !== INSTEAD

/**
 * The page of an episode that can be read without a network, or heard as well.
 *
 * @typedef {{ url: string, title: string, language: string, isHeard: boolean }} Kept
 */

/** @param {Cache} cache @param {string} url @returns {Promise<Kept>} */
async function readKept(cache, url) {
  const text = await (await cache.match(url, { ignoreVary: true }))?.text()
  const page = new DOMParser().parseFromString(text ?? '', 'text/html')
  const heading = page.querySelector('h1')
  const source = page.querySelector('audio')?.getAttribute('src')
  const recording = source && (await caches.match(new URL(source, url), { cacheName: RECORDINGS, ignoreVary: true }))
  return {
    url,
    title: heading?.textContent.trim() ?? url,
    language: heading?.lang || page.documentElement.lang,
    isHeard: Boolean(recording),
  }
}

/** The most pages that are listed: those with a recording first, then the most recent. */
const LISTED = 50

/** The pages that are available offline. */
export async function findKept() {
  /** @type {Map<string, Cache>} */
  const found = new Map()
  for (const name of [RECORDINGS, PAGES]) {
    if (!(await caches.has(name))) continue
    const cache = await caches.open(name)
    for (const { url } of (await cache.keys()).toReversed()) {
      if (isEpisode(url) && found.size < LISTED && !found.has(url)) found.set(url, cache)
    }
  }
  return Promise.all([...found].map(([url, cache]) => readKept(cache, url)))
}

/** Puts this page and its files into a cache. @param {string} name */
async function keepPage(name) {
  const cache = await caches.open(name)
  const keep = async (/** @type {string} */ url) => {
    const answer = await fetch(url)
    if (answer.ok && OF_PAGES.test(answer.headers.get('Content-Type') ?? '')) await cache.put(url, answer)
  }
  await Promise.allSettled(filesOfPage().map(keep))
  return cache
}

/** Reports the share that has been received. @param {Response} answer @param {(share: number) => void} tell */
function counted(answer, tell) {
  const total = Number(answer.headers.get('Content-Length'))
  let bytes = 0
  const count = new TransformStream({
    transform(/** @type {Uint8Array} */ part, controller) {
      bytes += part.length
      if (total > 0) tell(Math.min(1, bytes / total))
      controller.enqueue(part)
    },
  })
  return new Response(answer.body?.pipeThrough(count) ?? null, answer)
}

/** The button that keeps a recording, and removes it again. */
class Keeping {
  /** The running download. @type {AbortController | null} */
  #running = null
  #kept = false

  /** @param {HTMLButtonElement} button @param {HTMLMediaElement} audio */
  constructor(button, audio) {
    this.button = button
    this.audio = audio
    this.label = need('label', HTMLElement, button)
    this.first = this.label.textContent
    this.told = need('told', HTMLElement)
    this.message = need('message', HTMLElement)
    on(button, { click: () => void this.#act() })
    void this.#look()
  }

  /** Whether it was kept before; a recording that has changed since is fetched again. */
  async #look() {
    const kept = await caches.match(this.audio.src, { cacheName: RECORDINGS, ignoreVary: true })
    this.#show(kept !== undefined)
    this.button.hidden = false
    if (kept === undefined) return
    const now = await fetch(this.audio.src, { method: 'HEAD' }).catch(() => null)
    const differs = (/** @type {string} */ name) => kept.headers.get(name) !== now?.headers.get(name)
    if (now?.ok && ['ETag', 'Content-Length'].some(differs)) await this.#keep()
  }

  async #act() {
    this.message.textContent = ''
    if (this.#running) this.#running.abort()
    else if (this.#kept) await this.#forget()
    else await this.#keep()
  }

  async #keep() {
    const { button, audio, label } = this
    const running = (this.#running = new AbortController())
    const percent = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' })
    const tell = (/** @type {number} */ share) => {
      label.textContent = fill(button.dataset.keeping, { share: percent.format(share) })
    }
    tell(0)
    try {
      await register()
      // Firefox asks its user first, and may never get an answer.
      navigator.storage.persist().catch(() => undefined)
      const answer = await fetch(audio.src, { signal: running.signal })
      if (!answer.ok) throw new Error(String(answer.status))
      const { quota = Infinity, usage = 0 } = await navigator.storage.estimate()
      if (Number(answer.headers.get('Content-Length')) > quota - usage) throw new DOMException('', FULL)
      const cache = await caches.open(RECORDINGS)
      await cache.put(audio.src, counted(answer, tell))
      await keepPage(RECORDINGS)
      this.#show(true)
      this.told.textContent = button.dataset.kept ?? ''
    } catch (error) {
      const name = error instanceof Error ? error.name : ''
      this.#show(false)
      if (name !== 'AbortError') this.message.textContent = button.dataset[name === FULL ? 'full' : 'failed'] ?? ''
    } finally {
      this.#running = null
    }
  }

  async #forget() {
    const recordings = await caches.open(RECORDINGS)
    for (const url of [this.audio.src, here()]) await recordings.delete(url, { ignoreVary: true })
    const left = await recordings.keys()
    // Styles and scripts alone are of no use.
    if (!left.some(({ url }) => isEpisode(url))) {
      await caches.delete(RECORDINGS)
      if (!isOpen()) await (await navigator.serviceWorker.getRegistration(SCOPE))?.unregister()
    }
    this.#show(false)
  }

  /** @param {boolean} kept */
  #show(kept) {
    this.#kept = kept
    this.label.textContent = kept ? (this.button.dataset.forget ?? '') : this.first
  }
}

function register() {
  return navigator.serviceWorker.register(new URL('worker.js', SCOPE))
}

/** Starts on the page of an episode, if the browser supports and permits it. */
export async function startOffline() {
  if (!CAN) return
  const button = find('offline', HTMLButtonElement)
  const audio = document.querySelector('audio')
  if (button && audio) new Keeping(button, audio)
  if (!isOpen() || !(await register().catch(() => null))) return
  const pages = await keepPage(PAGES)
  const keys = await pages.keys()
  await Promise.all(keys.slice(0, -MOST).map((request) => pages.delete(request)))
}
