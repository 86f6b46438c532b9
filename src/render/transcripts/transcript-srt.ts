import type { Cue } from '../../posts/timed-text/cue.ts'
import { formatPlayTime } from '../../base/written-times.ts'
import { toLines } from '../../posts/timed-text/render-vtt.ts'

/** The size of a subtitle, in characters and lines. */
const WIDTH = 32
const LINES = 2
/** Seconds; a cue is not split into shorter subtitles, which nobody could read. */
const SHORTEST = 0.1

/** Some lines of a cue, with their share of its time. */
interface Subtitle {
  readonly start: number
  readonly end: number
  readonly lines: readonly string[]
}

/**
 * Writes cues as SRT: numbered, at most two short lines each, with a name where the speaker changes. A
 * cue with more lines is split, and its time divided by the number of characters.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md#srt
 */
export function renderSrt(cues: readonly Cue[]): string {
  const subtitles = cues.flatMap((cue, index) => {
    const changes = cue.speaker !== null && cue.speaker !== cues[index - 1]?.speaker
    return split(cue, changes ? `${cue.speaker}: ${cue.text}` : cue.text)
  })
  return subtitles
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end, lines }, index) =>
      [index + 1, `${formatTime(start)} --> ${formatTime(end)}`, ...lines, ''].join('\n'),
    )
    .join('\n')
}

function split({ start, end }: Cue, text: string): Subtitle[] {
  const lines = evenLines(text.replaceAll('-->', '→'))
  const wanted = Math.ceil(lines.length / LINES)
  const count = wanted * SHORTEST <= end - start ? wanted : 1
  const size = Math.ceil(lines.length / count)
  const parts = Array.from({ length: count }, (_, at) => lines.slice(at * size, (at + 1) * size))
  const perCharacter = (end - start) / lengthOf(lines)
  let from = start
  return parts.map((part, index) => {
    const to = index === count - 1 ? end : from + lengthOf(part) * perCharacter
    const subtitle = { start: from, end: to, lines: part }
    from = to
    return subtitle
  })
}

/** Lines of similar length, so that no subtitle consists of a single last word. */
function evenLines(text: string): string[] {
  let lines = toLines(text, WIDTH)
  const most = Math.ceil(lines.length / LINES) * LINES
  for (let width = WIDTH - 1; lines.length > 1 && width > WIDTH / 2; width -= 1) {
    const narrower = toLines(text, width)
    if (narrower.length > most) break
    lines = narrower
  }
  return lines
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0)
}

function formatTime(seconds: number): string {
  return formatPlayTime(seconds).replace('.', ',')
}
