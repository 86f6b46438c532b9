import type { Chapter } from '../posts/post.ts'
import { emptyElement, parent, type Element } from './element.ts'

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

/** Normal Play Time, `HH:MM:SS.mmm`; hours are not bounded. */
function formatPlayTime(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000)
  const parts = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60, (milliseconds / 1000) % 60]
  const time = parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':')
  return `${time}.${String(milliseconds % 1000).padStart(3, '0')}`
}
