import type { HtmlContent, HtmlRoot } from '../article/article-tree.ts'
import type { Spoken } from './read-along.ts'
import { spokenSentences } from './spoken-sentences.ts'
import { spokenLines } from './spoken-words.ts'

/** What is heard, and how a time is written. */
export interface Timed extends Spoken {
  /** Of seconds. */
  readonly clock: (seconds: number) => string
}

/**
 * Puts before each block of an article the time at which it begins, as in HTML transcripts; a block that is
 * not heard has no time.
 *
 * @param tree A safe tree.
 */
export function timeBlocks(tree: HtmlRoot, { cues, language, clock }: Timed): HtmlRoot {
  const lines = spokenLines(tree)
  const starts = new Map<HtmlContent, number>()
  for (const { line, stretch } of spokenSentences(lines, cues, language)) {
    const text = lines[line]?.places[0]?.text
    if (text !== undefined && !starts.has(text)) starts.set(text, stretch.from)
  }
  const children = tree.children.flatMap((node): HtmlContent[] => {
    const start = startOf(node, starts)
    return start === null ? [node] : [timeOf(clock(start)), { type: 'text', value: '\n' }, node]
  })
  return { type: 'root', children }
}

function startOf(node: HtmlContent, starts: ReadonlyMap<HtmlContent, number>): number | null {
  const own = starts.get(node) ?? null
  if (own !== null || node.type !== 'element') return own
  for (const child of node.children) {
    const start = startOf(child, starts)
    if (start !== null) return start
  }
  return null
}

function timeOf(value: string): HtmlContent {
  return { type: 'element', tagName: 'time', attributes: {}, children: [{ type: 'text', value }] }
}
