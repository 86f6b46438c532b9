/** Points that are computed for each sample. */
const PHASES = 4
/** Samples from which a point between two others is computed. */
const TAPS = 12
/** Samples that are skipped or computed together. */
const RUN = 64

/** The coefficients of each phase: a windowed sinc, as a player would interpolate. */
const COEFFICIENTS = Array.from({ length: PHASES }, (_, phase) =>
  Float64Array.from({ length: TAPS }, (__, tap) => {
    const distance = tap - TAPS / 2 + 1 - phase / PHASES
    const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (TAPS / 2))
    const sinc = distance === 0 ? 1 : Math.sin(Math.PI * distance) / (Math.PI * distance)
    return sinc * window
  }),
)

/** The largest factor by which a point between samples can exceed the largest of them. */
const MOST = Math.max(
  ...COEFFICIENTS.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)),
)

/**
 * Finds the highest point of a channel, including between samples. Stretches that cannot contain it are
 * skipped, which is nearly all of them.
 *
 * @see https://www.itu.int/rec/R-REC-BS.1770 Annex 2
 */
export class TruePeak {
  /** 1 is full scale. */
  peak = 0
  #tail: Float32Array = new Float32Array(TAPS - 1)

  push(samples: Float32Array): void {
    const all = new Float32Array(this.#tail.length + samples.length)
    all.set(this.#tail)
    all.set(samples, this.#tail.length)
    for (let from = 0; from + TAPS <= all.length; from += RUN) {
      const to = Math.min(from + RUN, all.length - TAPS + 1)
      let highest = 0
      for (let index = from; index < to + TAPS - 1; index += 1) {
        const size = Math.abs(all[index] ?? 0)
        if (size > highest) highest = size
      }
      if (highest * MOST > this.peak) this.#look(all, from, to)
    }
    this.#tail = all.slice(Math.max(0, all.length - TAPS + 1))
  }

  #look(all: Float32Array, from: number, to: number): void {
    for (const row of COEFFICIENTS) {
      for (let index = from; index < to; index += 1) {
        let point = 0
        for (let tap = 0; tap < TAPS; tap += 1) point += (row[tap] ?? 0) * (all[index + tap] ?? 0)
        const size = Math.abs(point)
        if (size > this.peak) this.peak = size
      }
    }
  }
}
