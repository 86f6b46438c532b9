import type { Warn } from './convert.ts'
import type { FieldName, Fields } from '../conventions.ts'
import type { Field } from './field.ts'
import { CONVENTIONS } from '../conventions.ts'
import type { FrontMatter } from '../front-matter/front-matter.ts'
import type { Found, KeyPath, Keys } from '../front-matter/keys.ts'
import { indexKeys, keyPath } from '../front-matter/keys.ts'
import type { Problem } from '../../base/problem.ts'
import { problem } from '../../base/problem.ts'
import type { RuleId } from '../../base/rules.ts'

/** A value of a field and its place. */
export interface Reading<T> {
  readonly value: T
  readonly found: Found
}

type OwnKeys = Readonly<Record<string, readonly string[]>>

interface FieldKey {
  readonly path: KeyPath
  /** Whether the value must be `telling`, see {@link Field}. */
  readonly doubtful: boolean
}

const MAX_MESSAGE = 800
const NOTHING: readonly Found[] = []
const NO_FIELDS: ReadonlySet<string> = new Set()

/** The keys of every field, prepared once. */
const COMMON_KEYS: ReadonlyMap<string, readonly FieldKey[]> = new Map(
  Object.entries(CONVENTIONS).map(([field, { keys }]) => [field, keys.map(commonKey)]),
)

/** Begin of a key → the fields that it may say; a post says few of all fields. */
const FIELDS_BY_NAME: ReadonlyMap<string, ReadonlySet<string>> = fieldsByName()

function fieldsByName(): ReadonlyMap<string, ReadonlySet<string>> {
  const byName = new Map<string, Set<string>>()
  for (const [field, keys] of COMMON_KEYS) {
    for (const { path } of keys) {
      const [name = ''] = path
      byName.set(name, (byName.get(name) ?? new Set()).add(field))
    }
  }
  return byName
}

/** Reads the front matter of one post field by field, and collects its problems. */
export class Reader {
  readonly problems: Problem[] = []
  readonly keys: Keys
  /** Field → the key that says it first. */
  readonly used = new Map<string, string>()
  readonly #file: string
  readonly #lines: ReadonlyMap<string, number>
  readonly #fields: OwnKeys
  /** The fields that common keys of the post may say. */
  readonly #said: ReadonlySet<string>

  /** @param fields The keys of this blog by field; they take precedence over the common ones. */
  constructor(
    file: string,
    frontMatter: Extract<FrontMatter, { state: 'found' }>,
    fields: OwnKeys,
  ) {
    this.keys = indexKeys(frontMatter.values, frontMatter.lines)
    this.#file = file
    this.#lines = frontMatter.lines
    this.#fields = fields
    const said = new Set<string>()
    for (const name of this.keys.names) {
      for (const field of FIELDS_BY_NAME.get(name) ?? NO_FIELDS) said.add(field)
    }
    this.#said = said
  }

  /** The first value of a field; wrong ones before it become warnings. */
  first<Name extends FieldName>(field: Name): Reading<Fields[Name]> | null {
    return this.#said.has(field) || Object.hasOwn(this.#fields, field)
      ? (this.readings(field).next().value ?? null)
      : null
  }

  /**
   * All values of a field.
   *
   * @yields In the order of its keys.
   */
  *readings<Name extends FieldName>(field: Name): Generator<Reading<Fields[Name]>, undefined> {
    const convention: Field<Fields[Name]> = CONVENTIONS[field]
    for (const found of this.found(field)) {
      const value = this.#read(convention, found)
      if (value === null) continue
      if (!this.used.has(field)) this.used.set(field, found.field)
      yield { value, found }
    }
  }

  /** The values of the keys of a field before they are read; the keys of this blog come first. */
  found(field: FieldName): readonly Found[] {
    const own = Object.hasOwn(this.#fields, field) ? this.#fields[field] : undefined
    if (own === undefined && !this.#said.has(field)) return NOTHING
    const common = COMMON_KEYS.get(field) ?? []
    if (own === undefined) return this.#under(common, field)
    const found = this.#under([...own.map(ownKey), ...common], field)
    return [...new Map(found.map((each) => [each.field, each])).values()]
  }

  /** Adds a problem of a value or a part of it, or of the whole post. */
  report(rule: RuleId, found: Found | null, message: string, place = ''): Problem {
    const field = found === null ? null : `${found.field}${place}`
    const line = field === null ? null : (this.#lines.get(field) ?? found?.line ?? null)
    const told = problem(rule, { file: this.#file, line, field }, shorten(message))
    this.problems.push(told)
    return told
  }

  #under(keys: readonly FieldKey[], field: FieldName): readonly Found[] {
    const { telling } = CONVENTIONS[field]
    const under: Found[] = []
    for (const { path, doubtful } of keys) {
      for (const found of this.keys.find(path)) {
        if (!doubtful || telling?.(found.value) === true) under.push(found)
      }
    }
    return under
  }

  #read<T>({ read, rule }: Field<T>, found: Found): T | null {
    const warn: Warn = (place, message) => this.report(rule, found, message, place)
    try {
      return read(found.value, warn)
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      this.report(rule, found, cause.message)
      return null
    }
  }
}

/** Keeps a sentence readable that repeats an endless value: its start and how to fix it at its end. */
function shorten(message: string): string {
  if (message.length <= MAX_MESSAGE) return message
  const half = MAX_MESSAGE / 2
  return `${message.slice(0, half)} … ${message.slice(-half)}`
}

function ownKey(key: string): FieldKey {
  return { path: keyPath(key), doubtful: false }
}

function commonKey(key: string): FieldKey {
  return { path: keyPath(key.replace('?', '')), doubtful: key.endsWith('?') }
}
