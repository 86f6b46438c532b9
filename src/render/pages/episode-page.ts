import { html, type SafeHtml } from '@remix-run/html-template'
import { artworkOf } from '../../show/artwork/artwork.ts'
import type { Episode } from '../../show/episode.ts'
import { type Show, urlOf } from '../../show/show.ts'
import { articlePiece } from '../article-pieces.ts'
import { listedChapters } from '../public-chapters.ts'
import { renderFooter } from './episode-page-footer.ts'
import { renderHero } from './episode-page-hero.ts'
import { nextOf } from './episode-page-next.ts'
import { renderChapterList, renderPlayer } from './episode-page-player.ts'
import { directionOf } from '../format.ts'
import { renderFollowSheet } from './index-page-subscribe.ts'
import { sourceOf, relativeTo } from './layout-links.ts'
import { artSource, renderPage, meta } from './layout.ts'
import { asciiUrl, webUrl } from '../../base/web-address.ts'
import { embedPath, FRAME } from './embed-page.ts'
import { describeEpisode, renderJsonLd } from './layout-json-ld.ts'
import { oembedPath } from '../oembed.ts'

/** The mark of a sentence with a time in the recording. */
const SPOKEN = /<span data-from=/

/** The size of the artwork on a lock screen, in pixels. */
const PLAYER_ART = 512

/**
 * The article, to be heard and read: its whole text, with the recording beside it.
 *
 * Its canonical address is the blog's own article, so that search engines know which was first.
 */
export function renderEpisodePage(show: Show, episode: Episode): string {
  const href = relativeTo(episode.page)
  const { language } = episode
  const article = articlePiece('page', show, episode)
  const spoken = SPOKEN.test(article.html)
  const source = sourceOf(episode.audio, href)
  const artwork = artSource(artworkOf(show, episode), PLAYER_ART, href)
  const parts = { show, episode, href, source, artwork, article }
  const chapters = listedChapters(show, episode)
  const next = nextOf(show, episode)
  const player = source === null ? null : { ...parts, source, chapters, next, spoken }
  return renderPage({
    show,
    href,
    title: `${episode.title} · ${show.title}`,
    kind: 'episode',
    head: renderEpisodeHead(show, episode),
    main: html`<main
      id="content"
      tabindex="-1"
      ${spoken ? html`data-spoken` : null}
      ${show.private ? null : html`data-open`}
    >
      ${renderHero(parts)} ${player === null ? null : renderPlayer(player)}
      <div class="reading">
        ${player === null ? null : renderChapterList(player)}
        <article class="prose" lang="${language}" dir="${directionOf(language)}">
          ${html.raw`${article.html}`}
        </article>
      </div>
      ${renderFooter(parts)}
      ${renderFollowSheet(show)}
    </main>`,
  })
}

/** A player instead of a link, for networks that need `https:` and an image. */
function renderPlayerCard(show: Show, episode: Episode, image: string | null): SafeHtml | null {
  const player = asciiUrl(urlOf(show, embedPath(episode)))
  if (image === null) return meta('twitter:card', 'summary')
  if (!player.startsWith('https:')) return meta('twitter:card', 'summary_large_image')
  return html`${meta('twitter:card', 'player')} ${meta('twitter:player', player)}
  ${meta('twitter:player:width', String(FRAME.width))}
  ${meta('twitter:player:height', String(FRAME.height))}`
}

/**
 * The metadata of an episode for search engines, other sites and apps.
 *
 * @see https://ogp.me/ for previews of links
 * @see https://oembed.com/#section4 for players instead of links
 */
function renderEpisodeHead(show: Show, episode: Episode): SafeHtml {
  const image = webUrl(artworkOf(show, episode)?.url ?? '')
  const page = asciiUrl(urlOf(show, episode.page))
  return html`<meta name="description" content="${episode.summary}" />
    <link rel="canonical" href="${webUrl(episode.link) ?? page}" />
    <link
      rel="alternate"
      type="application/json+oembed"
      title="${episode.title}"
      href="${asciiUrl(urlOf(show, oembedPath(episode)))}"
    />
    ${meta('og:type', 'article')} ${meta('og:site_name', show.title)}
    ${meta('og:title', episode.title)} ${meta('og:description', episode.summary)}
    ${meta('og:url', page)} ${meta('og:locale', episode.language.replace('-', '_'))}
    ${meta('og:image', image)} ${meta('og:audio', webUrl(episode.audio.url))}
    ${meta('og:audio:type', episode.audio.type)}
    ${meta('article:published_time', episode.published.toISOString())}
    ${renderPlayerCard(show, episode, image)} ${renderJsonLd(describeEpisode(show, episode))}`
}
