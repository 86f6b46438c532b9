import { parse, parseFragment, type DefaultTreeAdapterTypes } from 'parse5'

/** An element as a browser's parser sees it, with its attributes by their HTML names. */
export interface Element {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** The text of everything in it, white space collapsed. */
  readonly text: string
}

type Node = DefaultTreeAdapterTypes.Node

function textOf(node: Node): string {
  if ('value' in node) return node.value
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
}

function elementsOf(node: Node): Element[] {
  const inside = 'childNodes' in node ? node.childNodes.flatMap(elementsOf) : []
  if (!('tagName' in node)) return inside
  const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]))
  const text = textOf(node).replace(/\s+/g, ' ').trim()
  return [{ name: node.tagName, attributes, text }, ...inside]
}

/** All elements of a page in their order, read by the parser that the HTML Standard describes. */
export function parseHtml(html: string): Element[] {
  return elementsOf(/^\s*<!doctype/i.test(html) ? parse(html) : parseFragment(html))
}
