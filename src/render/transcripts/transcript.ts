import type { Episode, Transcript } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import { renderHtmlTranscript, renderPlainTranscript } from './transcript-text.ts'
import { renderSrt } from './transcript-srt.ts'
import { renderVtt } from '../../posts/timed-text/render-vtt.ts'
import type { PieceName } from '../article-pieces.ts'
import type { Cue } from '../../posts/timed-text/cue.ts'
import { renderJson } from '../text.ts'

type Form = (show: Show, episode: Episode, transcript: Transcript) => string

/** Media type → how to write a transcript. */
const FORMS: Readonly<Record<string, Form>> = {
  'text/vtt': (_show, _episode, { cues }) => renderVtt(cues),
  'application/x-subrip': (_show, _episode, { cues }) => renderSrt(cues),
  'application/json': (_show, _episode, { cues }) => renderJsonTranscript(cues),
  'text/html': renderHtmlTranscript,
  'text/plain': renderPlainTranscript,
}

/** The pieces of the article that are in a transcript. */
export function transcriptPieces({ type }: Pick<Transcript, 'type'>): readonly PieceName[] {
  if (type === 'text/html') return ['timed']
  return type === 'text/plain' ? ['text'] : []
}

/** A transcript that has no file of its own, made from cues or the article. */
export function renderTranscript(show: Show, episode: Episode, transcript: Transcript): string {
  return FORMS[transcript.type]?.(show, episode, transcript) ?? ''
}

/**
 * Writes cues as a JSON transcript of the podcast namespace.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md#json
 */
export function renderJsonTranscript(cues: readonly Cue[]): string {
  const segments = cues.map(({ start, end, speaker, text }) => ({
    ...(speaker !== null && { speaker }),
    startTime: start,
    endTime: end,
    body: text,
  }))
  return renderJson({ version: '1.0.0', segments })
}
