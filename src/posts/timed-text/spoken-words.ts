import { INLINE, UNSPOKEN } from '#public/words.js'
import type { HtmlContent, HtmlElement, HtmlRoot } from '../article/article-tree.ts'

type Text = Extract<HtmlContent, { type: 'text' }>

/** A text of the article that can be spoken, and where it begins in the line that it belongs to. */
interface TextPlace {
  readonly text: Text
  readonly start: number
}

export { alignWords, wordsOf } from '#public/words.js'

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

/** Whether an element is inline, so that a sentence may continue across it. */
export function isInline(element: HtmlElement): boolean {
  return INLINE.has(element.tagName)
}

/** Whether an element is read aloud. */
export function isSpoken(element: HtmlElement): boolean {
  return !UNSPOKEN.has(element.tagName)
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
      if (isSpoken(node)) node.children.forEach(read)
      if (!isInline(node)) close()
    }
  }
  tree.children.forEach(read)
  close()
  return lines
}
