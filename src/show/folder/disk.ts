import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'

/** What is known of a file on disk without reading it. */
export interface FileFacts {
  readonly bytes: number
  /** Milliseconds since 1970, with fraction. */
  readonly modified: number
}

/**
 * The disk as one load of a show sees it: each folder is listed once, so that thousands of posts
 * can ask for their recordings at the price of a few calls.
 */
export interface Disk {
  /** The facts of a regular file; null when there is none, or its folder cannot be read. */
  readonly stat: (file: string) => Promise<FileFacts | null>
  /** The names in a folder; empty when it cannot be read. */
  readonly list: (folder: string) => Promise<ReadonlySet<string>>
  /** The file with every symbolic link resolved; null when there is none. */
  readonly real: (file: string) => Promise<string | null>
}

export function createDisk(): Disk {
  const folders = new Map<string, Promise<ReadonlySet<string>>>()
  const reals = new Map<string, Promise<string | null>>()
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
  return {
    list,
    async stat(file) {
      if (!(await list(dirname(file))).has(basename(file))) return null
      const facts = await stat(file).catch(() => null)
      return facts?.isFile() === true ? { bytes: facts.size, modified: facts.mtimeMs } : null
    },
    real(file) {
      const real = reals.get(file) ?? realpath(file).catch(() => null)
      reals.set(file, real)
      return real
    },
  }
}
