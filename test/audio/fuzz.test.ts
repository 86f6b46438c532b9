import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { liveMegabytes } from '../fuzz/memory.ts'
import { handMadeSeeds } from '../fuzz/seeds.ts'
import { faultOf, tryMutant } from '../fuzz/trial.ts'

const MUTANTS = 3000
const LARGEST_SEED = 40_000
/** Megabytes by which the memory in use may grow once everything is loaded. */
const GROWTH = 16

test(`${MUTANTS} damaged recordings are measured or refused, in time and in constant memory`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-fuzz-'))
  const seeds = handMadeSeeds(LARGEST_SEED)
  const faults: string[] = []
  let before = 0
  for (let number = 0; number < MUTANTS; number++) {
    if (number === MUTANTS / 10) before = liveMegabytes()
    const trial = await tryMutant(number, seeds, join(folder, 'mutant.mp3'))
    const fault = faultOf(trial)
    if (fault !== null) faults.push(`mutant ${number} of "${trial.seed}" ${fault}`)
  }
  await rm(folder, { recursive: true })
  expect(faults).toEqual([])
  expect(liveMegabytes() - before).toBeLessThan(GROWTH)
}, 60_000)
