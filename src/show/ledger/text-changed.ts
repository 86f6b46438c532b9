import { createHash } from 'node:crypto'
import type { Post } from '../../posts/post.ts'
import type { LedgerEntry } from './ledger.ts'

/** By what two recordings are told apart: their content, or their size where nobody has read it. */
interface RecordingFacts {
  readonly bytes: number | null
  readonly hash: string | null
}

const hashes = new WeakMap<Post, string>()

/**
 * Whether the words of an article have changed since its recording was first seen: then the
 * recording says something else. False where nobody knows.
 *
 * @param entry What the ledger remembers of the episode.
 */
export function hasTextChanged(
  post: Post,
  audio: RecordingFacts,
  entry: LedgerEntry | undefined,
): boolean {
  if (entry === undefined || entry.text === null || !sameRecording(entry.audio, audio)) return false
  const hash = hashes.get(post) ?? hashText(post.body)
  hashes.set(post, hash)
  return hash !== entry.text
}

/** The words of an article as the ledger keeps them: markup and punctuation may change freely. */
export function hashText(body: string): string {
  const words = body.match(/[\p{L}\p{N}]+/gu) ?? []
  return createHash('sha256').update(words.join(' ')).digest('hex').slice(0, 32)
}

/** Whether nobody has made the recording anew. */
export function sameRecording(a: RecordingFacts, b: RecordingFacts): boolean {
  return a.hash === null || b.hash === null ? a.bytes === b.bytes : a.hash === b.hash
}
