import { html } from '@remix-run/html-template'
import type { Show } from '../../show/show.ts'
import { belowBase } from './layout-links.ts'
import { interfaceLanguage, renderPage } from './layout.ts'
import { wordsFor } from '../words/words.ts'

/** The path of the page that `worker.js` shows instead of one that is not kept. */
export const OFFLINE_PATH = '/offline/'

/**
 * The page that is shown offline instead of one that is not kept. It lists those that are, which `kept.js`
 * adds.
 *
 * Its links begin at the root of the host, because it is shown under any path.
 */
export function renderOfflinePage(show: Show): string {
  const words = wordsFor(show.language)
  return renderPage({
    show,
    href: belowBase(show.baseUrl),
    title: `${words.offlineTitle} · ${show.title}`,
    kind: 'offline',
    head: html`<meta name="robots" content="noindex" />`,
    main: html`<main id="content" tabindex="-1" ${interfaceLanguage(show, words)}>
      <h1>${words.offlineTitle}</h1>
      <p>${words.offlineText}</p>
      <p><a class="button primary" href="">${words.retry}</a></p>
      <section aria-labelledby="kept" data-kept data-heard="${words.offlineHeard}" hidden>
        <h2 id="kept">${words.offlineKept}</h2>
        <ul></ul>
      </section>
    </main>`,
  })
}
