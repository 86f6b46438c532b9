import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

/** One run of a Node program, measured from outside. */
export interface Run {
  readonly milliseconds: number
  /** Milliseconds of all processors. */
  readonly processor: number
  /** The most memory it held. */
  readonly megabytes: number
  readonly output: string
}

/** Tells what it took, of memory and of processors, on a pipe of its own when the program ends. */
const WITNESS = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,JSON.stringify(process.resourceUsage())))`

/** Runs a TypeScript file with this Node to its end. @throws If it ends with a code that is not expected. */
export async function runNode(
  file: string,
  args: readonly string[],
  expected: readonly unknown[] = [0],
): Promise<Run> {
  const started = performance.now()
  const child = spawn(process.execPath, ['--import', WITNESS, file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const [output, errors, usage, code] = await Promise.all([
    text(child.stdout as Readable),
    text(child.stderr as Readable),
    text(child.stdio[3] as Readable),
    new Promise((resolve) => child.once('close', resolve)),
  ])
  if (!expected.includes(code))
    throw new Error(`${file} ${args.join(' ')} ended with ${String(code)}: ${errors}`)
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(usage) as NodeJS.ResourceUsage
  return {
    milliseconds: performance.now() - started,
    processor: (userCPUTime + systemCPUTime) / 1000,
    megabytes: maxRSS / 1024,
    output,
  }
}

/** The middle one of an odd number of figures. */
export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN
}
