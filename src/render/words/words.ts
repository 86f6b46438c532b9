import { readdirSync } from 'node:fs'
import { words as english, type Plural, type Words } from './words-en.ts'

/** The files of words beside this one; another language needs nothing but such a file. */
const FILE = /^words-[a-z]{2,3}\.[jt]s$/

const files = readdirSync(import.meta.dirname).filter((name) => FILE.test(name))
const modules = await Promise.all(files.map(readWords))

/** The languages of the interface, by primary language subtag. */
const LANGUAGES = new Map(modules.map(({ words }) => [words.language, words]))

async function readWords(file: string): Promise<{ readonly words: Words }> {
  return import(new URL(file, import.meta.url).href)
}

/** The words of all languages of the interface. */
export function allWords(): readonly Words[] {
  return [...LANGUAGES.values()]
}

/** The words of the interface in a language; English if there are none in that language. */
export function wordsFor(language: string): Words {
  const [primary = ''] = language.toLowerCase().split('-')
  return LANGUAGES.get(primary) ?? english
}

/** Replaces each `{name}` by its value; names without a value stay. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** The sentence for a number of things, in the right plural category of the language. */
export function count(words: Words, forms: Plural, number: number): string {
  const category = new Intl.PluralRules(words.language).select(number)
  return fill(forms[category] ?? forms.other, { count: number })
}
