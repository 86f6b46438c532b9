import { findBox, uint32At, uint64At } from './box.ts'

/** Bytes before the rows of a table: version, flags and the number of rows. */
const HEAD = 8
const NONE = Buffer.alloc(0)

/** How long the samples of a track last, in units of its time scale. */
export interface SampleTimes {
  /** All samples. */
  readonly whole: number
  /** The samples up to the first of which the file lacks some bytes. */
  readonly present: number
}

/**
 * Adds up the samples of a track by its tables.
 *
 * @param tables Content of the `stbl` box.
 * @param bytes Size of the file.
 * @see ISO 14496-12 sections 8.6 and 8.7
 */
export function measureSamples(tables: Buffer, bytes: number): SampleTimes {
  const present = countPresent(tables, bytes)
  return { whole: timeOf(tables, Infinity), present: timeOf(tables, present) }
}

/** One sample of a track. */
export interface Sample {
  /** Where it lies, and how many bytes it has. */
  readonly position: number
  readonly length: number
  /** When it begins, in units of the track's time. */
  readonly time: number
}

/**
 * Goes through the samples of a track, chunk after chunk.
 *
 * @yields Each, as the tables of the track tell; a lie in them leads out of the file.
 */
export function* samplesOf(tables: Buffer): Generator<Sample> {
  const sizes = findBox(tables, 'stsz') ?? NONE
  const total = uint32At(sizes, 8)
  const times = timesIn(findBox(tables, 'stts') ?? NONE)
  let sample = 0
  for (const { offset, count } of chunks(tables)) {
    let position = offset
    for (const last = Math.min(total, sample + count); sample < last; sample++) {
      const length = uint32At(sizes, 4) || uint32At(sizes, HEAD + 4 + 4 * sample)
      const { value: time, done } = times.next()
      if (done === true) return
      yield { position, length, time }
      position += length
    }
  }
}

function* timesIn(runs: Buffer): Generator<number> {
  let time = 0
  for (let at = HEAD; at < runs.length; at += 8) {
    for (let count = uint32At(runs, at); count > 0; count--) {
      yield time
      time += uint32At(runs, at + 4)
    }
  }
}

/** How long the first `samples` last. */
function timeOf(tables: Buffer, samples: number): number {
  const runs = findBox(tables, 'stts') ?? NONE
  let time = 0
  let left = samples
  for (let at = HEAD; at < runs.length && left > 0; at += 8) {
    const count = Math.min(uint32At(runs, at), left)
    time += count * uint32At(runs, at + 4)
    left -= count
  }
  return time
}

/** How many samples lie wholly in the file, chunk after chunk, up to the first that does not. */
function countPresent(tables: Buffer, bytes: number): number {
  const sizes = findBox(tables, 'stsz')
  if (!sizes) return Infinity
  const size = uint32At(sizes, 4)
  const total = uint32At(sizes, 8)
  let samples = 0
  for (const { offset, count } of chunks(tables)) {
    const most = Math.min(count, total - samples)
    const room = bytes - offset
    const fit = size > 0 ? Math.floor(room / size) : countFitting(sizes, samples, most, room)
    samples += Math.max(0, Math.min(most, fit))
    if (fit < most) return samples
  }
  return samples
}

/** How many of the `most` samples from `first` on fit into `room` bytes. */
function countFitting(sizes: Buffer, first: number, most: number, room: number): number {
  let left = room
  for (let count = 0; count < most; count++) {
    const at = HEAD + 4 + 4 * (first + count)
    if (at >= sizes.length) return count
    left -= uint32At(sizes, at)
    if (left < 0) return count
  }
  return most
}

/**
 * Goes through the chunks of a track.
 *
 * @yields Where each lies, and how many samples it has.
 */
function* chunks(tables: Buffer): Generator<{ readonly offset: number; readonly count: number }> {
  const long = findBox(tables, 'co64')
  const offsets = long ?? findBox(tables, 'stco') ?? NONE
  const width = long ? 8 : 4
  const runs = findBox(tables, 'stsc') ?? NONE
  let run = HEAD
  for (let chunk = 1, at = HEAD; at < offsets.length; chunk++, at += width) {
    while (run + 12 < runs.length && uint32At(runs, run + 12) <= chunk) run += 12
    const offset = long ? uint64At(offsets, at) : uint32At(offsets, at)
    yield { offset, count: uint32At(runs, run + 4) }
  }
}
