import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

const BLOCK_CONSTRUCTS = [
  'blockQuote',
  'codeFenced',
  'codeIndented',
  'definition',
  'headingAtx',
  'htmlFlow',
  'list',
  'setextUnderline',
  'thematicBreak',
]

const INLINE_CONSTRUCTS = [
  'attention',
  'autolink',
  'characterEscape',
  'characterReference',
  'codeText',
  'emailAutolink',
  'gfmFootnoteCall',
  'gfmPotentialFootnoteCall',
  'hardBreakEscape',
  'htmlText',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
  'protocolAutolink',
  'strikethrough',
  'wwwAutolink',
]

/** It looks for an address at every letter; what works on the finished tree finds them too. */
const COSTLY_CONSTRUCTS = ['emailAutolink']

const gfm = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .data({ micromarkExtensions: [{ disable: { null: COSTLY_CONSTRUCTS } }] })
  .freeze()

const inline = unified()
  .use(remarkParse)
  .use(remarkGfm, { singleTilde: false })
  .data({ micromarkExtensions: [{ disable: { null: BLOCK_CONSTRUCTS } }] })
  .freeze()

const blocks = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .data({ micromarkExtensions: [{ disable: { null: INLINE_CONSTRUCTS } }] })
  .freeze()

/** The syntax tree of a post (mdast), each node with its place in the text. */
export type Root = ReturnType<typeof gfm.parse>

/** Any node of the tree. */
export type Node = Root | Root['children'][number]

/** Parses GitHub's Markdown as it stands; `parseMarkdown` does so within bounds. */
export function parseGfm(text: string): Root {
  return gfm.parse(text)
}

/**
 * Parses one line in which only inline markup counts, so that a title `1. Start` is no list and
 * `# 8` no heading.
 */
export function parseInline(line: string): Root {
  return inline.parse(line)
}

/** Parses blocks only: what is written in them stays as it is. Much cheaper for hostile text. */
export function parseBlocks(text: string): Root {
  return blocks.parse(text)
}

/**
 * Walks a tree without recursion, so that no depth is too much.
 *
 * @yields Its nodes in the order of the text.
 */
export function* nodesOf(tree: Node): Generator<Node, void> {
  const queue = [tree]
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    yield node
    if ('children' in node) for (const child of node.children.toReversed()) queue.push(child)
  }
}
