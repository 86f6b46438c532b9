import { createHash } from 'node:crypto'
import { fstatSync } from 'node:fs'
import * as zlib from 'node:zlib'
import type { FileHandle } from 'node:fs/promises'
import { lazily, load } from './lazily.ts'

/** Bytes per checksum. */
const PIECE_BYTES = 64 * 1024

/** CRC-32 of `bytes`, continuing that of the bytes before them. */
type Crc32 = (bytes: Buffer, before: number) => number

/**
 * The package uses the CRC-32 instructions of processors and reaches 13 GB/s; the zlib of Node reaches 5.
 * Both give the same result. The package does not exist for every platform.
 */
const crc32 = lazily((): Crc32 => {
  try {
    const fast: typeof import('@node-rs/crc32') = load('@node-rs/crc32')
    return fast.crc32
  } catch {
    return zlib.crc32
  }
})

/**
 * A fingerprint of the bytes of a recording: SHA-256 over the CRC-32 of each piece of 64 KiB and the
 * size.
 *
 * It is three times as fast as SHA-256 over the bytes themselves, which would take longer than the
 * measuring. A change within one piece goes unnoticed once in four billion times, one across several
 * pieces practically never. It does not protect against forgery.
 */
export class Fingerprint {
  readonly #hash = createHash('sha256')
  readonly #crc32 = crc32()
  #bytes = 0
  /** Of the current piece. */
  #checksum = 0

  /** Adds any number of bytes. */
  update(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + PIECE_BYTES - (this.#bytes % PIECE_BYTES))
      this.#checksum = this.#crc32(part, this.#checksum)
      this.#bytes += part.length
      at += part.length
      if (this.#bytes % PIECE_BYTES === 0) this.#endPiece()
    }
  }

  /** 64 hexadecimal digits. */
  digest(): string {
    if (this.#bytes % PIECE_BYTES > 0) this.#endPiece()
    return this.#hash.update(` ${this.#bytes}`).digest('hex')
  }

  #endPiece(): void {
    const checksum = Buffer.alloc(4)
    checksum.writeUInt32LE(this.#checksum)
    this.#hash.update(checksum)
    this.#checksum = 0
  }
}

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

/** Reads an open file from its start to its end, and closes it. */
export async function hashFile(handle: FileHandle): Promise<ContentHash> {
  await using file = handle
  return await hashContent(chunksOf(file))
}

/**
 * Reads into one buffer, since a new one for each chunk would have to be collected.
 *
 * @yields The next bytes, valid until the ones after them.
 */
async function* chunksOf(file: FileHandle): AsyncGenerator<Buffer> {
  const { size } = fstatSync(file.fd)
  const buffer = Buffer.allocUnsafeSlow(Math.max(1, Math.min(size, CHUNK_BYTES)))
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
