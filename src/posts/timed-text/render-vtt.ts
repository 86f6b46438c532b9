import type { Cue } from './cue.ts'
import { formatPlayTime } from '../../base/clock.ts'
import { toLines } from './break-lines.ts'

/** Players show a line of so many characters without breaking it again. */
const WIDTH = 65

/**
 * Writes cues as WebVTT, with speakers as voices.
 *
 * @see https://www.w3.org/TR/webvtt1/#file-structure
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md#webvtt
 */
export function renderVtt(cues: readonly Cue[]): string {
  return ['WEBVTT\n', ...cues.map(renderCue)].join('\n')
}

function renderCue({ start, end, speaker, text }: Cue): string {
  const voice = speaker === null ? '' : `<v ${escape(speaker)}>`
  const lines = toLines(text, WIDTH).map(escape).join('\n')
  return `${formatPlayTime(start)} --> ${formatPlayTime(end)}\n${voice}${lines}\n`
}

/** Escapes markup, and the arrow that would begin another cue. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
