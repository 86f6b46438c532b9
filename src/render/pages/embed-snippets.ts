import { html, type SafeHtml } from '@remix-run/html-template'
import type { Episode } from '../../show/episode.ts'
import { urlOf, type Show } from '../../show/show.ts'
import { asciiUrl } from '../../base/web-address.ts'
import { embedPath, FRAME } from './embed-page.ts'
import { interfaceLanguage } from './layout.ts'
import type { Words } from '../words/words-en.ts'
import { wordsFor } from '../words/words.ts'

/** The player in a frame, which works in every site and page builder. */
export function frameSnippet(show: Show, episode: Episode): string {
  const src = asciiUrl(urlOf(show, embedPath(episode)))
  const { width, height } = FRAME
  return String(
    html`<iframe src="${src}" title="${episode.title}" width="${width}" height="${height}" style="border:0;border-radius:16px;max-width:100%;color-scheme:light dark" loading="lazy" allow="autoplay"></iframe>`,
  )
}

/** The player as an element of the page, which can be styled like it; without the script it is a link. */
function elementSnippet(show: Show, episode: Episode): string {
  const page = asciiUrl(urlOf(show, episode.page))
  const script = asciiUrl(urlOf(show, '/player.js'))
  const { listenToArticle } = wordsFor(episode.language)
  return String(
    html`<script src="${script}" async></script>
<sidecast-player episode="${episode.slug}"><a href="${page}">${listenToArticle}</a></sidecast-player>`,
  )
}

/** The player for a template: it finds the episode of each article. */
function templateSnippet(show: Show): string {
  const script = asciiUrl(urlOf(show, '/player.js'))
  return `<script src="${script}" async></script>\n<sidecast-player></sidecast-player>`
}

function renderSnippet(id: string, label: string, snippet: string, words: Words): SafeHtml {
  const { copied, copy } = words
  return html`<li>
    <label for="${id}">${label}</label>
    <textarea id="${id}" rows="3" readonly spellcheck="false" dir="ltr">${snippet}</textarea>
    <button type="button" class="button" data-copy="${id}" data-copied="${copied}" hidden>
      ${copy}
    </button>
  </li>`
}

/** HTML to copy for embedding the player of an episode. */
export function renderSnippets(show: Show, episode: Episode): SafeHtml {
  const words = wordsFor(show.language)
  const snippets = [
    ['here', words.embedElement, elementSnippet(show, episode)],
    ['everywhere', words.embedTemplate, templateSnippet(show)],
    ['frame', words.embedFrame, frameSnippet(show, episode)],
  ] as const
  return html`<details class="snippets" ${interfaceLanguage(show, words)}>
    <summary>${words.embed}</summary>
    <ul>
      ${snippets.map(([name, label, snippet]) =>
        renderSnippet(`embed-${name}`, label, snippet, words),
      )}
    </ul>
  </details>`
}
