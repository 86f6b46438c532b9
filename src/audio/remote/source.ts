import type { Read } from '../content.ts'
import { Missing } from './pages.ts'
import type { Version } from '../../net/version.ts'

/** A remote recording, some parts of which are loaded. */
export interface Source {
  /** Grows while a body of unknown length is read. */
  readonly version: Version
  /** The media type in the response, without parameters; null for none. */
  readonly mediaType: string | null
  /** Whether any part can be requested separately. */
  readonly ranged: boolean
  /**
   * Reads loaded bytes; fewer than requested at the end of the recording.
   *
   * @throws {Missing} If some are not loaded.
   */
  readonly read: Read
  /**
   * Loads at least the first of these bytes.
   *
   * @throws {TooFar} If that would take too much.
   */
  readonly load: (position: number, length: number) => Promise<void>
  /** All bytes, in order. */
  readonly walk: () => AsyncIterable<Buffer>
  /** Aborts what is running. */
  readonly close: () => void
}

/** Loading those bytes would cost more than reading the whole recording. */
export class TooFar extends Error {
  override readonly name = 'TooFar'
}

/** Parts that are loaded for one result. */
const MOST_LOADS = 12

/**
 * Computes a result from `source.read`. Whenever it lacks bytes, they are loaded and `compute` is called
 * again.
 *
 * @throws {TooFar} If it would take more than `most` loads.
 */
export async function complete<Result>(
  source: Source,
  compute: () => Result | Promise<Result>,
  most = MOST_LOADS,
): Promise<Result> {
  for (let loads = 0; ; loads++) {
    try {
      return await compute()
    } catch (error) {
      if (!(error instanceof Missing)) throw error
      if (loads === most) throw new TooFar()
      await source.load(error.position, error.length)
    }
  }
}

/** Does the same; null if it would cost too much. */
export async function completeIfNear<Result>(
  source: Source,
  compute: () => Result | Promise<Result>,
  most?: number,
): Promise<Result | null> {
  try {
    return await complete(source, compute, most)
  } catch (error) {
    if (error instanceof TooFar) return null
    throw error
  }
}
