import type { HtmlContent, HtmlElement } from '../../src/posts/article/article-tree.ts'
import { readArticle } from '../../src/posts/article/parse-article.ts'
import { textOf } from '../../src/posts/article/plain-text.ts'

/** A stretch of an article that is read in one go; sentences never reach across two of them. */
export interface SpokenBlock {
  readonly kind: 'heading' | 'paragraph' | 'item' | 'row' | 'image'
  /** The article's own words on one line. */
  readonly text: string
  /** Of a heading, 1 to 6; else 0. */
  readonly depth: number
}

const SILENT = new Set(['hr', 'pre'])
const BLOCKS = new Set('blockquote ol p pre table ul'.split(' '))
const HEADING = /^h[1-6]$/

/**
 * What of an article is read aloud, in order: headings, paragraphs, the items of lists, the rows
 * of tables, and what an image shows. Code, footnotes and HTML are for the eye alone.
 */
export function spokenBlocks(markdown: string): SpokenBlock[] {
  return readArticle(markdown)
    .tree.children.flatMap(blocksOf)
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
}

function blocksOf(node: HtmlContent): SpokenBlock[] {
  if (node.type === 'text' || SILENT.has(node.tagName)) return []
  const { tagName, attributes, children } = node
  if ('data-footnotes' in attributes) return []
  if (HEADING.test(tagName)) return [block('heading', textOf(node), Number(tagName[1]))]
  if (tagName === 'p') return [block(isImage(node) ? 'image' : 'paragraph', textOf(node))]
  if (tagName === 'li') return itemOf(node)
  if (tagName === 'tr') return [block('row', cellsOf(node).join(', '))]
  return children.flatMap(blocksOf)
}

/** Its own words come first: the lists in it follow. */
function itemOf({ children }: HtmlElement): SpokenBlock[] {
  const inner = children.findIndex((child) => child.type === 'element' && BLOCKS.has(child.tagName))
  const words = inner === -1 ? children : children.slice(0, inner)
  const own = block('paragraph', words.map((child) => textOf(child)).join(''))
  const rest = inner === -1 ? [] : children.slice(inner)
  return [own, ...rest.flatMap(blocksOf)].map((each) =>
    each.kind === 'paragraph' ? { ...each, kind: 'item' } : each,
  )
}

function cellsOf({ children }: HtmlElement): string[] {
  return children.filter(({ type }) => type === 'element').map((cell) => oneLine(textOf(cell)))
}

function block(kind: SpokenBlock['kind'], text: string, depth = 0): SpokenBlock {
  return { kind, text: oneLine(text), depth }
}

function isImage({ children }: HtmlElement): boolean {
  return children.every((child) => child.type === 'element' && child.tagName === 'img')
}

/** Non-breaking spaces stay: they keep a number beside its unit on the lines of a transcript. */
function oneLine(text: string): string {
  return text.replace(/[ \t\n]+/g, ' ').trim()
}
