/** Script of every page: copy buttons, and functions that other scripts share. */

export const find = (name) => document.querySelector(`[data-${name}]`)
export const findAll = (selector) => [...document.querySelectorAll(selector)]

/** Stored values; where storage is not permitted, everything else still works. */
export const memory = {
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
export function clock(seconds) {
  const total = Math.floor(seconds)
  const pad = (part) => String(part).padStart(2, '0')
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor(total / 60) % 60
  return `${hours > 0 ? `${hours}:${pad(minutes)}` : minutes}:${pad(total % 60)}`
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}

export function on(target, listeners) {
  for (const type of Object.keys(listeners)) target.addEventListener(type, listeners[type])
}

/** Copies a text to the clipboard. @returns Whether the browser permits it. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

const confirming = new WeakMap()

/** Replaces a label by a confirmation for two seconds. */
export function confirm(label, done) {
  label.dataset.usual ??= label.textContent
  label.textContent = done
  clearTimeout(confirming.get(label))
  const end = () => {
    confirming.delete(label)
    label.textContent = label.dataset.usual
  }
  confirming.set(label, setTimeout(end, 2000))
}

/** Gives a label its usual text, once no confirmation is in its place. */
export function relabel(label, text) {
  label.dataset.usual = text
  if (!confirming.has(label)) label.textContent = text
}

/** Whether a click follows a link here, and not into another tab or window. */
export const isPlain = (event) => !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey

/** Lets the page of an episode, which is about to open, begin to play by itself. */
export function playThere({ href }) {
  memory.set('next', `${Date.now()} ${new URL(href).pathname}`)
}

/** Whether this page was opened to play. */
export function isToPlay() {
  const [time, path] = (memory.get('next') ?? '').split(' ')
  memory.set('next', null)
  return path === location.pathname && Date.now() - time < 60_000
}

/** Artwork that cannot be had gives way to the first letter of what it is of. */
function replaceArt(image) {
  const heading = image.closest('.entry, .hero, .home')?.querySelector('h1, h3, span')
  const [letter = ''] = heading?.textContent.trim() ?? ''
  const square = document.createElement('span')
  Object.assign(square, { className: 'art letter', ariaHidden: 'true', textContent: letter })
  image.replaceWith(square)
}

const isArt = (target) => target instanceof HTMLImageElement && target.matches('.art')
addEventListener('error', ({ target }) => isArt(target) && replaceArt(target), true)
for (const image of findAll('img.art')) {
  if (image.complete && image.naturalWidth === 0 && image.currentSrc !== '') replaceArt(image)
}

/** Makes a button copy the field with the id in `data-copy`. */
function startCopy(button) {
  const field = document.getElementById(button.dataset.copy)
  button.hidden = false
  field.addEventListener('focus', () => field.select())
  button.addEventListener('click', async () => {
    if (await copy(field.value)) confirm(button, button.dataset.copied)
    else field.focus()
  })
}

findAll('[data-copy]').forEach(startCopy)
for (const box of findAll('.prose :is(pre, table)')) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0
}
