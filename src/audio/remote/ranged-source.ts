import {
  type Answer,
  parseContentRange,
  parseUnsatisfiedRange,
  type ContentRange,
} from '../../net/answer.ts'
import type { Client } from '../../net/client.ts'
import { Pages } from './pages.ts'
import { TooFar, type Source } from './source.ts'
import { Dropped, Unreachable } from '../../net/failures.ts'
import { Changed, Untrustworthy } from './refused.ts'
import { difference, ifRange, readVersion, type Version } from '../../net/version.ts'

/** The least number of bytes per request: a request costs as much as some ten thousand bytes. */
const LEAST_LOAD = 12 * 1024
/** The most bytes per request, and in memory. */
const LARGEST_LOAD = 32 * 1024 * 1024
/** How often a broken connection is resumed while a recording is read completely. */
const RESUMPTIONS = 2

/** A recording of known size on a server that supports range requests. */
export class RangedSource implements Source {
  readonly ranged = true
  readonly version: Version & { readonly bytes: number }
  readonly mediaType: string | null
  readonly #client: Client
  readonly #pages = new Pages()

  private constructor(
    client: Client,
    version: Version & { readonly bytes: number },
    mediaType: string | null,
  ) {
    this.#client = client
    this.version = version
    this.mediaType = mediaType
  }

  /**
   * Starts with the first part.
   *
   * @param answer A 206 response to a request for the first `wanted` bytes.
   * @throws {Untrustworthy} If it is something else, or does not give the size.
   */
  static async open(client: Client, answer: Answer, wanted: number): Promise<RangedSource> {
    const range = rangeOf(answer, 0)
    if (range.bytes === null) {
      answer.discard()
      throw new Untrustworthy('does not give the size')
    }
    const version = { ...readVersion(answer.headers, range.bytes), bytes: range.bytes }
    const source = new RangedSource(client, version, answer.mediaType)
    source.#pages.add(0, await readPart(answer, Math.min(wanted, range.last + 1)))
    return source
  }

  readonly read = (position: number, length: number): Buffer =>
    this.#pages.read(position, Math.max(0, Math.min(length, this.version.bytes - position)))

  /** Requests the bytes at once. */
  readonly load = async (position: number, length: number): Promise<void> => {
    const gap = Math.min(this.#pages.gapAt(position), this.version.bytes - position)
    const wanted = Math.min(gap, Math.max(length, LEAST_LOAD))
    if (wanted > LARGEST_LOAD) throw new TooFar()
    this.#pages.add(position, await twice(() => this.#ask(position, wanted)))
  }

  async *walk(): AsyncGenerator<Buffer> {
    const { bytes } = this.version
    if (this.#pages.hasFirst(bytes)) {
      yield this.read(0, bytes)
      return
    }
    this.#client.cost.assertRoom(bytes)
    let at = 0
    for (let tries = 0; at < bytes; tries++) {
      if (tries > RESUMPTIONS) throw brokenOff(at, bytes)
      const answer = await this.#askRest(at)
      try {
        for await (const piece of answer.body) {
          at += piece.length
          yield piece
        }
      } catch (error) {
        if (!(error instanceof Dropped)) throw error
      } finally {
        answer.discard()
      }
    }
    if (at > bytes) throw new Changed(`from ${bytes} to ${at} bytes`)
  }

  close(): void {
    // Every response was read to its end.
  }

  async #ask(position: number, length: number): Promise<Buffer> {
    const answer = await this.#askFor(`${position}-${position + length - 1}`, false)
    const range = this.#check(answer, position)
    return readPart(answer, Math.min(length, range.last + 1 - position))
  }

  async #askFor(range: string, whole: boolean): Promise<Answer> {
    return this.#client.get({ Range: `bytes=${range}`, ...ifRange(this.version) }, whole)
  }

  /** Requests all bytes from `at`. */
  async #askRest(at: number): Promise<Answer> {
    if (at > 0) {
      const answer = await this.#askFor(`${at}-`, true)
      this.#check(answer, at)
      return answer
    }
    const answer = await this.#client.get({}, true)
    const length = Number(answer.headers['content-length'] ?? Number.NaN)
    const bytes = Number.isNaN(length) || answer.status !== 200 ? null : length
    this.#assertUnchanged(answer, bytes)
    if (answer.status === 200) return answer
    answer.discard()
    throw new Untrustworthy(`answers ${answer.status} to a plain request`)
  }

  /** The range of a response to a request for the bytes from `position`. */
  #check(answer: Answer, position: number): ContentRange {
    const { status, headers } = answer
    if (status === 206) {
      const range = rangeOf(answer, position)
      this.#assertUnchanged(answer, range.bytes)
      return range
    }
    const stated =
      status === 416 ? parseUnsatisfiedRange(headers['content-range']) : lengthOf(answer)
    this.#assertUnchanged(answer, stated)
    answer.discard()
    throw new Untrustworthy(`answers sometimes 206, sometimes ${status}`)
  }

  /** @throws {Changed} If the response is from another version of the recording. */
  #assertUnchanged(answer: Answer, bytes: number | null): void {
    const what = difference(this.version, readVersion(answer.headers, bytes))
    if (what === null) return
    answer.discard()
    throw new Changed(what)
  }
}

/** @throws {Untrustworthy} If a 206 response does not begin at `position`. */
function rangeOf(answer: Answer, position: number): ContentRange {
  const stated = answer.headers['content-range']
  const range = parseContentRange(stated)
  if (range?.first === position) return range
  answer.discard()
  throw new Untrustworthy(
    `sends "${stated ?? 'no range'}" when asked for bytes from ${position} on`,
  )
}

/** @throws {Dropped} If the body has fewer bytes. */
async function readPart(answer: Answer, bytes: number): Promise<Buffer> {
  const part = Buffer.allocUnsafe(bytes)
  let filled = 0
  for await (const piece of answer.body) {
    const copied = piece.copy(part, filled)
    filled += copied
    // Only when there is too much: leaving a body early costs its connection.
    if (copied < piece.length) break
  }
  if (filled === bytes) return part
  throw new Dropped('sends fewer bytes than it announces')
}

function brokenOff(at: number, bytes: number): Unreachable {
  return new Unreachable(
    `breaks off again and again, at last after ${at} of ${bytes} bytes; try again later`,
  )
}

function lengthOf({ headers }: Answer): number | null {
  const length = headers['content-length']
  return length === undefined ? null : Number(length)
}

/**
 * Requests a part, and once more if the connection breaks.
 *
 * @throws {Untrustworthy} If it breaks again, which is typical of servers that state wrong lengths.
 */
export async function twice<Part>(ask: () => Promise<Part>): Promise<Part> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof Dropped)) throw error
  }
  try {
    return await ask()
  } catch (cause) {
    if (!(cause instanceof Dropped)) throw cause
    throw new Untrustworthy('breaks off its responses again and again', { cause })
  }
}
