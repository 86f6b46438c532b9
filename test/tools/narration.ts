import { SAMPLE_RATE } from './levels.ts'
import type { Script } from '../../src/speech/script.ts'
import type { SpokenBlock } from '../../src/speech/speakable.ts'
import { speak } from './speech.ts'

/** One spoken sentence and when it is heard. */
export interface Cue {
  /** Seconds. */
  readonly start: number
  readonly end: number
  /** The article's own words, not what the engine was given. */
  readonly text: string
  /** Whether a part of the article begins here, and a chapter with it. */
  readonly heading: boolean
}

/** A whole article, spoken. */
export interface Narration {
  /** Mono, at `SAMPLE_RATE`. */
  readonly samples: Int16Array
  readonly cues: readonly Cue[]
}

/** Seconds of silence in front of the first sentence of a block. */
const PAUSES: Partial<Readonly<Record<SpokenBlock['kind'], number>>> = {
  heading: 0.9,
  item: 0.35,
  row: 0.35,
}
const BETWEEN_BLOCKS = 0.7
const BETWEEN_SENTENCES = 0.35
const BEFORE_ALL = 0.3
const AFTER_ALL = 0.7

/**
 * Speaks an article sentence by sentence with pauses of our own between them, so that the time of
 * each sentence is known to the sample.
 */
export async function narrate({ blocks, sentences }: Script): Promise<Narration> {
  const parts: Int16Array[] = []
  const cues: Cue[] = []
  let position = 0
  const append = (samples: Int16Array) => {
    parts.push(samples)
    position += samples.length
  }
  let before: SpokenBlock | undefined
  for (const { block: index, text, said, language } of sentences) {
    const block = blocks[index]
    const isFirst = block !== before
    append(silence(cues.length === 0 ? BEFORE_ALL : pauseBefore(block, isFirst)))
    const start = position / SAMPLE_RATE
    append(await speak(said, language))
    const heading = isFirst && block?.kind === 'heading' && block.depth <= 2
    cues.push({ start, end: position / SAMPLE_RATE, text, heading })
    before = block
  }
  append(silence(AFTER_ALL))
  return { samples: concatenate(parts, position), cues }
}

function pauseBefore(block: SpokenBlock | undefined, isFirst: boolean): number {
  if (!isFirst || block === undefined) return BETWEEN_SENTENCES
  return PAUSES[block.kind] ?? BETWEEN_BLOCKS
}

function silence(seconds: number): Int16Array {
  return new Int16Array(Math.round(seconds * SAMPLE_RATE))
}

function concatenate(parts: readonly Int16Array[], length: number): Int16Array {
  const whole = new Int16Array(length)
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
