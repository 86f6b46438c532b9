/** One second-order filter, with `a0` = 1. */
interface Biquad {
  readonly b: readonly [number, number, number]
  readonly a: readonly [number, number]
}

/** The weight of each channel in the usual order: left, right, centre, LFE, surround. */
const WEIGHTS = [1, 1, 1, 0, 1.41, 1.41]

/** The absolute gate, in LUFS. */
const ABSOLUTE_GATE = -70
/** The relative gate, in LU. */
const RELATIVE_GATE = -10
/** Blocks of the gate overlap by three quarters: each is four steps of 100 ms. */
const STEPS_IN_BLOCK = 4
export const STEPS_IN_SECOND = 10

/** The first stage of K-weighting: a shelf that raises high frequencies by 4 dB, as the head does. */
function shelf(rate: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / rate)
  const q = 0.7071752369554196
  const high = 10 ** (3.999843853973347 / 20)
  const band = high ** 0.4996667741545416
  const a0 = 1 + k / q + k * k
  return {
    b: [
      (high + (band * k) / q + k * k) / a0,
      (2 * (k * k - high)) / a0,
      (high - (band * k) / q + k * k) / a0,
    ],
    a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0],
  }
}

/** The second stage of K-weighting: a high-pass filter. */
function highPass(rate: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / rate)
  const q = 0.5003270373238773
  const a0 = 1 + k / q + k * k
  return { b: [1, -2, 1], a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0] }
}

/** Filters the samples of one channel, chunk by chunk. */
function createFilter({ b: [b0, b1, b2], a: [a1, a2] }: Biquad): (samples: Float64Array) => void {
  let [s1, s2] = [0, 0]
  return (samples) => {
    for (let index = 0; index < samples.length; index += 1) {
      const input = samples[index] ?? 0
      const output = b0 * input + s1
      s1 = b1 * input - a1 * output + s2
      s2 = b2 * input - a2 * output
      samples[index] = output
    }
    // Denormal numbers are slow.
    if (Math.abs(s1) < 1e-30) s1 = 0
    if (Math.abs(s2) < 1e-30) s2 = 0
  }
}

/** Converts weighted mean power to LUFS. */
export function toLufs(power: number): number {
  return 10 * Math.log10(power) - 0.691
}

function toPower(lufs: number): number {
  return 10 ** ((lufs + 0.691) / 10)
}

/**
 * Measures loudness while a recording is decoded. What it keeps is one number for each 100 ms.
 *
 * @see https://www.itu.int/rec/R-REC-BS.1770
 */
export class Loudness {
  /** The mean power of each whole step of 100 ms, all channels together. */
  readonly steps: number[] = []
  /** The sum of squares of each channel, and that of the sum of the first two. */
  readonly squares: number[]
  sumSquares = 0
  samples = 0
  #filters: readonly (readonly ((samples: Float64Array) => void)[])[] = []
  #stepLength = 0
  #power = 0
  #filled = 0

  constructor(rate: number, channels: number) {
    this.squares = Array.from({ length: channels }, () => 0)
    this.tune(rate)
  }

  /** Sets the rate of the samples that come next: that of joined recordings may change. */
  tune(rate: number): void {
    this.#filters = this.squares.map(() => [
      createFilter(shelf(rate)),
      createFilter(highPass(rate)),
    ])
    this.#stepLength = Math.round(rate / STEPS_IN_SECOND)
    this.#power = 0
    this.#filled = 0
  }

  /** @param channels The same number of samples for each channel. */
  push(channels: readonly Float32Array[]): void {
    const filtered = channels.map((samples, channel) => {
      const copy = new Float64Array(samples)
      for (const filter of this.#filters[channel] ?? []) filter(copy)
      return copy
    })
    const { length } = filtered[0] ?? []
    for (let from = 0; from < length;) {
      const to = Math.min(length, from + this.#stepLength - this.#filled)
      this.#addStep(filtered, from, to)
      from = to
    }
    this.samples += length
  }

  #addStep(filtered: readonly Float64Array[], from: number, to: number): void {
    filtered.forEach((samples, channel) => {
      let sum = 0
      for (let index = from; index < to; index += 1) sum += (samples[index] ?? 0) ** 2
      this.squares[channel] = (this.squares[channel] ?? 0) + sum
      this.#power += sum * (WEIGHTS[channel] ?? 1)
    })
    const [left, right] = filtered
    if (left !== undefined && right !== undefined) {
      for (let index = from; index < to; index += 1) {
        this.sumSquares += ((left[index] ?? 0) + (right[index] ?? 0)) ** 2
      }
    }
    this.#filled += to - from
    if (this.#filled < this.#stepLength) return
    this.steps.push(this.#power / this.#stepLength)
    this.#power = 0
    this.#filled = 0
  }

  /** Integrated loudness in LUFS, gated; null if no block is loud enough. */
  integrated(): number | null {
    const blocks = this.steps.flatMap((_, index) => {
      const steps = this.steps.slice(index, index + STEPS_IN_BLOCK)
      return steps.length < STEPS_IN_BLOCK ? [] : [mean(steps)]
    })
    const heard = blocks.filter((power) => power > toPower(ABSOLUTE_GATE))
    const gate = toPower(toLufs(mean(heard)) + RELATIVE_GATE)
    const loud = heard.filter((power) => power > gate)
    return loud.length === 0 ? null : toLufs(mean(loud))
  }
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
