import type { FileHandle } from 'node:fs/promises'
import {
  ContentError,
  factsOfContentSync,
  openContent,
  openContentSync,
  type OpenedContent,
  readContent,
  type Roots,
} from './content-door.ts'
import { createListings, type Listings } from './listings.ts'

/** Size and time of a file. */
export interface FileFacts {
  readonly bytes: number
  /** Milliseconds since 1970, with fractions. */
  readonly modified: number
}

/**
 * The disk during one load of a show: only what may be published. Each folder is listed once, so that
 * finding the recordings of thousands of posts takes only a few calls. What is only looked at has no
 * promise, for there would be dozens for each post.
 */
export interface Disk {
  /**
   * A file as it is spelled on disk; null when it does not exist, or its folder cannot be read. See
   * `Listings.spell`.
   *
   * @throws {ContentError} If it exists but may not be published.
   */
  readonly find: (file: string) => string | null
  /** The facts of a file that was found; null when it is gone, or may not be published. */
  readonly stat: (file: string) => FileFacts | null
  /** See {@link openContent}. */
  readonly open: (file: string) => Promise<FileHandle>
  /** See {@link openContentSync}. */
  readonly openSync: (file: string) => OpenedContent
  /** See {@link readContent}. */
  readonly read: (file: string) => Promise<Buffer>
  /** The names in a folder; none when it cannot be read. */
  readonly list: (folder: string) => ReadonlySet<string>
  /** See `Listings.goingOn`. */
  readonly goingOn: Listings['goingOn']
}

export function createDisk(roots: Roots): Disk {
  const { list, spell, goingOn } = createListings()
  const folders = new Map<string, string>()
  return {
    list,
    goingOn,
    find(file) {
      const spelled = spell(file)
      if (spelled === null) return null
      try {
        factsOfContentSync(spelled, roots, folders)
        return spelled
      } catch (cause) {
        if (cause instanceof ContentError) throw cause
        return null
      }
    },
    stat(file) {
      try {
        const { size, mtimeMs } = factsOfContentSync(file, roots, folders)
        return { bytes: size, modified: mtimeMs }
      } catch {
        return null
      }
    },
    open: (file) => openContent(file, roots),
    openSync: (file) => openContentSync(file, roots),
    read: (file) => readContent(file, roots),
  }
}

/** Larger files are not read. */
const MAX_BYTES = 40_000_000

/**
 * A text that may be read as JSON or the like: without the byte order mark that some editors put
 * before it.
 */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF+/, '')
}

/**
 * Reads a text file.
 *
 * @throws {RangeError} If it is not UTF-8, or too large for a transcript.
 */
export async function readUtf8(
  file: string,
  { bytes }: Pick<FileFacts, 'bytes'>,
  disk: Pick<Disk, 'read'>,
): Promise<string> {
  if (bytes > MAX_BYTES) {
    throw new RangeError(`expected at most ${MAX_BYTES / 1e6} MB, got ${Math.ceil(bytes / 1e6)} MB`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await disk.read(file))
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw new RangeError('expected UTF-8, got another encoding; save it as UTF-8', { cause })
  }
}
