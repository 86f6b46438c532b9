import { createHash } from 'node:crypto'
import type { Cue } from '../posts/timed-text/cue.ts'
import { renderVtt } from '../posts/timed-text/render-vtt.ts'

/** The note by which a transcript of `align` is recognised: what it was made from, and a hash of its cues. */
const NOTE = /^WEBVTT\n\nNOTE Times found by sidecast align, (\S+) (\S+)\n\n/

/**
 * Writes the times of sentences as WebVTT.
 *
 * @param input A hash of the recording and the article.
 */
export function renderAligned(cues: readonly Omit<Cue, 'speaker'>[], input: string): string {
  const [head = '', ...blocks] = renderVtt(cues.map((cue) => ({ ...cue, speaker: null }))).split(
    '\n\n',
  )
  const rest = blocks.join('\n\n')
  return `${head}\n\nNOTE Times found by sidecast align, ${input} ${hashOf(rest)}\n\n${rest}`
}

/** The input of a transcript that `renderAligned` made; null for one that somebody has written or edited. */
export function inputOfVtt(text: string): string | null {
  const [note, input, hash] = NOTE.exec(text) ?? []
  if (note === undefined || input === undefined) return null
  return hashOf(text.slice(note.length)) === hash ? input : null
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
