import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { Fingerprint } from '../base/fingerprint.ts'

/** Two ways to know content again. */
export interface ContentHash {
  /** SHA-256, hex; what entity tags are made of. */
  readonly hash: string
  /** What measuring a recording leaves of its content in the show, as `Enclosure.hash`. */
  readonly fingerprint: string
}

/** A multiple of what a fingerprint counts as one piece. */
const CHUNK_BYTES = 2 ** 20

export function hashBytes(bytes: Buffer): ContentHash {
  const fingerprint = new Fingerprint()
  fingerprint.update(bytes)
  return {
    hash: createHash('sha256').update(bytes).digest('hex'),
    fingerprint: fingerprint.digest(),
  }
}

/** Reads an open file through once. @throws {Error} If it cannot be read. */
export async function hashFile(handle: FileHandle): Promise<ContentHash> {
  const sha256 = createHash('sha256')
  const fingerprint = new Fingerprint()
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  for (let position = 0, filled = 0; ; position += filled) {
    filled = await fill(handle, buffer, position)
    const chunk = buffer.subarray(0, filled)
    sha256.update(chunk)
    fingerprint.update(chunk)
    if (filled < CHUNK_BYTES) break
  }
  return { hash: sha256.digest('hex'), fingerprint: fingerprint.digest() }
}

/** Fills the buffer as far as the file goes; one read may bring less than is there. */
async function fill(handle: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let filled = 0
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(
      buffer,
      filled,
      buffer.length - filled,
      position + filled,
    )
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
}
