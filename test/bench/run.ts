import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

/** One run of a Node program, measured from outside. */
export interface Run {
  readonly milliseconds: number
  /** The most memory it held. */
  readonly megabytes: number
  readonly output: string
}

/** Tells the peak of memory on a pipe of its own when the program ends. */
const WITNESS = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))`

/** Runs a TypeScript file with this Node to its end. @throws If it fails. */
export async function runNode(file: string, args: readonly string[]): Promise<Run> {
  const started = performance.now()
  const child = spawn(process.execPath, ['--import', WITNESS, file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const [output, errors, peak, code] = await Promise.all([
    text(child.stdout as Readable),
    text(child.stderr as Readable),
    text(child.stdio[3] as Readable),
    new Promise((resolve) => child.once('close', resolve)),
  ])
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${String(code)}: ${errors}`)
  return { milliseconds: performance.now() - started, megabytes: Number(peak) / 1024, output }
}

/** The middle one of an odd number of figures. */
export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN
}
