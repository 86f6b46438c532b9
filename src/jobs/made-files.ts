import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A made file, e.g. one size of an image. */
interface MadeFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The place of a made file: the name of its folder and its own. */
export interface MadePath {
  readonly id: string
  readonly name: string
}

/** The files that belong to results, in folders that are named after their content. */
export interface MadeFiles {
  /** Writes a folder, completely or not at all; the same content is written only once. */
  readonly put: (id: string, files: readonly MadeFile[]) => Promise<void>
  /** Whether a file existed at the last look, or was written since. */
  readonly has: (path: MadePath) => boolean
  /** Absolute. */
  readonly pathOf: (id: string, name: string) => string
  /** Keeps folders as long as this program runs: they may be live. */
  readonly keep: (ids: readonly string[]) => void
  /** Keeps folders no longer. */
  readonly letGo: (ids: readonly string[]) => void
  /** The parent folders, absolute. */
  readonly homes: () => readonly string[]
  /** Looks for files that another program has written. */
  readonly look: () => Promise<void>
  /** Removes every folder that was neither written nor kept since this start, and is not new. */
  readonly prune: () => Promise<void>
}

/** Milliseconds for which an unknown folder stays: another program may be writing it. */
const FRESH = 60 * 60_000

/** Opens a folder of made files. If it is not writable, they are written to the temporary folder of the system. */
export async function openMadeFiles(home: string): Promise<MadeFiles> {
  const there = new Set<string>()
  const elsewhere = new Set<string>()
  const kept = new Set<string>()
  let temporary: string | null = null

  function isThere(id: string, files: readonly MadeFile[]): boolean {
    return elsewhere.has(id) || files.every(({ name }) => there.has(keyOf({ id, name })))
  }

  async function look(): Promise<void> {
    const folders = await readdir(home).catch(() => [])
    const found = await Promise.all(folders.map((id) => pathsIn(home, id)))
    there.clear()
    for (const path of found.flat()) there.add(keyOf(path))
  }

  await look()
  return {
    look,
    has: (path) => elsewhere.has(path.id) || there.has(keyOf(path)),
    pathOf: (id, name) =>
      join(temporary !== null && elsewhere.has(id) ? temporary : home, id, name),
    async put(id, files) {
      kept.add(id)
      if (isThere(id, files)) return
      if (await putFolder(join(home, id), files)) {
        for (const { name } of files) there.add(keyOf({ id, name }))
      } else {
        temporary ??= mkdtempSync(join(tmpdir(), 'sidecast-made-'))
        await mkdir(join(temporary, id), { recursive: true })
        await writeFiles(join(temporary, id), files)
        elsewhere.add(id)
      }
    },
    homes: () => (temporary === null ? [home] : [home, temporary]),
    keep: (ids) => ids.forEach((id) => kept.add(id)),
    letGo: (ids) => ids.forEach((id) => kept.delete(id)),
    async prune() {
      for (const name of await readdir(home).catch(() => [])) {
        const folder = join(home, name)
        if (kept.has(name) || (await isFresh(folder))) continue
        await rm(folder, { recursive: true, force: true }).catch(() => undefined)
      }
      await look()
    },
  }
}

function keyOf({ id, name }: MadePath): string {
  return `${id}/${name}`
}

async function pathsIn(home: string, id: string): Promise<readonly MadePath[]> {
  const names = await readdir(join(home, id)).catch(() => [])
  return names.map((name) => ({ id, name }))
}

async function isFresh(folder: string): Promise<boolean> {
  const facts = await stat(folder).catch(() => null)
  return facts !== null && Date.now() - facts.mtimeMs < FRESH
}

/** @returns False if the folder is not writable. */
async function putFolder(folder: string, files: readonly MadeFile[]): Promise<boolean> {
  const temporary = `${folder}.${randomUUID()}.tmp`
  try {
    await mkdir(temporary, { recursive: true })
    await writeFiles(temporary, files)
    await rename(temporary, folder).catch((cause: unknown) =>
      replace(folder, temporary, files, cause),
    )
    return true
  } catch {
    return false
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Another program may have written the same bytes; an incomplete folder is replaced. */
async function replace(
  folder: string,
  temporary: string,
  files: readonly MadeFile[],
  cause: unknown,
): Promise<void> {
  const names = await readdir(folder).catch(() => {
    throw cause
  })
  if (files.every(({ name }) => names.includes(name))) return
  await rm(folder, { recursive: true, force: true })
  await rename(temporary, folder)
}

async function writeFiles(folder: string, files: readonly MadeFile[]): Promise<void> {
  // Flushed: a folder gets its name only when all of it is on disk, even after a power failure.
  for (const { name, bytes } of files) await writeFile(join(folder, name), bytes, { flush: true })
}
