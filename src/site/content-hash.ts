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

/** Bytes that are read at a time. */
const CHUNK_BYTES = 2 ** 18

export function hashBytes(bytes: Buffer): ContentHash {
  const hasher = new Hasher()
  hasher.update(bytes)
  return hasher.digest()
}

/** Reads an open file through once, and closes it. @throws {Error} If it cannot be read. */
export async function hashFile(handle: FileHandle): Promise<ContentHash> {
  const hasher = new Hasher()
  for await (const chunk of handle.createReadStream({ highWaterMark: CHUNK_BYTES })) {
    hasher.update(chunk)
  }
  return hasher.digest()
}

class Hasher {
  readonly #sha256 = createHash('sha256')
  readonly #fingerprint = new Fingerprint()

  update(bytes: Buffer): void {
    this.#sha256.update(bytes)
    this.#fingerprint.update(bytes)
  }

  digest(): ContentHash {
    return { hash: this.#sha256.digest('hex'), fingerprint: this.#fingerprint.digest() }
  }
}
