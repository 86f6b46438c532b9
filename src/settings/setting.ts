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
  /** Where Jekyll's config says it: paths, the first that says something wins. */
  readonly jekyll?: readonly string[]
  /** Where Hugo's config says it. */
  readonly hugo?: readonly string[]
  /** What else authors call it; only to suggest the right name. */
  readonly otherNames?: readonly string[]
  /** The sentence for an author who has not settled it, neither here nor in the blog's config. */
  readonly missing?: string
}

// Without it the rows of the table would not infer what they read.
export function setting<T>(row: Setting<T>): Setting<T> {
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
