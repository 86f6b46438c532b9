import { type Node, type Root, nodesOf } from './markdown-parser.ts'

type Text = Extract<Node, { type: 'text' }>
type Parent = Extract<Node, { children: unknown }>

/** A bracket in a text, and how many links stand before it. */
interface Bracket {
  readonly text: Text
  readonly at: number
  readonly mark: string
  readonly links: number
  /** Which child of the parent the text is. */
  readonly index: number
}

/** A part of a text that goes. */
interface Cut {
  readonly text: Text
  readonly start: number
  readonly end: number
}

const BRACKETS = /\[|\](?:\((?:[^()\s]*(?:\s+"[^"]*")?\)|$))?/g
const LINKED_ADDRESS_PART = /\[([^[\]]*)\]\([^()]*\)/g

/**
 * Undoes what a tool did that links each name in a text without looking whether it was in a link.
 *
 * `[[DeepSeek](/item/deepseek/)](/item/deepseek/)` is a link in square brackets by the rules of
 * Markdown, for a link cannot hold a link: the inner one is kept, what is left of the outer one
 * goes. An address that was itself linked, `/ai/[tokens](/ai/tokens-or-words/)-or-words/`, becomes
 * `/ai/tokens-or-words/` again.
 */
export function flattenNestedLinks(tree: Root): void {
  for (const node of nodesOf(tree)) {
    if (node.type === 'link') node.url = repairAddress(node.url)
    if ('children' in node && node.children.some(({ type }) => type === 'link')) flatten(node)
  }
}

/** Takes links out of an address: only the text that was linked remains. */
export function repairAddress(url: string): string {
  return url.includes('](') ? url.replace(LINKED_ADDRESS_PART, '$1') : url
}

function flatten(parent: Parent): void {
  const cuts: Cut[] = []
  const addresses = new Set<Node>()
  for (const { open, close } of outerLinks(parent)) {
    const address = parent.children[close.index + 1]
    const after = parent.children[close.index + 2]
    if (close.mark === '](') {
      if (address?.type !== 'link' || after?.type !== 'text' || after.value[0] !== ')') continue
      addresses.add(address)
      cuts.push({ text: after, start: 0, end: 1 })
    }
    cuts.push({ text: open.text, start: open.at, end: open.at + 1 })
    cuts.push({ text: close.text, start: close.at, end: close.at + close.mark.length })
  }
  for (const { text, start, end } of cuts.toSorted((a, b) => b.start - a.start)) {
    text.value = text.value.slice(0, start) + text.value.slice(end)
  }
  for (const address of addresses) {
    parent.children.splice(
      parent.children.findIndex((child) => child === address),
      1,
    )
  }
}

/** Pairs of brackets with a link between them and an address, or the start of one, after them. */
function outerLinks(parent: Parent): { readonly open: Bracket; readonly close: Bracket }[] {
  const open: Bracket[] = []
  return bracketsOf(parent).flatMap((bracket) => {
    if (bracket.mark === '[') {
      open.push(bracket)
      return []
    }
    const start = open.pop()
    const isOuter = start !== undefined && start.links < bracket.links && bracket.mark !== ']'
    return isOuter ? [{ open: start, close: bracket }] : []
  })
}

function bracketsOf(parent: Parent): Bracket[] {
  let links = 0
  return parent.children.flatMap((child: Node, index) => {
    if (child.type === 'link') links += 1
    if (child.type !== 'text') return []
    return child.value
      .matchAll(BRACKETS)
      .map(({ 0: mark, index: at }) => ({ text: child, at, mark, links, index }))
      .toArray()
  })
}
