import type { Cue } from './narration.ts'
import type { Mark } from './tag-chapters.ts'

/** The headings among the cues as chapters; the first one begins with the recording. */
export function chaptersOf(cues: readonly Cue[]): Mark[] {
  return cues
    .filter(({ heading }) => heading)
    .map(({ start, text }, index) => ({ start: index === 0 ? 0 : start, title: text }))
}

/**
 * Writes Podcasting 2.0 chapters.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
 */
export function formatChapters(marks: readonly Mark[]): string {
  const chapters = marks.map(({ start, title }) => ({ startTime: start, title }))
  return `${JSON.stringify({ version: '1.2.0', chapters }, null, 2)}\n`
}
