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

/**
 * Measures recordings side by side with other programs: `node test/bench/probe.ts`. Every file is in
 * the system's cache; what counts are the ratios.
 */

const FFPROBE = 'ffprobe'
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
  const reading = await median(7, () => read(input))
  const ours = await median(7, () => probe(input))
  const count = ['-v', 'quiet', '-count_packets', '-show_entries', 'stream=nb_read_packets']
  const ffprobe = await median(3, () => execFileSync(FFPROBE, [...count, input.path]))
  const metadata = await median(1, () => {
    // Piped, for otherwise it finds the size by the path, and guesses by the first frames.
    const stream = createReadStream(input.path).pipe(new PassThrough())
    return parseStream(stream, { mimeType: 'audio/mpeg' }, { duration: true })
  })
  line('sidecast', ours)
  line('reading it in chunks of 1 MB', reading, ours / reading, '<', WANTED.longRead)
  line('ffprobe -count_packets', ffprobe, ffprobe / ours, '>', WANTED.longProbe)
  line(
    'music-metadata 12 without a size (one run)',
    metadata,
    metadata / ours,
    '>',
    WANTED.longMetadata,
  )
  const peak = peakMemory([input.path])
  console.log(
    `  memory at most: ${peak} MB ${verdict(peak, '<', WANTED.memory)}, ${peakMemory([])} MB without a recording`,
  )
}

async function compareVariable(input: Input): Promise<void> {
  title(`3 h at a variable bit rate without a header, ${megabytes(input.bytes)} MB`)
  await read(input)
  const ours = await median(7, () => probe(input))
  const metadata = await median(1, () => parseFile(input.path, { duration: true }))
  line('sidecast', ours)
  line('music-metadata 12 (one run)', metadata, metadata / ours, '>', WANTED.variableMetadata)
}

async function compareMany(inputs: readonly Input[]): Promise<void> {
  const bytes = inputs.reduce((total, input) => total + input.bytes, 0)
  title(`${inputs.length} recordings of ${(bytes / inputs.length / 1e6).toFixed(2)} MB`)
  for (const input of inputs) await read(input)
  const sample = inputs.slice(0, SAMPLE)
  const factor = inputs.length / SAMPLE
  const ours = await median(3, () => oneByOne(inputs, probe))
  const metadata = await median(3, () =>
    atOnce(sample, (input) => parseFile(input.path, { duration: true })),
  )
  const ffprobe = await median(1, () =>
    oneByOne(sample, ({ path }) => execFileSync(FFPROBE, ['-v', 'quiet', '-show_format', path])),
  )
  const from = `(from ${SAMPLE})`
  line('sidecast, one by one', ours)
  line(
    `music-metadata 12, ${AT_ONCE} at once ${from}`,
    metadata * factor,
    (metadata * factor) / ours,
    '>',
    WANTED.manyMetadata,
  )
  line(
    `ffprobe, one process each ${from}`,
    ffprobe * factor,
    (ffprobe * factor) / ours,
    '>',
    WANTED.manyProbe,
  )
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

/** Milliseconds. */
async function median(times: number, action: () => unknown): Promise<number> {
  const taken: number[] = []
  for (let time = 0; time < times; time++) {
    const start = performance.now()
    await action()
    taken.push(performance.now() - start)
  }
  return taken.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? NaN
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
