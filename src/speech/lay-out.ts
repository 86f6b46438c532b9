import type { Chunk } from './chunks.ts'
import type { Speech } from './engines/engine.ts'
import { type Pcm, trimSilence } from './pcm.ts'
import type { Script } from './script.ts'
import type { SpokenBlock } from './speakable.ts'

/** Seconds of silence before the first sentence of each kind of block. */
const PAUSES: Partial<Readonly<Record<SpokenBlock['kind'], number>>> = {
  heading: 0.9,
  item: 0.35,
  row: 0.35,
}
const BETWEEN_BLOCKS = 0.7
export const BETWEEN_SENTENCES = 0.35
/** Seconds between the pieces of a sentence that was too long for an engine. */
const WITHIN_SENTENCE = 0.05
const AFTER_REST = 1.4
const BEFORE_ALL = 0.3
export const AFTER_ALL = 0.7
/** The lowest level of a heading that begins a chapter, unless all headings of the article are lower. */
const CHAPTER_LEVEL = 2

/** A stretch of a recording: silence, then speech. */
export interface Stretch {
  /** Seconds of silence before it. */
  readonly pause: number
  readonly speech: Pcm
  /** The factor that makes it as loud as the rest; 1 for a voice. */
  readonly gain: number
}

/** A sentence and when it is heard. */
interface NarratedCue {
  /** Seconds. */
  readonly start: number
  readonly end: number
  /** The article's own words. */
  readonly text: string
}

/** A part of a recording that begins with a heading. */
export interface NarratedChapter {
  /** Seconds from the start of the recording. */
  readonly start: number
  readonly title: string
}

/** A recording that the article contains and that is inserted at its place. */
export interface ContainedSound {
  /** The number of its block in the script. */
  readonly block: number
  readonly sound: Pcm
  readonly gain: number
}

/** A spoken article: its sound with pauses, cues and chapters. */
export interface Layout {
  readonly stretches: readonly Stretch[]
  readonly cues: readonly NarratedCue[]
  /** Empty if the article has no headings. */
  readonly chapters: readonly NarratedChapter[]
  /** The duration in seconds, including the last silence. */
  readonly seconds: number
}

/**
 * Joins what an engine has spoken, with pauses of fixed length between, so that the time of each sentence is
 * exact to the sample.
 *
 * @param rate Samples per second of the recording: times are multiples of its samples.
 * @param contained Recordings to be inserted; no sentence is heard in them.
 */
export function layOut(
  script: Script,
  spoken: readonly { readonly chunk: Chunk; readonly speech: Speech }[],
  rate: number,
  contained: readonly ContainedSound[] = [],
): Layout {
  const { blocks, sentences } = script
  const stretches: Stretch[] = []
  const starts = new Map<number, number>()
  const ends = new Map<number, number>()
  let samples = 0
  let before: number | null = null
  const left = [...contained]
  const putIn = (block: number): void => {
    while (left[0] !== undefined && left[0].block < block) {
      const { sound, gain } = left.shift() ?? left[0]
      stretches.push({ pause: BETWEEN_BLOCKS, speech: sound, gain })
      samples += Math.round(BETWEEN_BLOCKS * rate)
      samples += Math.round((sound.samples.length * rate) / sound.rate)
    }
  }
  for (const { chunk, speech } of spoken) {
    const trimmed = trimSilence(speech)
    const first = chunk.parts[0]?.sentence ?? 0
    putIn(sentences[first]?.block ?? 0)
    const pause = pauseBefore(script, first, before)
    samples += Math.round(pause * rate)
    stretches.push({ pause, speech: trimmed, gain: 1 })
    const length = Math.round((trimmed.samples.length * rate) / trimmed.rate)
    for (const { sentence, start, end } of chunk.parts) {
      const heard =
        speech.times === null ? null : [speech.times[start]?.[0], speech.times[end - 1]?.[1]]
      const place = (seconds: number | undefined, otherwise: number) =>
        seconds === undefined
          ? otherwise
          : Math.min(length, Math.max(0, Math.round((seconds - trimmed.cut / trimmed.rate) * rate)))
      if (!starts.has(sentence)) starts.set(sentence, samples + place(heard?.[0], 0))
      ends.set(sentence, samples + place(heard?.[1], length))
      before = sentence
    }
    samples += length
  }
  putIn(blocks.length)
  const seconds = (samples + Math.round(AFTER_ALL * rate)) / rate
  const cues = sentences.map(({ text }, index) => ({
    start: (starts.get(index) ?? 0) / rate,
    end: (ends.get(index) ?? 0) / rate,
    text,
  }))
  return { stretches, cues, chapters: chaptersOf(script, cues), seconds }
}

/** Seconds of silence before a sentence. @param last The one before; null for none. */
function pauseBefore({ blocks, sentences }: Script, sentence: number, last: number | null): number {
  if (last === null) return BEFORE_ALL
  if (last === sentence) return WITHIN_SENTENCE
  const place = sentences[sentence]?.block ?? 0
  if (place === sentences[last]?.block) return BETWEEN_SENTENCES
  const block = blocks[place]
  if (block?.rested === true) return AFTER_REST
  return (block === undefined ? undefined : PAUSES[block.kind]) ?? BETWEEN_BLOCKS
}

/** The headings, down to the outermost level that is used. @param cues When each sentence is heard. */
function chaptersOf({ blocks, sentences }: Script, cues: Layout['cues']): NarratedChapter[] {
  const depths = blocks.slice(1).flatMap(({ depth }) => (depth > 0 ? [depth] : []))
  const level = Math.max(CHAPTER_LEVEL, Math.min(...depths))
  const marks = blocks.flatMap(({ kind, depth, text }, index) => {
    const sentence = sentences.findIndex(({ block }) => block === index)
    if (kind !== 'heading' || depth > level || sentence === -1) return []
    return [{ start: cues[sentence]?.start ?? 0, title: text }]
  })
  if (marks.length < 2) return []
  return marks.map((mark, index) => (index === 0 ? { ...mark, start: 0 } : mark))
}
