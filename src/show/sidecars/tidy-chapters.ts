import { toLine } from '../../posts/article/plain-text.ts'
import type { Chapter } from '../../posts/fields/chapters-field.ts'

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
    else if (!isAgain(tidy, kept)) leftOut(reason)
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
  { start, title, hidden, image, url, location }: Chapter,
  before: readonly Chapter[],
  seconds: number | null,
): string | null {
  if (seconds !== null && start >= seconds) {
    return `the chapter "${title}" begins at ${start} s, but the recording lasts ${Math.floor(seconds)} s, so it is left out; correct its time`
  }
  if (hidden) return null
  if (title === '') {
    // The titles of JSON chapters are optional
    const isShown = image !== undefined || url !== undefined || location !== undefined
    return isShown ? null : `the chapter at ${start} s has no title, so it is left out; add one`
  }
  const other = before.find((chapter) => isSeen(chapter) && chapter.start === start)
  return other === undefined
    ? null
    : `the chapter "${title}" begins at ${start} s like "${other.title}", so it is left out; correct its time`
}

/** Whether a chapter repeats an earlier one of the list. */
function isAgain({ start, title }: Chapter, before: readonly Chapter[]): boolean {
  return before.some((chapter) => chapter.start === start && chapter.title === title)
}

/** Whether a chapter is shown in lists. */
function isSeen({ title, hidden }: Chapter): boolean {
  return title !== '' && hidden !== true
}

function fromStart(chapters: readonly Chapter[], title: string): readonly Chapter[] {
  const first = chapters.findIndex(isSeen)
  const begin = chapters[first]?.start ?? 0
  if (begin === 0) return chapters
  const opening = chapters.findIndex(isOpening)
  if (opening !== -1) {
    return chapters.map((chapter, index) =>
      index === opening ? { ...chapter, start: 0, title: chapter.title || title } : chapter,
    )
  }
  return [{ start: 0, title }, ...chapters]
}

/** Whether a chapter is shown from the beginning on, but for its title. */
function isOpening({ start, hidden }: Chapter, index: number): boolean {
  return index === 0 && start < START && hidden !== true
}
