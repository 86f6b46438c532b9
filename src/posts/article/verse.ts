import type { MarkdownIt, StateCore, Token } from 'markdown-it'
import {
  elementOf,
  type HtmlContent,
  type HtmlElement,
  type HtmlRoot,
  textNode,
  HTML_BLOCKS,
} from './article-tree.ts'

const NAMES = String.raw`(?:lyrics|poem|poetry|stanza|verse)`
/** Attributes of kramdown and Goldmark that mark a block as verse, as the source of a pattern. */
export const VERSE_LINE = String.raw`\{:?[^{}\n]{0,200}\.${NAMES}(?![\w-])[^{}\n]{0,200}\}`
const VERSE_HTML = new RegExp(String.raw`class\s{0,9}=[^<>]{0,200}\b${NAMES}\b`, 'i')
const VERSE_CLASS = new RegExp(String.raw`(?:^|\s)${NAMES}(?:\s|$)`, 'i')
const VERSE_FENCE = new RegExp(String.raw`^\{?\.?${NAMES}\}?(?:\s|$)`, 'i')
const VERSE_FIRST = new RegExp(String.raw`^${VERSE_LINE}[ \t]*(?:\n|$)`)
const VERSE_LAST = new RegExp(String.raw`(?:\n|^)${VERSE_LINE}[ \t]*$`)

/** The longest line of unmarked verse, in UTF-16 units. */
const LONGEST_LINE = 70
/** The least number of lines of a stanza, in a quotation and elsewhere; fewer may be chance. */
const FEWEST_QUOTED = 2
const FEWEST = 3
const CAPITAL = /^[*_"'“‘„«»¿¡(—–-]{0,4}\s?\p{Lu}/u
const SENTENCE_END = /[.!?…:]["'”’“»*_)]*$/u
const FIRST_WORD = /^\S+/
const INDENT = /^[ \t]+/
const UNBROKEN = new Set('code dl math ol pre script style svg table ul'.split(' '))

/**
 * Keeps the line breaks of verse: in a block with a class such as `verse` or `poem`, in a fence of that name
 * (whose text is parsed as Markdown, a paragraph for each stanza), and in stanzas. A stanza is a paragraph
 * whose lines all begin with a capital letter, most of them in the middle of a sentence, and are short
 * although more would fit. Other line breaks are soft, as in Markdown.
 */
export function verse(md: MarkdownIt): void {
  md.core.ruler.after('block', 'verse_fences', (state) => {
    if (state.tokens.some(isVerseFence)) state.tokens = state.tokens.flatMap(stanzasIn(state))
  })
  md.core.ruler.before('inline', 'verse_marks', markVerse)
  md.core.ruler.after('inline', 'verse', ({ tokens }) => {
    for (const { meta, children } of tokens) if (hasVerse(meta)) breakLines(children ?? [])
  })
}

function isVerseFence({ type, info }: Token): boolean {
  return type === 'fence' && VERSE_FENCE.test(info.trim())
}

function stanzasIn({ Token: Made }: StateCore): (token: Token) => Token[] {
  return (fence) => {
    if (!isVerseFence(fence)) return [fence]
    const stanzas = fence.content.split(/\n[ \t]*\n/).filter((stanza) => stanza.trim() !== '')
    return stanzas.flatMap((stanza) => {
      const inline = new Made('inline', '', 0)
      const lines = stanza.replace(/^\n+/, '').trimEnd().split('\n')
      inline.content = lines.map(keepIndent).join('\n')
      inline.children = []
      inline.meta = { verse: true }
      const [open, close] = [
        new Made('paragraph_open', 'p', 1),
        new Made('paragraph_close', 'p', -1),
      ]
      open.block = true
      close.block = true
      return [open, inline, close]
    })
  }
}

/** Leading white space, which HTML would not show. */
function keepIndent(line: string): string {
  return line.replace(INDENT, (indent) => '\u00A0'.repeat(indent.replaceAll('\t', '    ').length))
}

function markVerse({ tokens }: StateCore): void {
  let quoted = 0
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'blockquote_open') quoted += 1
    else if (token.type === 'blockquote_close') quoted -= 1
    if (token.type !== 'inline' || tokens[index - 1]?.type !== 'paragraph_open') continue
    const text = token.content.replace(VERSE_FIRST, '').replace(VERSE_LAST, '')
    const isMarked = text !== token.content
    token.content = text
    if (isMarked || isStanza(text, quoted > 0)) token.meta = { verse: true }
  }
}

