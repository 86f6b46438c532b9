import { createHash, type Hash } from 'node:crypto'
import { NOTHING, type Heard } from './listening.ts'
import { Loudness, mean, STEPS_IN_SECOND, toLufs } from './loudness.ts'
import { TruePeak } from './true-peak.ts'

/** Samples this large count as full scale; the largest of an integer file is just below 1. */
const FULL_SCALE = 0.99
/** Fewer consecutive samples at full scale are a peak that just fits. */
const SHORTEST_RUN = 3

/** Counts the samples of a channel that are in runs at full scale. */
class Clipping {
  clipped = 0
  #run = 0
  #sign = 0

  push(samples: Float32Array): void {
    for (const sample of samples) {
      const sign = Math.abs(sample) < FULL_SCALE ? 0 : Math.sign(sample)
      this.#run = sign !== 0 && sign === this.#sign ? this.#run + 1 : Math.abs(sign)
      this.#sign = sign
      if (this.#run === SHORTEST_RUN) this.clipped += SHORTEST_RUN
      else if (this.#run > SHORTEST_RUN) this.clipped += 1
    }
  }
}

interface Channel {
  readonly peak: TruePeak
  readonly clipping: Clipping
  readonly hash: Hash
}

/** Measures a recording while it is decoded. Its memory grows by one number for each 100 ms. */
export class Ear {
  #rate: number
  #seconds = 0
  readonly #loudness: Loudness
  readonly #channels: readonly Channel[]

  constructor(rate: number, channels: number) {
    this.#rate = rate
    this.#loudness = new Loudness(rate, channels)
    this.#channels = Array.from({ length: channels }, () => ({
      peak: new TruePeak(),
      clipping: new Clipping(),
      hash: createHash('sha256'),
    }))
  }

  /**
   * @param samples The same number for each channel; 1 is full scale.
   * @param rate Samples per second.
   */
  push(samples: readonly Float32Array[], rate: number): void {
    if (rate !== this.#rate) this.#loudness.tune(rate)
    this.#rate = rate
    this.#seconds += (samples[0]?.length ?? 0) / rate
    this.#loudness.push(samples)
    this.#channels.forEach(({ peak, clipping, hash }, index) => {
      const own = samples[index] ?? new Float32Array()
      peak.push(own)
      clipping.push(own)
      hash.update(new Uint8Array(own.buffer, own.byteOffset, own.byteLength))
    })
  }

  /** @param decoder Its name: two decoders do not produce the same samples. */
  end(decoder: string): Heard {
    const { samples, squares, sumSquares, steps } = this.#loudness
    const both = squares.reduce((sum, square) => sum + square, 0)
    const clipped = this.#channels.reduce((sum, { clipping }) => sum + clipping.clipped, 0)
    const hash = createHash('sha256').update(decoder)
    for (const channel of this.#channels) hash.update(channel.hash.digest())
    return {
      seconds: Math.round(this.#seconds * 1000) / 1000,
      channels: squares.length,
      loudness: rounded(this.#loudness.integrated()),
      peak: finite(20 * Math.log10(Math.max(...this.#channels.map(({ peak }) => peak.peak)))),
      clipped: clipped / Math.max(1, samples * squares.length),
      levels: squares.map((square) => finite(toLufs(square / samples))),
      cancelled:
        squares.length === 2 && both > 0 ? rounded(10 * Math.log10((2 * both) / sumSquares)) : null,
      envelope: envelopeOf(steps),
      hash: hash.digest('base64').slice(0, 32),
    }
  }
}

/** An incomplete second at the end counts as one. */
function envelopeOf(steps: readonly number[]): readonly number[] {
  return Array.from({ length: Math.ceil(steps.length / STEPS_IN_SECOND) }, (_, second) => {
    const from = second * STEPS_IN_SECOND
    const level = toLufs(mean(steps.slice(from, from + STEPS_IN_SECOND)))
    return Math.max(NOTHING, Math.round(level))
  })
}

/** Rounds to hundredths; two equal and opposite channels give minus infinity. */
function rounded(decibels: number | null): number | null {
  if (decibels === null) return null
  return Math.round(Math.max(NOTHING, Math.min(-NOTHING, decibels)) * 100) / 100
}

/** Null for digital silence. */
function finite(decibels: number): number | null {
  return decibels > NOTHING ? rounded(decibels) : null
}
