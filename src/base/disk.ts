import { lstat, readdir, type FileHandle } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { ContentError, openContent, readContent, realContent, type Roots } from './content-door.ts'

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
  /** The facts of a file that may go out; null when there is none, or its folder cannot be read. */
  readonly stat: (file: string) => Promise<FileFacts | null>
  /** The same. @throws {ContentError} If there is one that may not. */
  readonly find: (file: string) => Promise<FileFacts | null>
  /** Opens a file that may go out. @throws As {@link openContent}. */
  readonly open: (file: string) => Promise<FileHandle>
  /** Reads a file that may go out whole. @throws As {@link openContent}. */
  readonly read: (file: string) => Promise<Buffer>
  /** The names in a folder; empty when it cannot be read. */
  readonly list: (folder: string) => Promise<ReadonlySet<string>>
}

export function createDisk(roots: Roots): Disk {
  const folders = new Map<string, Promise<ReadonlySet<string>>>()
  const list = (folder: string): Promise<ReadonlySet<string>> => {
    const known = folders.get(folder)
    if (known !== undefined) return known
    const names = readdir(folder).then(
      (found) => new Set(found),
      () => new Set<string>(),
    )
    folders.set(folder, names)
    return names
  }
  const find = async (file: string): Promise<FileFacts | null> => {
    if (!(await list(dirname(file))).has(basename(file))) return null
    try {
      const facts = await lstat(await realContent(file, roots))
      return { bytes: facts.size, modified: facts.mtimeMs }
    } catch (cause) {
      if (cause instanceof ContentError) throw cause
      return null
    }
  }
  return {
    list,
    find,
    stat: (file) => find(file).catch(() => null),
    open: (file) => openContent(file, roots),
    read: (file) => readContent(file, roots),
  }
}
