import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { askWitnesses, type Testimony } from '../fuzz/agreement.ts'
import { liveMegabytes } from '../support/live-memory.ts'
import { handMadeSeeds } from '../fuzz/seeds.ts'
import { faultOf, tryMutant } from '../fuzz/trial.ts'
import { EVERYTHING, manyOr } from '../support/extent.ts'
import { encode } from './corpus/encode.ts'
import { ENCODED_RECIPES } from './corpus/encoded-recipes.ts'

const MUTANTS = manyOr(600, 3000)
const LARGEST_SEED = 40_000
/**
 * Megabytes by which the memory in use may grow once everything is loaded. A sample is run in one
 * process with other files, whose memory comes and goes.
 */
const GROWTH = manyOr(40, 16)

test(`${MUTANTS} damaged recordings are measured or refused, in time and in constant memory`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-fuzz-'))
  const seeds = handMadeSeeds(LARGEST_SEED)
  const faults: string[] = []
  let before = 0
  for (let number = 0; number < MUTANTS; number++) {
    if (number === MUTANTS / 3) before = liveMegabytes()
    const trial = await tryMutant(number, seeds, join(folder, 'mutant.mp3'))
    const fault = faultOf(trial)
    if (fault !== null) faults.push(`mutant ${number} of "${trial.seed}" ${fault}`)
  }
  await rm(folder, { recursive: true })
  expect(faults).toEqual([])
  expect(liveMegabytes() - before).toBeLessThan(GROWTH)
})

/** Recordings by encoders, every so many of the corpus; and mutants of theirs that are decoded. */
const EVERY = manyOr(21, 7)
const DECODED = 60

test.runIf(EVERYTHING)(
  `${DECODED} damaged recordings last as long as other programs play them`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sidecast-fuzz-'))
    const recipes = ENCODED_RECIPES.filter((_, index) => index % EVERY === 0)
    const seeds = await Promise.all(recipes.map(encode))
    const testimonies: Testimony[] = []
    for (let number = 0; number < DECODED; number++) {
      const path = join(folder, 'mutant.mp3')
      testimonies.push(await askWitnesses(await tryMutant(number, seeds, path), path))
    }
    await rm(folder, { recursive: true })
    const heard = testimonies.filter(({ agrees }) => agrees !== null)
    const others = heard.filter(({ agrees }) => agrees === false).map(({ said }) => said)
    expect(heard.length).toBeGreaterThan(DECODED / 2)
    // What is damaged other programs play differently among themselves.
    expect(others.length < heard.length / 10 ? [] : others).toEqual([])
  },
  120_000,
)
