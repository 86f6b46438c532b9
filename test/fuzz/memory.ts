import { memoryUsage } from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage: unknown = runInNewContext('gc')

/** Megabytes that are in use, all garbage collected: what the system sees besides comes and goes. */
export function liveMegabytes(): number {
  if (typeof collectGarbage === 'function') collectGarbage()
  const { heapUsed, external } = memoryUsage()
  return Math.round((heapUsed + external) / 1e6)
}
