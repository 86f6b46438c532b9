import { writeHtml, type HtmlContent, type HtmlRoot } from '../../posts/article/article-tree.ts'
import { parseHtml } from '../../posts/article/html-parser.ts'
import { cutToBytes } from '../text.ts'

/** Less than this says nothing: an element whose beginning is all that fits goes. */
const SHORTEST_TEXT = 40
/** What makes no sense in part. */
const WHOLE = new Set(['pre', 'table', 'picture', 'ruby', 'sup', 'sub'])

/**
 * The beginning of well-formed HTML, in at most so many bytes: it ends at a word, and with every
 * element closed.
 */
export function cutHtml(html: string, limit: number): string {
  return writeHtml({ type: 'root', children: cut(parseHtml(html).children, limit) }).trim()
}

/** All that fits, and the beginning of the first that does not. */
function cut(content: readonly HtmlContent[], room: number): HtmlContent[] {
  const kept: HtmlContent[] = []
  let left = room
  for (const node of content) {
    const size = sizeOf(node)
    if (size > left) return [...kept, ...beginningOf(node, left)]
    left -= size
    kept.push(node)
  }
  return kept
}

function beginningOf(node: HtmlContent, room: number): HtmlContent[] {
  if (room < SHORTEST_TEXT) return []
  if (node.type === 'text') return beginningOfText(node.value, room)
  if (WHOLE.has(node.tagName)) return []
  const children = cut(node.children, room - sizeOf({ ...node, children: [] }))
  return children.length === 0 ? [] : [{ ...node, children }]
}

/** What has to be escaped takes more room than it seems. */
function beginningOfText(value: string, room: number): HtmlContent[] {
  let limit = room
  while (limit >= SHORTEST_TEXT) {
    const node: HtmlContent = { type: 'text', value: cutToBytes(value, limit) }
    const size = sizeOf(node)
    if (size <= room) return [node]
    limit = Math.min(limit - 1, Math.floor((limit * room) / size))
  }
  return []
}

function sizeOf(node: HtmlContent): number {
  const root: HtmlRoot = { type: 'root', children: [node] }
  return Buffer.byteLength(writeHtml(root))
}
