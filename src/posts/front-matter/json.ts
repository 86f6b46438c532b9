import type { Block, Value, Values } from './values.ts'
import { BlockBuilder, BlockError, emptyMap, LineCounter, MAX_DEPTH, pathOf } from './values.ts'

const LITERAL = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const SPACE = /[ \t\n]*/y
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

/**
 * Reads JSON front matter: the object at the start of a text.
 *
 * Numbers stay text, so that neither `1.10` nor a long id changes.
 *
 * @returns The block, and the offset after its closing brace.
 * @throws {BlockError} If it is not JSON.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function parseJson(text: string): { block: Block; end: number } {
  const cursor = { text, offset: 0, lines: new LineCounter(text), block: new BlockBuilder() }
  skipSpace(cursor)
  if (text[cursor.offset] !== '{') throw failure(cursor, 'expected "{"')
  const values = readObject(cursor, '', 0)
  return { block: cursor.block.finish(values), end: cursor.offset }
}

interface Cursor {
  readonly text: string
  offset: number
  readonly lines: LineCounter
  readonly block: BlockBuilder
}

function readValue(cursor: Cursor, path: string, depth: number): Value {
  if (depth > MAX_DEPTH) throw failure(cursor, 'lists and maps are nested too deeply')
  switch (cursor.text[cursor.offset]) {
    case '{':
      return readObject(cursor, path, depth)
    case '[':
      return readArray(cursor, path, depth)
    case '"':
      return readString(cursor)
    default:
      return readLiteral(cursor)
  }
}

function readObject(cursor: Cursor, path: string, depth: number): Values {
  const map = emptyMap()
  cursor.offset += 1
  if (closes(cursor, '}')) return map
  for (;;) {
    if (cursor.text[cursor.offset] !== '"') throw failure(cursor, 'expected a "key" in quotes')
    const line = lineOf(cursor)
    const key = readString(cursor)
    expect(cursor, ':')
    const place = pathOf(path, key)
    cursor.block.put(map, key, readValue(cursor, place, depth + 1), place, line)
    if (closes(cursor, '}')) return map
    expect(cursor, ',')
  }
}

function readArray(cursor: Cursor, path: string, depth: number): readonly Value[] {
  const list: Value[] = []
  cursor.offset += 1
  if (closes(cursor, ']')) return list
  for (;;) {
    const place = `${path}[${list.length}]`
    cursor.block.place(place, lineOf(cursor))
    list.push(readValue(cursor, place, depth + 1))
    if (closes(cursor, ']')) return list
    expect(cursor, ',')
  }
}

function readString(cursor: Cursor): string {
  const start = cursor.offset
  const end = endOfString(cursor.text, start)
  if (end === -1) throw failure(cursor, 'a quotation mark is never closed')
  cursor.offset = end
  try {
    return String(JSON.parse(cursor.text.slice(start, end)))
  } catch (cause) {
    cursor.offset = start
    throw failure(
      cursor,
      'a text contains a line break, a tab or a single backslash; write \\n, \\t or \\\\ instead',
      cause,
    )
  }
}

/** Offset after the closing quotation mark; -1 if there is none. */
function endOfString(text: string, start: number): number {
  for (let offset = start + 1; offset < text.length; offset += 1) {
    const character = text[offset]
    if (character === '"') return offset + 1
    if (character === '\\') offset += 1
  }
  return -1
}

function readLiteral(cursor: Cursor): Value {
  LITERAL.lastIndex = cursor.offset
  const literal = LITERAL.exec(cursor.text)?.[0]
  if (literal === undefined) throw failure(cursor, 'expected a value')
  cursor.offset += literal.length
  const word = WORDS.get(literal)
  return word === undefined ? literal : word
}

function closes(cursor: Cursor, bracket: string): boolean {
  skipSpace(cursor)
  if (cursor.text[cursor.offset] !== bracket) return false
  cursor.offset += 1
  return true
}

function expect(cursor: Cursor, mark: string): void {
  skipSpace(cursor)
  if (cursor.text[cursor.offset] !== mark) throw failure(cursor, `expected "${mark}"`)
  cursor.offset += 1
  skipSpace(cursor)
}

function skipSpace(cursor: Cursor): void {
  SPACE.lastIndex = cursor.offset
  SPACE.test(cursor.text)
  cursor.offset = SPACE.lastIndex
}

function lineOf({ lines, offset }: Cursor): number {
  return lines.lineAt(offset)
}

function failure(cursor: Cursor, expected: string, cause?: unknown): BlockError {
  const rest = cursor.text.slice(cursor.offset, cursor.offset + 20).split('\n', 1)[0] ?? ''
  const got = rest === '' ? 'the end of the line' : `"${rest}"`
  const sentence = expected.startsWith('expected') ? `${expected}, got ${got}` : expected
  const error = new BlockError(sentence, lineOf(cursor))
  error.cause = cause
  return error
}
