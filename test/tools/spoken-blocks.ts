import { type Node, parseGfm } from '../../src/posts/article/markdown-parser.ts'
import { textOf } from '../../src/posts/article/plain-text.ts'

/** A stretch of an article that is read in one go; sentences never reach across two of them. */
export interface SpokenBlock {
  readonly kind: 'heading' | 'paragraph' | 'item' | 'row' | 'image'
  /** The article's own words on one line. */
  readonly text: string
  /** Of a heading, 1 to 6; else 0. */
  readonly depth: number
}

const SILENT = new Set([
  'code',
  'definition',
  'footnoteDefinition',
  'html',
  'thematicBreak',
  'yaml',
])

/**
 * What of an article is read aloud, in order: headings, paragraphs, the items of lists, the rows
 * of tables, and what an image shows. Code, footnotes and HTML are for the eye alone.
 */
export function spokenBlocks(markdown: string): SpokenBlock[] {
  return blocksOf(parseGfm(markdown)).filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
}

function blocksOf(node: Node): SpokenBlock[] {
  if (SILENT.has(node.type)) return []
  switch (node.type) {
    case 'heading':
      return [block('heading', textOf(node), node.depth)]
    case 'paragraph':
      return [block(isImage(node) ? 'image' : 'paragraph', textOf(node))]
    case 'listItem':
      return node.children.flatMap(blocksOf).map(asItem)
    case 'tableRow':
      return [block('row', node.children.map((cell) => oneLine(textOf(cell))).join(', '))]
    default:
      return 'children' in node ? node.children.flatMap(blocksOf) : []
  }
}

function block(kind: SpokenBlock['kind'], text: string, depth = 0): SpokenBlock {
  return { kind, text: oneLine(text), depth }
}

function asItem(inner: SpokenBlock): SpokenBlock {
  return inner.kind === 'paragraph' ? { ...inner, kind: 'item' } : inner
}

function isImage(paragraph: Extract<Node, { type: 'paragraph' }>): boolean {
  return paragraph.children.every(({ type }) => type === 'image')
}

/** Non-breaking spaces stay: they keep a number beside its unit on the lines of a transcript. */
function oneLine(text: string): string {
  return text.replace(/[ \t\n]+/g, ' ').trim()
}
