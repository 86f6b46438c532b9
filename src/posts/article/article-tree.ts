import rehypeRaw from 'rehype-raw'
import rehypeSanitize from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { SAFE_HTML } from './article-safe.ts'
import type { Root } from './markdown-parser.ts'

/** A tree of HTML (hast). */
export type HtmlRoot = ReturnType<ReturnType<typeof rehypeSanitize>>
export type HtmlElement = Extract<HtmlRoot['children'][number], { type: 'element' }>
/** What stands in an element. */
export type HtmlContent = HtmlElement['children'][number]
export type HtmlProperties = HtmlElement['properties']

/** The element of the heading over the footnotes; low, so that no heading moves because of it. */
export const FOOTNOTE_LABEL = 'h6'

const rawParser = unified().use(rehypeRaw).freeze()
const sanitizer = unified().use(rehypeSanitize, SAFE_HTML).freeze()
const writer = unified()
  .use(rehypeStringify, { characterReferences: { useNamedReferences: true } })
  .freeze()

/** Markdown's tree as HTML's; raw HTML of the post is still text in it, see `parseRaw`. */
export function toHtmlTree(tree: Root, idPrefix: string): HtmlRoot {
  return unified()
    .use(remarkRehype, {
      allowDangerousHtml: true,
      clobberPrefix: idPrefix,
      footnoteLabelTagName: FOOTNOTE_LABEL,
    })
    .runSync(tree)
}

/** Parses the raw HTML in a tree the way browsers do, together with what is around it. */
export function parseRaw(tree: HtmlRoot): HtmlRoot {
  return rawParser.runSync(tree)
}

/** Parses HTML that was written from a tree. */
export function parseHtml(html: string): HtmlRoot {
  return parseRaw({ type: 'root', children: [{ type: 'raw', value: html }] })
}

/** Writes a tree after everything that `SAFE_HTML` does not name has been left out. */
export function writeSafely(tree: HtmlRoot): string {
  return writeHtml(sanitizer.runSync(tree))
}

/** Writes a tree of which everything may go out. */
export function writeHtml(tree: HtmlRoot): string {
  return writer.stringify(tree)
}
