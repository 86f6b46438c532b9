import { writeFileSync } from 'node:fs'
import type { Audio } from '../../src/audio/audio.ts'
import { ProbeError } from '../../src/audio/facts.ts'
import { probeFile } from '../../src/audio/probe-file.ts'
import { randomNumbers } from '../audio/corpus/recipe.ts'
import { mutate } from './mutate.ts'
import type { Seed } from './seeds.ts'

/** What became of one mutant. */
export interface Trial {
  readonly number: number
  readonly seed: string
  readonly bytes: Buffer
  /** Null where it was refused. */
  readonly audio: Audio | null
  readonly refusal: string | null
  /** What was thrown that is no refusal. */
  readonly crash: Error | null
  readonly milliseconds: number
}

/** Milliseconds that a mutant may take, whatever its size, on a machine that does other things too. */
const PATIENCE = 1000
const PATIENCE_PER_MEGABYTE = 1000

/** Makes the mutant of that number, always the same one, and measures it as the file `path`. */
export async function tryMutant(
  number: number,
  seeds: readonly Seed[],
  path: string,
): Promise<Trial> {
  const chance = randomNumbers(number)
  const seed = seeds[Math.floor(chance() * seeds.length)]
  const other = seeds[Math.floor(chance() * seeds.length)]
  if (!seed || !other) throw new RangeError('expected at least one seed')
  const bytes = mutate(seed.bytes, other.bytes, chance)
  writeFileSync(path, bytes)
  const start = performance.now()
  const outcome = await measure(path)
  return { number, seed: seed.name, bytes, ...outcome, milliseconds: performance.now() - start }
}

async function measure(path: string): Promise<Pick<Trial, 'audio' | 'refusal' | 'crash'>> {
  try {
    return { audio: await probeFile(path, { tags: true }), refusal: null, crash: null }
  } catch (error) {
    if (error instanceof ProbeError) return { audio: null, refusal: error.message, crash: null }
    return {
      audio: null,
      refusal: null,
      crash: error instanceof Error ? error : new Error('no error'),
    }
  }
}

/** What is wrong with how a mutant was measured; null if nothing is. */
export function faultOf({ audio, refusal, crash, bytes, milliseconds }: Trial): string | null {
  if (crash !== null) return `threw ${crash.stack}`
  const patience = PATIENCE + (bytes.length / 1e6) * PATIENCE_PER_MEGABYTE
  if (milliseconds > patience)
    return `took ${Math.round(milliseconds)} ms for ${bytes.length} bytes`
  if (audio && !(audio.seconds > 0 && audio.seconds < Infinity)) return `lasts ${audio.seconds} s`
  if (audio && !audio.chapters.every(({ start }) => start >= 0))
    return 'has a chapter before its start'
  if (refusal !== null && !/^".*" .{10,}$/s.test(refusal)) return `is refused as ${refusal}`
  return null
}
