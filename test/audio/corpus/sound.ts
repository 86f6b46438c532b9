import { randomNumbers } from './recipe.ts'

/** Samples per second of {@link sound}. */
export const SOUND_RATE = 44_100

/**
 * Sound that encoders have work with: a voice-like tone that swells and pauses, with some noise.
 *
 * @returns 16 bits a sample, little-endian, one channel.
 */
export function sound(seconds: number): Buffer {
  const noise = randomNumbers(1)
  const samples = Int16Array.from({ length: Math.round(seconds * SOUND_RATE) }, (_, index) => {
    const time = index / SOUND_RATE
    const loudness = Math.max(0, Math.sin(time * 3)) * 9000
    return loudness * Math.sin(time * 900 + 3 * Math.sin(time * 5)) + (noise() - 0.5) * 400
  })
  return Buffer.from(samples.buffer)
}
