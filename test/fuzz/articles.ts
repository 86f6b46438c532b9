import { argv } from 'node:process'
import { Bounds } from '../bench/bounds.ts'
import { liveMegabytes } from '../support/live-memory.ts'
import { articleBody } from './article-bodies.ts'
import { readBody } from './article-trial.ts'

/** Reads articles that chance has written: `node test/fuzz/articles.ts [bodies] [first]`. */

const BODIES = Number(argv[2] ?? 100_000)
const FIRST = Number(argv[3] ?? 0)
const REPORT_EVERY = 10_000
/** Faults that are told in full. */
const TOLD = 20
/** Milliseconds of computing that one article may take, however it is read. */
const LIMIT = 1000
/** Megabytes by which the memory in use may grow from the first report on. */
const GROWTH = 32

const faults: string[] = []
let slowest = { milliseconds: 0, number: 0 }
let settled: number | null = null
let grown = 0

for (let count = 1; count <= BODIES; count++) {
  const number = FIRST + count
  const { milliseconds, fault } = readBody(articleBody(number))
  if (fault !== null) faults.push(`body ${number}: ${fault}`)
  if (milliseconds > slowest.milliseconds) slowest = { milliseconds, number }
  if (count % REPORT_EVERY === 0) report(count)
}

const bounds = new Bounds()
bounds.atMost('bodies that throw, or leave something unsafe', faults.length, 0, '')
bounds.atMost(`the slowest (body ${slowest.number})`, slowest.milliseconds, LIMIT, 'ms')
bounds.atMost('growth of memory', grown, GROWTH, 'MB')
for (const fault of faults.slice(0, TOLD)) console.log(fault)
bounds.tell()

function report(count: number): void {
  const megabytes = liveMegabytes()
  settled ??= megabytes
  grown = Math.max(grown, megabytes - settled)
  const slow = slowest.milliseconds.toFixed(0)
  console.log(
    `${count} bodies, ${faults.length} faults, slowest ${slow} ms, ${megabytes.toFixed(0)} MB`,
  )
}
