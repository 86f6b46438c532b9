import { parseArticle } from '../../posts/article/parse-article.ts'
import { textOf } from '../../posts/article/plain-text.ts'

/** A line of an article, numbered from 0, without the code in it. */
export interface ProseLine {
  readonly index: number
  readonly text: string
}

const FENCE = /^\s{0,3}(`{3,}|~{3,})/

/** The lines of an article outside code blocks; code within a line is removed. */
export function proseLines(body: string): readonly ProseLine[] {
  let fence: string | null = null
  return body.split('\n').flatMap((line, index) => {
    const mark = FENCE.exec(line)?.[1] ?? null
    const opens = fence === null && mark !== null
    const closes = fence !== null && mark !== null && mark.startsWith(fence)
    if (opens) fence = mark
    if (closes) fence = null
    if (opens || closes || fence !== null) return []
    return { index, text: line.replaceAll(/`[^`]*`/g, '') }
  })
}

/** Elements that are not read aloud. */
const SILENT = new Set(['hr', 'pre', 'table'])
const HEADING = /^h[1-6]$/

const TRANSCRIPT =
  /^\W*(transcript|transkript|transkripce|přepis|prepis|transcription|trascrizione|transcripción)\b/iu

/** The words of an article that would be read aloud: without code, tables and a transcript at its end. */
export function spokenText(body: string): string {
  const { children } = parseArticle(body).tree
  const transcript = children.findIndex(
    (node) =>
      node.type === 'element' && HEADING.test(node.tagName) && TRANSCRIPT.test(textOf(node).trim()),
  )
  const read = transcript === -1 ? children : children.slice(0, transcript)
  return read
    .filter((node) => node.type === 'text' || !SILENT.has(node.tagName))
    .map((node) => textOf(node, { images: false }))
    .join('\n')
    .replaceAll(/https?:\/\/\S+/g, ' ')
}
