import type { RuleId } from '../../base/rules.ts'
import type { Value } from '../front-matter/values.ts'
import type { Warn } from './convert.ts'

/** One row of the table of conventions: everything about one field of the front matter. */
export interface Field<T> {
  /**
   * Keys in the order to try; the first with a value counts. Keys are compared by `sameKey`; `a.b` is a
   * key inside a map. A key that ends in `?` has another meaning in most blogs, and counts only if its
   * value is `telling`.
   */
  readonly keys: readonly string[]
  /**
   * Reads a value; null if it is empty, so that the next key is tried.
   *
   * @throws {RangeError} If it cannot be read; the message says what was expected and what was found.
   */
  readonly read: (value: Value, warn: Warn) => T | null
  readonly telling?: (value: Value) => boolean
  /** The rule that a wrong value breaks; the next key is tried then. */
  readonly rule: RuleId
  /** One or two sentences for the reference. */
  readonly help: string
  /**
   * The value of a post that does not have the field. With it, the `Post` has the field as it is read;
   * without it, `parse-post.ts` makes something of the field.
   */
  readonly default?: NoInfer<T> | null
  /** Whether the `Episode` has it, too, as it is in the `Post`. Needs a default. */
  readonly episode?: true
}

/** Keeps the exact type of a row, from which the types of `Post` and `Episode` are made. */
export function field<T, const Row>(row: Row & Field<T>): Row {
  return row
}

/** What a reader of a field returns where there is a value. */
export type ValueOf<Row extends Pick<Field<unknown>, 'read'>> = NonNullable<ReturnType<Row['read']>>

/** The rows with a default, as a post has them. */
export type PlainOf<Rows extends Readonly<Record<string, Pick<Field<unknown>, 'read'>>>> = {
  readonly [Name in keyof Rows as Rows[Name] extends { default: unknown } ? Name : never]:
    | ValueOf<Rows[Name]>
    | (Rows[Name] extends { default: null } ? null : never)
}

/** The keys of a field, separated by blanks. */
export function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}
