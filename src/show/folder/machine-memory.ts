import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAtomically } from './write-atomically.ts'

/** The folder in the content folder for what belongs to one machine only; git ignores it. */
const MACHINE_FOLDER = '.sidecast'
const VERSION = 1

/** Where this machine keeps what it can find out or make again. */
export function machineFolder(folder: string): string {
  return join(folder, MACHINE_FOLDER)
}

/** What this machine has learned and can learn again, by name. */
export interface MachineMemory<T> {
  readonly entries: Map<string, T>
  /** Puts it down for the next start. A read-only disk costs the memory, and nothing else. */
  readonly save: () => Promise<void>
}

/**
 * Opens a memory of this machine. A missing or broken file is an empty memory, and an entry that is
 * not as it should be is forgotten: whatever it held is found out again.
 *
 * @param file Its name in the machine's folder.
 * @param isEntry Whether a value that was read has the shape of an entry.
 */
export async function openMachineMemory<T>(
  folder: string,
  file: string,
  isEntry: (value: unknown) => value is T,
): Promise<MachineMemory<T>> {
  const machine = machineFolder(folder)
  const entries = await readEntries(join(machine, file), isEntry)
  return {
    entries,
    async save() {
      const sorted = [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1))
      const text = JSON.stringify({ version: VERSION, entries: Object.fromEntries(sorted) })
      try {
        await mkdir(machine, { recursive: true })
        await writeFile(join(machine, '.gitignore'), '*\n')
        await writeAtomically(join(machine, file), text)
      } catch {
        return
      }
    },
  }
}

async function readEntries<T>(
  path: string,
  isEntry: (value: unknown) => value is T,
): Promise<Map<string, T>> {
  try {
    const memory: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (!isRecord(memory) || memory['version'] !== VERSION) return new Map()
    const entries = isRecord(memory['entries']) ? Object.entries(memory['entries']) : []
    return new Map(
      entries.flatMap(([name, value]) => (isEntry(value) ? [[name, value] as const] : [])),
    )
  } catch {
    return new Map()
  }
}

/** Tells an object with fields from everything else. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
