import type { GeneratorName } from '../posts/permalink-dialects.ts'
import type { Reader } from './setting-readers.ts'

/** The JSON Schema of a value, for editors. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** One row of the table: everything about one setting. */
export interface Setting<T> {
  readonly read: Reader<T>
  /** One sentence for the reference and for editors. */
  readonly help: string
  /** An example value, as in YAML. */
  readonly example: unknown
  readonly schema: JsonSchema
  /**
   * The value if neither the author nor the configuration of the blog sets one; null for none. Absent if
   * the default depends on other settings: then `mergeSettings` makes it.
   */
  readonly default?: NoInfer<T> | null
  /** The place in `Settings`; by default its name in camel case. */
  readonly place?: string
  /** Converts the value for that place. */
  convert?(value: T): unknown
  /** Whether the `Show` has it, too, as it is in `Settings`. */
  readonly show?: true
  /** Generator → the paths in its configuration that give this setting; the first one with a value counts. */
  readonly saidBy?: { readonly [Name in GeneratorName]?: readonly string[] }
  /** Converts what templates accept, such as markup and POSIX locales, into what feeds accept. */
  readonly spelling?: (text: string) => string
  /** Other names that authors use; only to suggest the right one. */
  readonly otherNames?: readonly string[]
  /** The message if neither the author nor the configuration of the blog sets it. */
  readonly missing?: string
}

/** Keeps the exact type of a row, from which the type of `Settings` is made. */
export function setting<T, const Row>(row: Row & Setting<T>): Row {
  return row
}

export const TEXT: JsonSchema = { type: 'string', minLength: 1 }
export const HTTP_URL: JsonSchema = { type: 'string', pattern: '^https?://' }
export const YES_OR_NO: JsonSchema = { enum: [true, false, 'yes', 'no'] }

export function oneOrMore(items: JsonSchema): JsonSchema {
  return { anyOf: [items, { type: 'array', items }] }
}

/** One text or several. */
export const TEXTS = oneOrMore(TEXT)

/** A map of these keys and no others. */
export function closedMap(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): JsonSchema {
  const needed = required.length === 0 ? {} : { required }
  return { type: 'object', properties, ...needed, additionalProperties: false }
}
