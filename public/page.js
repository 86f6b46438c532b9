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

/** Replaces a label by a confirmation for two seconds. */
export function confirm(label, done) {
  label.dataset.usual ??= label.textContent
  label.textContent = done
  setTimeout(() => (label.textContent = label.dataset.usual), 2000)
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
