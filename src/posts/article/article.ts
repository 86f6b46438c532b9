import { createHash } from 'node:crypto'
import { type ArticleOptions, adaptTree } from './article-elements.ts'
import {
  type HtmlContent,
  type HtmlElement,
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
  const { timed } = options
  if (timed === undefined || timed.cues.length === 0) return html
  return withinStack(() => writeHtml(timeBlocks(parseHtml(html), timed))) ?? html
}

/** An article under its title, both as safe HTML. */
interface Titled {
  readonly title: string
  readonly html: string
}

/**
 * Marks when each sentence of an article is heard, see `markSpoken`; its title is read aloud first.
 *
 * @param title As text.
 * @param html As `renderArticle` has made it.
 */
export function renderSpoken(title: string, html: string, spoken: Spoken): Titled {
  const heading = headingOf(title)
  const unmarked = { title: writeAll(heading.children), html }
  if (spoken.cues.length === 0) return unmarked
  return withinStack(() => markTitled(heading, parseHtml(html), spoken)) ?? unmarked
}

function headingOf(text: string): HtmlElement {
  const children: HtmlContent[] = [{ type: 'text', value: text }]
  return { type: 'element', tagName: 'h1', properties: {}, children }
}

function markTitled(heading: HtmlElement, article: HtmlRoot, spoken: Spoken): Titled {
  const whole: HtmlRoot = { ...article, children: [heading, ...article.children] }
  const [title, ...rest] = markSpoken(whole, spoken).children
  return { title: title?.type === 'element' ? writeAll(title.children) : '', html: writeAll(rest) }
}

function writeAll(children: HtmlRoot['children']): string {
  return writeHtml({ type: 'root', children })
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
