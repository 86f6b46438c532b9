import { wordsOf } from './article-safe.ts'
import type { HtmlContent, HtmlElement, HtmlRoot } from './article-tree.ts'

/** Elements that close an open paragraph. */
const ENDING = wordsOf(
  'address blockquote details dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary table ul',
)
/** Elements that parsers only keep directly inside certain others. */
const PARENTS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    caption: 'table',
    col: 'colgroup',
    colgroup: 'table',
    dd: 'dl',
    dt: 'dl',
    li: 'ol ul',
    rp: 'ruby',
    rt: 'ruby',
    tbody: 'table',
    td: 'tr',
    tfoot: 'table',
    th: 'tr',
    thead: 'table',
    tr: 'tbody tfoot thead',
  }).map(([name, parents]) => [name, wordsOf(parents)]),
)
/** Elements that may only contain the elements above. */
const HOLDING = wordsOf('colgroup table tbody tfoot thead tr')
const HEADING = /^h[1-6]$/

/** The ancestors that matter at a place. */
interface Around {
  readonly parent: string
  readonly inLink: boolean
  readonly inParagraph: boolean
}

/**
 * Whether every parser reads the same tree from the serialised tree, so that it need not be tried. It only
 * knows the elements of articles: for anything else the result is false.
 *
 * @param tree A safe tree.
 * @see https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody
 */
export function nestsWell(tree: HtmlRoot): boolean {
  return holdsWell(tree.children, { parent: '', inLink: false, inParagraph: false })
}

function holdsWell(content: readonly HtmlContent[], around: Around): boolean {
  return content.every((node) =>
    node.type === 'text'
      ? !HOLDING.has(around.parent) || node.value.trim() === ''
      : isPlacedWell(node, around) && holdsWell(node.children, aroundIn(node, around)),
  )
}

function isPlacedWell(element: HtmlElement, { parent, inLink, inParagraph }: Around): boolean {
  const { tagName, children } = element
  const parents = PARENTS.get(tagName)
  if (parents === undefined ? HOLDING.has(parent) : !parents.has(parent)) return false
  if (inParagraph && ENDING.has(tagName)) return false
  if (tagName === 'a') return !inLink
  if (HEADING.test(tagName)) return !HEADING.test(parent)
  const [first] = children
  if (tagName === 'pre') return first?.type !== 'text' || !first.value.startsWith('\n')
  if (tagName === 'p') return children.some(({ type }) => type === 'element') || hasText(first)
  return true
}

function hasText(node: HtmlContent | undefined): boolean {
  return node?.type === 'text' && node.value.trim() !== ''
}

function aroundIn({ tagName }: HtmlElement, { inLink, inParagraph }: Around): Around {
  return {
    parent: tagName,
    inLink: inLink || tagName === 'a',
    inParagraph: inParagraph || tagName === 'p',
  }
}
