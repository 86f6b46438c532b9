import type { Episode, Transcript } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import { renderHtmlTranscript } from './transcript-html.ts'
import { renderJsonTranscript } from './transcript-json.ts'
import { renderSrt } from './transcript-srt.ts'
import { renderPlainTranscript } from './transcript-text.ts'
import { renderVtt } from './transcript-vtt.ts'

type Form = (show: Show, episode: Episode, transcript: Transcript) => string

/** Media type → how a transcript of it is made. */
const FORMS: Readonly<Record<string, Form>> = {
  'text/vtt': (_show, _episode, { cues }) => renderVtt(cues),
  'application/x-subrip': (_show, _episode, { cues }) => renderSrt(cues),
  'application/json': (_show, _episode, { cues }) => renderJsonTranscript(cues),
  'text/html': renderHtmlTranscript,
  'text/plain': (_show, episode) => renderPlainTranscript(episode),
}

/** A transcript that no file holds, from its cues or the article. */
export function renderTranscript(show: Show, episode: Episode, transcript: Transcript): string {
  return FORMS[transcript.type]?.(show, episode, transcript) ?? ''
}
