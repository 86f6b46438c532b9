import pLimit from 'p-limit'
import { execFileSync } from 'node:child_process'
import { createReadStream, linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { env, execPath } from 'node:process'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { parseFile, parseStream } from 'music-metadata'
import { probeFile } from '../../src/audio/probe-file.ts'
import { Recording } from '../../src/audio/recording.ts'
import { MEASURE_FILE, measureFile } from '../../src/jobs/measure-file.ts'
import { createRunner } from '../../src/jobs/runner.ts'
import { openStore } from '../../src/jobs/store.ts'
import { realRoots } from '../../src/base/content-door.ts'
import { createDisk } from '../../src/base/disk.ts'
import { Bounds } from './bounds.ts'
import { writeLong, writeMany, writeVariable, type Input } from './probe-inputs.ts'
import { Stopwatch, takeTurns } from './stopwatch.ts'

/**
 * Measures recordings side by side with other programs: `node test/bench/probe.ts`. Every file is in
 * the system's cache; what counts are the ratios.
 */

const FFPROBE = 'ffprobe'
const COUNT_PACKETS = ['-v', 'quiet', '-count_packets', '-show_entries', 'stream=nb_read_packets']
const MANY = 1000
const KNOWN = 5000
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
  knownSeconds: 0.5,
} as const

const bounds = new Bounds()

const folder = mkdtempSync(join(tmpdir(), 'sidecast-bench-'))
try {
  console.log('making recordings …')
  await compareLong(writeLong(folder))
  await compareVariable(writeVariable(folder))
  const many = writeMany(folder, MANY)
  await compareMany(many)
  await compareKnown(many)
  bounds.tell()
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
  // What the rest of the time goes into, where it is more than wanted.
  const marked = new Stopwatch(() => takeFingerprint(input))
  await takeTurns(7, [ours, reading, marked, ffprobe])
  await takeTurns(1, [metadata])
  line('sidecast', ours.median)
  line('reading it in chunks of 1 MB', reading.median)
  line('reading it and taking its fingerprint', marked.median)
  line('ffprobe -count_packets', ffprobe.median)
  line('music-metadata 12 without a size (one run)', metadata.median)
  const peak = peakMemory([input.path])
  console.log(`  memory at most: ${peak} MB, ${peakMemory([])} MB without a recording`)
  bounds.atMost('8 h: time, beside reading it', ours.over(reading), WANTED.longRead, '×')
  bounds.atLeast(
    '8 h: faster than ffprobe -count_packets',
    ffprobe.over(ours),
    WANTED.longProbe,
    '×',
  )
  const name = '8 h: faster than music-metadata without a size'
  bounds.atLeast(name, metadata.over(ours), WANTED.longMetadata, '×')
  bounds.atMost('8 h: memory', peak, WANTED.memory, 'MB')
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
  line('music-metadata 12 (one run)', metadata.median)
  const name = '3 h without a header: faster than music-metadata'
  bounds.atLeast(name, metadata.over(ours), WANTED.variableMetadata, '×')
}

async function compareMany(inputs: readonly Input[]): Promise<void> {
  const bytes = inputs.reduce((total, input) => total + input.bytes, 0)
  title(`${inputs.length} recordings of ${(bytes / inputs.length / 1e6).toFixed(2)} MB`)
  for (const input of inputs) await read(input)
  const sample = inputs.slice(0, SAMPLE)
  const factor = inputs.length / SAMPLE
  const ours = new Stopwatch(() => oneByOne(inputs, probe))
  const tagged = new Stopwatch(() => oneByOne(inputs, probeTagged))
  const metadata = new Stopwatch(() => pLimit(AT_ONCE).map(sample, parse), factor)
  const ffprobe = new Stopwatch(() => oneByOne(sample, showFormat), factor)
  await takeTurns(3, [ours, tagged, metadata, ffprobe])
  line('sidecast, one by one', ours.median)
  line('sidecast, with their tags', tagged.median)
  const name = `music-metadata 12, ${AT_ONCE} at once (from ${SAMPLE})`
  line(name, metadata.median)
  line(`ffprobe, one process each (from ${SAMPLE})`, ffprobe.median)
  const [ratio, other] = [metadata.over(ours), ffprobe.over(ours)]
  bounds.atLeast(`${MANY} of 1 MB: faster than music-metadata`, ratio, WANTED.manyMetadata, '×')
  bounds.atLeast(`${MANY} of 1 MB: faster than ffprobe each`, other, WANTED.manyProbe, '×')
}

/** As `list` and `serve` know recordings again: by what this machine wrote down of them. */
async function compareKnown(inputs: readonly Input[]): Promise<void> {
  title(`${KNOWN} recordings that were measured before`)
  const show = join(folder, 'show')
  mkdirSync(show)
  const paths = Array.from({ length: KNOWN }, (_, index) => {
    const path = join(show, `${index}.mp3`)
    linkSync(inputs[index % inputs.length]?.path ?? '', path)
    return path
  })
  const first = new Stopwatch(() => measureShow(show, paths))
  const again = new Stopwatch(() => measureShow(show, paths))
  await takeTurns(1, [first])
  await takeTurns(7, [again])
  line('sidecast, for the first time (one run)', first.median)
  line('sidecast, again', again.median)
  bounds.atMost(`${KNOWN} known before`, again.median / 1000, WANTED.knownSeconds, 's')
}

function clock(): Date {
  return new Date()
}

/** @throws {Error} If one of them is not measured. */
async function measureShow(show: string, paths: readonly string[]): Promise<void> {
  const store = await openStore(show, [MEASURE_FILE], () => undefined)
  const runner = createRunner(store)
  const disk = createDisk(await realRoots([show]))
  const jobs = paths.map((path) => {
    const facts = disk.stat(path)
    if (facts === null) throw new Error(`${path} is gone`)
    return measureFile(relative(show, path), path, facts, 0)
  })
  const { signal } = new AbortController()
  const due = jobs.filter((job) => store.of(job).due === 0)
  await runner.run(due, { now: clock, signal, disk, progress: () => undefined })
  const missing = jobs.find((job) => store.of(job).result === null)
  if (missing !== undefined) throw new Error(`${missing.key} is not measured`)
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

/** As a show measures a new recording. */
async function probeTagged({ path }: Input): Promise<void> {
  await probeFile(path, { tags: true })
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

/** Measuring without counting frames. */
async function takeFingerprint({ path }: Input): Promise<void> {
  const recording = new Recording(path)
  await recording.walk(() => undefined)
  recording.close()
}

async function oneByOne(
  inputs: readonly Input[],
  action: (input: Input) => unknown,
): Promise<void> {
  for (const input of inputs) await action(input)
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

function line(name: string, milliseconds: number): void {
  console.log(`  ${name.padEnd(46)}${milliseconds.toFixed(0).padStart(9)} ms`)
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
