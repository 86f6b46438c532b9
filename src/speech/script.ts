import { type SpokenBlock, speakableBlocks, SPOKEN_PARTS, type SpokenParts } from './speakable.ts'
import { splitSentences } from './sentences.ts'
import { spokenLanguageOf } from './words/languages.ts'
import { type Lexicon, sayAs } from './words/say.ts'

/** A sentence of an article, and its place there. */
export interface ScriptSentence {
  /** The words of the article; for what is announced, the announcement. */
  readonly text: string
  /** The text that an engine gets. */
  readonly said: string
  /** The index of its block, from 0. */
  readonly block: number
  /** Offsets in the text of its block, in UTF-16 units; both 0 for what is announced. */
  readonly start: number
  readonly end: number
  /** BCP 47. */
  readonly language: string
}

/** An article as it is read aloud. */
export interface Script {
  readonly blocks: readonly SpokenBlock[]
  /** In order. */
  readonly sentences: readonly ScriptSentence[]
}

/** How an article is read. */
export interface ScriptOptions {
  /** BCP 47. */
  readonly language: string
  /** Whether numbers, dates, units and abbreviations are spelled out; see `sayAs`. */
  readonly spell?: boolean
  readonly lexicon?: Lexicon
  readonly parts?: SpokenParts
}

/**
 * Makes the script of an article: everything that is read aloud, sentence by sentence.
 *
 * @param title Read first; '' for none.
 * @param body Markdown.
 */
export function writeScript(title: string, body: string, options: ScriptOptions): Script {
  const blocks = speakableBlocks(title, body, options.parts ?? SPOKEN_PARTS)
  return { blocks, sentences: blocks.flatMap((block, index) => sentencesOf(block, index, options)) }
}

function sentencesOf(
  block: SpokenBlock,
  index: number,
  { language: own, spell = true, lexicon = {} }: ScriptOptions,
): ScriptSentence[] {
  const language = block.language ?? own
  const options = { language, spell, lexicon }
  const announced = announcementOf(block, language)
  if (announced !== null) {
    return announced === ''
      ? []
      : [{ text: announced, said: announced, block: index, start: 0, end: 0, language }]
  }
  return splitSentences(block.text, language).flatMap(({ text, start, end }, place) => {
    const written =
      block.kind === 'image' && place === 0
        ? spokenLanguageOf(language).announced.image.replace('{text}', () => text)
        : text
    const said = sayAs(written, options)
    return /[\p{L}\p{N}]/u.test(said) ? [{ text, said, block: index, start, end, language }] : []
  })
}

/** What is said instead of a block; null for a block whose own words are read. */
function announcementOf({ kind, rows }: SpokenBlock, language: string): string | null {
  const { code, formula, table } = spokenLanguageOf(language).announced
  if (kind === 'code') return code
  if (kind === 'formula') return formula
  if (kind === 'table') return table(rows)
  return kind === 'recording' ? '' : null
}
