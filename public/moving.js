// @ts-check
/**
 * Keeps the recording playing while the listener opens other pages of the show: while it plays, they
 * replace each other in one document. Browsers without the Navigation API open pages as usual.
 *
 * @see https://html.spec.whatwg.org/multipage/nav-history-apis.html#navigation-api
 */

import { players } from './listen.js'
import { endPage } from './page.js'
import { findAll, on, targetOf } from './sound.js'

/** Pages of this show, and of no other on the same host. */
const SCOPE = new URL('.', import.meta.url).href

/** The path of the page that is shown. */
let path = location.pathname

/** The player that plays, if there are several. */
function findPlaying() {
  const all = findAll('[data-player]', HTMLElement).map((root) => players.get(root))
  return all.find((player) => player && !player.audio.paused) ?? null
}

/** Whether a page must replace this one within the document. @param {NavigateEvent} event */
function isMove(event) {
  const { canIntercept, hashChange, downloadRequest, formData, navigationType, destination } = event
  if (!canIntercept || hashChange || downloadRequest !== null || formData) return false
  const { href, pathname } = new URL(destination.url)
  if (!href.startsWith(SCOPE) || !pathname.endsWith('/') || navigationType === 'reload') return false
  // Between pages that have had this document, there is no other way back.
  if (destination.sameDocument) return navigationType === 'traverse' && pathname !== path
  return findPlaying() !== null
}

/** @param {HTMLElement | SVGElement} element @param {string} name @param {string} url */
const addressIn = (element, name, url) => new URL(element.getAttribute(name) ?? '', url).href

/** Loads the styles of a page. @param {Document} page @param {string} url @returns Applies them. */
async function loadStyles(page, url) {
  const old = findAll('link[rel=stylesheet]', HTMLLinkElement)
  /** @type {HTMLLinkElement[]} */
  const added = []
  let place = old.at(-1)?.nextSibling ?? null
  const wanted = findAll('link[rel=stylesheet]', HTMLLinkElement, page).map((link) => addressIn(link, 'href', url))
  for (const href of wanted.toReversed()) {
    const known = old.find((link) => link.href === href)
    const link = known ?? Object.assign(document.createElement('link'), { rel: 'stylesheet', media: 'not all', href })
    if (!known) {
      document.head.insertBefore(link, place)
      added.push(link)
    }
    place = link
  }
  const arrivals = added.map((link) => new Promise((come) => on(link, { load: come, error: come })))
  await Promise.all(arrivals)
  return () => {
    for (const link of added) link.media = 'all'
    for (const link of old) if (!wanted.includes(link.href)) link.remove()
  }
}

/** The styles of the bar on other pages, where they must not affect anything else. */
const STYLE = `.away { display: block; max-inline-size: 100%; overflow: hidden; padding-block: 0.25rem; font-size: 0.875rem;
  text-align: center; text-overflow: ellipsis; white-space: nowrap; color: inherit }`
const sheet = new CSSStyleSheet()
const styled = fetch(new URL('episode.css', SCOPE))
  .then((answer) => answer.text())
  .then((css) => sheet.replace(`@scope (body) to (main, .site) { ${css.replaceAll(':root', ':scope')} ${STYLE} }`))
  .catch(() => undefined)
document.adoptedStyleSheets.push(sheet)

const isKept = (/** @type {Element} */ part) => part.matches('title, link[rel=stylesheet], script[src]')

/** Replaces the metadata in the head, but not styles and scripts. @param {Document} page */
function replaceHead({ head, title }) {
  for (const part of Array.from(document.head.children)) if (!isKept(part)) part.remove()
  document.head.append(...[...head.children].filter((part) => !isKept(part)))
  document.title = title
}

/** Replaces the page that is shown. @param {Document} page */
function replacePage(page) {
  const playing = findPlaying()
  for (const root of findAll('[data-player]', HTMLElement)) {
    if (root !== playing?.root) players.get(root)?.end()
  }
  const begin = endPage()
  const { body, documentElement: html } = document
  if (playing) {
    playing.leave()
    // What plays never leaves the document, or it would stop.
    body.append(playing.root)
  }
  for (const node of Array.from(body.childNodes)) if (node !== playing?.root) node.remove()
  html.lang = page.documentElement.lang
  html.dir = page.documentElement.dir
  body.className = page.body.className
  replaceHead(page)
  body.prepend(...page.body.childNodes)
  const own = body.querySelector('main [data-player]')
  if (playing && own instanceof HTMLElement) {
    if (own.dataset.guid === playing.root.dataset.guid) own.replaceWith(playing.root)
    else own.hidden = true
  }
  path = location.pathname
  return begin
}

/** A page from the network, otherwise the kept copy, see `offline.js`. @param {string} url @param {AbortSignal} signal */
async function load(url, signal) {
  try {
    return await fetch(url, { signal })
  } catch (error) {
    const kept = 'caches' in globalThis && (await caches.match(url, { ignoreSearch: true, ignoreVary: true }))
    if (!kept) throw error
    return kept
  }
}

/** @param {NavigateEvent} event */
async function move({ destination: { url }, navigationType, signal }) {
  const answer = await load(url, signal)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  if (!answer.ok || !answer.url.startsWith(SCOPE) || !page.querySelector('main#content')) throw new TypeError('no page')
  const [useStyles] = await Promise.all([loadStyles(page, answer.url), styled])
  signal.throwIfAborted()
  const scripts = findAll('script[src]', HTMLScriptElement, page).map((script) => addressIn(script, 'src', answer.url))
  const begin = replacePage(page)
  useStyles()
  if (navigationType !== 'traverse') scrollTo({ top: 0, behavior: 'instant' })
  begin()
  // What a page has loaded before begins as above; what is new begins by itself.
  await Promise.all(scripts.map((script) => import(script)))
  document.getElementById('content')?.focus({ preventScroll: true })
}

/** Makes relative addresses absolute, because the address of the document changes before the page does. */
function freezeAddresses() {
  const base = location.href
  const absolute = (/** @type {string} */ address) => new URL(address, base).href
  for (const part of document.body.querySelectorAll('[href]:not([href^="#"]), [src], [srcset]')) {
    for (const name of ['href', 'src']) {
      const address = part.getAttribute(name)
      // To say the same again would begin anew what plays.
      if (address === null || URL.canParse(address) || !URL.canParse(address, base)) continue
      part.setAttribute(name, absolute(address))
    }
    const sources = part.getAttribute('srcset')?.split(', ').map((source) => source.replace(/^\S+/, absolute))
    if (sources) part.setAttribute('srcset', sources.join(', '))
  }
}

globalThis.navigation?.addEventListener('navigate', (event) => {
  if (!isMove(event)) return
  freezeAddresses()
  event.intercept({
    focusReset: 'manual',
    async handler() {
      try {
        await move(event)
      } catch {
        // The address is right already: the browser shows what is there.
        if (!event.signal.aborted) location.reload()
      }
    },
  })
})

/** A player that starts replaces one that keeps playing from another page. */
on(
  document,
  {
    play(event) {
      for (const root of findAll('body > [data-player]', HTMLElement)) {
        if (root.contains(targetOf(event))) continue
        players.get(root)?.end()
        root.remove()
        for (const own of findAll('main [data-player]', HTMLElement)) own.hidden = false
      }
    },
  },
  { capture: true },
)
