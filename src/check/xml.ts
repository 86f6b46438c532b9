import { parseXml, XmlElement, XmlError, type XmlNode } from '@rgrove/parse-xml'

/** An element of a document, by the names that the specifications give to namespaces. */
export interface Node {
  /** With the usual prefix of its namespace, whichever the document chose: `itunes:image`. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** All text in it, as a reader gets it. */
  readonly text: string
  readonly children: readonly Node[]
}

/** A document that is well-formed, or where it ceases to be. */
export type Parsed =
  | { readonly root: Node; readonly error: null }
  | { readonly root: null; readonly error: string }

/** Namespace → its usual prefix. They are compared letter by letter. */
export const NAMESPACES: Readonly<Record<string, string>> = {
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'https://podcastindex.org/namespace/1.0': 'podcast',
  'https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md': 'podcast',
  'http://www.w3.org/2005/Atom': 'atom',
  'http://purl.org/rss/1.0/modules/content/': 'content',
  'http://podlove.org/simple-chapters': 'psc',
  'http://purl.org/syndication/history/1.0': 'fh',
  'http://purl.org/dc/elements/1.1/': 'dc',
}

/** How deep a document may go; no feed comes near it. */
const DEEPEST = 200

/**
 * Reads a document as strict parsers do. A parser of our own choosing that the renderer does not
 * know: what both agree on is there for others too.
 */
export function readXml(text: string): Parsed {
  try {
    const { root } = parseXml(text)
    if (root === null) return { root: null, error: 'there is no element in it' }
    return { root: nodeOf(root, {}, 0), error: null }
  } catch (cause) {
    if (!(cause instanceof XmlError) && !(cause instanceof RangeError)) throw cause
    return { root: null, error: cause.message.split('\n', 1)[0] ?? '' }
  }
}

function nodeOf(element: XmlElement, above: Readonly<Record<string, string>>, depth: number): Node {
  if (depth > DEEPEST) throw new RangeError(`elements are nested more than ${DEEPEST} deep`)
  const prefixes = { ...above, ...declaredIn(element) }
  const children = element.children.flatMap((child) =>
    isElement(child) ? [nodeOf(child, prefixes, depth + 1)] : [],
  )
  const { attributes, text } = element
  return { name: nameOf(element.name, prefixes), attributes, text, children }
}

function isElement(node: XmlNode): node is XmlElement {
  return node instanceof XmlElement
}

function declaredIn({ attributes }: XmlElement): Readonly<Record<string, string>> {
  const declared = Object.entries(attributes).filter(([name]) => name.startsWith('xmlns:'))
  return Object.fromEntries(declared.map(([name, uri]) => [name.slice('xmlns:'.length), uri]))
}

function nameOf(name: string, prefixes: Readonly<Record<string, string>>): string {
  const colon = name.indexOf(':')
  if (colon === -1) return name
  const prefix = name.slice(0, colon)
  const usual = NAMESPACES[prefixes[prefix] ?? '']
  // What is not in a namespace that anybody knows is another element, whatever it is called.
  return usual === undefined ? `?${name}` : `${usual}${name.slice(colon)}`
}

/** The elements of a name directly in another. */
export function childrenOf(node: Node, name: string): readonly Node[] {
  return node.children.filter((child) => child.name === name)
}

/** The trimmed text of the first element of a name; null where there is none. */
export function textIn(node: Node, name: string): string | null {
  return childrenOf(node, name)[0]?.text.trim() ?? null
}
