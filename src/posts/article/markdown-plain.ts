import type { Root } from './markdown-parser.ts'

/**
 * A tree without any markup: the lines between two blank ones are a paragraph of plain text, as
 * they stand. For bodies that are too much to be parsed.
 */
export function plainTree(text: string): Root {
  const children: Root['children'] = []
  let offset = 0
  let first = 1
  let value = ''
  for (const [index, line] of [...text.split('\n'), ''].entries()) {
    const blank = line.trim() === ''
    if (blank && value !== '') {
      children.push(
        paragraphOf(value, { line: first, column: 1, offset: offset - value.length - 1 }),
      )
      value = ''
    }
    if (!blank && value === '') first = index + 1
    if (!blank) value += value === '' ? line : `\n${line}`
    offset += line.length + 1
  }
  return { type: 'root', children }
}

/**
 * Runs what calls itself for each level of a tree; null when the stack does not suffice, which is
 * the one limit that nobody can tell beforehand.
 */
export function withinStack<T>(run: () => T): T | null {
  try {
    return run()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

interface Point {
  readonly line: number
  readonly column: number
  readonly offset: number
}

function paragraphOf(value: string, start: Point): Root['children'][number] {
  const lines = value.split('\n')
  const end = {
    line: start.line + lines.length - 1,
    column: (lines.at(-1)?.length ?? 0) + 1,
    offset: start.offset + value.length,
  }
  const position = { start, end }
  return { type: 'paragraph', children: [{ type: 'text', value, position }], position }
}
