import { spokenLanguageOf } from './words/languages.ts'

/** A sentence and its place in its text. */
export interface SentencePlace {
  /** Trimmed, never empty. */
  readonly text: string
  readonly start: number
  /** After the last character. */
  readonly end: number
}

/** The `J.` of a name, but not the numeral of `Karel I.` */
const INITIAL = /(?:^|[\s\("„“])(?:[\p{Lu}--[IVX]]|Ch|(?<!\p{Lu}\p{Ll}+ )[IVX])\.$/v
const WORD_BEFORE_INITIAL = /(\p{L}+)\s+\p{Lu}\.$/u
/** A sentence goes on with a lower-case letter; but a new one may begin with a name like `iPhone`. */
const GOES_ON = /^[\s"'“”„»«›‹’)\]]*(?!\p{Ll}\p{Lu})\p{Ll}/u
const LAST_ABBREVIATION = /(?<![\p{L}.])(\p{L}(?:\.\s?\p{L})+|\p{L}+(?:\.\p{L}+)*)\.$/u
/** The first letter of an abbreviation such as `z. B.` */
const LETTER = /(?:^|[\s(])\p{L}\.$/u
const NEXT_LETTER = /^\s*\p{L}\./u
const BEFORE_NUMBER = /^\s*[\d(§]/
/** `1.` of a list within a line. */
const BARE_NUMBER = /^\s*\(?\d{1,3}\.\s*$/
/** `, 2.` and `a 3.` within such a list. */
const ENUMERATED = /(?:[,;]|(?<!\p{L})(?:a|i|and|or|und|nebo|alebo))\s+\(?\d{1,2}\.$/u
/** Before a name like `iPhone`, where `Intl.Segmenter` sees no boundary. */
const BEFORE_BRAND = /(?<=[.!?…]["“”]?\s{1,9})(?=\p{Ll}\p{Lu}\p{Ll})/u
const WORD = /[\p{L}\p{N}]/u

/**
 * Splits one block of text into the sentences that are spoken and highlighted as one.
 *
 * `Intl.Segmenter` misses no boundary but finds too many: after `str.`, after initials, and after a quotation
 * in the middle of a sentence. Those pieces are joined again. Pieces without a word are left out.
 *
 * @param language BCP 47.
 * @returns In order.
 */
export function splitSentences(text: string, language: string): readonly SentencePlace[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
  const cuts: { start: number; end: number }[] = []
  const segments = [...segmenter.segment(text)]
  for (const part of segments.flatMap(({ segment }) => segment.split(BEFORE_BRAND))) {
    const last = cuts.at(-1)
    const start = last?.end ?? 0
    if (last !== undefined && goesOn(text.slice(last.start, last.end), part, language)) {
      last.end += part.length
    } else cuts.push({ start, end: start + part.length })
  }
  return cuts.flatMap(({ start, end }) => {
    const part = text.slice(start, end)
    const sentence = part.trim()
    if (!WORD.test(sentence)) return []
    const from = start + part.length - part.trimStart().length
    return [{ text: sentence, start: from, end: from + sentence.length }]
  })
}

function goesOn(before: string, after: string, language: string): boolean {
  const end = before.trimEnd()
  if (BARE_NUMBER.test(before)) return true
  if (LETTER.test(end) && NEXT_LETTER.test(after)) return true
  return GOES_ON.test(after) || ENUMERATED.test(end) || endsInAbbreviation(end, after, language)
}

function endsInAbbreviation(before: string, after: string, language: string): boolean {
  const { joining, joiningNumbers, lettered, goesOnAfter } = spokenLanguageOf(language)
  if (goesOnAfter?.test(before.slice(-20)) === true) return goesOnBefore(after, language)
  const word = LAST_ABBREVIATION.exec(before)?.[1]?.replaceAll(/\s/g, '')
  const forms = word === undefined ? [] : [word, word.charAt(0).toLowerCase() + word.slice(1)]
  if (forms.some((form) => joining.has(form))) return true
  if (BEFORE_NUMBER.test(after)) return forms.some((form) => joiningNumbers.has(form))
  const named = WORD_BEFORE_INITIAL.exec(before)?.[1]?.toLowerCase()
  return INITIAL.test(before) && (named === undefined || !lettered.has(named))
}

/** Whether a text continues the sentence of an abbreviation such as `U.S.` */
function goesOnBefore(after: string, language: string): boolean {
  return spokenLanguageOf(language).goesOnWith?.test(after) === true
}
