import { readdirSync } from 'node:fs'
import { words as english, type Plural, type Words } from './words-en.ts'

/** A file of words beside this one; a further language is one such file, and nothing else. */
const FILE = /^words-[a-z]{2,3}\.[jt]s$/

const files = readdirSync(import.meta.dirname).filter((name) => FILE.test(name))
const modules = await Promise.all(files.map(readWords))

/** Languages the interface speaks, by primary language subtag. */
const LANGUAGES = new Map(modules.map(({ words }) => [words.language, words]))

async function readWords(file: string): Promise<{ readonly words: Words }> {
  return import(new URL(file, import.meta.url).href)
}

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
