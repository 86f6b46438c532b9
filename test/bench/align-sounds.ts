import { type Reference, speakReference } from '../../src/speech/align/reference.ts'
import { openEspeak } from '../../src/speech/align/speak-all.ts'
import { Spectrum, type Spectrogram } from '../../src/speech/align/spectrum.ts'
import { SAMPLE_RATE } from '../tools/levels.ts'
import type { Voice } from './align-voices.ts'

/** Makes of a text what recordings of it are compared with. */
export type Speaker = (sentences: readonly string[]) => Promise<Reference>

/** Samples that are put in at a time. */
const PIECE = 32_768

/** The reference voice for another one. The same text is spoken once. */
export function speakerOf({ language }: Voice): Speaker {
  const known = new Map<string, Promise<Reference>>()
  return (sentences) => {
    const key = sentences.join('\n')
    const found =
      known.get(key) ??
      openEspeak(language, import.meta.dirname).then((espeak) => speakReference(sentences, espeak))
    known.set(key, found)
    return found
  }
}

/** @param samples At `SAMPLE_RATE`. */
export function spectrumOf(samples: Int16Array): Spectrogram {
  const spectrum = new Spectrum(SAMPLE_RATE)
  for (let at = 0; at < samples.length; at += PIECE) {
    const piece = samples.subarray(at, at + PIECE)
    spectrum.push(Float32Array.from(piece, (sample) => sample / 32_768))
  }
  return spectrum.end()
}
