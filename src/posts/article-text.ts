import { keepXmlCharacters } from './characters.ts'
import type { Node } from './markdown-parser.ts'
import { parseMarkdown } from './markdown.ts'
import { textOf } from './plain-text.ts'

/** What only separates, or is there for the eye. */
const SILENT: ReadonlySet<Node['type']> = new Set(['definition', 'thematicBreak'])

/**
 * The article as plain text: one paragraph for each block, no markup. For readers that have nothing
 * but text, such as a plain transcript.
 */
export function articleText(body: string): string {
  const blocks = parseMarkdown(body)
    .children.filter(({ type }) => !SILENT.has(type))
    .map((node) => tidy(textOf(node, { images: false })))
  return blocks.filter((block) => block !== '').join('\n\n')
}

function tidy(text: string): string {
  return keepXmlCharacters(text)
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ ?\n[ \n]*/g, '\n')
    .trim()
}
