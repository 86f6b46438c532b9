import type { Answer } from '../../net/answer.ts'
import type { Client } from '../../net/client.ts'
import { Pages } from './pages.ts'
import { TooFar, type Source } from './source.ts'
import { Unfetchable } from '../../net/failures.ts'
import { readVersion, type Version } from '../../net/version.ts'

/** Bytes that are kept in memory: enough for tags with artwork. */
const KEPT_BYTES = 4 * 1024 * 1024

/**
 * Another recording is being read completely at this host; the response was discarded, and must be requested
 * again.
 */
export class Crowded extends Error {
  override readonly name = 'Crowded'
}

/**
 * A recording in a single response, because its server does not support range requests, or is unreliable with
 * them.
 */
export class StreamedSource implements Source {
  readonly ranged = false
  readonly mediaType: string | null
  readonly #client: Client
  readonly #answer: Answer
  readonly #pages = new Pages()
  #here = 0
  #ended = false
  #closed = false
  #version: Version

  /** @param answer A 200 response whose body is unread. */
  constructor(client: Client, answer: Answer) {
    const length = answer.headers['content-length']
    this.#client = client
    this.#answer = answer
    this.mediaType = answer.mediaType
    this.#version = readVersion(answer.headers, length === undefined ? null : Number(length))
  }

  get version(): Version {
    return this.#version
  }

  readonly read = (position: number, length: number): Buffer => {
    const end = this.#ended ? this.#here : (this.#version.bytes ?? Infinity)
    return this.#pages.read(position, Math.max(0, Math.min(length, end - position)))
  }

  /** Reads the body up to there; what was read is kept for `walk`. */
  readonly load = async (position: number, length: number): Promise<void> => {
    const end = position + length
    if (end > KEPT_BYTES) throw new TooFar()
    while (this.#here < end) {
      const piece = await this.#next()
      if (!piece) return
      this.#pages.add(this.#here - piece.length, piece)
    }
  }

  /**
   * Reads the rest of the body.
   *
   * @yields What was read before, then the rest as it arrives.
   * @throws {Crowded} If another recording is being read completely at that host.
   */
  async *walk(): AsyncGenerator<Buffer> {
    if (!this.#ended) {
      if (this.#closed || !this.#client.widen()) throw new Crowded()
      this.#client.cost.assertRoom((this.#version.bytes ?? 0) - this.#here)
    }
    yield this.#pages.read(0, this.#here)
    for (let piece = await this.#next(); piece; piece = await this.#next()) yield piece
  }

  close(): void {
    this.#closed = true
    this.#answer.discard()
  }

  /** The next chunk of the body; null at its end. */
  async #next(): Promise<Buffer | null> {
    const { value, done } = await this.#answer.body.next()
    if (done === true) {
      this.#ended = true
      this.#version = { ...this.#version, bytes: this.#here }
      return null
    }
    this.#here += value.length
    const { unstatedBytes } = this.#client.cost.limits
    if (this.#version.bytes === null && this.#here > unstatedBytes) {
      throw new Unfetchable(
        `sends more than ${unstatedBytes} bytes without saying how many there are, as a live stream does; name a recording that has an end`,
      )
    }
    return value
  }
}
