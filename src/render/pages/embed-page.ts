import { html, type SafeHtml } from '@remix-run/html-template'
import { artworkOf } from '../../show/artwork/artwork.ts'
import type { Episode } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import { webUrl } from '../../base/web-address.ts'
import { directionOf } from '../format.ts'
import { PAGE_ICON } from './layout-icons.ts'
import { sourceOf, relativeTo, type Href } from './layout-links.ts'
import { languageOf, renderArt } from './layout.ts'

/** The usual size of the frame for the player, in CSS pixels; the width may differ. */
export const FRAME = { width: 640, height: 190 } as const

/** The path of the player of an episode for frames on other sites. */
export function embedPath({ page }: Pick<Episode, 'page'>): string {
  return `${page}embed/`
}

function renderPlayer(episode: Episode, href: Href): SafeHtml {
  const source = sourceOf(episode.audio, href)
  return html`<sidecast-player
    show="${href('/')}"
    episode="${episode.slug}"
    controls
    lang="${episode.language}"
  >
    ${source === null ? null : html`<audio controls preload="none" src="${source}"></audio>`}
  </sidecast-player>`
}

/**
 * The player of an episode, for a frame on any page. Links open in the surrounding page.
 *
 * @see https://html.spec.whatwg.org/multipage/semantics.html#attr-base-target
 */
export function renderEmbedPage(show: Show, episode: Episode): string {
  const href = relativeTo(embedPath(episode))
  const artwork = { artwork: artworkOf(show, episode), name: episode.title, size: 112 }
  return String(
    html`<!doctype html>
      <html lang="${show.language}" dir="${directionOf(show.language)}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title>${episode.title} · ${show.title}</title>
          <link rel="canonical" href="${webUrl(episode.link) ?? href(episode.page)}" />
          <link rel="stylesheet" href="${href('/style.css')}" />
          <link rel="stylesheet" href="${href('/embed.css')}" />
          <link rel="icon" type="image/svg+xml" href="${PAGE_ICON}" />
          <script src="${href('/player.js')}" async></script>
        </head>
        <body class="embed">
          ${renderArt(artwork, href)}
          <main>
            <h1 ${languageOf(show, episode.language)}>
              <a href="${href(episode.page)}" target="_top">${episode.title}</a>
            </h1>
            ${renderPlayer(episode, href)}
          </main>
        </body>
      </html>`,
  )
}
