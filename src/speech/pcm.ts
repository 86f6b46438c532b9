import { readFile } from 'node:fs/promises'
import type { Speech } from './engines/engine.ts'

/** Sound of one channel. */
export interface Pcm {
  readonly samples: Int16Array
  /** Samples per second. */
  readonly rate: number
}

const FULL = 32_768
/** Seconds over which a level is measured: one period of a low voice. */
const WINDOW = 0.005
/** How far below the level of the voice its softest consonants are, in dB. */
const SOFTEST = 27
/** The level, in dBFS, below which sound is treated as silence. */
const AUDIBLE = -45
/** Seconds that are kept on both sides of speech, so that nothing is cut off; they are faded. */
const MARGIN = 0.01

/** The bytes are not a WAV file that can be read. */
export class PcmError extends RangeError {}

/**
 * Reads a WAV file with samples of 16 bits or 32-bit floating point; several channels are mixed down to one.
 * Sizes in its headers are ignored, because programs that write into a pipe do not know them.
 *
 * @throws {PcmError} If it is not such a file.
 * @see https://learn.microsoft.com/en-us/windows/win32/multimedia/resource-interchange-file-format-services
 */
export function readWav(file: Buffer): Pcm {
  if (file.length < 44 || file.toString('latin1', 0, 4) !== 'RIFF') {
    throw new PcmError('expected a WAV file, got something else')
  }
  let form: { code: number; channels: number; rate: number; bits: number } | null = null
  for (let at = 12; at + 8 <= file.length;) {
    const id = file.toString('latin1', at, at + 4)
    const size = file.readUInt32LE(at + 4)
    const start = at + 8
    if (id === 'fmt ' && start + 16 <= file.length) {
      const code = file.readUInt16LE(start)
      form = {
        code: code === 0xfffe && start + 26 <= file.length ? file.readUInt16LE(start + 24) : code,
        channels: file.readUInt16LE(start + 2),
        rate: file.readUInt32LE(start + 4),
        bits: file.readUInt16LE(start + 14),
      }
    }
    if (id === 'data') {
      if (form === null) break
      const { code, channels, rate, bits } = form
      const end = Math.min(file.length, start + size)
      const isKnown = (code === 1 && bits === 16) || (code === 3 && bits === 32)
      if (!isKnown || channels < 1 || channels > 8 || rate < 4000 || rate > 192_000) {
        throw new PcmError(
          `expected a WAV file with samples of 16 bits, got ${bits} bits in ${channels} channels at ${rate} Hz`,
        )
      }
      return { samples: mixDown(file.subarray(start, end), code, channels), rate }
    }
    at = start + size + (size % 2)
  }
  throw new PcmError('expected a WAV file with sound, got one without')
}

function mixDown(data: Buffer, code: number, channels: number): Int16Array {
  const bytes = code === 1 ? 2 : 4
  const length = Math.floor(data.length / bytes / channels)
  return Int16Array.from({ length }, (_, index) => {
    let sum = 0
    for (let channel = 0; channel < channels; channel += 1) {
      const at = (index * channels + channel) * bytes
      sum += code === 1 ? data.readInt16LE(at) : data.readFloatLE(at) * (FULL - 1)
    }
    return Math.max(-FULL, Math.min(FULL - 1, Math.round(sum / channels)))
  })
}

/** Reads 16-bit little-endian samples. */
export function readRaw(data: Buffer): Int16Array {
  const samples = new Int16Array(Math.floor(data.length / 2))
  for (let index = 0; index < samples.length; index += 1) {
    samples[index] = data.readInt16LE(index * 2)
  }
  return samples
}

/** Writes 16-bit little-endian samples. */
function writeRaw(samples: Int16Array): Buffer {
  const data = Buffer.alloc(samples.length * 2)
  samples.forEach((sample, index) => data.writeInt16LE(sample, index * 2))
  return data
}

/** Sound without the silence at both ends, and the number of samples removed from its beginning. */
export interface Trimmed extends Pcm {
  readonly cut: number
}

