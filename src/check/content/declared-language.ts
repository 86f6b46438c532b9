import { guessLanguages } from '../../posts/guess-language.ts'

/** Letters; a shorter text does not show its language. */
const TELLING = 200

/** ISO 15924 code of a writing system → the scripts it uses, as Unicode names them. */
const WRITTEN_IN: Readonly<Record<string, readonly string[]>> = {
  Latn: ['Latin'],
  Cyrl: ['Cyrillic'],
  Grek: ['Greek'],
  Hebr: ['Hebrew'],
  Arab: ['Arabic'],
  Hans: ['Han'],
  Hant: ['Han'],
  Jpan: ['Han', 'Hiragana', 'Katakana'],
  Kore: ['Hangul', 'Han'],
  Thai: ['Thai'],
  Deva: ['Devanagari'],
  Geor: ['Georgian'],
  Armn: ['Armenian'],
}

const SCRIPTS = new Set(Object.values(WRITTEN_IN).flat())
const MATCHERS = [...SCRIPTS].map(
  (script) => [script, new RegExp(`\\p{sc=${script}}+`, 'gu')] as const,
)

function countScripts(text: string): ReadonlyMap<string, number> {
  return new Map(MATCHERS.map(([script, pattern]) => [script, countOf(text, pattern)]))
}

/** How many UTF-16 units of a text are in runs of a pattern. */
function countOf(text: string, runs: RegExp): number {
  return text.length - text.replaceAll(runs, '').length
}

/** Language → the least and the greatest share of its letters that are not a to z. */
const ACCENTS: Readonly<Record<string, readonly [number, number]>> = {
  en: [0, 0.03],
  nl: [0, 0.04],
  cs: [0.04, 1],
  hu: [0.03, 1],
  lv: [0.03, 1],
  pl: [0.015, 1],
  sk: [0.04, 1],
  vi: [0.06, 1],
}

/** A text is hardly in its declared language if the likelihood is below this; the likeliest language has 1. */
const UNLIKE = 0.9
/** Letters that are enough to distinguish languages. */
const GUESSED_FROM = 4000

/** The language of a text, if it is not the declared one; otherwise null. */
function otherLanguage(text: string, language: string): string | null {
  const guesses = guessLanguages(text.slice(0, GUESSED_FROM))
  const declared = guesses.find(([code]) => code === language.split('-')[0]?.toLowerCase())
  const [likeliest] = guesses
  // A language that the guesser does not know cannot be contradicted.
  if (declared === undefined || likeliest === undefined || declared[1] > UNLIKE) return null
  const name = new Intl.DisplayNames('en', { type: 'language' }).of(likeliest[0])
  return `the text reads like ${name ?? likeliest[0]}`
}

/** Why a text is probably not in a language; null if it may be. */
export function contradiction(text: string, language: string): string | null {
  const letters = countOf(text, /\p{L}+/gu)
  return wrongLetters(text, language) ?? (letters < TELLING ? null : otherLanguage(text, language))
}

/** Why a text is not in a language, by its letters alone. */
function wrongLetters(text: string, language: string): string | null {
  const counts = countScripts(text)
  const letters = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const written = WRITTEN_IN[scriptOf(language)]
  if (letters < TELLING || written === undefined) return null
  const fitting = written.reduce((sum, script) => sum + (counts.get(script) ?? 0), 0)
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a)
  // Some articles have many foreign words, but fewer than own ones.
  if (fitting < letters / 4) return `most of the text is written in ${most?.[0]} letters`
  const bounds = ACCENTS[language.split('-')[0] ?? '']
  if (bounds === undefined) return null
  const plain = countOf(text, /[a-z]+/gi)
  const share = 1 - plain / Math.max(1, counts.get('Latin') ?? 0)
  if (share > bounds[1]) return `${percent(share)} of its letters have accents`
  return share < bounds[0] ? `only ${percent(share)} of its letters have accents` : null
}

function scriptOf(language: string): string {
  try {
    return new Intl.Locale(language).maximize().script ?? ''
  } catch {
    return ''
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
