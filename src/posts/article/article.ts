import { type ArticleOptions, adaptTree } from './article-elements.ts'
import type { ArticleFacts } from './article-facts.ts'
import { keepSafe } from './article-safe.ts'
import { summarize } from './article-summary.ts'
import {
  elementOf,
  type HtmlContent,
  type HtmlElement,
  type HtmlRoot,
  textNode,
  writeHtml,
} from './article-tree.ts'
import { parseHtml } from './html-parser.ts'
import { withinBounds } from './markdown-bounds.ts'
import { type Article, parseArticle, readPlainly } from './parse-article.ts'
import { markSpoken, type Spoken } from '../timed-text/read-along.ts'
import { timeBlocks } from '../timed-text/timed-blocks.ts'
import { nestsWell } from './nesting.ts'
import { linkTimes, mayHaveChapters } from './time-marks.ts'
import { spokenLines, wordsOf } from '../timed-text/spoken-words.ts'
import { textOf } from './plain-text.ts'

export type { ArticleOptions } from './article-elements.ts'

/** The most times that the result is parsed again before it is published as text; see `settle`. */
const ROUNDS = 4
const EMPTY_PARAGRAPH = /<p>\s*<\/p>\n?/g

/**
 * Renders the Markdown of a post as safe, well-formed HTML, for `content:encoded` and for our own page. Raw
 * HTML in the post is parsed as in browsers, and filtered by an allow-list.
 *
 * The result has no character that XML forbids, but may contain `]]>` in code, which must be split in CDATA.
 * Ids of footnotes differ between articles. HTML that nests in ways which parsers do not preserve is shown as
 * text. Never throws.
 */
export function renderArticle(body: string, options: ArticleOptions): string {
  const tree = articleTree(body, options)
  const { timed } = options
  const marked = timed === undefined || timed.cues.length === 0 ? tree : timeBlocks(tree, timed)
  return writeHtml(marked).trim()
}

/** Articles that cannot be made safe as HTML. */
const unsafe = new WeakSet<Article>()

/** Renders it as a tree. */
function articleTree(body: string, options: ArticleOptions): HtmlRoot {
  const { seconds, plain = false, ...others } = options
  if (plain) return safeTree(readPlainly(body), others)
  const wanted = seconds !== undefined && mayHaveChapters(body) ? options : others
  const article = parseArticle(body)
  const tree = withinBounds(() => safeTree(article, wanted))
  if (tree !== null) return tree
  unsafe.add(article)
  return safeTree(readPlainly(body), others)
}

/** Reads a whole article for the facts that a show uses. It takes time in proportion to its length. */
export function readFacts(body: string): ArticleFacts {
  return { summary: summarize(body), plain: isPlain(body) }
}

/**
 * Whether an article is published as it is written, because it cannot be parsed or made safe within the
 * limits.
 */
function isPlain(body: string): boolean {
  const article = parseArticle(body)
  if (!article.plain && !unsafe.has(article)) articleTree(body, { resolve: (url) => url })
  return article.plain || unsafe.has(article)
}

/** Whether that was so when the article was last rendered. */
export function wasPlain(body: string): boolean {
  const article = parseArticle(body)
  return article.plain || unsafe.has(article)
}

/** A title and an article, both as safe HTML. */
export interface Titled {
  readonly title: string
  readonly html: string
}

/**
 * Marks when each sentence of an article is heard, see `markSpoken`; its title is read aloud first.
 *
 * @param title Plain text.
 * @param html As `renderArticle` returns it.
 */
export function renderSpoken(title: string, html: string, spoken: Spoken): Titled {
  const heading = elementOf('h1', [textNode(title)])
  const unmarked = { title: writeAll(heading.children), html }
  if (spoken.cues.length === 0) return unmarked
  return withinBounds(() => markTitled(heading, parseHtml(html), spoken)) ?? unmarked
}

function markTitled(heading: HtmlElement, article: HtmlRoot, spoken: Spoken): Titled {
  const whole: HtmlRoot = { ...article, children: [heading, ...article.children] }
  const [title, ...rest] = markSpoken(whole, spoken).children
  return { title: title?.type === 'element' ? writeAll(title.children) : '', html: writeAll(rest) }
}

function writeAll(children: readonly HtmlContent[]): string {
  return writeHtml({ type: 'root', children })
}

/** @throws {RangeError} If its HTML nests in ways that parsers do not preserve. */
function safeTree({ tree, hasHtml }: Article, options: ArticleOptions): HtmlRoot {
  const { title, seconds } = options
  const untitled = title === undefined ? tree : withoutTitle(tree, title)
  const timed = seconds === undefined ? untitled : linkTimes(untitled, seconds)
  const safe = keepSafe(adaptTree(timed, options))
  return hasHtml && !nestsWell(safe) ? settle(writeHtml(safe).trim()) : safe
}

/**
 * Parses the result again until it no longer changes. Removing an element can change how the rest nests: a
 * paragraph in a button becomes a paragraph in a paragraph. Such differences between parsers are also how
 * filters for scripts are bypassed.
 */
function settle(html: string, rounds = ROUNDS): HtmlRoot {
  if (rounds === 0) throw new RangeError('expected HTML that nests')
  const tree = keepSafe(parseHtml(html))
  const again = writeHtml(tree).replaceAll(EMPTY_PARAGRAPH, '')
  return again === html ? tree : settle(again, rounds - 1)
}

/** The link from a footnote back to its reference. */
const BACK = /\s*↩\S*/g

/**
 * The article as plain text: a paragraph for each block that can be read aloud, without markup and code.
 *
 * @param title The title; a first heading with the same text is left out.
 * @param plain Whether the article is published as it is written; see `readPlainly`.
 */
export function articleText(body: string, title?: string, plain = false): string {
  const options = { resolve: (url: string) => url, plain, ...(title !== undefined && { title }) }
  const blocks = spokenLines(articleTree(body, options)).map(({ text }) =>
    tidy(text.replaceAll(BACK, '')),
  )
  return blocks.filter((block) => block !== '').join('\n\n')
}

function tidy(text: string): string {
  return text
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ ?\n[ \n]*/g, '\n')
    .trim()
}

const HEADING = /^h[12]$/

/** The article without a first heading that only repeats the title. */
export function withoutTitle(tree: HtmlRoot, title: string): HtmlRoot {
  const index = tree.children.findIndex(({ type }) => type === 'element')
  const first = tree.children[index]
  if (first?.type !== 'element' || !HEADING.test(first.tagName)) return tree
  const said = saidIn(textOf(first))
  if (said === '' || said !== saidIn(title)) return tree
  return { ...tree, children: tree.children.slice(index + 1) }
}

function saidIn(text: string): string {
  return wordsOf(text)
    .map((word) => word.text)
    .join(' ')
}
