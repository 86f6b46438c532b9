import { findBox, uint32At, uint64At } from './box.ts'

/** Bytes before the rows of a table: version, flags and the number of rows. */
const HEAD = 8
const NONE = Buffer.alloc(0)

/** The duration of the samples of a track, in units of the track. */
export interface SampleTimes {
  /** All samples. */
  readonly whole: number
  /** The samples before the first one whose bytes are not all in the file. */
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

/** A sample of a track. */
export interface Sample {
  /** Its offset and size in bytes. */
  readonly position: number
  readonly length: number
  /** When it begins, in units of the track. */
  readonly time: number
}

/**
 * Goes through the samples of a track, chunk by chunk.
 *
 * @yields Each, as the tables of the track state it; wrong tables may point outside the file.
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

/** The duration of the first `samples`. */
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

/** The number of samples that are completely in the file, up to the first that is not. */
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

/** How many of up to `most` samples from `first` fit into `room` bytes. */
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
 * @yields The offset of each, and the number of its samples.
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
