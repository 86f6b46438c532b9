// @ts-check
/** Script of every page: copy buttons, and functions that other scripts share. */

import { findAll, memory, on, targetOf } from './sound.js'

/** The kind of phone that this is, which not every app is made for; null for other devices. */
const PHONE = /android/i.test(navigator.userAgent) ? 'android' : /iphone|ipad/i.test(navigator.userAgent) ? 'apple' : null

/** Functions to call for each page. @type {((ended: AbortSignal) => void)[]} */
const starts = []
/** Aborts when the page that is shown is replaced. */
let shown = new AbortController()

/**
 * Calls `start` for this page, and for each page that replaces it in this document, see `moving.js`.
 *
 * @param {(ended: AbortSignal) => void} start Gets a signal that ends with the page.
 */
export function onPage(start) {
  starts.push(start)
  start(shown.signal)
}

/** Ends the page that is shown. @returns Starts the one that replaces it. */
export function endPage() {
  shown.abort()
  shown = new AbortController()
  const known = [...starts]
  return () => known.forEach((start) => start(shown.signal))
}

/** Copies a text to the clipboard. @param {string} text @returns Whether the browser permits it. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

/** @type {WeakMap<HTMLElement, ReturnType<typeof setTimeout>>} */
const confirming = new WeakMap()

/**
 * Replaces a label by a confirmation for two seconds.
 *
 * @param {HTMLElement} label
 * @param {string} [done]
 */
export function confirm(label, done = '') {
  label.dataset.usual ??= label.textContent
  label.textContent = done
  clearTimeout(confirming.get(label))
  const end = () => {
    confirming.delete(label)
    label.textContent = label.dataset.usual ?? ''
  }
  confirming.set(label, setTimeout(end, 2000))
}

/**
 * Gives a label its usual text, after a confirmation if one is shown.
 *
 * @param {HTMLElement} label
 * @param {string} text
 */
export function relabel(label, text) {
  label.dataset.usual = text
  if (!confirming.has(label)) label.textContent = text
}

/** Whether a click opens a link here, not in another tab or window. @param {MouseEvent} event */
export const isPlain = (event) => !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey

/** Makes the page of an episode that is about to open start playing. @param {{ href: string }} link */
export function playThere({ href }) {
  memory.set('next', `${Date.now()} ${new URL(href).pathname}`)
}

/** Whether this page was opened in order to play. */
export function isToPlay() {
  const [time, path] = (memory.get('next') ?? '').split(' ')
  memory.set('next', null)
  return path === location.pathname && Date.now() - Number(time) < 60_000
}

/**
 * Replaces artwork that cannot be loaded by a drawn cover, a different one for each title.
 *
 * @param {HTMLImageElement} image
 */
async function replaceArt(image) {
  const heading = image.closest('.entry, .hero, .home')?.querySelector('h1, h3, span')
  const covers = await import('./cover.js').catch(() => null)
  if (covers === null) return
  const drawing = document.createElement('template')
  drawing.innerHTML = covers.drawSmallCover(heading?.textContent.trim() ?? '')
  image.replaceWith(drawing.content)
}

/** Makes a button copy the field with the id in `data-copy`. @param {HTMLButtonElement} button */
function startCopy(button) {
  const field = document.getElementById(button.dataset.copy ?? '')
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return
  button.hidden = false
  on(field, { focus: () => field.select() })
  on(button, {
    async click() {
      if (await copy(field.value)) confirm(button, button.dataset.copied)
      else field.focus()
    },
  })
}

/**
 * The buttons that open something.
 *
 * @param {HTMLElement} opened
 * @param {ParentNode} [scope]
 */
const buttonsOf = ({ id }, scope) => findAll(`[popovertarget="${id}"]`, HTMLElement, scope)

/**
 * Whether an element is in what is open over the page, in its button, or in what was opened from it.
 *
 * @param {HTMLElement} open
 * @param {Element} element
 * @returns {boolean}
 */
function holds(open, element) {
  const others = findAll('[popover]:popover-open', HTMLElement).filter((other) => other !== open)
  return (
    open.contains(element) ||
    buttonsOf(open).some((button) => button.contains(element)) ||
    others.some((other) => buttonsOf(other, open).length > 0 && holds(other, element))
  )
}

/** What is left with the keyboard would cover what has the focus then. */
on(document, {
  focusin(event) {
    for (const open of findAll('[popover]:popover-open', HTMLElement)) {
      if (!holds(open, targetOf(event))) open.hidePopover()
    }
  },
})

/** The focus returns to the button of what was opened from something open; browsers return it from the first only. */
on(
  document,
  {
    toggle({ target }) {
      if (!(target instanceof HTMLElement) || target.matches(':popover-open')) return
      const [button] = findAll(`:popover-open [popovertarget="${target.id}"]`, HTMLElement)
      const { activeElement, body } = document
      if (activeElement === body || target.contains(activeElement)) button?.focus()
    },
  },
  { capture: true },
)

on(
  window,
  { error: ({ target }) => void (target instanceof HTMLImageElement && target.matches('.art') && replaceArt(target)) },
  { capture: true },
)

onPage(() => {
  for (const image of findAll('img.art', HTMLImageElement)) {
    if (image.complete && image.naturalWidth === 0 && image.currentSrc !== '') void replaceArt(image)
  }
  for (const app of findAll('[data-only]', HTMLElement)) app.hidden = PHONE !== null && app.dataset.only !== PHONE
  for (const button of findAll('[data-copy]', HTMLButtonElement)) startCopy(button)
  for (const box of findAll('.prose :is(pre, table)', HTMLElement)) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0
  }
})
