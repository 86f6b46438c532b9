import { toPlainText } from './plain-text.ts'

const COMMENT_MARKS = /<!--|-->/
const PASSED_OVER =
  /<\/?(?:audio|dl|figcaption|h[1-6]|iframe|noscript|ol|pre|script|style|table|ul|video)\b[^<>]*>/i
const BREAKS =
  /<\/?(?:address|article|aside|blockquote|center|div|figure|footer|header|main|p|section)\b[^<>]*>|(?:<br\b[^<>]{0,99}>\s{0,99}){2,99}/i
const LINK = /<a\b[^<>]*>[^<>]*<\/a>/gi
const WORD = /[\p{L}\p{N}]/u
/** More of a paragraph than any summary takes. */
const ENOUGH = 4_000

/**
 * The paragraphs of a block of raw HTML that say something, as plain text. Headings, lists, tables,
 * scripts and what players say instead of playing are passed over.
 */
export function htmlParagraphs(html: string): string[] {
  return outside(outside(html, COMMENT_MARKS), PASSED_OVER, '<p>')
    .split(BREAKS)
    .filter((piece) => WORD.test(toPlainText(piece.slice(0, ENOUGH).replaceAll(LINK, ''))))
    .map((piece) => toPlainText(piece.slice(0, ENOUGH)))
}

/** What is not between an opening mark and a closing one; marks within marks are not expected. */
function outside(html: string, mark: RegExp, between = ''): string {
  return html
    .split(mark)
    .filter((_, index) => index % 2 === 0)
    .join(between)
}
