import type { PublishedEpisode as Episode, PublishedShow as Show } from '../show/published.ts'
import { addressOf } from '../posts/article/article-address.ts'
import type { Location } from '../posts/fields/location.ts'
import type { Chapter } from '../posts/fields/chapters-field.ts'
import { createResolve, type Leading, type Placed } from './article-urls.ts'
import { renderJson, toLine } from './text.ts'
import { emptyElement, parent, type Element } from './xml.ts'
import { formatPlayTime } from '../base/written-times.ts'

/** The part of an episode that its chapters depend on. */
type Chaptered = Leading & Pick<Episode, 'chapters'>

/**
 * The chapters of an episode as they are published in every format: titles on one line, absolute
 * addresses.
 */
export function publicChapters(show: Placed, episode: Chaptered): Chapter[] {
  const resolve = createResolve(show, episode)
  return episode.chapters.map(({ url: link, image: picture, ...chapter }) => {
    const url = addressOf(link, 'link', resolve)
    const image = addressOf(picture, 'image', resolve)
    return {
      ...chapter,
      title: toLine(chapter.title),
      ...(url !== null && { url }),
      ...(image !== null && { image }),
    }
  })
}

/** The chapters that are shown in lists. */
export function listedChapters(show: Placed, episode: Chaptered): Chapter[] {
  return publicChapters(show, episode).filter(({ title, hidden }) => title !== '' && !hidden)
}

/** The path of the chapters file of an episode. */
export function chaptersPath(episode: Episode): string {
  return `${episode.page}chapters.json`
}

/**
 * The chapters file, including hidden chapters.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
 */
export function renderChapters(show: Show, episode: Episode): string {
  const chapters = publicChapters(show, episode).map(
    ({ start, end, title, url, image, hidden, location }) => ({
      startTime: start,
      endTime: end,
      title: title || undefined,
      url,
      img: image,
      toc: hidden === true ? false : undefined,
      location: location === undefined ? undefined : placeOf(location),
    }),
  )
  const document = {
    version: '1.2.0',
    title: toLine(episode.title),
    podcastName: toLine(show.title),
    chapters,
  }
  return renderJson(document)
}

function placeOf({ name, geo, osm }: Location): object {
  return { name, geo: geo ?? undefined, osm: osm ?? undefined }
}

/**
 * Chapters inside the feed, for apps that do not read the chapters file.
 *
 * @see https://podlove.org/simple-chapters/
 */
export function simpleChapters(chapters: readonly Chapter[]): Element[] {
  return parent('psc:chapters', chapters.map(simpleChapter), { version: '1.2' })
}

function simpleChapter({ start, title, url, image }: Chapter): Element {
  return emptyElement('psc:chapter', {
    start: formatPlayTime(start),
    title,
    href: url ?? null,
    image: image ?? null,
  })
}
