import type { Artwork } from './artwork/artwork.ts'
import type { Episode } from './episode.ts'
import { showsOf, urlOf, type Show } from './show.ts'

/** Whether only listeners with a token may have the show; for a network, whether any of its shows is private. */
export function isPrivate(show: Show): boolean {
  return [show, ...showsOf(show)].some((each) => each.private)
}

/** The path below which one listener reaches the show, from the base URL, with `/` at both ends. */
export function listenerPath(token: string): string {
  return `/private/${token}/`
}

/**
 * A private show as one listener has it: every address of this site is below the token. Directories
 * are asked not to list it, and nobody else learns its address: no hub, no podping, no service that
 * counts downloads. Files on other hosts keep their addresses.
 */
export function showForListener(show: Show, token: string): Show {
  return moveTo(show, show.baseUrl, urlOf(show, listenerPath(token)))
}

function moveTo(show: Show, from: string, to: string): Show {
  const baseUrl = to + show.baseUrl.slice(from.length)
  const move = createMove(show, baseUrl)
  const episodes = new Map(show.episodes.map((episode) => [episode, move.episode(episode)]))
  const image = move.artwork(show.image)
  return {
    ...show,
    baseUrl,
    image,
    hubs: [],
    tracking: null,
    podping: null,
    announce: { podping: null, serve: false },
    blocks: [{ service: null, blocked: true }],
    feed: { ...show.feed, oldPaths: [], newUrl: null },
    episodes: [...episodes.values()],
    parts: show.parts.map((part) => ({
      ...part,
      image: part.image === show.image ? image : move.artwork(part.image),
      episodes: part.episodes.map((episode) => episodes.get(episode) ?? move.episode(episode)),
    })),
    shows: show.shows.map((named) => ({
      ...named,
      oldFeeds: [],
      show: moveTo(named.show, from, to),
    })),
  }
}

/** Something that may be served here. */
interface Placed {
  readonly url: string
  readonly path: string | null
}

function createMove(show: Show, baseUrl: string) {
  const addressOf = (url: string): string =>
    url.startsWith(show.baseUrl) ? baseUrl + url.slice(show.baseUrl.length) : url
  const pages = new Set(show.episodes.map(({ page }) => urlOf(show, page)))
  const link = (url: string): string => (pages.has(url) ? addressOf(url) : url)
  const place = <Thing extends Placed>(thing: Thing): Thing =>
    thing.path === null ? thing : { ...thing, url: addressOf(thing.url) }
  const artwork = (picture: Artwork | null): Artwork | null =>
    picture && { ...place(picture), small: picture.small.map(place) }
  const episode = (each: Episode): Episode => ({
    ...each,
    link: link(each.link),
    audio: place(each.audio),
    alternates: each.alternates.map(place),
    transcripts: each.transcripts.map(place),
    artwork: artwork(each.artwork),
    addresses: new Map([...each.addresses].map(([written, url]) => [written, link(url)])),
  })
  return { artwork, episode }
}
