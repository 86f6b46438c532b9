import { Loudness } from '../audio/listen/loudness.ts'
import type { Stretch } from '../speech/lay-out.ts'
import { resample } from '../speech/pcm.ts'

/** The loudness of a podcast in LUFS, as apps and directories recommend it. */
const TARGET = -16
/** The highest sample, at −2.8 dBFS: an encoder at 64 kbit/s and the curve between samples add to it. */
const CEILING = 10 ** (-2.8 / 20)
/** Seconds before a peak in which the gain goes down, and after it in which it recovers. */
const ATTACK = 0.004
const RELEASE = 0.08
/** Rounds of correcting the gain for what the limiter takes away, and the difference that is small enough. */
const ROUNDS = 10
const NEAR = 0.05
/** The factor for each correction, because the limiter takes away a part of it. */
const EAGERNESS = 1.9

/**
 * The sound of a recording at one loudness, stretch by stretch: silence, then speech from -1 to 1. A long one
 * is never in memory twice.
 *
 * @yields Samples at `rate`; the last ones are silence of `after` seconds.
 */
export function* levelled(
  stretches: readonly Stretch[],
  rate: number,
  after: number,
): Generator<Float32Array> {
  const gain = findGain(stretches)
  for (const { pause, speech, gain: own } of stretches) {
    yield new Float32Array(Math.round(pause * rate))
    yield limit(amplified(resample(speech, rate), gain * own), rate)
  }
  yield new Float32Array(Math.round(after * rate))
}

/**
 * Finds the gain that gives stretches the loudness of a podcast, including what the limiter takes away. It is
 * computed at the rate of the engine, which is faster and gives the same result.
 */
export function findGain(stretches: readonly Stretch[]): number {
  const [first] = stretches
  if (first === undefined) return 1
  const { rate } = first.speech
  let gain = 1
  for (let round = 0; round <= ROUNDS; round += 1) {
    const loudness = new Loudness(rate, 1)
    for (const { pause, speech, gain: own } of stretches) {
      loudness.push([new Float32Array(Math.round(pause * rate))])
      loudness.push([limit(amplified(resample(speech, rate), gain * own), rate)])
    }
    const measured = loudness.integrated()
    if (measured === null || Math.abs(TARGET - measured) < NEAR) break
    gain *= 10 ** (((TARGET - measured) * (round === 0 ? 1 : EAGERNESS)) / 20)
  }
  return gain
}

function amplified(samples: Float32Array, gain: number): Float32Array {
  return samples.map((sample) => sample * gain)
}

/** Lowers the level around peaks, smoothly. Its input must begin and end with silence. */
function limit(samples: Float32Array, rate: number): Float32Array {
  const ahead = Math.round(ATTACK * rate)
  const gains = new Float32Array(samples.length).fill(1)
  let isLoud = false
  for (let index = 0; index < samples.length; index += 1) {
    const size = Math.abs(samples[index] ?? 0)
    if (size <= CEILING) continue
    isLoud = true
    gains[index] = CEILING / size
  }
  if (!isLoud) return samples
  // The gain falls linearly before a peak, and recovers slowly after it.
  const fall = 1 / ahead
  for (let index = samples.length - 2; index >= 0; index -= 1) {
    gains[index] = Math.min(gains[index] ?? 1, (gains[index + 1] ?? 1) + fall)
  }
  const back = 1 - Math.exp(-1 / (RELEASE * rate))
  let gain = 1
  return samples.map((sample, index) => {
    const wanted = gains[index] ?? 1
    gain = wanted < gain ? wanted : gain + (wanted - gain) * back
    return sample * gain
  })
}
