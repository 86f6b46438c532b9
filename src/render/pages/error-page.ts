import { html } from '@remix-run/html-template'
import type { Show } from '../../show/show.ts'
import { belowBase } from './layout-links.ts'
import { renderPage } from './layout.ts'
import type { Words } from '../words/words-en.ts'
import { wordsFor } from '../words/words.ts'

function wordsOf(status: number, words: Words): Words['errors']['other'] {
  const { errors } = words
  switch (status) {
    case 400:
    case 404:
    case 405:
    case 416:
      return errors[status]
    default:
      return errors.other
  }
}

/**
 * What a reader sees instead of a page that is not there.
 *
 * Its links start at the host's root, for it is shown under any path.
 *
 * @param status The HTTP status that goes with it; one without words of its own gets general ones.
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
