import type { Cue } from '../../posts/timed-text/cue.ts'

/**
 * Writes cues as the podcast namespace's JSON transcript.
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
  return `${JSON.stringify({ version: '1.0.0', segments }, null, 2)}\n`
}
