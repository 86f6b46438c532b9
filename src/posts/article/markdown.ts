import { isModestHtml } from './markdown-html-limits.ts'
import { isParsable, isRenderable } from './markdown-limits.ts'
import { flattenNestedLinks } from './markdown-links.ts'
import { type Root, nodesOf, parseGfm } from './markdown-parser.ts'
import { plainTree, withinStack } from './markdown-plain.ts'
import { removeResidue } from './residue.ts'

/**
 * The one syntax tree of a post: GitHub's Markdown without the residue of its generator, nested
 * links undone. Notes, page, summary and spoken text all come from it.
 *
 * Positions are those in `removeResidue(body)`, whose lines are the lines of the body. Never throws
 * and never takes long: a body beyond `LIMITS` or `HTML_LIMITS`, which no article reaches, becomes
 * paragraphs of plain text, markup and all.
 */
export function parseMarkdown(body: string): Root {
  return withinStack(() => parseBounded(body)) ?? plainTree(body)
}

function parseBounded(body: string): Root | null {
  if (!isParsable(body)) return null
  const text = removeResidue(body)
  if (text !== body && !isParsable(text)) return null
  const tree = parseGfm(text)
  if (!isRenderable(tree) || !isModestHtml(htmlOf(tree))) return null
  flattenNestedLinks(tree)
  return tree
}

function htmlOf(tree: Root): string {
  return nodesOf(tree)
    .filter((node) => node.type === 'html')
    .map((node) => node.value)
    .toArray()
    .join('\n')
}
