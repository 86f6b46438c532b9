import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { Fingerprint } from '../base/fingerprint.ts'

/** Two hashes of the same content. */
export interface ContentHash {
  /** SHA-256, hex; used in entity tags. */
  readonly hash: string
  /** Of a recording, comparable with `Enclosure.hash`. */
  readonly fingerprint: string
}

/** Bytes that are read at a time. */
const CHUNK_BYTES = 2 ** 18

export async function hashContent(
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<ContentHash> {
  const sha256 = createHash('sha256')
  const fingerprint = new Fingerprint()
  for await (const chunk of chunks) {
    sha256.update(chunk)
    fingerprint.update(chunk)
  }
  return { hash: sha256.digest('hex'), fingerprint: fingerprint.digest() }
}

/** Reads an open file to its end, and closes it. */
export function hashFile(handle: FileHandle): Promise<ContentHash> {
  return hashContent(handle.createReadStream({ highWaterMark: CHUNK_BYTES }))
}
