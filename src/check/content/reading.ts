import type { Episode } from '../../show/episode.ts'
import { contradiction } from './declared-language.ts'
import { spokenText } from './prose.ts'

/** The facts about an article that is read aloud. */
export interface Reading {
  /** Approximate seconds that reading it aloud takes. */
  readonly seconds: number
  /** Why it is probably not in its declared language; null if it may be. */
  readonly why: string | null
}

/** Kept, because several rules need it, and each is a whole article. */
const read = new WeakMap<Episode, Reading>()

/** The facts about the article of an episode, found when first needed. */
export function readingOf(episode: Episode): Reading {
  const known = read.get(episode) ?? readArticle(episode)
  read.set(episode, known)
  return known
}

function readArticle({ body, language }: Episode): Reading {
  const text = spokenText(body.text())
  return { seconds: readingSeconds(text, language), why: contradiction(text, language) }
}

/** Words per minute when reading aloud, by language: long words take longer. */
const RATES: Readonly<Record<string, number>> = {
  ar: 140,
  cs: 125,
  de: 130,
  en: 160,
  es: 160,
  fi: 110,
  fr: 165,
  he: 145,
  hu: 115,
  it: 155,
  ja: 250,
  ko: 120,
  nl: 150,
  pl: 125,
  pt: 155,
  ru: 120,
  sk: 125,
  sv: 145,
  tr: 115,
  uk: 120,
  zh: 160,
}
const USUAL_RATE = 140

/** How many seconds it takes to read a text aloud, approximately. */
function readingSeconds(text: string, language: string): number {
  const [code = 'en'] = language.split('-')
  const segmenter = new Intl.Segmenter(code, { granularity: 'word' })
  let words = 0
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike === true) words += 1
  return (words / (RATES[code] ?? USUAL_RATE)) * 60
}
