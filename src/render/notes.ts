import { renderArticle } from '../posts/article.ts'
import type { Episode } from '../show/episode.ts'
import type { Show } from '../show/show.ts'
import { createResolve } from './article-urls.ts'
import { webUrl } from './ascii-url.ts'

const rendered = new WeakMap<Episode, { readonly baseUrl: string; readonly html: string }>()

/**
 * The article as HTML that can be read anywhere: sanitised, with absolute addresses only.
 *
 * Kept for as long as the episode is, since one edited post renders the whole feed again and an
 * article takes milliseconds.
 */
export function renderNotes(show: Show, episode: Episode): string {
  const known = rendered.get(episode)
  if (known?.baseUrl === show.baseUrl) return known.html
  const html = renderArticle(episode.body, {
    resolve: createResolve(show, episode),
    recording: webUrl(episode.audio.url) ?? episode.audio.url,
  })
  rendered.set(episode, { baseUrl: show.baseUrl, html })
  return html
}
