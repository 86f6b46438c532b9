import type { Chapter } from '../../posts/post.ts'
import { emptyElement, parent, type Element } from '../xml.ts'
import { formatPlayTime } from '../format.ts'

/**
 * Chapters inside the feed itself, for the apps that read no file beside it.
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
