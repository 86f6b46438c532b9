import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env, execPath } from 'node:process'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { parseFile, parseStream } from 'music-metadata'
import { probeFile } from '../../src/audio/probe-file.ts'
import { writeLong, writeMany, writeVariable, type Input } from './probe-inputs.ts'
import { Stopwatch, takeTurns } from './stopwatch.ts'

/**
 * Measures recordings side by side with other programs: `node test/bench/probe.ts`. Every file is in
 * the system's cache; what counts are the ratios.
 */

const FFPROBE = 'ffprobe'
const COUNT_PACKETS = ['-v', 'quiet', '-count_packets', '-show_entries', 'stream=nb_read_packets']
const MANY = 1000
/** Files of the many that slow programs are given; their times are extrapolated. Two rounds of the mix. */
const SAMPLE = 40
const AT_ONCE = 4
const CHUNK_BYTES = 1024 * 1024
const TOLERANCE = 0.05
/** What other programs must be slower by, at least; and what reading alone may be faster by, at most. */
const WANTED = {
  longProbe: 5,
  longMetadata: 30,
  longRead: 2.5,
  memory: 80,
  variableMetadata: 200,
  manyMetadata: 20,
  manyProbe: 100,
} as const

const folder = mkdtempSync(join(tmpdir(), 'sidecast-bench-'))
try {
  console.log('making recordings …')
  await compareLong(writeLong(folder))
  await compareVariable(writeVariable(folder))
  await compareMany(writeMany(folder, MANY))
} finally {
  rmSync(folder, { recursive: true })
}

async function compareLong(input: Input): Promise<void> {
  title(`8 h at 64 kbit/s, ${megabytes(input.bytes)} MB`)
  await read(input)
  const ours = new Stopwatch(() => probe(input))
  const reading = new Stopwatch(() => read(input))
  const ffprobe = new Stopwatch(() => execFileSync(FFPROBE, [...COUNT_PACKETS, input.path]))
  const metadata = new Stopwatch(() => parseWithoutSize(input))
  await takeTurns(7, [ours, reading, ffprobe])
  await takeTurns(1, [metadata])
  line('sidecast', ours.median)
  line('reading it in chunks of 1 MB', reading.median, ours.over(reading), '<', WANTED.longRead)
  line('ffprobe -count_packets', ffprobe.median, ffprobe.over(ours), '>', WANTED.longProbe)
  const name = 'music-metadata 12 without a size (one run)'
  line(name, metadata.median, metadata.over(ours), '>', WANTED.longMetadata)
  const peak = peakMemory([input.path])
  const told = `memory at most: ${peak} MB ${verdict(peak, '<', WANTED.memory)}`
  console.log(`  ${told}, ${peakMemory([])} MB without a recording`)
}

async function compareVariable(input: Input): Promise<void> {
  title(`3 h at a variable bit rate without a header, ${megabytes(input.bytes)} MB`)
  await read(input)
  const ours = new Stopwatch(() => probe(input))
  const metadata = new Stopwatch(() => parse(input))
  await takeTurns(3, [ours])
  await takeTurns(1, [metadata])
  await takeTurns(4, [ours])
  line('sidecast', ours.median)
  const name = 'music-metadata 12 (one run)'
  line(name, metadata.median, metadata.over(ours), '>', WANTED.variableMetadata)
}

async function compareMany(inputs: readonly Input[]): Promise<void> {
  const bytes = inputs.reduce((total, input) => total + input.bytes, 0)
  title(`${inputs.length} recordings of ${(bytes / inputs.length / 1e6).toFixed(2)} MB`)
  for (const input of inputs) await read(input)
  const sample = inputs.slice(0, SAMPLE)
  const factor = inputs.length / SAMPLE
  const ours = new Stopwatch(() => oneByOne(inputs, probe))
  const metadata = new Stopwatch(() => atOnce(sample, parse), factor)
  const ffprobe = new Stopwatch(() => oneByOne(sample, showFormat), factor)
  await takeTurns(3, [ours, metadata, ffprobe])
  line('sidecast, one by one', ours.median)
  const name = `music-metadata 12, ${AT_ONCE} at once (from ${SAMPLE})`
  line(name, metadata.median, metadata.over(ours), '>', WANTED.manyMetadata)
  const other = `ffprobe, one process each (from ${SAMPLE})`
  line(other, ffprobe.median, ffprobe.over(ours), '>', WANTED.manyProbe)
}

function showFormat({ path }: Input): void {
  execFileSync(FFPROBE, ['-v', 'quiet', '-show_format', path])
}

async function parse({ path }: Input): Promise<void> {
  await parseFile(path, { duration: true })
}

/** Piped, for otherwise it finds the size by the path, and guesses by the first frames. */
async function parseWithoutSize({ path }: Input): Promise<void> {
  const stream = createReadStream(path).pipe(new PassThrough())
  await parseStream(stream, { mimeType: 'audio/mpeg' }, { duration: true })
}

/** @throws {Error} If the duration is wrong: a fast wrong answer is worth nothing. */
async function probe(input: Input): Promise<void> {
  const { seconds } = await probeFile(input.path)
  if (Math.abs(seconds - input.seconds) > TOLERANCE) {
    throw new Error(`${input.path} lasts ${input.seconds} s, not ${seconds} s`)
  }
}

/** What everyone does who just wants the bytes. */
async function read({ path }: Input): Promise<void> {
  const file = await open(path)
  const buffer = Buffer.alloc(CHUNK_BYTES)
  let position = 0
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, position)
    if (bytesRead === 0) break
    position += bytesRead
  }
  await file.close()
}

async function oneByOne(
  inputs: readonly Input[],
  action: (input: Input) => unknown,
): Promise<void> {
  for (const input of inputs) await action(input)
}

async function atOnce(inputs: readonly Input[], action: (input: Input) => unknown): Promise<void> {
  const left = inputs.values()
  const worker = async (): Promise<void> => {
    for (const input of left) await action(input)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/**
 * The most megabytes that a process of its own has which does nothing but measure.
 *
 * Node's removal of types takes some 20 MB more at a start, unless it keeps what it compiled.
 */
function peakMemory(paths: readonly string[]): number {
  const script = fileURLToPath(new URL('probe-memory.ts', import.meta.url))
  const environment = { ...env, NODE_COMPILE_CACHE: join(folder, 'compiled') }
  const run = (): string =>
    execFileSync(execPath, [script, ...paths], { env: environment, encoding: 'utf8' })
  run()
  return Number(run())
}

function title(text: string): void {
  console.log(`\n${text}`)
}

function line(
  name: string,
  milliseconds: number,
  ratio = 0,
  sign: '<' | '>' = '>',
  wanted = 0,
): void {
  const compared =
    ratio === 0 ? '' : `${ratio.toFixed(1).padStart(9)} × ${verdict(ratio, sign, wanted)}`
  console.log(`  ${name.padEnd(46)}${milliseconds.toFixed(0).padStart(9)} ms${compared}`)
}

function verdict(value: number, sign: '<' | '>', wanted: number): string {
  const isMet = sign === '<' ? value < wanted : value > wanted
  return `(wanted ${sign} ${wanted}: ${isMet ? 'met' : 'NOT MET'})`
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
