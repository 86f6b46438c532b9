import type { Espeak } from './speak-all.ts'
import { HOP, Spectrum, type Spectrogram } from './spectrum.ts'

/** A text spoken by espeak-ng, sentence by sentence. */
export interface Reference {
  readonly sound: Spectrogram
  /** The range of each sentence in frames of the spectrogram: from the first to before the last. */
  readonly places: readonly { readonly from: number; readonly to: number }[]
}

/** Seconds of silence before the first sentence, and after each. */
const PAUSE = 0.35
/** The largest absolute 16-bit sample that counts as silence. */
const SILENCE = 250

/**
 * Speaks a text as a reference for alignment.
 *
 * @param sentences As an engine needs them, with numbers spelled out.
 */
export async function speakReference(
  sentences: readonly string[],
  espeak: Espeak,
): Promise<Reference> {
  const spectrum = new Spectrum(espeak.rate)
  const pause = new Float32Array(Math.round(PAUSE * espeak.rate))
  const hop = HOP * espeak.rate
  let position = pause.length
  spectrum.push(pause)
  const places: Reference['places'][number][] = []
  await espeak.speak(sentences, (spoken) => {
    const samples = trim(spoken)
    spectrum.push(samples)
    spectrum.push(pause)
    const from = position / hop
    places.push({ from, to: from + samples.length / hop })
    position += samples.length + pause.length
  })
  return { sound: spectrum.end(), places }
}

function isHeard(sample: number): boolean {
  return Math.abs(sample) >= SILENCE
}

function trim(samples: Int16Array): Int16Array {
  const from = samples.findIndex(isHeard)
  return from === -1
    ? samples.subarray(0, 0)
    : samples.subarray(from, samples.findLastIndex(isHeard) + 1)
}
