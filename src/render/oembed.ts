import type { Episode } from '../show/episode.ts'
import { urlOf, type Show } from '../show/show.ts'
import { asciiUrl } from './ascii-url.ts'
import { FRAME } from './pages/embed-page.ts'
import { frameSnippet } from './pages/embed-snippets.ts'

/** Where the answer about an episode is for sites that show a player in place of a link. */
export function oembedPath({ page }: Pick<Episode, 'page'>): string {
  return `${page}oembed.json`
}

/** What another site shows in the place of a link to an episode. @see https://oembed.com/#section2 */
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
    html: frameSnippet(show, episode),
    ...FRAME,
  }
  return `${JSON.stringify(answer, null, 2)}\n`
}
