import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file of a folder that was made, e.g. one size of a picture. */
interface MadeFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The files that results stand on, in folders that are named after their content. */
export interface MadeFiles {
  /** Puts down a folder, whole or not at all; the same content lies there only once. */
  readonly put: (id: string, files: readonly MadeFile[]) => Promise<void>
  readonly has: (id: string) => boolean
  /** Absolute. */
  readonly pathOf: (id: string, name: string) => string
  /** Keeps folders for as long as this program runs: they may be on air. */
  readonly keep: (ids: readonly string[]) => void
  /** The folders that they lie in, absolute. */
  readonly homes: () => readonly string[]
  /** Removes every folder that was neither put down nor kept since this start. */
  readonly prune: () => Promise<void>
}

/** Opens a folder of made files. On a disk that cannot be written they lie in the system's temporary folder. */
export async function openMadeFiles(home: string): Promise<MadeFiles> {
  const there = new Set(await readdir(home).catch(() => []))
  const elsewhere = new Map<string, string>()
  const kept = new Set<string>()

  return {
    has: (id) => there.has(id) || elsewhere.has(id),
    pathOf: (id, name) => join(elsewhere.get(id) ?? join(home, id), name),
    async put(id, files) {
      kept.add(id)
      if (there.has(id) || elsewhere.has(id)) return
      if (await putFolder(join(home, id), files)) there.add(id)
      else elsewhere.set(id, await putElsewhere(files))
    },
    homes: () => [home, ...elsewhere.values()],
    keep: (ids) => ids.forEach((id) => kept.add(id)),
    async prune() {
      for (const name of await readdir(home).catch(() => [])) {
        if (kept.has(name)) continue
        there.delete(name)
        await rm(join(home, name), { recursive: true, force: true }).catch(() => undefined)
      }
    },
  }
}

/** @returns False where the disk cannot be written. */
async function putFolder(folder: string, files: readonly MadeFile[]): Promise<boolean> {
  const temporary = `${folder}.${randomUUID()}.tmp`
  try {
    await mkdir(temporary, { recursive: true })
    await writeFiles(temporary, files)
    // Whoever else made the same has put down the same bytes.
    await rename(temporary, folder).catch(() => rm(temporary, { recursive: true, force: true }))
    return true
  } catch {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
    return false
  }
}

/** For as long as the program runs: they are made again at the next start. */
async function putElsewhere(files: readonly MadeFile[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-made-'))
  await writeFiles(folder, files)
  return folder
}

async function writeFiles(folder: string, files: readonly MadeFile[]): Promise<void> {
  for (const { name, bytes } of files) await writeFile(join(folder, name), bytes)
}
