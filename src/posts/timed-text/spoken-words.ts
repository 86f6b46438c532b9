import type { HtmlContent, HtmlElement, HtmlRoot } from '../article/article-tree.ts'

/** Letters and digits in a row; each sign of a script without spaces is a word. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|[\p{L}\p{M}\p{N}\u00AD\u200B-\u200D]+/gu
/** What is written into words and not heard: accents, points, soft hyphens, joiners. */
const SILENT_MARKS = /[\p{M}\u00AD\u200B-\u200D]/gu
/** Inline elements; all other elements end the sentence before them. */
const INLINE = new Set(
  'a abbr b bdi bdo br cite code del dfn em i img ins kbd mark picture q rp rt ruby s samp small source span strong sub sup time u var wbr'.split(
    ' ',
  ),
)
/** Elements that are not read aloud: code, the marks of footnotes, ruby annotations. */
const UNSPOKEN = new Set(['pre', 'rp', 'rt', 'sup'])

type Text = Extract<HtmlContent, { type: 'text' }>

/** A text of the article that can be spoken, and where it begins in the line that it belongs to. */
interface TextPlace {
  readonly text: Text
  readonly start: number
}

/** A word of a line, in the form in which words are compared, and where it begins there. */
export interface Word {
  readonly text: string
  readonly start: number
}

/** Text between two breaks: a paragraph, a heading, an item, a cell. */
export interface Line {
  readonly text: string
  readonly places: readonly TextPlace[]
}

/** The words of a text as they are compared: what differs in signs, case or accents is the same. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: found, index }) => {
    const word = found.normalize('NFKD').replace(SILENT_MARKS, '').toLowerCase()
    return word === '' ? [] : [{ text: word, start: index }]
  })
}

/** Whether an element is inline, so that a sentence may continue across it. */
export function isInline(element: HtmlElement): boolean {
  return INLINE.has(element.tagName)
}

/** Everything of an article that may be heard, in its order. */
export function spokenLines(tree: HtmlRoot): Line[] {
  const lines: Line[] = []
  let open: TextPlace[] = []
  let text = ''
  const close = () => {
    if (open.length > 0) lines.push({ text, places: open })
    open = []
    text = ''
  }
  const read = (node: HtmlRoot['children'][number]) => {
    if (node.type === 'text') {
      open.push({ text: node, start: text.length })
      text += node.value
    } else if (node.type === 'element') {
      if (!isInline(node)) close()
      else if (node.tagName === 'br') text += '\n'
      if (!UNSPOKEN.has(node.tagName)) node.children.forEach(read)
      if (!isInline(node)) close()
    }
  }
  tree.children.forEach(read)
  close()
  return lines
}
