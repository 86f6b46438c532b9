import { hash as digest } from 'node:crypto'
import { flattenNestedLinks } from './article-links.ts'
import { elementOf, type HtmlRoot, textNode } from './article-tree.ts'
import { parseHtml } from './html-parser.ts'
import { isModest, withinBounds } from './markdown-bounds.ts'
import { renderMarkdown } from './markdown.ts'
import { removeResidue } from './residue.ts'
import { breakVerse } from './verse.ts'

/** The parsed text of a post. */
export interface Article {
  /** As its author wrote it: nothing has been made safe yet. */
  readonly tree: HtmlRoot
  /** Whether it contains HTML of the author. */
  readonly hasHtml: boolean
  /** Whether it exceeded the limits, so that the tree has its paragraphs as they are written. */
  readonly plain: boolean
}

const BLANK_LINES = /\n\s*\n/g
/** The most paragraphs of a text that is not parsed; the rest becomes one. */
const MOST_PARAGRAPHS = 10_000

/** The last article: several things are made from it, one after another. */
let last: { readonly body: string; readonly article: Article } | null = null

/**
 * Parses a post: Markdown without the template syntax of its generator, and HTML as browsers read it, with
 * nested links undone. Page, notes, summary, chapters and plain text are all made from this tree.
 *
 * Never throws and never takes long: a body beyond `LIMITS` or `HTML_LIMITS`, which no article reaches,
 * becomes paragraphs of plain text, including markup.
 */
export function parseArticle(body: string): Article {
  if (last?.body !== body) last = { body, article: readArticle(body) }
  return last.article
}

/**
 * Does the same for a text that is read only once.
 *
 * @param comments Whether HTML comments are in the tree, each as an element `COMMENT`.
 */
export function readArticle(body: string, { comments = false } = {}): Article {
  return withinBounds(() => readModest(body, comments)) ?? readPlainly(body)
}

/** The article as plain paragraphs, each as it is written. */
export function readPlainly(body: string): Article {
  const children = paragraphsOf(body.replaceAll('\r', ''))
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .flatMap((text) => [elementOf('p', [textNode(text)]), textNode('\n')])
  return { tree: { type: 'root', children }, hasHtml: false, plain: true }
}

function paragraphsOf(text: string): string[] {
  const paragraphs: string[] = []
  let start = 0
  for (const { 0: gap, index } of text.matchAll(BLANK_LINES)) {
    if (paragraphs.length === MOST_PARAGRAPHS) break
    paragraphs.push(text.slice(start, index))
    start = index + gap.length
  }
  return [...paragraphs, text.slice(start)]
}

function readModest(body: string, comments: boolean): Article | null {
  if (!isModest(body)) return null
  const text = removeResidue(body)
  if (text !== body && !isModest(text)) return null
  const { html, hasHtml } = renderMarkdown(text.replaceAll('\uFFFF', ''), prefixOf(body))
  const tree = breakVerse(flattenNestedLinks(parseHtml(html, { comments })), html)
  return { tree, hasHtml, plain: false }
}

/** The prefix of the ids of footnotes, so that two articles can be on one page. */
function prefixOf(body: string): string {
  return body.includes('[^') || body.includes('^[') ? `a${digest('sha256', body).slice(0, 8)}-` : ''
}
