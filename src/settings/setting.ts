import type { GeneratorName } from '../posts/permalink-dialects.ts'
import type { Reader } from './setting-readers.ts'

/** What an editor is told of a value, in JSON Schema's words. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** One row of the table: all that is to be said of one setting. */
export interface Setting<T> {
  readonly read: Reader<T>
  /** One sentence for the reference and for editors. */
  readonly help: string
  /** A value as it may stand in YAML. */
  readonly example: unknown
  readonly schema: JsonSchema
  /**
   * What applies where neither the author nor the blog's config says anything, null where nothing
   * does. Left out where others stand in, or where several make one: `mergeSettings` knows.
   */
  readonly default?: NoInfer<T> | null
  /** Where it lies in `Settings`; under its own name in camel case where nothing is said. */
  readonly place?: string
  /** What lies there, where it is not the value as it was read. */
  convert?(value: T): unknown
  /** Whether it is said of the show, which then has it as it lies in `Settings`. */
  readonly show?: true
  /** Where the config of a generator says it: paths, the first that says something wins. */
  readonly saidBy?: { readonly [Name in GeneratorName]?: readonly string[] }
  /** Turns what templates take there, such as markup and POSIX locales, into what a feed takes. */
  readonly spelling?: (text: string) => string
  /** What else authors call it; only to suggest the right name. */
  readonly otherNames?: readonly string[]
  /** The sentence for an author who has not settled it, neither here nor in the blog's config. */
  readonly missing?: string
}

/** A row as it is written, so that the type of `Settings` can be made of it. */
export function setting<T, const Row>(row: Row & Setting<T>): Row {
  return row
}

export const TEXT: JsonSchema = { type: 'string', minLength: 1 }
export const HTTP_URL: JsonSchema = { type: 'string', pattern: '^https?://' }
export const YES_OR_NO: JsonSchema = { enum: [true, false, 'yes', 'no'] }

export function oneOrMore(items: JsonSchema): JsonSchema {
  return { anyOf: [items, { type: 'array', items }] }
}

/** A map of these keys and no others. */
export function closedMap(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): JsonSchema {
  const needed = required.length === 0 ? {} : { required }
  return { type: 'object', properties, ...needed, additionalProperties: false }
}
