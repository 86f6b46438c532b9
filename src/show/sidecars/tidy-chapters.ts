import { toLine } from '../../posts/article/plain-text.ts'
import type { Chapter } from '../../posts/post.ts'

/** Seconds; a chapter that begins earlier begins with the recording. */
const START = 1

/** What chapters are checked with. */
export interface Recorded {
  /** Of the recording; null while unknown. */
  readonly seconds: number | null
  /** Of the episode, for the time before the first chapter. */
  readonly title: string
}

/**
 * Chapters for all apps: rounded to milliseconds, inside the recording, no two visible ones at the same
 * time, and the first one at the start, with the title of the episode if the author gives none.
 *
 * @param leftOut Receives a message about each chapter that is left out.
 */
export function tidyChapters(
  chapters: readonly Chapter[],
  { seconds, title }: Recorded,
  leftOut: (message: string) => void,
): readonly Chapter[] {
  const kept: Chapter[] = []
  for (const chapter of chapters) {
    const tidy = tidyChapter(chapter, seconds)
    const reason = reasonAgainst(tidy, kept, seconds)
    if (reason === null) kept.push(tidy)
    else leftOut(reason)
  }
  return fromStart(kept, toLine(title))
}

function tidyChapter({ end, ...chapter }: Chapter, seconds: number | null): Chapter {
  const start = Math.round(chapter.start * 1000) / 1000
  const last = Math.min(end ?? 0, seconds ?? Infinity)
  const rounded = Math.floor(last * 1000) / 1000
  return {
    ...chapter,
    start,
    title: toLine(chapter.title),
    ...(rounded > start && { end: rounded }),
  }
}

function reasonAgainst(
  { start, title, hidden }: Chapter,
  before: readonly Chapter[],
  seconds: number | null,
): string | null {
  if (seconds !== null && start >= seconds) {
    return `the chapter "${title}" begins at ${start} s, but the recording lasts ${Math.floor(seconds)} s, so it is left out; correct its time`
  }
  if (hidden) return null
  if (title === '') return `the chapter at ${start} s has no title, so it is left out; add one`
  const other = before.find((chapter) => !chapter.hidden && chapter.start === start)
  return other === undefined
    ? null
    : `the chapter "${title}" begins at ${start} s like "${other.title}", so it is left out; correct its time`
}

function fromStart(chapters: readonly Chapter[], title: string): readonly Chapter[] {
  const first = chapters.findIndex(({ hidden }) => hidden !== true)
  const begin = chapters[first]?.start ?? 0
  if (begin === 0) return chapters
  if (begin >= START || first > 0) return [{ start: 0, title }, ...chapters]
  return chapters.map((chapter, index) => (index === first ? { ...chapter, start: 0 } : chapter))
}
