import { renderArticle, renderSpoken, type Titled } from '../../posts/article/article.ts'
import type { PublishedEpisode as Episode } from '../../show/published.ts'
import { createResolve, findAsset, type Placed } from '../article-urls.ts'
import { relativeTo } from './layout-links.ts'

/**
 * The article as a part of its episode's page, with its title, and with each sentence marked that is
 * heard: its own files and fragments stay near, its headings come after the title, times of the
 * recording play from there, and a player for it gives way to ours.
 */
export function renderPageArticle(show: Placed, episode: Episode): Titled {
  const { title, cues, language, audio } = episode
  const href = relativeTo(episode.page)
  const resolve = createResolve(show, episode)
  const html = renderArticle(episode.body.text(), {
    title,
    plain: episode.plain,
    seconds: audio.seconds,
    resolve: (url, kind) => {
      const asset = findAsset(episode, url)
      if (asset !== null) return href(asset.path)
      return kind === 'link' && url.startsWith('#') ? url : resolve(url, kind)
    },
    headingLevel: 2,
    recording: audio.url,
  })
  return renderSpoken(title, html, { cues, language })
}
