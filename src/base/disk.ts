import { lstat, type FileHandle } from 'node:fs/promises'
import { openContent, readContent, realContent, ContentError, type Roots } from './content-door.ts'
import { createListings } from './listings.ts'

/** What is known of a file on disk without reading it. */
export interface FileFacts {
  readonly bytes: number
  /** Milliseconds since 1970, with fraction. */
  readonly modified: number
}

/**
 * The disk as one load of a show sees it: only what may go out, and each folder is listed once, so
 * that thousands of posts can ask for their recordings at the price of a few calls.
 */
export interface Disk {
  /**
   * A file that may go out, as it is spelled on disk; null when there is none, or its folder cannot
   * be read. See `Listings.spell`.
   *
   * @throws {ContentError} If there is one that may not.
   */
  readonly find: (file: string) => Promise<string | null>
  /** The facts of a file that was found; null when it is gone, or may not go out. */
  readonly stat: (file: string) => Promise<FileFacts | null>
  /** Opens a file that may go out. @throws As {@link openContent}. */
  readonly open: (file: string) => Promise<FileHandle>
  /** Reads a file that may go out whole. @throws As {@link openContent}. */
  readonly read: (file: string) => Promise<Buffer>
  /** The names in a folder; empty when it cannot be read. */
  readonly list: (folder: string) => Promise<ReadonlySet<string>>
}

export function createDisk(roots: Roots): Disk {
  const { list, spell } = createListings()
  return {
    list,
    async find(file) {
      const spelled = await spell(file)
      if (spelled === null) return null
      try {
        await realContent(spelled, roots)
        return spelled
      } catch (cause) {
        if (cause instanceof ContentError) throw cause
        return null
      }
    },
    async stat(file) {
      try {
        const facts = await lstat(await realContent(file, roots))
        return { bytes: facts.size, modified: facts.mtimeMs }
      } catch {
        return null
      }
    },
    open: (file) => openContent(file, roots),
    read: (file) => readContent(file, roots),
  }
}
