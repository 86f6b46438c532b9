import type { Read } from '../content.ts'
import { Missing, type Page } from './pages.ts'
import type { Version } from '../../net/version.ts'

/** A remote recording of which some parts are here, and others can be had. */
export interface Source {
  /** Grows while a body of unknown length is read. */
  readonly version: Version
  /** The media type that its server tells, without parameters; null without. */
  readonly mediaType: string | null
  /** Whether parts can be had for themselves, wherever they are. */
  readonly ranged: boolean
  /** The bytes that are here; fewer than asked for where the recording ends. @throws {Missing} */
  readonly read: Read
  /** Gets at least the first of these bytes. @throws {TooFar} If that would take too much. */
  readonly load: (position: number, length: number) => Promise<void>
  /** What is here, part by part. */
  readonly loaded: () => readonly Page[]
  /** All bytes, in order. */
  readonly walk: () => AsyncIterable<Buffer>
  /** Ends what is under way. */
  readonly close: () => void
}

/** To have those bytes would cost more than to read the recording whole. */
export class TooFar extends Error {
  override readonly name = 'TooFar'
}

/** Parts that are loaded for one result. */
const MOST_LOADS = 12

/**
 * The result of `compute`, which may use all that `source.read` gives: whenever it lacks bytes, they
 * are loaded and it is called again.
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

/** The same; null where it would cost too much. */
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
