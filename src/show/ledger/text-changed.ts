import { createHash } from 'node:crypto'
import type { Post } from '../../posts/post.ts'
import type { LedgerEntry } from './ledger.ts'

/** What distinguishes two recordings: their content, or their size if the content was not read. */
interface RecordingFacts {
  readonly bytes: number | null
  readonly hash: string | null
}

const hashes = new WeakMap<Post, string>()

/**
 * Whether the words of an article have changed since its recording was first seen, so that the
 * recording differs from the text. False if that is unknown.
 *
 * @param entry The entry of the episode in the ledger.
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

/** Characters of an article that count; nobody reads more aloud. */
const LONGEST = 600_000

/** The hash of the words of an article; markup and punctuation do not count. */
export function hashText(body: string): string {
  const words = body.slice(0, LONGEST).match(/[\p{L}\p{N}]+/gu) ?? []
  return createHash('sha256').update(words.join(' ')).digest('hex').slice(0, 32)
}

/** Whether two recordings are the same. */
export function sameRecording(a: RecordingFacts, b: RecordingFacts): boolean {
  return a.hash === null || b.hash === null ? a.bytes === b.bytes : a.hash === b.hash
}
