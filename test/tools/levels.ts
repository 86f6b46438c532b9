/** Samples a second of everything that is not encoded; the better voice speaks at this rate. */
export const SAMPLE_RATE = 32_000

/** 5 ms: short enough to place a sound, long enough to hold one period of a low voice. */
const WINDOW = Math.round(SAMPLE_RATE * 0.005)
/** dBFS; speech is far above it, what encoders leave in a pause far below. */
export const AUDIBLE_LEVEL = -45

/** How loud it is between two times, as the mean power in dBFS; minus infinity for silence. */
export function levelBetween(samples: Int16Array, start: number, end: number): number {
  const stretch = samples.subarray(
    Math.max(0, Math.round(start * SAMPLE_RATE)),
    Math.round(end * SAMPLE_RATE),
  )
  return toDecibels(powerOf(stretch))
}

/** When something louder than a level is first heard after a time; null if nothing is within the limit. */
export function findOnset(
  samples: Int16Array,
  from: number,
  limit: number,
  level = AUDIBLE_LEVEL,
): number | null {
  const step = WINDOW / SAMPLE_RATE
  for (let time = from; time < from + limit; time += step) {
    if (levelBetween(samples, time, time + step) > level) return time
  }
  return null
}

/** When something louder than a level is last heard before a time; null if nothing is within the limit. */
export function findOffset(
  samples: Int16Array,
  until: number,
  limit: number,
  level = AUDIBLE_LEVEL,
): number | null {
  const step = WINDOW / SAMPLE_RATE
  for (let time = until; time > until - limit; time -= step) {
    if (levelBetween(samples, time - step, time) > level) return time
  }
  return null
}

/** How loud it is, in dBFS, over all the time in which anything is heard. */
export function speechLevel(samples: Int16Array): number {
  const windows = Array.from({ length: Math.floor(samples.length / WINDOW) }, (_, index) =>
    samples.subarray(index * WINDOW, (index + 1) * WINDOW),
  )
  const powers = windows.map(powerOf).filter((power) => toDecibels(power) > AUDIBLE_LEVEL)
  return toDecibels(powers.reduce((sum, power) => sum + power, 0) / powers.length)
}

function powerOf(samples: Int16Array): number {
  return samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / samples.length
}

function toDecibels(power: number): number {
  return 10 * Math.log10(power)
}
