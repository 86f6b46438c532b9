import { alignFile, type AlignedFile } from '../../jobs/align-file.ts'
import type { Job } from '../../jobs/job.ts'
import type { Ask } from '../../jobs/worklist.ts'
import type { Post } from '../../posts/post.ts'
import { withFix } from '../../base/problem.ts'
import type { Report } from '../post-problems.ts'
import type { FoundRecording } from '../recordings/find-recording.ts'
import type { CheckedTranscript } from './transcripts.ts'

/** The settings for recordings without a transcript. */
export interface Aligning {
  /** The language of posts that name none. */
  readonly language: string
  /** Whether the times of their sentences are found. */
  readonly isWanted: boolean
}

/** The job of aligning the recording of a post with its article; null for a recording on another host. */
export function alignPost(
  post: Post,
  { recording, facts }: Pick<FoundRecording, 'recording' | 'facts'>,
  language: string,
): Job<unknown, AlignedFile> | null {
  if (recording.file === null || facts === null) return null
  const { file, title, body } = post
  const article = { title, body, language: post.language ?? language }
  return alignFile(file, recording.file, facts, article)
}

/**
 * The transcript made by aligning the recording of a post with its article; none if the author has
 * one with times. A recording of another text is reported.
 */
export function alignedTranscript(
  post: Post,
  found: FoundRecording,
  written: readonly CheckedTranscript[],
  { aligning, ask, peek }: { readonly aligning: Aligning; readonly ask: Ask; readonly peek: Ask },
  report: Report,
): readonly CheckedTranscript[] {
  const job = alignPost(post, found, aligning.language)
  if (job === null) return []
  const isWanted = aligning.isWanted && written.every(({ cues }) => cues.length === 0)
  const { result } = (isWanted ? ask : peek)(job)
  if (result?.kind === 'other') {
    const what = `"${found.reference.value}" does not say what the article says`
    report(
      found.reference.field,
      'recording/other-article',
      withFix('recording/other-article', what),
    )
  }
  if (result?.kind !== 'aligned' || !isWanted) return []
  const cues = result.cues.map((cue) => ({ ...cue, speaker: null }))
  return [{ url: null, file: null, type: 'text/vtt', language: null, rel: 'captions', cues }]
}