function isStanza(text: string, quoted: boolean): boolean {
  if (!text.includes('\n')) return false
  const lines = text.split('\n').map((line) => line.trim())
  if (lines.length < (quoted ? FEWEST_QUOTED : FEWEST)) return false
  if (!lines.every((line) => line.length <= LONGEST_LINE && CAPITAL.test(line))) return false
  const inner = lines.slice(0, -1)
  if (inner.filter((line) => SENTENCE_END.test(line)).length * 2 > inner.length) return false
  // In a paragraph that was wrapped, the next word does not fit on any line
  const width = lines.reduce((most, { length }) => Math.max(most, length), 0)
  return inner.some((line, index) => {
    const [next = ''] = FIRST_WORD.exec(lines[index + 1] ?? '') ?? []
    return line.length + 1 + next.length <= width
  })
}

function hasVerse(meta: unknown): boolean {
  return typeof meta === 'object' && meta !== null && 'verse' in meta
}

function breakLines(children: readonly Token[]): void {
  for (const token of children) {
    if (token.type !== 'softbreak') continue
    token.type = 'hardbreak'
    token.tag = 'br'
  }
}

/**
 * The same for HTML of the author: in an element with such a class, line breaks are kept. A `pre` becomes a
 * paragraph, which is read aloud, too.
 *
 * @param html The source of the tree.
 */
export function breakVerse(tree: HtmlRoot, html: string): HtmlRoot {
  return VERSE_HTML.test(html) ? { ...tree, children: breakIn(tree.children, false) } : tree
}

function breakIn(content: readonly HtmlContent[], isVerse: boolean): readonly HtmlContent[] {
  return content.flatMap((node, index): readonly HtmlContent[] => {
    if (node.type === 'text') {
      if (!isVerse || !node.value.includes('\n')) return [node]
      return linesOf(node.value, isInline(content[index - 1]), isInline(content[index + 1]))
    }
    const { tagName, attributes, children } = node
    const isNamed = VERSE_CLASS.test(attributes['class'] ?? '')
    if (!isNamed && UNBROKEN.has(tagName)) return [node]
    if (tagName === 'pre') return [elementOf('p', breakIn(trimEnd(children), true), attributes)]
    return [{ ...node, children: breakIn(children, isVerse || isNamed) }]
  })
}

function trimEnd(content: readonly HtmlContent[]): readonly HtmlContent[] {
  const last = content.at(-1)
  return last?.type === 'text' ? [...content.slice(0, -1), textNode(last.value.trimEnd())] : content
}

/** A text with a `br` for each line break between two lines with content. */
function linesOf(text: string, follows: boolean, goesOn: boolean): readonly HtmlContent[] {
  const lines = text.split('\n')
  const isFull = (line: string, index: number) =>
    line.trim() !== '' || (index === 0 && follows) || (index === lines.length - 1 && goesOn)
  const first = lines.findIndex(isFull)
  const last = lines.findLastIndex(isFull)
  return lines
    .flatMap((line, index): readonly HtmlContent[] => {
      const isEnd = index === lines.length - 1
      if (index < first || index >= last) return [textNode(isEnd ? line : `${line}\n`)]
      return [textNode(line), elementOf('br'), textNode('\n')]
    })
    .filter((node) => node.type === 'element' || node.value !== '')
}

function isInline(node: HtmlContent | undefined): node is HtmlElement {
  return node?.type === 'element' && !HTML_BLOCKS.has(node.tagName)
}
