import { CZECH } from './czech.ts'
import { ENGLISH } from './english.ts'
import { GERMAN } from './german.ts'
import type { SpokenLanguage } from './spoken-language.ts'
import { SLOVAK } from './slovak.ts'

const LANGUAGES: ReadonlyMap<string, SpokenLanguage> = new Map(
  [CZECH, ENGLISH, GERMAN, SLOVAK].map((each) => [each.language, each]),
)

/** For every other language: nothing is spelled out, and nothing announced. */
const OTHER: SpokenLanguage = {
  language: '',
  joining: new Set(),
  joiningNumbers: new Set(),
  lettered: new Set(),
  announced: { code: '', image: '{text}', formula: '', table: () => '' },
  signs: {},
  spell: (text) => text,
}

/**
 * The rules for reading a language aloud.
 *
 * @param language BCP 47; its region does not matter.
 */
export function spokenLanguageOf(language: string): SpokenLanguage {
  return LANGUAGES.get(language.split('-', 1)[0]?.toLowerCase() ?? '') ?? OTHER
}
