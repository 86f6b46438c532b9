import { fieldOf } from './convert.ts'
import { toPlainText } from '../article/plain-text.ts'
import type { Value } from '../front-matter/values.ts'
import { isList, isMap } from '../front-matter/values.ts'

/** The people of a post, as far as they are named. */
export interface People {
  readonly names: readonly string[]
  /** What looks like the id of someone whom the blog's theme knows: `annlee`, `ann-lee`. */
  readonly ids: readonly string[]
}

const ID = /^[a-z0-9][a-z0-9._-]*$/
const TITLE_BEHIND_NAME = /^(?:jr|sr|ii|iii|iv|esq|ph\.?\s?d|m\.?d|mba|csc|drsc|dis|cpa)\.?$/i
const SURNAME_FIRST = /^[^\s,]+, [^\s,]+$/
const MAX_NAME = 200
const MAX_PEOPLE = 100

/**
 * Reads people: a text, a map with a `name`, or a list of either. Several in one text stand apart
 * by commas or semicolons; `&` and `and` may belong to one name and part nothing.
 */
export function readPeople(value: Value): People | null {
  const short = peopleIn(value).filter((person) => person.length <= MAX_NAME)
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
  return names
}

function isId(person: string): boolean {
  return ID.test(person)
}
