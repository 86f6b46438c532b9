import { BANDS, type Spectrogram } from './spectrum.ts'

/** Values per frame. */
export const SIZE = 13
/** The percentile of frame levels that counts as loud voice. */
const LOUD = 0.9
/** Decibels below a loud voice under which levels are not distinguished. */
const FLOOR = 45
/** Decibels below the mean of all bands under which a frame says nothing about the voice. */
const SOFT = -20

/**
 * Sound in the form in which it is compared: the shape of the spectrum, independent of voice and microphone.
 */
export interface Cepstra {
  readonly frames: number
  /** {@link SIZE} values for each frame, one frame after the other. */
  readonly values: Float32Array
  /** 1 for each frame with speech, 0 for a pause. */
  readonly speech: Uint8Array
}

/** The weights of the bands in each value of a frame (a discrete cosine transform). */
const COSINES = Array.from({ length: SIZE }, (_all, order) =>
  Float64Array.from(
    { length: BANDS },
    (_, band) => Math.cos((Math.PI * order * (band + 0.5)) / BANDS) * Math.sqrt(2 / BANDS),
  ),
)

/**
 * Computes mel-frequency cepstra and subtracts their mean, which removes the influence of the microphone and
 * most of that of the voice. The first value is the level.
 *
 * @param step Frames of the spectrogram per frame of the result.
 * @param span Frames of the spectrogram that are averaged.
 */
export function cepstraOf(
  { frames: all, power }: Spectrogram,
  { step, span }: { readonly step: number; readonly span: number },
): Cepstra {
  const frames = Math.ceil(all / step)
  const loud = Math.max(1e-12, levelAt(energies(power, all), LOUD))
  const floor = 10 ** (-FLOOR / 10)
  const values = new Float32Array(frames * SIZE)
  const levels = new Float32Array(frames)
  const bands = new Float64Array(BANDS)
  const before = (span - step) >> 1
  for (let frame = 0; frame < frames; frame++) {
    const from = Math.max(0, frame * step - before)
    const to = Math.min(all, frame * step - before + span)
    bands.fill(0)
    for (let place = from * BANDS; place < to * BANDS; place++) {
      bands[place % BANDS] = (bands[place % BANDS] ?? 0) + (power[place] ?? 0)
    }
    const share = 1 / ((to - from) * loud)
    let sum = 0
    for (let band = 0; band < BANDS; band++) {
      const level = (bands[band] ?? 0) * share
      sum += level
      bands[band] = 10 * Math.log10(level + floor)
    }
    levels[frame] = 10 * Math.log10(sum / BANDS + 1e-6)
    for (let order = 0; order < SIZE; order++)
      values[frame * SIZE + order] = dot(COSINES[order], bands)
  }
  takeOffMean(values, levels)
  return { frames, values, speech: speechOf(levels) }
}

/** The mean power of all bands in each frame. */
function energies(power: Float32Array, frames: number): Float32Array {
  const means = new Float32Array(frames)
  for (let frame = 0; frame < frames; frame++) {
    let sum = 0
    for (let band = 0; band < BANDS; band++) sum += power[frame * BANDS + band] ?? 0
    means[frame] = sum / BANDS
  }
  return means
}

/** The value below which a share of all values is (a quantile). */
function levelAt(values: Float32Array, share: number): number {
  return values.toSorted()[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
}

function dot(weights: Float64Array = new Float64Array(BANDS), values: Float64Array): number {
  let sum = 0
  for (let index = 0; index < BANDS; index++) sum += (weights[index] ?? 0) * (values[index] ?? 0)
  return sum
}

/** Subtracts the mean of all frames that are not soft, except from the level. */
function takeOffMean(values: Float32Array, levels: Float32Array): void {
  const mean = new Float64Array(SIZE)
  let counted = 0
  for (const [frame, level] of levels.entries()) {
    if (level <= SOFT) continue
    counted += 1
    for (let order = 1; order < SIZE; order++) {
      mean[order] = (mean[order] ?? 0) + (values[frame * SIZE + order] ?? 0)
    }
  }
  for (let place = 0; place < values.length; place++) {
    values[place] = (values[place] ?? 0) - (mean[place % SIZE] ?? 0) / Math.max(1, counted)
  }
}

/**
 * The quantile of frame levels that counts as silence, and how far between it and loud speech the threshold
 * is.
 */
const QUIET = 0.05
const BETWEEN = 0.3
/** Decibels below loud speech under which nothing counts as speech. */
const SOFTEST = 32

/**
 * Detects speech by the level of each frame in decibels.
 *
 * @returns 1 for each frame with speech, 0 for a pause.
 */
export function speechOf(levels: Float32Array): Uint8Array {
  const quiet = levelAt(levels, QUIET)
  const loud = levelAt(levels, LOUD)
  const threshold = Math.max(quiet + BETWEEN * (loud - quiet), loud - SOFTEST)
  return Uint8Array.from(levels, (level) => (level > threshold ? 1 : 0))
}

/** The level of each frame over all bands, in decibels relative to loud speech. */
export function levelsOf({ frames, power }: Spectrogram): Float32Array {
  const means = energies(power, frames)
  const loud = Math.max(1e-12, levelAt(means, LOUD))
  return means.map((mean) => 10 * Math.log10(mean / loud + 1e-6))
}
