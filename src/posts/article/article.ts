import { createHash } from 'node:crypto'
import { type ArticleOptions, adaptTree } from './article-elements.ts'
import {
  type HtmlRoot,
  parseHtml,
  parseRaw,
  toHtmlTree,
  writeHtml,
  writeSafely,
} from './article-tree.ts'
import { nodesOf } from './markdown-parser.ts'
import { parseMarkdown } from './markdown.ts'
import { plainTree, withinStack } from './markdown-plain.ts'
import { markSpoken, type Spoken } from '../timed-text/read-along.ts'
import { timeBlocks } from '../timed-text/timed-blocks.ts'

export type { ArticleOptions } from './article-elements.ts'

/** How often the result is parsed again before it is given up as HTML; see `settle`. */
const ROUNDS = 4
const EMPTY_PARAGRAPH = /<p>\s*<\/p>\n?/g

/**
 * Renders a post's Markdown as safe, well-formed HTML, for the feed's `content:encoded` and for our
 * own page. Raw HTML in the post is parsed as browsers do, and goes through an allow-list.
 *
 * It has no character that XML forbids, but may hold `]]>` in code: who puts it into CDATA splits
 * that. Footnotes have ids that differ between articles. Elements of HTML that nest in ways which
 * no parser keeps are shown as text. Never throws.
 */
export function renderArticle(body: string, options: ArticleOptions): string {
  const html = renderUnmarked(body, options)
  const { spoken, timed } = options
  if (timed !== undefined) return marked(html, timed, (tree) => timeBlocks(tree, timed))
  return spoken === undefined ? html : marked(html, spoken, (tree) => markSpoken(tree, spoken))
}

function marked(html: string, { cues }: Spoken, mark: (tree: HtmlRoot) => HtmlRoot): string {
  if (cues.length === 0) return html
  return withinStack(() => writeHtml(mark(parseHtml(html)))) ?? html
}

function renderUnmarked(body: string, options: ArticleOptions): string {
  const idPrefix = `a${createHash('sha256').update(body).digest('hex').slice(0, 8)}-`
  const write = (tree: HtmlRoot) => writeSafely(adaptTree(tree, options)).trim()
  const markdown = parseMarkdown(body)
  const tree = toHtmlTree(markdown, idPrefix)
  if (!nodesOf(markdown).some(({ type }) => type === 'html')) return write(tree)
  const html = withinStack(() => settle(write(parseRaw(tree))))
  return html ?? write(toHtmlTree(plainTree(body), idPrefix))
}

/**
 * What is left out of HTML changes how the rest nests: a paragraph in a button is a paragraph in a
 * paragraph once the button is gone. Parsed again until nothing changes, the result means to every
 * reader what it means to us, which is also what filters for scripts are tricked with.
 */
function settle(html: string, rounds = ROUNDS): string | null {
  if (rounds === 0) return null
  const again = writeSafely(parseHtml(html)).replaceAll(EMPTY_PARAGRAPH, '')
  return again === html ? html : settle(again, rounds - 1)
}
