import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Audio } from '../audio/audio.ts'
import { probeFile } from '../audio/probe-file.ts'
import type { FileFacts } from './disk.ts'
import { faultOf } from './fault.ts'
import { writeAtomically } from './write-atomically.ts'

/** The folder for what belongs to one machine only; git ignores it. */
export const MACHINE_FOLDER = '.sidecast'

const CACHE_FILE = 'recordings.json'
const VERSION = 1

interface Measured extends FileFacts {
  readonly audio: Audio
}

/** How measuring a local recording ended. */
export type Measurement =
  | { readonly state: 'measured'; readonly audio: Audio }
  /**
   * Younger than the settling time, so it may still be growing; measured from `at` on. Until then
   * `audio` is what the file was before it changed, null for a new one.
   */
  | { readonly state: 'settling'; readonly at: Date; readonly audio: Audio | null }
  /** It holds no audio, or cannot be read; `sentence` says which and the way out. */
  | { readonly state: 'refused'; readonly sentence: string }

/** Measures local recordings, each only once while its size and time of change stay. */
export interface Recordings {
  readonly measure: (file: string, facts: FileFacts, clock: Clock) => Promise<Measurement>
  /** Puts what was measured down for the next start; a read-only disk is no error. */
  readonly save: () => Promise<void>
}

export interface Clock {
  readonly now: Date
  /** Milliseconds for which a changed recording must rest before it is measured. */
  readonly settle: number
}

/** Reads what this machine has measured before; a missing or broken cache is an empty one. */
export async function openRecordings(folder: string): Promise<Recordings> {
  const cacheFile = join(folder, MACHINE_FOLDER, CACHE_FILE)
  const known = await readCache(cacheFile)
  const refused = new Map<string, FileFacts & { readonly sentence: string }>()
  let changed = false
  return {
    async measure(file, facts, clock) {
      const key = relative(folder, file)
      const before = known.get(key)
      if (before !== undefined && same(before, facts)) {
        return { state: 'measured', audio: before.audio }
      }
      const no = refused.get(key)
      if (no !== undefined && same(no, facts)) return { state: 'refused', sentence: no.sentence }
      const rests = clock.now.getTime() - facts.modified
      if (Math.abs(rests) < clock.settle) {
        const at = new Date(facts.modified + clock.settle + 1)
        return { state: 'settling', at, audio: before?.audio ?? null }
      }
      try {
        const audio = await probeFile(file)
        known.set(key, { bytes: facts.bytes, modified: facts.modified, audio })
        changed = true
        return { state: 'measured', audio }
      } catch (cause) {
        const sentence = faultOf(cause).message
        refused.set(key, { ...facts, sentence })
        return { state: 'refused', sentence }
      }
    },
    async save() {
      if (!changed) return
      changed = false
      await writeCache(folder, cacheFile, known).catch(() => undefined)
    },
  }
}

function same(a: FileFacts, b: FileFacts): boolean {
  return a.bytes === b.bytes && a.modified === b.modified
}

/** What this program wrote itself; anybody else's has another version, or none. */
interface Cache {
  readonly version: number
  readonly files: Readonly<Record<string, Measured>>
}

async function readCache(file: string): Promise<Map<string, Measured>> {
  try {
    const data: Cache = JSON.parse(await readFile(file, 'utf8'))
    return data.version === VERSION ? new Map(Object.entries(data.files)) : new Map()
  } catch {
    return new Map()
  }
}

async function writeCache(
  folder: string,
  file: string,
  known: ReadonlyMap<string, Measured>,
): Promise<void> {
  const machine = join(folder, MACHINE_FOLDER)
  await mkdir(machine, { recursive: true })
  await writeFile(join(machine, '.gitignore'), '*\n')
  const files = Object.fromEntries([...known].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  await writeAtomically(file, JSON.stringify({ version: VERSION, files }))
}
