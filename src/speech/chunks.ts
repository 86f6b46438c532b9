import type { Script, ScriptSentence } from './script.ts'

/** A sentence, or the part of a long one that an engine takes at a time, and where it is in its chunk. */
interface Part {
  /** The number of the sentence in the script. */
  readonly sentence: number
  readonly start: number
  readonly end: number
}

/** One request to an engine: text of one block, in one voice and one language. */
export interface Chunk {
  readonly text: string
  readonly language: string
  readonly voice: string | null
  readonly parts: readonly Part[]
}

/** How a script is cut for an engine. */
export interface Cutting {
  readonly unit: 'sentence' | 'block'
  /** The most characters of one text. */
  readonly most: number
  readonly voiceOf: (sentence: ScriptSentence, isQuoted: boolean) => string | null
}

/**
 * What the same voice says before and after a chunk, for the melody of its first and last words.
 *
 * It is not part of the chunk's identity: after an edit the paragraph is spoken again, but not its
 * neighbours.
 */
export function aroundOf(
  chunks: readonly Chunk[],
  index: number,
): { readonly before: string; readonly after: string } {
  const own = chunks[index]
  const textAt = (place: number): string => {
    const other = chunks[place]
    return other?.voice === own?.voice && other?.language === own?.language
      ? (other?.text ?? '')
      : ''
  }
  return { before: textAt(index - 1), after: textAt(index + 1) }
}

interface OpenChunk {
  text: string
  readonly block: number
  readonly language: string
  readonly voice: string | null
  readonly parts: Part[]
}

/** Cuts a script into requests to an engine. */
export function cutIntoChunks({ blocks, sentences }: Script, cutting: Cutting): readonly Chunk[] {
  const { unit, most, voiceOf } = cutting
  const chunks: OpenChunk[] = []
  for (const [index, sentence] of sentences.entries()) {
    const { block, language } = sentence
    const voice = voiceOf(sentence, blocks[block]?.quoted === true)
    for (const text of cutLong(sentence.said, most)) {
      const last = chunks.at(-1)
      const fits =
        unit === 'block' &&
        last?.block === block &&
        last.language === language &&
        last.voice === voice &&
        last.text.length + 1 + text.length <= most
      if (fits) {
        const start = last.text.length + 1
        last.text += ` ${text}`
        last.parts.push({ sentence: index, start, end: last.text.length })
      } else {
        const parts = [{ sentence: index, start: 0, end: text.length }]
        chunks.push({ text, block, language, voice, parts })
      }
    }
  }
  return chunks.map(({ text, language, voice, parts }) => ({ text, language, voice, parts }))
}

/** Cuts a sentence that is too long after the last comma or space that fits. */
function cutLong(text: string, most: number): readonly string[] {
  const pieces: string[] = []
  let rest = text.trim()
  while (rest.length > most) {
    const beginning = rest.slice(0, most)
    const comma = Math.max(...[',', ';', ':', '–'].map((sign) => beginning.lastIndexOf(sign)))
    const space = rest.slice(0, most + 1).lastIndexOf(' ')
    const end = comma > most / 2 ? comma + 1 : space > 0 ? space : most
    pieces.push(rest.slice(0, end).trim())
    rest = rest.slice(end).trim()
  }
  return rest === '' ? pieces : [...pieces, rest]
}
