import {
  type HtmlContent,
  type HtmlElement,
  type HtmlRoot,
  type HtmlText,
  HTML_BLOCKS,
} from './article-tree.ts'
import { textOf } from './plain-text.ts'

/** A position in a recording, as articles write it. */
export const TIME = String.raw`\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:\.\d{1,3})?`
/** A position or a span of time, whose end is in the group `until`. */
export const SPAN = String.raw`(?<time>${TIME})(?:[ \t]*[-–—][ \t]*(?<until>${TIME})(?![\d:]))?`

/** A text in a line, its offset there, and the link that contains it. */
interface Place {
  readonly text: HtmlText
  /** Where this part begins, in its text and in the line. */
  readonly from: number
  readonly start: number
  /** The link that contains it; null for none. */
  readonly link: HtmlElement | null
  readonly emphasised: boolean
}

/** The text between two line breaks, or two cells of a table that are a time and its title. */
export interface Line {
  text: string
  readonly places: Place[]
  /** Whether it is a list item or a heading. */
  readonly item: boolean
  /** Whether its time follows its title in a table, where it may be a duration. */
  readonly behind: boolean
  /** Lines that follow each other within a block have consecutive rows. */
  readonly row: number
}

const ITEMS = new Set('dd dt h1 h2 h3 h4 h5 h6 li'.split(' '))
const EMPHASIS = new Set('b em i strong'.split(' '))
const UNREAD = new Set('pre script style sup template'.split(' '))
const CELLS = new Set(['td', 'th'])
const TIME_ALONE = new RegExp(String.raw`^\s*[[(]?@?${SPAN}[\])]?\s*$`)
const TITLE = /[^\d\s.#:)–-]/

type Around = Pick<Place, 'link' | 'emphasised'>
type Block = Pick<Line, 'item' | 'behind'>

/** The lines of an article outside code. */
export function linesOf(tree: HtmlRoot): readonly Line[] {
  const lines = new Lines()
  for (const child of tree.children) {
    lines.read(child, { link: null, emphasised: false }, { item: false, behind: false })
  }
  return lines.all
}

class Lines {
  readonly all: Line[] = []
  #row = 0
  #open: Line | null = null
  /** Whether a break precedes the next text; a line break after it does not count again. */
  #broken = false

  read(node: HtmlContent, around: Around, block: Block): void {
    if (node.type === 'text') return this.#readText(node, around, block)
    const { tagName, children } = node
    if (UNREAD.has(tagName)) return
    if (tagName === 'br') {
      this.#close(1)
      this.#broken = true
      return
    }
    const cells = tagName === 'tr' ? timeAndTitle(node) : null
    if (cells !== null) return this.#readCells(cells, around)
    const isBlock = HTML_BLOCKS.has(tagName)
    if (isBlock) this.#close(2)
    const item = ITEMS.has(tagName) || (block.item && tagName === 'p')
    const inner = within(node, around)
    for (const child of children) this.read(child, inner, isBlock ? { ...block, item } : block)
    if (isBlock) this.#close(2)
  }

  #readText(node: HtmlText, around: Around, block: Block): void {
    let from = 0
    for (const part of node.value.split('\n')) {
      if (from > 0) this.#close(this.#broken ? 0 : 1)
      if (from > 0 || part.trim() !== '') this.#broken = false
      this.#add(node, part, from, around, block)
      from += part.length + 1
    }
  }

  #add(text: HtmlText, part: string, from: number, around: Around, block: Block): void {
    const line = (this.#open ??= { ...block, text: '', places: [], row: this.#row })
    if (line.places.length === 0) this.all.push(line)
    line.places.push({ ...around, text, from, start: line.text.length })
    line.text += part
  }

  #readCells({ time, title, behind }: TimeAndTitle, around: Around): void {
    const block = { item: false, behind }
    this.#close(1)
    this.#readFlat(time, around, block)
    if (this.#open !== null) this.#open.text = `${this.#open.text.trimEnd()} - `
    this.#readFlat(title, around, block)
    this.#close(1)
  }

  #readFlat(node: HtmlContent, around: Around, block: Block): void {
    if (node.type === 'element') {
      for (const child of node.children) this.#readFlat(child, within(node, around), block)
    } else this.#add(node, node.value.replaceAll('\n', ' '), 0, around, block)
  }

  #close(rows: number): void {
    this.#open = null
    this.#row += rows
  }
}

function within(node: HtmlElement, { link, emphasised }: Around): Around {
  return {
    link: node.tagName === 'a' ? node : link,
    emphasised: emphasised || EMPHASIS.has(node.tagName),
  }
}

interface TimeAndTitle {
  readonly time: HtmlElement
  readonly title: HtmlElement
  readonly behind: boolean
}

/** The cell of a row that is a time, and the next one with words, otherwise the last one before it. */
function timeAndTitle({ children }: HtmlElement): TimeAndTitle | null {
  const cells = children.filter(
    (child): child is HtmlElement => child.type === 'element' && CELLS.has(child.tagName),
  )
  const at = cells.findIndex((cell) => TIME_ALONE.test(textOf(cell).slice(0, 100)))
  const time = cells[at]
  if (time === undefined) return null
  const after = cells.slice(at + 1).find(hasWords)
  const title = after ?? cells.slice(0, at).findLast(hasWords)
  return title === undefined ? null : { time, title, behind: after === undefined }
}

function hasWords(cell: HtmlElement): boolean {
  return TITLE.test(textOf(cell))
}
