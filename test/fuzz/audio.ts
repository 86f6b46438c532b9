import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, exit } from 'node:process'
import { Bounds } from '../bench/bounds.ts'
import { askWitnesses, type Testimony } from './agreement.ts'
import { liveMegabytes } from '../support/live-memory.ts'
import { encodedSeeds, handMadeSeeds } from './seeds.ts'
import { faultOf, tryMutant, type Trial } from './trial.ts'

/** Damages recordings of the corpus and measures them: `node test/fuzz/audio.ts [mutants] [first]`. */

const MUTANTS = Number(argv[2] ?? 200_000)
const FIRST = Number(argv[3] ?? 0)
/** Mutants that other programs are asked about. They are of what encoders made, for only that decodes. */
const SAMPLE = Math.min(1000, Math.ceil(MUTANTS / 5))
const REPORT_EVERY = 5000
/** Milliseconds that a megabyte may take, and any mutant. */
const PATIENCE = 1000
/** Megabytes by which the memory in use may grow from the first report on. */
const GROWTH = 16
/** Faults that are told in full, and whose mutants are kept. */
const TOLD = 20
/** The part of the mutants that a witness can play on which one must agree. */
const AGREEMENT = 0.9
/** Mutants of a type below which that part says nothing. */
const FEW = 20

const LARGEST_SEED = 200_000

const folder = mkdtempSync(join(tmpdir(), 'sidecast-fuzz-'))
const path = join(folder, 'mutant.mp3')
const encoded = await encodedSeeds()
const seeds = [...handMadeSeeds(LARGEST_SEED), ...encoded]
console.log(`${MUTANTS} mutants of ${seeds.length} recordings`)

const start = performance.now()
const faults: string[] = []
const refusals = new Map<string, number>()
const testimonies: Testimony[] = []
let playable = 0
let slowest = 0
let settled: number | null = null

for (let count = 1; count <= MUTANTS; count++) {
  const trial = await tryMutant(FIRST + count, seeds, path)
  note(trial)
  if (count % REPORT_EVERY === 0) report(count)
}
console.log(`asking decoders about ${SAMPLE} of them`)
for (let count = 1; count <= SAMPLE; count++) {
  const trial = await tryMutant(FIRST + count, encoded, path)
  note(trial)
  testimonies.push(await askWitnesses(trial, path))
}

const bounds = new Bounds()
bounds.atMost('mutants that throw, hang or last for no time or for ever', faults.length, 0, '')
bounds.atMost('the slowest', slowest, PATIENCE, 'ms a MB')
const failures = [...faults, ...memoryFaults(), ...agreementFaults()]
summarise()
bounds.tell()
if (faults.length === 0) rmSync(folder, { recursive: true })
exit(failures.length === 0 ? 0 : 1)

function note(trial: Trial): void {
  slowest = Math.max(slowest, trial.milliseconds / Math.max(1, trial.bytes.length / 1e6))
  playable += trial.audio ? 1 : 0
  if (trial.refusal !== null) {
    const kind = trial.refusal.replaceAll(/".*?"|\d+/g, '…')
    refusals.set(kind, (refusals.get(kind) ?? 0) + 1)
  }
  const fault = faultOf(trial)
  if (fault === null) return
  faults.push(`mutant ${trial.number} of "${trial.seed}" ${fault}`)
  if (faults.length <= TOLD) writeFileSync(join(folder, `mutant-${trial.number}`), trial.bytes)
}

function report(count: number): void {
  const live = liveMegabytes()
  settled ??= live
  const each = ((performance.now() - start) / count).toFixed(2)
  console.log(
    `${count} measured, ${playable} playable, ${faults.length} faults, ${each} ms each, ${live} MB in use`,
  )
}

function memoryFaults(): readonly string[] {
  const live = liveMegabytes()
  const growth = live - (settled ?? live)
  bounds.atMost('memory, from the first report on', growth, GROWTH, 'MB more')
  return growth > GROWTH ? [`memory grew by ${growth} MB`] : []
}

function agreementFaults(): readonly string[] {
  return [...Map.groupBy(testimonies, ({ type }) => type)].flatMap(([type, all]) => {
    const heard = all.filter(({ agrees }) => agrees !== null)
    const agreeing = heard.filter(({ agrees }) => agrees).length
    console.log(
      `${type}: ${agreeing} of ${heard.length} agree with a decoder, ${all.length - heard.length} are played by none`,
    )
    for (const { said } of heard.filter(({ agrees }) => !agrees)) console.log(`  ${said}`)
    if (heard.length >= FEW) {
      const percent = (100 * agreeing) / heard.length
      bounds.atLeast(`${type}: agree with a decoder`, percent, 100 * AGREEMENT, '%')
    }
    const isSeldom = heard.length >= FEW && agreeing < heard.length * AGREEMENT
    return isSeldom ? [`${type} agrees too seldom`] : []
  })
}

function summarise(): void {
  console.log(`refused: ${MUTANTS + SAMPLE - playable}`)
  for (const [kind, count] of [...refusals].toSorted((a, b) => b[1] - a[1]))
    console.log(`  ${count} × ${kind}`)
  console.log(`slowest: ${Math.round(slowest)} ms per MB`)
  for (const failure of failures.slice(0, TOLD)) console.log(failure)
  if (faults.length > 0) console.log(`the mutants at fault are in ${folder}`)
  console.log(failures.length === 0 ? 'no faults' : `${failures.length} faults`)
}
