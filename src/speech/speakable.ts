import { COMMENT } from '../posts/article/html-parser.ts'
import type { HtmlContent, HtmlElement, HtmlRoot } from '../posts/article/article-tree.ts'
import { readArticle } from '../posts/article/parse-article.ts'
import { linkTimes } from '../posts/article/time-marks.ts'
import { withoutTitle } from '../posts/article/article.ts'
import { collectText, isLoneImage, type Skips } from './inline-text.ts'
import { roleOf } from './roles.ts'

/** A block that is spoken without interruption; no sentence reaches into the next. */
export interface SpokenBlock {
  readonly kind:
    | 'heading'
    | 'paragraph'
    | 'item'
    | 'row'
    | 'image'
    | 'code'
    | 'table'
    | 'formula'
    | 'recording'
  /** The words of the article on one line; '' for a block that is only announced. */
  readonly text: string
  /** The level of a heading, 1 to 6; otherwise 0. */
  readonly depth: number
  /** The rows of an announced table, without its header; otherwise 0. */
  readonly rows: number
  /** Whether it is in a quotation. */
  readonly quoted: boolean
  /** Whether a horizontal rule precedes it. */
  readonly rested: boolean
  /** The `lang` attribute in effect; null if there is none. */
  readonly language: string | null
  /** The address of a recording that the article contains, as written; otherwise ''. */
  readonly address: string
}

/** What to do with parts of an article that were not written to be read aloud. */
export interface SpokenParts {
  readonly code: 'announce' | 'skip'
  /** `read` applies to small tables only: large ones are announced. */
  readonly tables: 'read' | 'announce' | 'skip'
  readonly images: 'describe' | 'skip'
  readonly formulas: 'announce' | 'skip'
}

/** The defaults. */
export const SPOKEN_PARTS: SpokenParts = {
  code: 'announce',
  tables: 'read',
  images: 'describe',
  formulas: 'announce',
}

/** Tables with more rows cannot be followed by ear, so they are announced. */
const MOST_ROWS = 7
const MOST_CELLS = 4
const WORD = /[\p{L}\p{N}]/u
const FORMULA = /^(?:\$\$[^$]+\$\$|\\\[.+\\\])[.,;]?$/s
/** `<!-- audio:skip -->`, its end, and `<!-- audio:say What is said here instead -->`. */
const SKIP = /^\s*audio:\s*skip\s*$/i
const SKIP_END = /^\s*(?:\/\s*audio:\s*skip|audio:\s*(?:end|\/\s*skip))\s*$/i
const SAY = /^\s*audio:\s*say\s+([\s\S]+)$/i

/** What a block inherits from its ancestors. */
interface Place {
  readonly kind: 'paragraph' | 'item'
  readonly quoted: boolean
  readonly language: string | null
}

/**
 * Finds the blocks of an article that are read aloud, in order, after its title: headings, paragraphs, items,
 * the rows of small tables, the alternative text of images; code, formulas and large tables are announced.
 * What makes sense to the eye only is left out, and so is everything between `<!-- audio:skip -->` and `<!--
 * /audio:skip -->`; a skip without an end leaves out the block after it.
 *
 * @param title '' for none.
 * @param body Markdown.
 */
export function speakableBlocks(
  title: string,
  body: string,
  parts: SpokenParts = SPOKEN_PARTS,
): readonly SpokenBlock[] {
  const tree = linkTimes(readArticle(body, { comments: true }).tree, null)
  const walker = new Walker(tree, parts)
  if (title !== '') walker.put({ kind: 'heading', text: oneLine(title), depth: 1 }, TOP)
  walker.readAll(withoutTitle(tree, title).children, TOP)
  return walker.blocks.filter(isHeard)
}

const TOP: Place = { kind: 'paragraph', quoted: false, language: null }

/** False for an image whose caption repeats its text, and for text without a word. */
function isHeard({ kind, text }: SpokenBlock, index: number, blocks: readonly SpokenBlock[]) {
  if (kind === 'code' || kind === 'table' || kind === 'formula' || kind === 'recording') return true
  if (kind === 'image' && blocks[index + 1]?.text === text) return false
  return WORD.test(text)
}

class Walker implements Skips {
  readonly blocks: SpokenBlock[] = []
  readonly #parts: SpokenParts
  /** The `audio:skip` comments that have an end. */
  readonly #ended: ReadonlySet<HtmlElement>
  skipping = false
  #rested = false

  constructor(tree: HtmlRoot, parts: SpokenParts) {
    this.#parts = parts
    this.#ended = endedSkips(tree)
  }

