import { fieldOf } from './convert.ts'
import { toPlainText } from '../article/plain-text.ts'
import type { Value } from '../front-matter/values.ts'
import { isList, isMap } from '../front-matter/values.ts'

/** The people of a post. */
export interface People {
  readonly names: readonly string[]
  /** What looks like the id of a person in a theme: `annlee`, `ann-lee`. */
  readonly ids: readonly string[]
}

const ID = /^[a-z0-9][a-z0-9._-]*$/
const TITLE_BEHIND_NAME = /^(?:jr|sr|ii|iii|iv|esq|ph\.?\s?d|m\.?d|mba|csc|drsc|dis|cpa)\.?$/i
const SURNAME_FIRST = /^[^\s,]+, [^\s,]+$/
const MAX_NAME = 200
/** `Ann Lee <ann@example.org> (https://example.org)`, as in packages and e-mail. */
const ADDRESS_BEHIND_NAME =
  /(?<=\S)\s+(?:<(?:mailto:)?[^\s<>@]{1,100}@[^\s<>]{1,200}>|\((?:mailto:)?[^\s()@]{1,100}@[^\s()]{1,200}\)|[<(]https?:\/\/[^\s<>()]{1,300}[>)])/g
/** `ann@example.org (Ann Lee)`, as in RSS. */
const ADDRESS_BEFORE_NAME = /^[^\s@()<>]{1,100}@[^\s@()<>]{1,200}\s+\(([^()@]+)\)$/
/** The word before the last item of a list, in the languages of many blogs. */
const AND_WORD = String.raw`(?:&|\+|and|And|AND|und|et|y|e|en|og|och|ja|a|i|и|і)\s+`
const AND = new RegExp(String.raw`\s+${AND_WORD}`, 'u')
const AND_FIRST = new RegExp(`^${AND_WORD}`, 'u')
/** A name of at least two words: `Ann Lee`, `Anna von der Heide`, `김 민수`. */
const FULL_NAME =
  /^[\p{Lu}\p{Lo}][^\s]*(?:\s+(?:\p{Ll}[^\s]{0,4}|[\p{Lu}\p{Lo}(][^\s]*))*\s+(?:\p{Ll}['’])?[\p{Lu}\p{Lo}][^\s]*$/u
/** Words that make two names that of a company or group. */
const TOGETHER =
  /^the\s|\b(?:associates|band|bros|brothers|co|company|companies|corp|crew|daughters|family|friends|gmbh|group|inc|kg|llc|ltd|media|partners?|press|sisters|söhne|sons|studios?|team)\b\.?$/iu
const MAX_PEOPLE = 100

/**
 * Reads people: a text, a map with a `name`, or a list of either. Several in one text are separated by
 * commas or semicolons, the last one by `&` or a word such as `and`; only such a word separates two full
 * names, because `Smith & Wesson` is one; see `createParting` for what a whole blog says. Addresses after names are removed.
 */
export function readPeople(value: Value): People | null {
  const short = peopleIn(value)
    .map(withoutAddress)
    .flatMap(splitPair)
    .filter((person) => person.length <= MAX_NAME)
  const people = [...new Set(short.slice(0, MAX_PEOPLE).flatMap((each) => toPlainText(each) || []))]
  if (people.length === 0) return null
  return { names: people.filter((person) => !ID.test(person)), ids: people.filter(isId) }
}

function peopleIn(value: Value): readonly string[] {
  if (typeof value === 'string') return splitNames(value)
  if (isList(value))
    return value.flatMap((item) => (typeof item === 'string' ? item : nameIn(item)))
  return nameIn(value)
}

function nameIn(value: Value): readonly string[] {
  if (!isMap(value)) return []
  const name = fieldOf(value, 'name', 'fullname', 'displayname', 'title')
  return typeof name === 'string' ? [name] : []
}

function splitNames(text: string): readonly string[] {
  return text.split(/[;\n]/).flatMap((part) => {
    const whole = part.trim()
    return SURNAME_FIRST.test(whole) ? [whole] : splitAtCommas(whole)
  })
}

function splitAtCommas(text: string): readonly string[] {
  const names: string[] = []
  for (const part of text.split(',', MAX_PEOPLE)) {
    const name = part.trim()
    const last = TITLE_BEHIND_NAME.test(name) ? names.pop() : undefined
    if (name !== '') names.push(last === undefined ? name : `${last}, ${name}`)
  }
  const final = names.pop()
  if (final === undefined || names.length === 0) return final === undefined ? [] : [final]
  const rest = final.replace(AND_FIRST, '')
  return [...names, ...(rest === final && !TOGETHER.test(final) ? final.split(AND) : [rest])]
}

/** A name without e-mail and web addresses. */
export function withoutAddress(person: string): string {
  return person.replaceAll(ADDRESS_BEHIND_NAME, '').replace(ADDRESS_BEFORE_NAME, '$1').trim()
}

/** Two full names, or more. */
function splitPair(text: string): readonly string[] {
  const names = text.length > MAX_NAME ? [] : namesJoined(text)
  return names.every((name) => FULL_NAME.test(name)) && names.length > 1 ? names : [text]
}

/**
 * The names that `&` or a word such as `and` joins in one text; none where it joins nothing, or what is
 * joined is by all appearance one name.
 */
export function namesJoined(text: string): readonly string[] {
  const names = text.split(AND)
  return names.length > 1 && !TOGETHER.test(text) ? names : []
}

function isId(person: string): boolean {
  return ID.test(person)
}
