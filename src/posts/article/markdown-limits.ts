import { type Node, type Root, parseBlocks } from './markdown-parser.ts'

/**
 * How much Markdown is parsed as such. Parsing takes time by the square of some of these and stack
 * by others. At the limits a post costs about a second; a long article with a thousand links
 * stays far below all of them.
 */
export const LIMITS = {
  characters: 600_000,
  lines: 5_000,
  /** List items and quotations opened in all. */
  containers: 3_000,
  /** List items and quotations around one line. */
  depth: 32,
  /** Lines without a blank one between them, from one that a container or an underline begins. */
  continuation: 2_000,
  /** Inline punctuation in all: emphasis, brackets, code, tags, escapes, cells; and paragraphs. */
  marks: 40_000,
  /** Characters that come in pairs, a paragraph's number of them squared, summed up. */
  pairs: 9_000_000,
  /** Marks whose end is searched to the end of the paragraph, times its characters, summed up. */
  searched: 20_000_000,
  /** Levels of the finished tree. */
  levels: 100,
  /** Nodes of the finished tree. */
  nodes: 50_000,
  /** Uses of link definitions times the length of the longest. */
  repeated: 2_000_000,
  cells: 50_000,
} as const

const OPENING = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)))+/
const CONTAINER = /(>)|(?:[-+*]|\d+[.)])[ \t]?/g
const UNDERLINE = /^[ \t]*[=-]/
const INDENT = /^[ \t]*/
const TAB = '    '
const BLANK_LINE = /\n[ \t]*\r?\n/
const MARK = /[*_~`]+|[[\]<&\\|]/g
const PAIR = /[*_~[\]]/g
const SEARCH = /[<`]|\]\(/g

/** Whether a text can be parsed within bounded time and stack; asked before it is parsed. */
export function isParsable(text: string): boolean {
  return text.length <= LIMITS.characters && hasModestBlocks(text) && hasModestMarks(text)
}

/** Whether a parsed tree can be rendered within bounded time and stack. */
export function isRenderable(tree: Root): boolean {
  let nodes = 0
  let cells = 0
  let references = 0
  let longest = 0
  for (const { node, level } of walk(tree)) {
    nodes += 1
    if (level > LIMITS.levels || nodes > LIMITS.nodes) return false
    if (node.type === 'table') cells += node.children.length * (node.align?.length ?? 0)
    if (node.type === 'definition') longest = Math.max(longest, node.url.length)
    if (node.type === 'linkReference' || node.type === 'imageReference') references += 1
  }
  return cells <= LIMITS.cells && references * longest <= LIMITS.repeated
}

function hasModestBlocks(text: string): boolean {
  const lines = text.split('\n')
  const lists: number[] = []
  let containers = 0
  let continuation = 0
  let blank = true
  for (const line of lines) {
    const opened = containersOf(line)
    if (opened.length > 0 || blank) closeLists(lists, line)
    if (lists.length + opened.length > LIMITS.depth) return false
    lists.push(...opened.filter((column) => column !== null))
    containers += opened.length
    blank = line.trim() === ''
    if (blank) continuation = 0
    else if (continuation > 0 || opened.length > 0 || UNDERLINE.test(line)) continuation += 1
    if (continuation > LIMITS.continuation) return false
  }
  return lines.length <= LIMITS.lines && containers <= LIMITS.containers
}

/** What a line opens: for a list item the column that its content needs, for a quotation null. */
function containersOf(line: string): (number | null)[] {
  const opening = OPENING.exec(line)?.[0]
  if (opening === undefined) return []
  return opening
    .replaceAll('\t', TAB)
    .matchAll(CONTAINER)
    .map(({ 0: marker, 1: quotation, index }) =>
      quotation === undefined ? index + marker.length : null,
    )
    .toArray()
}

/** A line that is less indented than a list item's content is not in it. */
function closeLists(lists: number[], line: string): void {
  const indent = INDENT.exec(line)?.[0].replaceAll('\t', TAB).length ?? 0
  while ((lists.at(-1) ?? 0) > indent) lists.pop()
}

/** Between blank lines there is never less than a paragraph; only if that is much, look closer. */
function hasModestMarks(text: string): boolean {
  if (count(text, MARK) > 2 * LIMITS.marks) return false
  return isModest(text.split(BLANK_LINE)) || isModest(paragraphsOf(text))
}

function isModest(pieces: readonly string[]): boolean {
  let marks = 0
  let pairs = 0
  let searched = 0
  for (const piece of pieces) {
    marks += count(piece, MARK) + 1
    pairs += count(piece, PAIR) ** 2
    searched += count(piece, SEARCH) * piece.length
  }
  return marks <= LIMITS.marks && pairs <= LIMITS.pairs && searched <= LIMITS.searched
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** The texts in which inline markup counts: neither code nor blocks of HTML. */
function paragraphsOf(text: string): string[] {
  return [...walk(parseBlocks(text))]
    .filter(({ node }) => ['paragraph', 'heading', 'tableCell'].includes(node.type))
    .map(({ node: { position } }) => text.slice(position?.start.offset, position?.end.offset))
}

function* walk(tree: Root): Generator<{ readonly node: Node; readonly level: number }> {
  const queue: { readonly node: Node; readonly level: number }[] = [{ node: tree, level: 0 }]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    yield next
    const { node, level } = next
    if ('children' in node)
      for (const child of node.children) queue.push({ node: child, level: level + 1 })
  }
}