/** Removes the silence that engines add before and after speech, and fades both ends. */
export function trimSilence({ samples, rate }: Pcm): Trimmed {
  const size = Math.max(1, Math.round(rate * WINDOW))
  const levels = Array.from({ length: Math.floor(samples.length / size) }, (_, index) =>
    levelOf(samples.subarray(index * size, (index + 1) * size)),
  )
  const least = Math.max(AUDIBLE, speechLevel(levels) - SOFTEST)
  const first = levels.findIndex((level) => level > least)
  if (first === -1) return { samples, rate, cut: 0 }
  const last = levels.findLastIndex((level) => level > least)
  const margin = Math.round(MARGIN * rate)
  const cut = Math.max(0, first * size - margin)
  const kept = samples.slice(cut, (last + 1) * size + margin)
  for (let index = 0; index < Math.min(margin, kept.length); index += 1) {
    kept[index] = ((kept[index] ?? 0) * index) / margin
    const end = kept.length - 1 - index
    kept[end] = ((kept[end] ?? 0) * index) / margin
  }
  return { samples: kept, rate, cut }
}

/** The mean power in dBFS; minus infinity for silence. */
function levelOf(samples: Int16Array): number {
  const power = samples.reduce((sum, sample) => sum + (sample / FULL) ** 2, 0) / samples.length
  return 10 * Math.log10(power)
}

/** The loudness in dBFS over the time in which anything is heard. */
function speechLevel(levels: readonly number[]): number {
  const heard = levels.filter((level) => level > AUDIBLE)
  return 10 * Math.log10(heard.reduce((sum, level) => sum + 10 ** (level / 10), 0) / heard.length)
}

/** Samples on each side from which a resampled one is computed. */
const REACH = 16
/** The cutoff of the filter as a share of half the lower rate, because the filter has a finite slope. */
const CUTOFF = 0.95

/** Resamples sound with a windowed sinc filter; the result is from -1 to 1. */
export function resample({ samples, rate }: Pcm, to: number): Float32Array {
  const divisor = gcd(rate, to)
  const [up, down] = [to / divisor, rate / divisor]
  const length = Math.round((samples.length * to) / rate)
  const result = new Float32Array(length)
  if (rate === to) {
    for (let index = 0; index < length; index += 1) result[index] = (samples[index] ?? 0) / FULL
    return result
  }
  const kernels = kernelsOf(up, Math.min(1, to / rate) * CUTOFF)
  for (let index = 0; index < length; index += 1) {
    const place = index * down
    const base = Math.floor(place / up)
    const kernel = kernels[place % up]
    if (kernel === undefined) continue
    let sum = 0
    for (let tap = 0; tap < kernel.length; tap += 1) {
      sum += (kernel[tap] ?? 0) * (samples[base + tap - REACH + 1] ?? 0)
    }
    result[index] = sum / FULL
  }
  return result
}

function kernelsOf(phases: number, cutoff: number): readonly Float64Array[] {
  return Array.from({ length: phases }, (_, phase) => {
    const kernel = Float64Array.from({ length: 2 * REACH }, (__, tap) => {
      const distance = tap - REACH + 1 - phase / phases
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / REACH)
      return cutoff * sinc(cutoff * distance) * window
    })
    const total = kernel.reduce((sum, value) => sum + value, 0)
    return kernel.map((value) => value / total)
  })
}

function sinc(distance: number): number {
  return distance === 0 ? 1 : Math.sin(Math.PI * distance) / (Math.PI * distance)
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** The files in which a piece of speech is kept: its samples, and its times. */
export type SpeechFile = 'speech.pcm' | 'speech.json'

/** Serialises a piece of speech for the store. */
export function writeSpeech({ samples, rate, times }: Speech): {
  readonly name: SpeechFile
  readonly bytes: Buffer
}[] {
  return [
    { name: 'speech.pcm', bytes: writeRaw(samples) },
    { name: 'speech.json', bytes: Buffer.from(JSON.stringify({ rate, times })) },
  ]
}

/**
 * Reads the files that {@link writeSpeech} makes.
 *
 * @param pathOf Gives the path of each file.
 */
export async function readSpeech(pathOf: (name: SpeechFile) => string): Promise<Speech> {
  const [samples, about] = await Promise.all([
    readFile(pathOf('speech.pcm')),
    readFile(pathOf('speech.json'), 'utf8'),
  ])
  const { rate, times }: Omit<Speech, 'samples'> = JSON.parse(about)
  return { samples: readRaw(samples), rate, times }
}
