import { toLine } from '../../posts/article/plain-text.ts'
import type { Chapter } from '../../posts/post.ts'

/** Seconds; a chapter that begins before that begins with the recording. */
const START = 1

/** What chapters are held against. */
export interface Recorded {
  /** Of the recording; null while unknown. */
  readonly seconds: number | null
  /** The episode's, for what is heard before the first chapter. */
  readonly title: string
}

/**
 * Chapters as every app can take them: to the millisecond, inside the recording, no two that are
 * seen at one time, and the first with the recording, under the episode's title where its author
 * names none.
 *
 * @param leftOut Told of each chapter that cannot stay.
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
