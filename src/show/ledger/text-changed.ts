import type { Post } from '../../posts/post.ts'
import type { LedgerEntry } from './ledger.ts'

/** What distinguishes two recordings: their content, or their size if the content was not read. */
interface RecordingFacts {
  readonly bytes: number | null
  readonly hash: string | null
}

/**
 * Whether the words of an article have changed since its recording was first seen, so that the
 * recording differs from the text. False if that is unknown.
 *
 * @param entry The entry of the episode in the ledger.
 */
export function hasTextChanged(
  { body }: Pick<Post, 'body'>,
  audio: RecordingFacts,
  entry: LedgerEntry | undefined,
): boolean {
  if (entry === undefined || entry.text === null || !sameRecording(entry.audio, audio)) return false
  return body.fact('words') !== entry.text
}

/** Whether two recordings are the same. */
export function sameRecording(a: RecordingFacts, b: RecordingFacts): boolean {
  return a.hash === null || b.hash === null ? a.bytes === b.bytes : a.hash === b.hash
}
