import { COMMENT } from '../posts/article/html-parser.ts'
import type { HtmlContent, HtmlElement, HtmlRoot } from '../posts/article/article-tree.ts'
import { readArticle } from '../posts/article/parse-article.ts'
import { linkTimes } from '../posts/article/time-marks.ts'
import { withoutTitle } from '../posts/article/article.ts'
import { collectText, isLoneImage, type Skips } from './inline-text.ts'
import { roleOf } from './roles.ts'

/** What is spoken in one go: sentences never reach across two of them. */
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
  /** The article's own words on one line; '' for what is only announced. */
  readonly text: string
  /** Of a heading, 1 to 6; else 0. */
  readonly depth: number
  /** Of a table that is announced, its rows without the header; else 0. */
  readonly rows: number
  /** Whether it is part of a quotation. */
  readonly quoted: boolean
  /** Whether a line across the page is before it. */
  readonly rested: boolean
  /** As its `lang` attribute says; null if it says nothing. */
  readonly language: string | null
  /** Of a recording that the article contains, as written; else ''. */
  readonly address: string
}

/** What becomes of what is not written to be read aloud. */
export interface SpokenParts {
  readonly code: 'announce' | 'skip'
  /** Of `read`, only tables that can be followed by ear: larger ones are announced. */
  readonly tables: 'read' | 'announce' | 'skip'
  readonly images: 'describe' | 'skip'
  readonly formulas: 'announce' | 'skip'
}

/** What listeners of an article expect. */
export const SPOKEN_PARTS: SpokenParts = {
  code: 'announce',
  tables: 'read',
  images: 'describe',
  formulas: 'announce',
}

/** A larger table cannot be followed by ear. */
const MOST_ROWS = 7
const MOST_CELLS = 4
const WORD = /[\p{L}\p{N}]/u
const FORMULA = /^(?:\$\$[^$]+\$\$|\\\[.+\\\])[.,;]?$/s
/** `<!-- audio:skip -->`, its end, and `<!-- audio:say What is said here instead -->`. */
const SKIP = /^\s*audio:\s*skip\s*$/i
const SKIP_END = /^\s*(?:\/\s*audio:\s*skip|audio:\s*(?:end|\/\s*skip))\s*$/i
const SAY = /^\s*audio:\s*say\s+([\s\S]+)$/i

/** What a block inherits from the elements around it. */
interface Place {
  readonly kind: 'paragraph' | 'item'
  readonly quoted: boolean
  readonly language: string | null
}

/**
 * What of an article is read aloud, in order, after its title: headings, paragraphs, items, the rows
 * of small tables, what an image shows; code, formulas and large tables are announced. What only an
 * eye can use is left out, and so is what is between `<!-- audio:skip -->` and
 * `<!-- /audio:skip -->`; a skip that nothing ends leaves out the block behind it.
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

/** Not an image whose caption says the same, nor a text without a word. */
function isHeard({ kind, text }: SpokenBlock, index: number, blocks: readonly SpokenBlock[]) {
  if (kind === 'code' || kind === 'table' || kind === 'formula' || kind === 'recording') return true
  if (kind === 'image' && blocks[index + 1]?.text === text) return false
  return WORD.test(text)
}

class Walker implements Skips {
  readonly blocks: SpokenBlock[] = []
  readonly #parts: SpokenParts
  /** The skips that have an end. */
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

  /** Reads nodes in a row: those of a line together are a block, each other one is itself. */
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

  /** Comments amidst a line are read with it. */
  #isInRun(comment: HtmlElement, run: readonly HtmlContent[]): boolean {
    return run.some((node) => !isBlank(node)) && !SAY.test(comment.attributes['text'] ?? '')
  }

  /** What a comment asks for: `next` leaves out what is behind it. */
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

/** Non-breaking spaces stay: they keep a number beside its unit on the lines of a transcript. */
function oneLine(text: string): string {
  return text.replace(/[ \t\n]+/g, ' ').trim()
}