  /** Adds a block. */
  put(block: Pick<SpokenBlock, 'kind'> & Partial<SpokenBlock>, { quoted, language }: Place): void {
    if (this.skipping) return
    const empty = { text: '', depth: 0, rows: 0, address: '' }
    this.blocks.push({ ...empty, quoted, language, rested: this.#rested, ...block })
    this.#rested = false
  }

  /** Reads siblings: consecutive inline nodes form one block, each other element is read for itself. */
  readAll(nodes: readonly HtmlContent[], place: Place): void {
    let run: HtmlContent[] = []
    const close = () => {
      this.#readRun(run, place)
      run = []
    }
    let left = false
    for (const node of nodes) {
      if (left && isBlank(node)) continue
      if (left) {
        left = false
        continue
      }
      const role = node.type === 'text' ? 'inline' : roleOf(node.tagName)
      if (role === 'inline' || (role === 'image' && run.length > 0)) run.push(node)
      else if (node.type === 'element' && role === 'comment' && this.#isInRun(node, run)) {
        run.push(node)
      } else if (node.type === 'element') {
        close()
        if (role === 'comment') left = this.mark(node) === 'next'
        else this.#readElement(node, place)
      }
    }
    close()
  }

  /** Whether a comment is within a line, with which it is then read. */
  #isInRun(comment: HtmlElement, run: readonly HtmlContent[]): boolean {
    return run.some((node) => !isBlank(node)) && !SAY.test(comment.attributes['text'] ?? '')
  }

  /** Follows a comment. `next` means that the block after it is left out. */
  mark(comment: HtmlElement): 'next' | null {
    const text = comment.attributes['text'] ?? ''
    const [, said] = SAY.exec(text) ?? []
    if (said !== undefined) this.put({ kind: 'paragraph', text: oneLine(said) }, TOP)
    else if (SKIP_END.test(text)) this.skipping = false
    else if (SKIP.test(text)) {
      if (!this.#ended.has(comment)) return 'next'
      this.skipping = true
    }
    return null
  }

  #readElement(element: HtmlElement, outer: Place): void {
    const { tagName, attributes, children } = element
    if ('data-footnotes' in attributes || 'hidden' in attributes) return
    if (attributes['aria-hidden'] === 'true') return
    const lang = attributes['lang']
    const place = lang === undefined || lang === '' ? outer : { ...outer, language: lang }
    switch (roleOf(tagName)) {
      case 'heading':
        return this.#readHeading(element, place)
      case 'item':
        return this.readAll(children, { ...place, kind: 'item' })
      case 'quotation':
        return this.readAll(children, { ...place, quoted: true })
      case 'table':
        return this.#readTable(element, place)
      case 'image':
        return this.#readRun([element], place)
      case 'code':
        if (this.#parts.code === 'announce') this.put({ kind: 'code' }, place)
        return
      case 'formula':
        if (this.#parts.formulas === 'announce') this.put({ kind: 'formula' }, place)
        return
      case 'recording':
        return this.put({ kind: 'recording', address: sourceOf(element) }, place)
      case 'rest':
        this.#rested = true
        return
      case 'silent':
      case 'comment':
        return
      default:
        return this.readAll(children, place)
    }
  }

  #readHeading(element: HtmlElement, place: Place): void {
    const text = oneLine(collectText(element.children, this))
    this.put({ kind: 'heading', text, depth: Number(element.tagName[1]) }, place)
  }

  #readRun(run: readonly HtmlContent[], place: Place): void {
    if (run.length === 0) return
    const images = isLoneImage(run)
    if (images !== null) {
      if (this.#parts.images === 'skip') return
      for (const text of images) this.put({ kind: 'image', text: oneLine(text) }, place)
      return
    }
    const text = oneLine(collectText(run, this))
    if (FORMULA.test(text)) {
      if (this.#parts.formulas === 'announce') this.put({ kind: 'formula' }, place)
    } else if (WORD.test(text)) this.put({ kind: place.kind, text }, place)
  }

  #readTable(table: HtmlElement, place: Place): void {
    if (this.#parts.tables === 'skip') return
    const rows = rowsOf(table)
    const cells = rows.map((row) =>
      row.children.flatMap((cell) =>
        cell.type === 'element' ? [oneLine(collectText(cell.children, this))] : [],
      ),
    )
    const isSmall = rows.length <= MOST_ROWS && cells.every((row) => row.length <= MOST_CELLS)
    if (this.#parts.tables === 'announce' || !isSmall) {
      const headers = rows.filter((row) => row.children.every((cell) => !isCell(cell))).length
      this.put({ kind: 'table', rows: rows.length - headers }, place)
      return
    }
    for (const row of cells) {
      this.put({ kind: 'row', text: row.filter((cell) => WORD.test(cell)).join(', ') }, place)
    }
  }
}

function endedSkips(tree: HtmlRoot): ReadonlySet<HtmlElement> {
  const ended = new Set<HtmlElement>()
  let open: HtmlElement | null = null
  const read = (node: HtmlContent) => {
    if (node.type === 'text') return
    if (node.tagName === COMMENT) {
      const text = node.attributes['text'] ?? ''
      if (SKIP.test(text)) open = node
      else if (SKIP_END.test(text) && open !== null) {
        ended.add(open)
        open = null
      }
    }
    node.children.forEach(read)
  }
  tree.children.forEach(read)
  return ended
}

function rowsOf({ children }: HtmlElement): HtmlElement[] {
  return children.flatMap((child) => {
    if (child.type === 'text' || child.tagName === 'table') return []
    return child.tagName === 'tr' ? [child] : rowsOf(child)
  })
}

function isCell(node: HtmlContent): boolean {
  return node.type === 'element' && node.tagName === 'td'
}

function sourceOf({ attributes, children }: HtmlElement): string {
  const source = children.find((child) => child.type === 'element' && child.tagName === 'source')
  return (
    attributes['src'] ??
    (source?.type === 'element' ? source.attributes['src'] : undefined) ??
    ''
  ).trim()
}

function isBlank(node: HtmlContent): boolean {
  return node.type === 'text' && node.value.trim() === ''
}

/**
 * Puts a text on one line. Non-breaking spaces stay: they keep a number and its unit together in a
 * transcript.
 */
function oneLine(text: string): string {
  return text.replace(/[ \t\n]+/g, ' ').trim()
}
