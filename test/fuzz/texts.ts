import { argv, exit } from 'node:process'
import { fuzzDamagedPosts, fuzzInventedPosts } from './posts.ts'
import { fuzzPaths, fuzzRanges } from './requests.ts'

/** Tries what reads texts of others, each reader so many times: `node test/fuzz/texts.ts [cases]`. */
const CASES = Number(argv[2] ?? 100_000)

const READERS: Readonly<Record<string, (cases: number) => string | null>> = {
  'damaged posts': fuzzDamagedPosts,
  'posts with anything under known keys': fuzzInventedPosts,
  'paths of requests': fuzzPaths,
  'ranges of requests': fuzzRanges,
}

let exitCode = 0
for (const [what, run] of Object.entries(READERS)) {
  const start = performance.now()
  const fault = run(CASES)
  const seconds = (performance.now() - start) / 1000
  console.log(`${CASES} ${what}: ${fault ?? 'no fault'}, ${seconds.toFixed(0)} s`)
  if (fault !== null) exitCode = 1
}
exit(exitCode)
