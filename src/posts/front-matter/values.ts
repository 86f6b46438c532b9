import { isRecord } from '../../base/foreign-json.ts'
/**
 * A value of front matter. Numbers and dates stay as the author wrote them (`016`, `1e3`, `1:01:00`,
 * `2025-01-29`), because their meaning depends on the field rather than the format.
 */
export type Value = string | boolean | null | readonly Value[] | Values

/** A mapping; made without a prototype, so that a key such as `__proto__` is only a key. */
export interface Values {
  readonly [key: string]: Value
}

/** A parsed block of front matter. */
export interface Block {
  readonly values: Values
  /** Place of a value, e.g. `chapters[2].start`, → its line in the block, from 1. */
  readonly lines: ReadonlyMap<string, number>
  /** Repeated keys; the later value is used. */
  readonly repeated: readonly { readonly path: string; readonly line: number }[]
  /** Texts of which a part was taken for something else: a comment (`#2`) or a tag (`!x`). */
  readonly lost: readonly { readonly path: string; readonly line: number; readonly text: string }[]
}

/** Front matter, or a file beside it, that cannot be read; the message is a sentence for its author. */
export class BlockError extends RangeError {
  /** In the block or file, from 1. */
  readonly line: number

  constructor(message: string, line: number) {
    super(message)
    this.line = line
  }
}

/** Levels of nested lists and maps; no author writes more. */
export const MAX_DEPTH = 100

const MAX_PATH = 200
const MAX_LINES = 20_000
const MAX_LOST = 20

/** Whether a value is a mapping. */
export function isMap(value: Value | undefined): value is Values {
  return isRecord(value)
}

/** Whether a key has no value; it is then treated as if it did not exist. */
export function isBlank(value: Value | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && !value.trim())
}

/** Whether a value is a list; `Array.isArray` does not narrow read-only ones. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

/** Finds the lines of ascending offsets in a text, in linear time. */
export class LineCounter {
  readonly #text: string
  #line = 1
  /** The end of the line; the length of the text for the last one. */
  #end: number

  constructor(text: string) {
    this.#text = text
    this.#end = this.#breakFrom(0)
  }

  /** The line of an offset, from 1; an offset before the last one gets the same line. */
  lineAt(offset: number): number {
    while (this.#end < offset && this.#end < this.#text.length) {
      this.#end = this.#breakFrom(this.#end + 1)
      this.#line += 1
    }
    return this.#line
  }

  #breakFrom(start: number): number {
    const end = this.#text.indexOf('\n', start)
    return end === -1 ? this.#text.length : end
  }
}

/** Collects a block while it is parsed. */
export class BlockBuilder {
  readonly lines = new Map<string, number>()
  readonly repeated: { path: string; line: number }[] = []
  readonly lost: { path: string; line: number; text: string }[] = []

  /** Notes the line of a value; hostile input with endless paths is ignored. */
  place(path: string, line: number): void {
    if (path.length <= MAX_PATH && this.lines.size < MAX_LINES) this.lines.set(path, line)
  }

  /** Notes that a part of a text is not in its value. */
  lose(path: string, line: number, text: string): void {
    if (path.length <= MAX_PATH && this.lost.length < MAX_LOST) this.lost.push({ path, line, text })
  }

  /** Adds a pair to a mapping. */
  put(map: Record<string, Value>, key: string, value: Value, path: string, line: number): void {
    if (key in map) this.repeated.push({ path, line })
    map[key] = value
    this.place(path, line)
  }

  finish(values: Values): Block {
    const { lines, repeated, lost } = this
    return { values, lines, repeated, lost }
  }
}

/** An empty mapping. */
export function emptyMap(): Record<string, Value> {
  const map: Record<string, Value> = Object.create(null)
  return map
}

/** The place of a key inside another place. */
export function pathOf(parent: string, key: string): string {
  return parent === '' ? key : `${parent}.${key}`
}
