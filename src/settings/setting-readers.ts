import type { Warn } from '../posts/fields/convert.ts'
import { type Value, isList, isMap, pathOf, isBlank } from '../posts/front-matter/values.ts'
import { quote } from '../base/problem.ts'

/** Longer than any setting. */
const LONGEST_TEXT = 10_000

/** Reports a wrong value; `at` is its place in the setting: '', `[1]` or `.audio`. */
export type Report = (at: string, message: string) => void

/** Reads one setting. Wrong values are reported and left out; undefined if nothing is left. */
export type Reader<T> = (value: Value, report: Report) => T | undefined

/** A setting of one text, number or yes-or-no. */
export function one<T>(parse: (text: string) => T): Reader<T> {
  return (value, report) => attempt(() => parse(textOf(value)), report)
}

/** A setting that is one text or a list of them. */
export function listOf<T>(parse: (text: string) => T): Reader<readonly T[]> {
  const read = one(parse)
  return (value, report) => {
    if (!isList(value)) return wrap(read(value, report))
    const items = value.flatMap((item, index) =>
      isBlank(item) ? [] : (wrap(read(item, within(`[${index}]`, report))) ?? []),
    )
    return items.length === 0 ? undefined : items
  }
}

/** A setting that is a map from names to settings of one kind. */
export function mapOf<T>(
  parseKey: (text: string) => string,
  read: Reader<T>,
): Reader<ReadonlyMap<string, T>> {
  return (value, report) => {
    if (!isMap(value)) {
      report('', `expected a map (key: value), got ${describe(value)}`)
      return undefined
    }
    const entries = Object.entries(value).flatMap(([key, item]) => {
      if (isBlank(item)) return []
      const inside = within(`.${pathOf('', key)}`, report)
      const name = attempt(() => parseKey(key), inside)
      const known = name === undefined ? undefined : read(item, inside)
      return name === undefined || known === undefined ? [] : [[name, known] as const]
    })
    return entries.length === 0 ? undefined : new Map(entries)
  }
}

/** A setting that is written like a front-matter field. */
export function like<T>(read: (value: Value, warn: Warn) => T | null): Reader<T> {
  return (value, report) => attempt(() => read(value, report), report) ?? undefined
}

/** A value for "expected …, got …" messages. */
export function describe(value: Value): string {
  if (typeof value === 'string') return quote(value)
  if (isList(value)) return 'a list'
  return isMap(value) ? 'a map' : String(value)
}

function textOf(value: Value): string {
  if (typeof value === 'string') {
    if (value.length <= LONGEST_TEXT) return value.trim()
    throw new RangeError(`expected at most ${LONGEST_TEXT} characters, got ${value.length}`)
  }
  if (typeof value === 'boolean') return String(value)
  throw new RangeError(`expected one text, got ${describe(value)}`)
}

function attempt<T>(parse: () => T, report: Report): T | undefined {
  try {
    return parse()
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    report('', cause.message)
    return undefined
  }
}

function wrap<T>(item: T | undefined): readonly T[] | undefined {
  return item === undefined ? undefined : [item]
}

/** Reports about values inside another value. */
export function within(at: string, report: Report): Report {
  return (inside, message) => report(`${at}${inside}`, message)
}
