import { html, type SafeHtml } from '@remix-run/html-template'
import type { PlayerParts } from './episode-page-player.ts'
import { wordsFor } from '../words/words.ts'

function renderKeyRow(keys: readonly string[], meaning: string): SafeHtml {
  return html`<div>
    <dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt>
    <dd>${meaning}</dd>
  </div>`
}

/**
 * What the keys do, and the way to switch them off, which keys of one letter must have.
 *
 * @see https://www.w3.org/TR/WCAG22/#character-key-shortcuts
 */
export function renderKeys({ show, chapters, spoken }: PlayerParts): SafeHtml {
  const words = wordsFor(show.language)
  const sentences = renderKeyRow([words.keysShift, '←', '→'], words.keysSentences)
  return html`<dialog class="keys" closedby="any" aria-labelledby="keys-title" data-help>
    <h2 id="keys-title">${words.keys}</h2>
    <dl>
      ${renderKeyRow([words.keysSpace, 'K'], words.keysToggle)} ${renderKeyRow(['J'], words.back)}
      ${renderKeyRow(['L'], words.forward)} ${renderKeyRow(['←', '→'], words.keysArrows)}
      ${spoken ? sentences : null}
      ${chapters.length === 0 ? null : renderKeyRow(['P', 'N'], words.keysChapters)}
      ${renderKeyRow(['0', '…', '9'], words.keysDigits)} ${renderKeyRow(['M'], words.mute)}
      ${renderKeyRow(['?'], words.keysHelp)}
    </dl>
    <form method="dialog">
      <label><input type="checkbox" checked data-keys /> ${words.keysOn}</label>
      <button class="button" autofocus>${words.close}</button>
    </form>
  </dialog>`
}
