import { memoryUsage } from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')

/** Frees all that nothing refers to; what was looked at through a `WeakRef` in this turn stays. */
export function collectGarbage(): void {
  if (typeof collect === 'function') collect()
}

/** Megabytes that are in use, all garbage collected: what the system sees besides comes and goes. */
export function liveMegabytes(): number {
  collectGarbage()
  const { heapUsed, external } = memoryUsage()
  return (heapUsed + external) / 1e6
}
