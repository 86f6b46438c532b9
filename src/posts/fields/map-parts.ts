import type { Warn } from './convert.ts'
import { describe } from './convert.ts'
import { sameKey } from '../front-matter/keys.ts'
import type { Value, Values } from '../front-matter/values.ts'
import { isList, isMap, isBlank } from '../front-matter/values.ts'

/** Reads a value; wrong parts are reported and left out; null if nothing is left. */
export type Read<T> = (value: Value, warn: Warn) => T | null

/** Items of a list; no author writes more. */
const MAX_ITEMS = 200

/**
 * The parts of a thing that an author writes as a map, or as one text for its main part:
 * `location: Prague` is `location: { name: Prague }`.
 */
export class Parts {
  readonly #map: Values
  readonly #main: string | null
  readonly #warn: Warn
  readonly #known = new Set<string>()
  #names: string[] = []

  /** @throws {RangeError} If the value is neither. */
  constructor(value: Value, main: string, warn: Warn) {
    if (isList(value)) throw new RangeError(`expected one text or map, got ${describe(value)}`)
    this.#map = isMap(value) ? value : { [main]: value }
    this.#main = isMap(value) ? null : main
    this.#warn = warn
  }

  /**
   * An optional part; null if it is absent, or cannot be read, which is reported.
   *
   * @param names Its keys, the usual one first.
   */
  may<T>(names: string, parse: (text: string) => T): T | null {
    return this.read(names, (value) => parse(textOf(value)))
  }

  /** A required part; its absence is reported. */
  must<T>(names: string, parse: (text: string) => T): T | null {
    const [name = ''] = names.split(' ')
    const there = this.#keyOf(names) !== undefined
    if (!there) this.#warn('', `it has no ${name}; write ${name}: …`)
    return this.may(names, parse)
  }

  /** A part that has parts itself. */
  read<T>(names: string, read: Read<T>): T | null {
    const key = this.#keyOf(names)
    if (key === undefined) return null
    const place = key === this.#main ? '' : `.${key}`
    return attempt(read, this.#map[key] ?? null, (at, message) =>
      this.#warn(`${place}${at}`, message),
    )
  }

  /** Reports unknown keys; to be called after all parts were read. */
  tellUnknown(): void {
    for (const key of Object.keys(this.#map)) {
      if (!this.#known.has(sameKey(key))) {
        this.#warn(`.${key}`, `no such key; the keys are ${this.#names.join(', ')}`)
      }
    }
  }

  #keyOf(names: string): string | undefined {
    const keys = names.split(' ')
    for (const key of keys) this.#known.add(sameKey(key))
    if (keys[0] !== undefined && !this.#names.includes(keys[0])) this.#names.push(keys[0])
    return keys
      .map((name) => Object.keys(this.#map).find((key) => sameKey(key) === sameKey(name)))
      .find((key) => key !== undefined && !isBlank(this.#map[key]))
  }
}

/** Reads one thing, or a list of them; a wrong one is reported and left out. */
export function readList<T>(read: Read<T>): Read<readonly T[]> {
  return (value, warn) => {
    const items = isList(value) ? value.slice(0, MAX_ITEMS) : [value]
    const things = items.flatMap((item, index) => {
      const place = isList(value) ? `[${index}]` : ''
      const thing = isBlank(item)
        ? null
        : attempt(read, item, (at, message) => warn(`${place}${at}`, message))
      return thing === null ? [] : [thing]
    })
    return things.length === 0 ? null : things
  }
}

function attempt<T>(read: Read<T>, value: Value, warn: Warn): T | null {
  try {
    return read(value, warn)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    warn('', cause.message)
    return null
  }
}

function textOf(value: Value): string {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return value.trim()
  throw new RangeError(`expected one text, got ${describe(value)}`)
}
