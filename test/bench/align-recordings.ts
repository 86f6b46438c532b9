import { AUDIBLE_LEVEL, SAMPLE_RATE, speechLevel } from '../tools/levels.ts'
import { runTool } from '../tools/run-tool.ts'
import { type Clip, randomly, shuffled } from './align-voices.ts'

/** A text and its recording, and when each of its sentences is heard. */
export interface Spoken {
  /** In the order of the text. */
  readonly sentences: readonly string[]
  /** Seconds for each sentence; null for one that is not in the recording. */
  readonly starts: readonly (number | null)[]
  /** Mono, at `SAMPLE_RATE`. */
  readonly samples: Int16Array
}

/** How a recording differs from somebody who just reads the text. */
export interface Variant {
  readonly name: string
  /** Seconds of silence between two sentences. */
  readonly pauses?: readonly [least: number, most: number]
  /** Seconds of music before and after. */
  readonly music?: number
  /** Whether something else is said before and after. */
  readonly framed?: boolean
  /** Paragraphs of the text that are not read. */
  readonly skipped?: number
  /** Whether something else of the same length is said instead. */
  readonly replaced?: boolean
  /** Seconds of something else that is said in the middle. */
  readonly added?: number
  /** Decibels of music under the voice, relative to it. */
  readonly bed?: number
  /** How many times faster it is. */
  readonly tempo?: number
}

export const VARIANTS: readonly Variant[] = [
  { name: 'clean' },
  { name: 'short pauses', pauses: [0.05, 0.25] },
  { name: 'music', music: 10 },
  { name: 'intro and outro', music: 10, framed: true },
  { name: 'one left out', skipped: 1 },
  { name: 'three left out', skipped: 3 },
  { name: 'one replaced', skipped: 1, replaced: true },
  { name: '20 s added', added: 20 },
  { name: 'music under it', bed: -20 },
  { name: 'tempo 1.35', tempo: 1.35 },
  { name: 'tempo 0.75', tempo: 0.75 },
  { name: 'all of it', music: 10, framed: true, skipped: 3, added: 20, tempo: 1.1 },
]

/** Sentences of a paragraph. */
export const PARAGRAPH = 5
const PAUSES = [0.35, 0.9] as const
const BETWEEN_PARAGRAPHS = 0.4

/** Puts clips together. @param others What is said besides the text. */
export async function record(
  clips: readonly Clip[],
  others: readonly Clip[],
  variant: Variant,
  seed = 1,
): Promise<Spoken> {
  const random = randomly(seed)
  const [least, most] = variant.pauses ?? PAUSES
  const parts: Int16Array[] = []
  let position = 0
  const add = (samples: Int16Array): void => {
    parts.push(samples)
    position += samples.length
  }
  const say = (clip: Clip): number => {
    const start = position / SAMPLE_RATE
    add(clip.samples)
    add(silence(least + random() * (most - least)))
    return start + clip.lead
  }
  const level = speechLevel(clips[0]?.samples ?? new Int16Array())
  const rest = shuffled(others, seed)
  const sayOthers = (seconds: number): void => {
    let [left, count] = [seconds, 0]
    for (const clip of rest) {
      if (left <= 0) break
      left += say(clip) - position / SAMPLE_RATE
      count += 1
    }
    rest.splice(0, count)
  }
  const skipped = skippedParagraphs(clips.length, variant.skipped ?? 0)
  // Beside no paragraph that is left out.
  const middle = Math.floor((clips.length * 0.35) / PARAGRAPH) * PARAGRAPH
  add(silence(0.3))
  if (variant.music !== undefined) add(music(variant.music, level - 3))
  if (variant.framed === true) sayOthers(10)
  const starts = clips.map((clip, index) => {
    if (index === middle && variant.added !== undefined) sayOthers(variant.added)
    if (skipped.has(Math.floor(index / PARAGRAPH))) {
      if (variant.replaced === true) sayOthers(clip.samples.length / SAMPLE_RATE)
      return null
    }
    if (index % PARAGRAPH === 0) add(silence(BETWEEN_PARAGRAPHS))
    return say(clip)
  })
  if (variant.framed === true) sayOthers(8)
  if (variant.music !== undefined) add(music(variant.music, level - 3))
  add(silence(0.5))
  const whole = concatenate(parts, position)
  if (variant.bed !== undefined) mix(whole, music(position / SAMPLE_RATE, level + variant.bed))
  const { tempo = 1 } = variant
  const samples = tempo === 1 ? whole : await atTempo(whole, tempo)
  return {
    sentences: clips.map(({ text }) => text),
    starts: starts.map((start) => start && start / tempo),
    samples,
  }
}

/** Evenly over the text, but not the first. */
function skippedParagraphs(sentences: number, count: number): Set<number> {
  const paragraphs = Math.ceil(sentences / PARAGRAPH)
  return new Set(
    Array.from({ length: count }, (_, index) =>
      Math.floor(((index + 0.8) * paragraphs) / (count + 0.4)),
    ),
  )
}

function silence(seconds: number): Int16Array {
  return new Int16Array(Math.round(seconds * SAMPLE_RATE))
}

const CHORDS = [
  [220, 277.2, 329.6],
  [196, 246.9, 293.7],
  [174.6, 220, 261.6],
  [164.8, 207.7, 246.9],
] as const
const CHORD_SECONDS = 0.8
const PARTIALS = 5

/** Chords that are struck and fade, with drums of noise. @param level dBFS. */
function music(seconds: number, level: number): Int16Array {
  const random = randomly(3)
  const length = Math.round(seconds * SAMPLE_RATE)
  const tone = Float64Array.from({ length }, (_, index) => {
    const time = index / SAMPLE_RATE
    const beat = time % CHORD_SECONDS
    const chord = CHORDS[Math.floor(time / CHORD_SECONDS) % CHORDS.length] ?? []
    let sum = 0
    for (const frequency of chord) {
      for (let partial = 1; partial <= PARTIALS; partial++) {
        sum += Math.sin(2 * Math.PI * frequency * partial * time) / partial
      }
    }
    return sum * Math.exp(-2 * beat) + (random() - 0.5) * 4 * Math.exp(-25 * (beat % 0.4))
  })
  const power = tone.reduce((sum, value) => sum + value * value, 0) / Math.max(1, length)
  const gain = (10 ** (Math.max(level, AUDIBLE_LEVEL) / 20) * 32_768) / Math.sqrt(power)
  return Int16Array.from(tone, (value) => Math.max(-32_000, Math.min(32_000, value * gain)))
}

function mix(samples: Int16Array, other: Int16Array): void {
  for (let index = 0; index < samples.length; index++) {
    const sum = (samples[index] ?? 0) + (other[index] ?? 0)
    samples[index] = Math.max(-32_768, Math.min(32_767, sum))
  }
}

/** Faster or slower at the same pitch. */
async function atTempo(samples: Int16Array, tempo: number): Promise<Int16Array> {
  const pcm = ['-f', 's16le', '-ar', `${SAMPLE_RATE}`, '-ac', '1']
  const args = ['-v', 'error', ...pcm, '-i', 'pipe:0', '-af', `atempo=${tempo}`, ...pcm, 'pipe:1']
  const bytes = await runTool('ffmpeg', args, new Uint8Array(samples.buffer))
  return new Int16Array(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.length / 2))
}

function concatenate(parts: readonly Int16Array[], length: number): Int16Array {
  const whole = new Int16Array(length)
  let place = 0
  for (const part of parts) {
    whole.set(part, place)
    place += part.length
  }
  return whole
}
