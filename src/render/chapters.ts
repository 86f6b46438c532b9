import { addressOf } from '../posts/article-address.ts'
import type { Chapter } from '../posts/post.ts'
import type { Episode } from '../show/episode.ts'
import type { Show } from '../show/show.ts'
import { createResolve } from './article-urls.ts'
import { toLine } from './text.ts'

/**
 * The chapters of an episode as they go out, in each of their forms alike: starts to the
 * millisecond, titles of one line, absolute addresses. A chapter without a title marks nothing and
 * is left out.
 */
export function publicChapters(show: Show, episode: Episode): Chapter[] {
  const resolve = createResolve(show, episode)
  return episode.chapters
    .map((chapter) => {
      const url = addressOf(chapter.url, 'link', resolve)
      const image = addressOf(chapter.image, 'image', resolve)
      return {
        start: Math.round(chapter.start * 1000) / 1000,
        title: toLine(chapter.title),
        ...(url === null ? {} : { url }),
        ...(image === null ? {} : { image }),
      }
    })
    .filter(({ title }) => title !== '')
}

/** The path of an episode's chapters on this site. */
export function chaptersPath(episode: Episode): string {
  return `${episode.page}chapters.json`
}

/**
 * The chapters as a file beside the feed.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
 */
export function renderChapters(show: Show, episode: Episode): string {
  const chapters = publicChapters(show, episode).map(({ start, title, url, image }) => ({
    startTime: start,
    title,
    url,
    img: image,
  }))
  const document = {
    version: '1.2.0',
    title: toLine(episode.title),
    podcastName: toLine(show.title),
    chapters,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
