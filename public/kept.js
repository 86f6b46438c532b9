// @ts-check
/** Lists the pages and recordings that are available offline, on the page that replaces one that is not. */

import { findKept } from './offline.js'
import { need, on } from './sound.js'

/** @param {import('./offline.js').Kept} page @param {string} heard */
function toItem({ url, title, language, isHeard }, heard) {
  const item = document.createElement('li')
  const link = Object.assign(document.createElement('a'), { href: url, lang: language, textContent: title })
  const note = Object.assign(document.createElement('span'), { className: 'soft', textContent: heard })
  item.append(link, ...(isHeard ? [' ', note] : []))
  return item
}

async function showKept() {
  const section = need('kept', HTMLElement)
  const kept = await findKept()
  section.querySelector('ul')?.append(...kept.map((page) => toItem(page, section.dataset.heard ?? '')))
  section.hidden = kept.length === 0
}

on(window, { online: () => location.reload() })
if ('caches' in globalThis) void showKept()
