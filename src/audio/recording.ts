import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import { basename, extname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Fingerprint } from '../base/fingerprint.ts'
import { ProbeError } from './facts.ts'
import { HEADROOM, type Reader } from './window.ts'

/** Bytes of a chunk, few enough to stay in the cache of a CPU core. */
const CHUNK_BYTES = 512 * 1024

/** Milliseconds after which other work of the process gets its turn. */
const TURN = 8

/** The buffer of the last walk, for reuse: allocating memory costs more than reading into it. */
let spare: Buffer | null = null
let turned = 0

/**
 * A local recording that is being measured: an open file, with its size when it was opened.
 *
 * It is read synchronously. A chunk then stays in the cache of the core that reads and counts it, which is
 * twice as fast as reading in other threads. It takes well under a millisecond, and other work of the process
 * gets its turn in between.
 */
export class Recording {
  readonly path: string
  /** The file name without its folder, for messages. */
  readonly name: string
  /** The extension in lower case, without the dot; '' for none. */
  readonly extension: string
  readonly bytes: number
  readonly #descriptor: number
  readonly #isOurs: boolean
  readonly #modified: number

  /**
   * @param descriptor Of the file, which the caller closes; the file is opened if it is missing.
   * @throws {ProbeError} If the file does not exist, or cannot be read.
   */
  constructor(path: string, descriptor?: number) {
    this.path = path
    this.name = basename(path)
    this.extension = extname(path).slice(1).toLowerCase()
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    this.#descriptor =
      descriptor ?? this.#attempt(() => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK))
    this.#isOurs = descriptor === undefined
    try {
      const stats = this.#attempt(() => fstatSync(this.#descriptor))
      this.#refuseOthers(stats)
      this.bytes = stats.size
      this.#modified = stats.mtimeMs
    } catch (error) {
      this.close()
      throw error
    }
  }

  close(): void {
    if (this.#isOurs) closeSync(this.#descriptor)
  }

  /** The bytes from `position`; fewer than `length` at the end of the file. */
  readonly read = (position: number, length: number): Buffer => {
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.bytes - position)))
    return buffer.subarray(0, this.#fill(buffer, 0, position))
  }

  /**
   * Goes through all bytes once, in order.
   *
   * @returns The {@link Fingerprint} of the file.
   * @throws {ProbeError} If the file changed since it was opened.
   */
  async walk(reader: Reader, signal?: AbortSignal): Promise<string> {
    const buffer = spare ?? Buffer.allocUnsafeSlow(HEADROOM + CHUNK_BYTES)
    spare = null
    const fingerprint = new Fingerprint()
    for (let position = 0; position < this.bytes;) {
      signal?.throwIfAborted()
      const end = HEADROOM + this.#fill(buffer, HEADROOM, position)
      if (end === HEADROOM) break
      fingerprint.update(buffer.subarray(HEADROOM, end))
      reader(buffer, HEADROOM, end)
      position += end - HEADROOM
      await takeTurns()
    }
    spare = buffer
    this.assertUnchanged()
    return fingerprint.digest()
  }

  /** @throws {ProbeError} If the file changed since it was opened. */
  assertUnchanged(): void {
    const { size, mtimeMs } = this.#attempt(() => fstatSync(this.#descriptor))
    if (size === this.bytes && mtimeMs === this.#modified) return
    throw new ProbeError(
      'growing',
      `"${this.name}" changed while it was measured, from ${this.bytes} to ${size} bytes: ` +
        'it is still being written; wait until it is complete',
    )
  }

  /** Fills `buffer` from `offset`, up to the end of the file; returns the number of bytes. */
  #fill(buffer: Buffer, offset: number, position: number): number {
    let filled = 0
    for (;;) {
      const room = Math.min(buffer.length - offset, this.bytes - position) - filled
      if (room <= 0) return filled
      const bytes = this.#attempt(() =>
        readSync(this.#descriptor, buffer, offset + filled, room, position + filled),
      )
      if (bytes === 0) return filled
      filled += bytes
    }
  }

  #refuseOthers(stats: Stats): void {
    if (stats.isDirectory()) {
      throw new ProbeError('unreadable', `"${this.name}" is a folder; name the recording in it`)
    }
    if (!stats.isFile()) {
      throw new ProbeError('unreadable', `"${this.name}" is not a regular file; name a recording`)
    }
    if (stats.size === 0) {
      throw new ProbeError(
        'silent',
        `"${this.name}" is empty (0 bytes); export the recording again, or wait until it is copied`,
      )
    }
  }

  /** Runs an operation on the file, and turns its failure into a sentence. */
  #attempt<Result>(action: () => Result): Result {
    try {
      return action()
    } catch (cause) {
      throw new ProbeError('unreadable', sentence(this.name, cause), { cause })
    }
  }
}

async function takeTurns(): Promise<void> {
  if (performance.now() - turned < TURN) return
  await setImmediate()
  turned = performance.now()
}

/** System error codes → what they mean for an author. */
const FAILURES: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist; put the recording there, or correct its name',
  ENOTDIR: 'does not exist, because a part of its path is not a folder; correct the path',
  EACCES: 'may not be read; give yourself permission to read it (chmod u+r)',
  EPERM: 'may not be read; give yourself permission to read it (chmod u+r)',
  EISDIR: 'is a folder; name the recording in it',
  ELOOP: 'is a link that leads back to itself; make it lead to the recording',
  ENAMETOOLONG: 'is a name too long for the file system; shorten it',
  EMFILE: 'cannot be opened, because too many files are open; raise the limit (ulimit -n)',
  ENFILE: 'cannot be opened, because too many files are open; close other programs',
  ENXIO: 'is not a regular file; name a recording',
  ERR_INVALID_ARG_VALUE: 'is not a possible file name, because it contains a zero byte; correct it',
}

function sentence(name: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const reason = FAILURES[code] ?? `cannot be read (${String(cause)}); check the disk`
  return `"${name}" ${reason}`
}
