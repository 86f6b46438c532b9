import { keepXmlCharacters } from '../../base/characters.ts'
import { flattenNestedLinks } from './article-links.ts'
import { type HtmlContent, type HtmlRoot, HTML_BLOCKS } from './article-tree.ts'
import { parseHtml } from './html-parser.ts'
import { withinBounds } from './markdown-bounds.ts'
import { renderLine } from './markdown.ts'
import { removeResidue } from './residue.ts'
import { cutMarkup } from './shorten.ts'

/** Longer than any title or excerpt; the rest is left out. */
const LONGEST = 5_000
const MARKUP = /[[*_`<\\~]|&[a-z#]/i
const INVISIBLE = /[\u00AD\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069]/g
const CODE_OR_LITERAL =
  /(`{1,3})[^`]*\1|(?<=[\p{L}\p{N}])\*(?=[\p{L}\p{N}])|(?<![\p{L}\p{N}_])__[a-z]+__(?![\p{L}\p{N}_])/gu
/** Tags that Microsoft Word leaves in its HTML, which Markdown does not recognise. */
const WORD_TAG = /<\/?(?:m|o|st1|v|w):[a-z][^<>]*>/gi
/** The end tag of a block in HTML that a tool has escaped; authors do not write about end tags alone. */
const ESCAPED_BLOCK = /<\/(?:article|blockquote|div|h[1-6]|li|ol|p|section|table|ul)\s*>/i
const UNREAD = new Set('iframe noembed noframes script style template'.split(' '))

/**
 * Converts what authors write in titles, excerpts and the like to one line of plain text.
 *
 * Links, emphasis, code and images become their text, tags are removed, entities are decoded once, white
 * space collapses. What is not markup in a title stays: `C++`, `#8`, `5*3*2`, `snake_case`, `__init__`,
 * `Promise<T>`. Characters that XML forbids are removed, and so are invisible ones that break comparing and
 * searching (ZWSP, soft hyphens, byte order marks) or change the direction of the text that follows (bidi
 * embeddings, overrides, isolates).
 *
 * @param isTitle False for what may be paragraphs of HTML, truncated or escaped: then `<p>` is never text,
 *   nor is template syntax.
 */
export function toPlainText(markdown: string, { isTitle = true } = {}): string {
  const line = toLine(cutMarkup(isTitle ? markdown : removeResidue(markdown), LONGEST))
  if (!MARKUP.test(line)) return line
  const text = textOfLine(line, isTitle)
  return isTitle || line.includes('`') || !ESCAPED_BLOCK.test(text) ? text : textOfLine(text, false)
}

/** Collapses white space, trims, and removes the characters that `toPlainText` names. */
export function toLine(text: string): string {
  return keepXmlCharacters(text).replace(INVISIBLE, '').replace(/\s+/g, ' ').trim()
}

/**
 * The visible text of a node: code as it is, no footnotes or references to them, images by their alternative
 * text unless excluded. Blocks and line breaks are separated by white space.
 */
export function textOf(node: HtmlRoot | HtmlContent, { images = true } = {}): string {
  if (node.type === 'text') return node.value
  const text = () => node.children.map((child) => textOf(child, { images })).join('')
  if (node.type === 'root') return text()
  const { tagName, attributes } = node
  if (UNREAD.has(tagName) || isFootnote(attributes)) return ''
  if (tagName === 'img') return images ? (attributes['alt'] ?? '') : ''
  return HTML_BLOCKS.has(tagName) ? `\n${text()}\n` : text()
}

function isFootnote(attributes: Readonly<Record<string, string>>): boolean {
  return 'data-footnotes' in attributes || 'data-footnote-ref' in attributes
}

function textOfLine(line: string, isTitle: boolean): string {
  const html = renderLine(escapeLiteral(line.replaceAll(WORD_TAG, '')), isTitle)
  const text = withinBounds(() => textOf(flattenNestedLinks(parseHtml(html))))
  return text === null ? line : toLine(text)
}

/** Escapes `5*3*2` and `__init__`, which are not emphasis, but not in code, which has no escapes. */
function escapeLiteral(line: string): string {
  return line.replace(CODE_OR_LITERAL, (found, fence?: string) =>
    fence === undefined ? found.replaceAll(/[*_]/g, String.raw`\$&`) : found,
  )
}
