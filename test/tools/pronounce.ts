import { spellCzechNumbers } from './czech-numbers.ts'

type Rewriting = readonly [pattern: RegExp, replacement: string]

/** What no engine should be asked to say; digits are `Emoji` too, pictographs are not. */
const UNSPEAKABLE: readonly Rewriting[] = [
  [
    /\p{Extended_Pictographic}(?:\p{Extended_Pictographic}|[\u{1F3FB}-\u{1F3FF}]|\u200D|\uFE0F)*/gu,
    '',
  ],
  [/[„“”«»"*_`[\]]/gu, ''],
]

/** `\b` knows only ASCII letters, so words end where no letter follows. */
const CZECH: readonly Rewriting[] = [
  ...Object.entries({
    např: 'například',
    tzv: 'takzvaně',
    tzn: 'to znamená',
    tj: 'to jest',
    mj: 'mimo jiné',
    atd: 'a tak dále',
    apod: 'a podobně',
    resp: 'respektive',
    popř: 'popřípadě',
    cca: 'cirka',
    č: 'číslo',
    str: 'strana',
    Ing: 'inženýr',
    prof: 'profesor',
    doc: 'docent',
  }).map(([short, full]): Rewriting => [
    new RegExp(String.raw`(?<![\p{L}\d])${short}\.`, 'gu'),
    full,
  ]),
  [/ & /gu, ' a '],
  // Foreign words as a Czech reader says them.
  [/Charlesi/gu, 'Šárlovi'],
  [/secunda/gu, 'sekunda'],
]

const ENGLISH: readonly Rewriting[] = [
  [/(?<=\d)[ \u00A0]km\/h(?!\p{L})/gu, ' kilometers an hour'],
  [/(?<=\d)[ \u00A0]°C(?!\p{L})/gu, ' degrees'],
  [/(?<=\d)[ \u00A0]m(?!\p{L})/gu, ' meters'],
  [/(?<=\d)[ \u00A0]cm(?!\p{L})/gu, ' centimeters'],
  [/ & /gu, ' and '],
  [/(?<=\p{L})–(?=\p{L})/gu, ' '],
  // Identifiers in camelCase, word by word.
  [/(?<=\p{Ll})(?=\p{Lu})/gu, ' '],
  // An American voice goes astray in some British spellings.
  [/(?<=met)re(?=s?(?!\p{L}))/gu, 'er'],
  [/cosine/gu, 'co sign'],
  [/Légé/gu, 'Lay zhay'],
]

const REWRITINGS: Readonly<Record<string, readonly Rewriting[]>> = { cs: CZECH, en: ENGLISH }

/**
 * Turns a sentence as it is written into one that a speech engine reads as a person would: abbreviations
 * and units in words, no pictures, no quotation marks, and a full stop where nothing else ends it.
 */
export function pronounce(sentence: string, language: string): string {
  const rewritten = [...UNSPEAKABLE, ...(REWRITINGS[language] ?? [])].reduce(
    (text, [pattern, replacement]) => text.replace(pattern, replacement),
    language === 'cs' ? spellCzechNumbers(sentence) : sentence,
  )
  const text = rewritten.replace(/\s+/gu, ' ').trim()
  return /[.,:;!?…]$/u.test(text) ? text : `${text}.`
}
