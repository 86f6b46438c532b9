import { html } from '@remix-run/html-template'
import type { Show } from '../../show/show.ts'
import { belowBase } from './layout-links.ts'
import { renderPage } from './layout.ts'
import type { Words } from '../words/words-en.ts'
import { wordsFor } from '../words/words.ts'

function wordsOf(status: number, { errors }: Words): Words['errors']['other'] {
  const byStatus: Readonly<Record<number, Words['errors']['other']>> = errors
  return byStatus[status] ?? errors.other
}

/**
 * The page of an HTTP error.
 *
 * Its links begin at the root of the host, because it is shown under any path.
 *
 * @param status A status without texts of its own gets general ones.
 */
export function renderErrorPage(status: number, show: Show): string {
  const words = wordsFor(show.language)
  const href = belowBase(show.baseUrl)
  const { title, text } = wordsOf(status, words)
  return renderPage({
    show,
    href,
    title: `${title} · ${show.title}`,
    kind: 'error',
    head: html`<meta name="robots" content="noindex" />`,
    main: html`<main id="content" tabindex="-1">
      <p class="status">${status}</p>
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a class="button primary" href="${href('/')}">${words.allEpisodes}</a></p>
    </main>`,
  })
}
