import { urlOf, type Show } from '../show/show.ts'
import { asciiUrl, webUrl } from './ascii-url.ts'

/**
 * The list by which a page of the blog finds its own episode: its address is the `link`.
 *
 * Episodes that still wait outside the feed are in it, since they can be heard already. `seconds` is
 * null while it is not known; `published` is ISO 8601 in UTC.
 */
export function renderEpisodeList(show: Show): string {
  const episodes = show.episodes.map((episode) => ({
    link: webUrl(episode.link) ?? asciiUrl(urlOf(show, episode.page)),
    page: asciiUrl(urlOf(show, episode.page)),
    title: episode.title,
    audio: webUrl(episode.audio.url),
    seconds: episode.audio.seconds,
    guid: episode.guid,
    published: episode.published.toISOString(),
  }))
  const document = { title: show.title, feed: asciiUrl(urlOf(show, show.feed.path)), episodes }
  return `${JSON.stringify(document, null, 2)}\n`
}
