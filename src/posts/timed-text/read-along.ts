import type { HtmlContent, HtmlElement, HtmlRoot } from '../article/article-tree.ts'
import { type Sentence, type SpokenCue, spokenSentences, type Stretch } from './spoken-sentences.ts'
import { isInline, isSpoken, type Line, spokenLines } from './spoken-words.ts'

/** What is heard in the recording of an article, and when. */
export interface Spoken {
  /** In the order of time; empty if unknown. */
  readonly cues: readonly SpokenCue[]
  /** BCP 47; it affects where sentences end. */
  readonly language: string
}

/** Part of a text, and the stretch with which it is heard; null for none. */
interface Piece {
  readonly value: string
  readonly stretch: Stretch | null
}

/**
 * A node, and the stretch with which it is heard: null for none or several, `any` for a node without words.
 */
interface Marked {
  readonly node: HtmlContent
  readonly stretch: Stretch | 'any' | null
}

type Pieces = ReadonlyMap<HtmlContent, readonly Piece[]>

/**
 * Marks when each sentence of an article is heard, so that it can be highlighted: it becomes a `span` with
 * `data-from` and `data-to` in seconds, or several if it continues across parts of a link or table cells.
 * These spans are never nested. Text that is not spoken stays as it is.
 *
 * @param tree A safe tree.
 */
export function markSpoken(tree: HtmlRoot, { cues, language }: Spoken): HtmlRoot {
  const lines = spokenLines(tree)
  const pieces = cutTexts(lines, spokenSentences(lines, cues, language))
  return { ...tree, children: markChildren(tree, pieces) }
}

/** Splits the texts of each line where the stretch changes. */
function cutTexts(lines: readonly Line[], sentences: readonly Sentence[]): Pieces {
  const byLine = Map.groupBy(sentences, ({ line }) => line)
  return new Map(
    lines.flatMap((line, index) => {
      const ranges = joinSame(byLine.get(index) ?? [])
      return line.places.map(
        ({ text, start }) => [text, cutText(text.value, start, ranges)] as const,
      )
    }),
  )
}

/** Joins neighbouring sentences of one stretch, with the space between them. */
function joinSame(sentences: readonly Sentence[]): Sentence[] {
  const joined: Sentence[] = []
  for (const sentence of sentences) {
    const last = joined.at(-1)
    if (last?.stretch === sentence.stretch) {
      joined[joined.length - 1] = { ...last, end: sentence.end }
    } else joined.push(sentence)
  }
  return joined
}

/** @param start The offset of the text in its line. */
function cutText(text: string, start: number, ranges: readonly Sentence[]): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  const cut = (place: number, stretch: Stretch | null) => {
    const end = Math.min(Math.max(place - start, done), text.length)
    if (end > done) pieces.push({ value: text.slice(done, end), stretch })
    done = end
  }
  for (const range of ranges) {
    cut(range.start, null)
    cut(range.end, range.stretch)
  }
  cut(start + text.length, null)
  return pieces
}

function markChildren({ children }: HtmlRoot | HtmlElement, pieces: Pieces): HtmlContent[] {
  return wrapRuns(children.flatMap((child) => markNode(child, pieces)))
}

function markNode(node: HtmlContent, pieces: Pieces): Marked[] {
  if (node.type === 'text') {
    const parts = pieces.get(node) ?? [{ value: node.value, stretch: null }]
    return parts.map(({ value, stretch }) => ({ node: { type: 'text', value }, stretch }))
  }
  if (node.type !== 'element') return [{ node, stretch: null }]
  const stretch = isInline(node) ? stretchOf(node, pieces) : null
  if (stretch !== null) return [{ node, stretch }]
  return [{ node: { ...node, children: markChildren(node, pieces) }, stretch: null }]
}

/** The stretch of a whole element; `any` for one without words. */
function stretchOf(element: HtmlElement, pieces: Pieces): Stretch | 'any' | null {
  const stretches = new Set(
    element.children.flatMap((child) => {
      if (child.type === 'element') return [stretchOf(child, pieces)]
      return (child.type === 'text' ? (pieces.get(child) ?? []) : []).map((piece) => piece.stretch)
    }),
  )
  stretches.delete('any')
  const [only = 'any'] = stretches
  return stretches.size > 1 ? null : only
}

/** Wraps each run of nodes of the same stretch in a span. */
function wrapRuns(nodes: readonly Marked[]): HtmlContent[] {
  const wrapped: HtmlContent[] = []
  let run: HtmlContent[] = []
  let waiting: HtmlContent[] = []
  let current: Stretch | null = null
  const close = () => {
    if (current !== null) wrapped.push(spanOf(current, run))
    wrapped.push(...waiting)
    run = []
    waiting = []
  }
  for (const { node, stretch } of nodes) {
    if (stretch === 'any') waiting.push(node)
    else if (stretch !== null && stretch === current) {
      run.push(...waiting.splice(0), node)
    } else {
      close()
      current = stretch
      if (stretch === null) wrapped.push(node)
      else run.push(node)
    }
  }
  close()
  return wrapped
}

function spanOf({ from, to }: Stretch, children: HtmlContent[]): HtmlElement {
  return {
    type: 'element',
    tagName: 'span',
    attributes: { 'data-from': String(from), 'data-to': String(to) },
    children,
  }
}

/** A stretch with its words in the article. */
export type SpokenText = readonly [from: number, to: number, text: string]

/** Reads the stretches from a marked article, in the order of the article. */
export function spokenTexts(tree: HtmlRoot): SpokenText[] {
  const texts: [number, number, string][] = []
  const read = (node: HtmlContent): void => {
    if (node.type === 'text') return
    const { 'data-from': from, 'data-to': to } = node.attributes
    if (from === undefined) return node.children.forEach(read)
    const last = texts.at(-1)
    // A sentence across several cells or parts of a link has several marks.
    if (last?.[0] === Number(from)) last[2] += ` ${textOf(node)}`
    else texts.push([Number(from), Number(to), textOf(node)])
  }
  tree.children.forEach(read)
  return texts
}

function textOf(node: HtmlContent): string {
  if (node.type === 'text') return node.value
  if (node.tagName === 'br') return ' '
  return isSpoken(node) ? node.children.map(textOf).join('') : ''
}
