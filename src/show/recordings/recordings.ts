import { relative } from 'node:path'
import type { Audio } from '../../audio/audio.ts'
import { ProbeError } from '../../audio/probe-error.ts'
import { probeFile } from '../../audio/probe-file.ts'
import type { FileFacts } from '../folder/disk.ts'
import { faultOf } from '../../base/fault.ts'
import { isRecord, openMachineMemory } from '../folder/machine-memory.ts'

/** Milliseconds of work after which what was measured is put down, so that no end costs more. */
const SAVE_EVERY = 2000

interface Measured extends FileFacts {
  readonly audio: Audio
}

/** How measuring a local recording ended. */
type Measurement =
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
  /** Ends the work early, with the signal's reason thrown. */
  readonly signal?: AbortSignal
}

/** Reads what this machine has measured before; a missing or broken cache is an empty one. */
export async function openRecordings(folder: string): Promise<Recordings> {
  const memory = await openMachineMemory(folder, 'recordings.json', isMeasured)
  const known = memory.entries
  const refused = new Map<string, FileFacts & { readonly sentence: string }>()
  let changed = false
  let saved = performance.now()

  async function save(): Promise<void> {
    if (!changed) return
    changed = false
    saved = performance.now()
    await memory.save()
  }

  return {
    save,
    async measure(file, facts, clock) {
      const key = relative(folder, file)
      const before = known.get(key)
      if (before !== undefined && same(before, facts)) {
        return { state: 'measured', audio: before.audio }
      }
      const no = refused.get(key)
      if (no !== undefined && same(no, facts)) return { state: 'refused', sentence: no.sentence }
      const settling = (from: number): Measurement => ({
        state: 'settling',
        at: new Date(from + clock.settle + 1),
        audio: before?.audio ?? null,
      })
      const rests = clock.now.getTime() - facts.modified
      if (Math.abs(rests) < clock.settle) return settling(facts.modified)
      try {
        const audio = await probeFile(file, { ...clock, tags: true })
        known.set(key, { bytes: facts.bytes, modified: facts.modified, audio })
        changed = true
        if (performance.now() - saved > SAVE_EVERY) await save()
        return { state: 'measured', audio }
      } catch (cause) {
        clock.signal?.throwIfAborted()
        if (cause instanceof ProbeError && cause.refusal === 'growing') {
          return settling(clock.now.getTime())
        }
        const sentence = faultOf(cause).message
        refused.set(key, { ...facts, sentence })
        return { state: 'refused', sentence }
      }
    },
  }
}

function same(a: FileFacts, b: FileFacts): boolean {
  return a.bytes === b.bytes && a.modified === b.modified
}

function isMeasured(value: unknown): value is Measured {
  if (!isRecord(value) || !isRecord(value['audio'])) return false
  const { audio, bytes, modified } = value
  return (
    [bytes, modified, audio['bytes'], audio['seconds']].every(Number.isFinite) &&
    typeof audio['type'] === 'string' &&
    Array.isArray(audio['chapters']) &&
    isRecord(audio['tags']) &&
    Array.isArray(audio['warnings'])
  )
}
