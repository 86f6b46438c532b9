import { czech } from './words-cs.ts'
import { english, type Plural, type Words } from './words-en.ts'

/** Languages the interface speaks, by primary language subtag. A new one is one more file of words. */
const LANGUAGES: ReadonlyMap<string, Words> = new Map([
  ['en', english],
  ['cs', czech],
])

/** The words of every language that the interface speaks. */
export function allWords(): readonly Words[] {
  return [...LANGUAGES.values()]
}

/** The words of the interface for a show; English where nobody has written that language's yet. */
export function wordsFor(language: string): Words {
  const [primary = ''] = language.toLowerCase().split('-')
  return LANGUAGES.get(primary) ?? english
}

/** Puts values in the place of `{name}`; a name that is not given stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** The sentence for a number of things, in the plural category that the language wants. */
export function count(words: Words, forms: Plural, number: number): string {
  const category = new Intl.PluralRules(words.language).select(number)
  return fill(forms[category] ?? forms.other, { count: number })
}
