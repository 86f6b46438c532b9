import { artworkOf } from '../show/artwork/artwork.ts'
import type { Episode } from '../show/episode.ts'
import { urlOf, type Show } from '../show/show.ts'
import { asciiUrl, webUrl } from '../base/web-address.ts'
import { renderJson } from './text.ts'
import { FRAME } from './pages/embed-page.ts'
import { frameSnippet } from './pages/embed-snippets.ts'

/** The path of the oEmbed answer for an episode. */
export function oembedPath({ page }: Pick<Episode, 'page'>): string {
  return `${page}oembed.json`
}

/** What another site shows instead of a link to an episode. @see https://oembed.com/#section2 */
export function renderOembed(show: Show, episode: Episode): string {
  const [author = show.author] = episode.authors
  const answer = {
    version: '1.0',
    type: 'rich',
    title: episode.title,
    author_name: author ?? undefined,
    provider_name: show.title,
    provider_url: asciiUrl(show.baseUrl),
    url: asciiUrl(urlOf(show, episode.page)),
    ...thumbnailOf(show, episode),
    html: frameSnippet(show, episode),
    ...FRAME,
  }
  return renderJson(answer)
}

/** A square picture of known size, because an answer has all three properties or none. */
function thumbnailOf(show: Show, episode: Episode) {
  const picture = artworkOf(show, episode)?.small.at(-1)
  const url = webUrl(picture?.url ?? '')
  if (url === null || picture?.width == null) return null
  return { thumbnail_url: url, thumbnail_width: picture.width, thumbnail_height: picture.width }
}
