import { type HtmlContent, type HtmlElement, type HtmlRoot, textNode } from './article-tree.ts'

/** A bracket in a text, and the number of links before it. */
interface Bracket {
  readonly mark: string
  /** The index of the text among the children of its parent. */
  readonly index: number
  /** The offset in the text. */
  readonly at: number
  readonly links: number
}

/** A part of a text that is removed. */
interface Cut {
  readonly start: number
  readonly end: number
}

const BRACKETS = /\[|\](?:\((?:[^()\s]*(?:\s+"[^"]*")?\)|$))?/g
const LINKED_ADDRESS_PART = /\[([^[\]]*)\]\([^()]*\)/g

/**
 * Repairs the text of tools that link every name, even inside links.
 *
 * `[[DeepSeek](/item/deepseek/)](/item/deepseek/)` is a link in square brackets by the rules of Markdown,
 * because a link cannot contain a link: the inner one is kept, the rest of the outer one is removed. An
 * address in which a word was linked, `/ai/[tokens](/ai/tokens-or-words/)-or-words/`, becomes
 * `/ai/tokens-or-words/` again.
 */
export function flattenNestedLinks(tree: HtmlRoot): HtmlRoot {
  const children = flattenIn(tree.children)
  return children === tree.children ? tree : { ...tree, children }
}

/** Removes links from an address: only their text remains. */
export function repairAddress(url: string): string {
  return url.includes('](') ? url.replace(LINKED_ADDRESS_PART, '$1') : url
}

/** Content without such links stays the same object. */
function flattenIn(content: readonly HtmlContent[]): readonly HtmlContent[] {
  let changed = false
  const inner = content.map((node) => {
    if (node.type === 'text') return node
    const children = flattenIn(node.children)
    if (children === node.children) return node
    changed = true
    return { ...node, children }
  })
  const flat = inner.some(isLink) && inner.some(isClosing) ? flatten(inner) : inner
  return changed || flat !== inner ? flat : content
}

function isClosing(node: HtmlContent): boolean {
  return node.type === 'text' && node.value.includes(']')
}

function isLink(node: HtmlContent | undefined): node is HtmlElement {
  return node?.type === 'element' && node.tagName === 'a'
}

function flatten(content: readonly HtmlContent[]): readonly HtmlContent[] {
  const cuts = new Map<number, Cut[]>()
  const addresses = new Set<number>()
  const cut = (index: number, start: number, end: number) => {
    cuts.set(index, [...(cuts.get(index) ?? []), { start, end }])
  }
  for (const { open, close } of outerLinks(content)) {
    if (close.mark === '](') {
      const after = content[close.index + 2]
      if (!isLink(content[close.index + 1])) continue
      if (after?.type !== 'text' || !after.value.startsWith(')')) continue
      addresses.add(close.index + 1)
      cut(close.index + 2, 0, 1)
    }
    cut(open.index, open.at, open.at + 1)
    cut(close.index, close.at, close.at + close.mark.length)
  }
  return content.flatMap((node, index) => {
    if (addresses.has(index)) return []
    const gone = cuts.get(index)
    return node.type === 'text' && gone !== undefined
      ? [textNode(without(node.value, gone))]
      : [node]
  })
}

function without(text: string, cuts: readonly Cut[]): string {
  let rest = ''
  let done = 0
  for (const { start, end } of cuts.toSorted((a, b) => a.start - b.start)) {
    rest += text.slice(done, start)
    done = end
  }
  return rest + text.slice(done)
}

/** Pairs of brackets that contain a link and are followed by an address, or the start of one. */
function outerLinks(
  content: readonly HtmlContent[],
): { readonly open: Bracket; readonly close: Bracket }[] {
  const open: Bracket[] = []
  return bracketsOf(content).flatMap((bracket) => {
    if (bracket.mark === '[') {
      open.push(bracket)
      return []
    }
    const start = open.pop()
    const isOuter = start !== undefined && start.links < bracket.links && bracket.mark !== ']'
    return isOuter ? [{ open: start, close: bracket }] : []
  })
}

function bracketsOf(content: readonly HtmlContent[]): Bracket[] {
  let links = 0
  return content.flatMap((node, index) => {
    if (isLink(node)) links += 1
    if (node.type !== 'text') return []
    return node.value
      .matchAll(BRACKETS)
      .map(({ 0: mark, index: at }) => ({ mark, index, at, links }))
      .toArray()
  })
}
