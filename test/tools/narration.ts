import { SAMPLE_RATE } from './levels.ts'
import { pronounce } from './pronounce.ts'
import { splitSentences } from './sentences.ts'
import { speak } from './speech.ts'
import type { SpokenBlock } from './spoken-blocks.ts'

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
const PAUSES: Readonly<Record<SpokenBlock['kind'], number>> = {
  heading: 0.9,
  paragraph: 0.7,
  image: 0.7,
  item: 0.35,
  row: 0.35,
}
const BETWEEN_SENTENCES = 0.35
const BEFORE_ALL = 0.3
const AFTER_ALL = 0.7

const IMAGE: Readonly<Record<string, string>> = { cs: 'Obrázek.', en: 'A picture.' }

/**
 * Speaks an article sentence by sentence with pauses of our own between them, so that the time of
 * each sentence is known to the sample.
 */
export async function narrate(
  blocks: readonly SpokenBlock[],
  language: string,
): Promise<Narration> {
  const parts: Int16Array[] = []
  const cues: Cue[] = []
  let position = 0
  const append = (samples: Int16Array) => {
    parts.push(samples)
    position += samples.length
  }
  for (const { block, text, first } of sentencesOf(blocks, language)) {
    append(silence(cues.length === 0 ? BEFORE_ALL : first ? PAUSES[block.kind] : BETWEEN_SENTENCES))
    const start = position / SAMPLE_RATE
    const introduction = first && block.kind === 'image' ? `${IMAGE[language] ?? ''} ` : ''
    append(await speak(pronounce(`${introduction}${text}`, language), language))
    const heading = first && block.kind === 'heading' && block.depth <= 2
    cues.push({ start, end: position / SAMPLE_RATE, text, heading })
  }
  append(silence(AFTER_ALL))
  return { samples: concatenate(parts, position), cues }
}

function sentencesOf(blocks: readonly SpokenBlock[], language: string) {
  return blocks.flatMap((block) =>
    splitSentences(block.text, language)
      .filter((text) => /[\p{L}\p{N}]/u.test(text))
      .map((text, index) => ({ block, text, first: index === 0 })),
  )
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
