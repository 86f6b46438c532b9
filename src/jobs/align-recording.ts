import { dirname } from 'node:path'
import { missingDecoder } from '../audio/listen/listen.ts'
import { decode } from '../audio/listen/decode.ts'
import { type Recorded, Undecodable } from '../audio/listen/listening.ts'
import { forgetUnneeded } from '../base/forget.ts'
import { toMilliseconds } from '../posts/timed-text/cue.ts'
import { SpeechError } from '../speech/engines/engine.ts'
import { openEspeak } from '../speech/align/speak-all.ts'
import { writeScript } from '../speech/script.ts'
import type { SpokenParts } from '../speech/speakable.ts'
import { align } from '../speech/align/align.ts'
import { isOfText } from '../speech/align/fit.ts'
import { type Reference, speakReference } from '../speech/align/reference.ts'
import { Spectrum, type Spectrogram } from '../speech/align/spectrum.ts'

/** An article, and a recording that may be a reading of it. */
export interface AlignWork {
  readonly title: string
  /** Markdown. */
  readonly body: string
  /** BCP 47. */
  readonly language: string
  readonly recorded: Recorded
}

/** A sentence of an article, and when it is spoken, in seconds to the millisecond. */
interface SentenceCue {
  readonly start: number
  /** After the start, and never after the start of the next. */
  readonly end: number
  /** The article's own words. */
  readonly text: string
}

/** The result of aligning a recording with an article. */
export type Aligned =
  | {
      readonly kind: 'aligned'
      readonly cues: readonly SentenceCue[]
      /** Sentences of the article that are not in the recording. */
      readonly missing: number
    }
  /** The recording is of something else, or in another language. */
  | { readonly kind: 'other' }
  /** The article is too short to tell whether the recording is a reading of it. */
  | { readonly kind: 'short' }
  /** It failed on this machine, or fails everywhere (`lasting`); the message is a sentence for the author. */
  | { readonly kind: 'failed'; readonly lasting: boolean; readonly message: string }

/** Parts of an article that a reader may leave out are not searched for in the recording. */
const READ: SpokenParts = { code: 'skip', tables: 'skip', images: 'skip', formulas: 'skip' }
/** The least number of letters of an article that is long enough. */
const LEAST_LETTERS = 200
/** The longest recording, in hours; memory grows with its length. */
const MOST_HOURS = 4

/** Finds when the sentences of an article are heard in its recording, by the sound alone. */
export async function alignRecording(work: AlignWork): Promise<Aligned> {
  const { title, body, language, recorded } = work
  const { sentences } = writeScript(title, body, { language, parts: READ })
  const letters = sentences.reduce((sum, { text }) => sum + text.length, 0)
  if (letters < LEAST_LETTERS) return { kind: 'short' }
  try {
    const said = sentences.map((sentence) => sentence.said)
    await forgetUnneeded()
    // First, so that espeak-ng is gone when the recording needs memory.
    const reference = await speak(said, language, dirname(recorded.path))
    await forgetUnneeded()
    const sound = await hear(recorded)
    await forgetUnneeded()
    if (sound === null) {
      return { kind: 'failed', lasting: false, message: missingDecoder(recorded.type) }
    }
    const { times, fit } = align(reference, sound)
    if (!isOfText(fit)) return { kind: 'other' }
    const cues = sentences.flatMap(({ text }, index): SentenceCue[] => {
      const time = times[index] ?? null
      if (time === null) return []
      const [start, end] = [toMilliseconds(time.start), toMilliseconds(time.end)]
      return end > start ? [{ start, end, text }] : []
    })
    return { kind: 'aligned', cues, missing: sentences.length - cues.length }
  } catch (cause) {
    if (cause instanceof SpeechError)
      return { kind: 'failed', lasting: false, message: cause.message }
    if (!(cause instanceof Undecodable)) throw cause
    return { kind: 'failed', lasting: true, message: `it cannot be decoded: ${cause.message}` }
  }
}

/** @param folder In which espeak-ng may be installed, or above. */
async function speak(
  said: readonly string[],
  language: string,
  folder: string,
): Promise<Reference> {
  return speakReference(said, await openEspeak(language, folder))
}

/** @returns Null if there is no decoder. */
async function hear(recorded: Recorded): Promise<Spectrogram | null> {
  let spectrum: Spectrum | null = null
  let seconds = 0
  let rateBefore = 0
  const decoder = await decode({
    ...recorded,
    trims: true,
    alive: () => undefined,
    hear(channels, rate) {
      if (rateBefore !== 0 && rate !== rateBefore) {
        throw new Undecodable(`it changes from ${rateBefore} to ${rate} samples a second`)
      }
      rateBefore = rate
      seconds += (channels[0]?.length ?? 0) / rate
      if (seconds > MOST_HOURS * 3600)
        throw new Undecodable(`it is longer than ${MOST_HOURS} hours`)
      spectrum ??= new Spectrum(rate)
      spectrum.push(together(channels))
    },
  })
  return decoder === null ? null : ((spectrum as Spectrum | null)?.end() ?? null)
}

/** Mixes all channels down to one. */
function together(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(), ...others] = channels
  if (others.length === 0) return first
  return first.map((sample, index) => {
    const sum = others.reduce((total, other) => total + (other[index] ?? 0), sample)
    return sum / channels.length
  })
}
