import { html, type SafeHtml } from '@remix-run/html-template'
import { artworkOf } from '../../show/artwork/artwork.ts'
import type { Episode } from '../../show/episode.ts'
import { urlOf, type Show } from '../../show/show.ts'
import { asciiUrl, webUrl } from '../ascii-url.ts'
import { embedPath, FRAME } from './embed-page.ts'
import { describeEpisode, renderJsonLd } from './layout-json-ld.ts'
import { meta } from './layout.ts'
import { oembedPath } from '../oembed.ts'

/** A player in the place of a link, for networks which take one from `https:` only, with a picture. */
function renderPlayerCard(show: Show, episode: Episode, image: string | null): SafeHtml | null {
  const player = asciiUrl(urlOf(show, embedPath(episode)))
  if (image === null) return meta('twitter:card', 'summary')
  if (!player.startsWith('https:')) return meta('twitter:card', 'summary_large_image')
  return html`${meta('twitter:card', 'player')} ${meta('twitter:player', player)}
  ${meta('twitter:player:width', String(FRAME.width))}
  ${meta('twitter:player:height', String(FRAME.height))}`
}

/**
 * What search engines, other sites and apps learn of an episode from its page.
 *
 * @see https://ogp.me/ for what others show in the place of a link
 * @see https://oembed.com/#section4 for the way to a player in its place
 */
export function renderEpisodeHead(show: Show, episode: Episode): SafeHtml {
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
