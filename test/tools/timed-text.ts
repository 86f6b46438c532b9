import type { Cue } from './narration.ts'

/** As the podcast namespace recommends for a line of WebVTT. */
const LINE = 65

/**
 * Writes cues as WebVTT, long ones on several lines.
 *
 * @see https://www.w3.org/TR/webvtt1/#file-structure
 */
export function formatVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(
    ({ start, end, text }) =>
      `${formatTime(start)} --> ${formatTime(end)}\n${wrap(text).map(escape).join('\n')}\n`,
  )
  return ['WEBVTT\n', ...blocks].join('\n')
}

/**
 * Writes the headings among the cues as Podcasting 2.0 chapters; the first chapter begins with
 * the recording.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
 */
export function formatChapters(cues: readonly Cue[]): string {
  const chapters = cues
    .filter(({ heading }) => heading)
    .map(({ start, text }, index) => ({
      startTime: index === 0 ? 0 : start,
      title: text,
    }))
  return `${JSON.stringify({ version: '1.2.0', chapters }, null, 2)}\n`
}

function formatTime(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000)
  return new Date(milliseconds).toISOString().slice(11, 23)
}

function wrap(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= LINE) {
      lines[lines.length - 1] = `${last} ${word}`
    } else {
      lines.push(word)
    }
  }
  return lines
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
