import { html } from '@remix-run/html-template'
import { renderArticle, renderSpoken } from '../../posts/article/article.ts'
import { artworkOf } from '../../show/artwork/artwork.ts'
import type { Episode } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import { findAsset } from '../article-urls.ts'
import { createResolve } from '../article-urls.ts'
import { listedChapters } from '../chapters.ts'
import { renderAfter } from './episode-page-after.ts'
import { renderEpisodeHead } from './episode-page-head.ts'
import { renderHero } from './episode-page-hero.ts'
import { nextOf } from './episode-page-next.ts'
import { renderChapterList, renderPlayer } from './episode-page-player.ts'
import { directionOf } from '../format.ts'
import { audioSource, relativeTo, type Href } from './layout-links.ts'
import { artSource, renderPage } from './layout.ts'

/**
 * The article as a part of this page: its own files and fragments stay near, its headings come after
 * the title, times of the recording play from there, and a player for it gives way to ours.
 */
function renderBody(show: Show, episode: Episode, href: Href): string {
  const resolve = createResolve(show, episode)
  return renderArticle(episode.body, {
    title: episode.title,
    seconds: episode.audio.seconds,
    resolve: (url, kind) => {
      const asset = findAsset(episode, url)
      if (asset !== null) return href(asset.path)
      return kind === 'link' && url.startsWith('#') ? url : resolve(url, kind)
    },
    headingLevel: 2,
    recording: episode.audio.url,
  })
}

/** The mark of a sentence that is heard in the recording. */
const SPOKEN = /<span data-from=/

/** Pixels of the picture beside what plays, e.g. on a locked screen. */
const PLAYER_ART = 512

/**
 * The article, to be heard and read: its whole text, with the recording beside it.
 *
 * Its canonical address is the blog's own article, so that search engines know which was first.
 */
export function renderEpisodePage(show: Show, episode: Episode): string {
  const href = relativeTo(episode.page)
  const { cues, language } = episode
  const article = renderSpoken(episode.title, renderBody(show, episode, href), { cues, language })
  const spoken = SPOKEN.test(article.html)
  const source = audioSource(episode.audio, href)
  const artwork = artSource(artworkOf(show, episode), PLAYER_ART, href)
  const parts = { show, episode, href, source, artwork, article }
  const player =
    source === null
      ? null
      : {
          ...parts,
          source,
          chapters: listedChapters(show, episode),
          next: nextOf(show, episode),
          spoken,
        }
  return renderPage({
    show,
    href,
    title: `${episode.title} · ${show.title}`,
    kind: 'episode',
    head: renderEpisodeHead(show, episode),
    main: html`<main id="content" tabindex="-1" ${spoken ? html`data-spoken` : null}>
      ${renderHero(parts)} ${player === null ? null : renderPlayer(player)}
      <div class="reading">
        ${player === null ? null : renderChapterList(player)}
        <article class="prose" lang="${language}" dir="${directionOf(language)}">
          ${html.raw`${article.html}`}
        </article>
      </div>
      ${renderAfter(parts)}
    </main>`,
  })
}
