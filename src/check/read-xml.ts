import { parseXml, XmlElement, XmlError } from '@rgrove/parse-xml'

/** An element of a document; namespaces have the prefixes that their specifications use. */
export interface Node {
  /** With the usual prefix of its namespace, whichever one the document declares: `itunes:image`. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** All text in it, unescaped. */
  readonly text: string
  readonly children: readonly Node[]
}

/** A well-formed document, or the first error in one that is not. */
export type Parsed =
  | { readonly root: Node; readonly error: null }
  | { readonly root: null; readonly error: string }

/** Namespace → its usual prefix. Namespaces are compared character by character. */
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

/** How deep elements may be nested; no feed comes near it. */
const DEEPEST = 200

/**
 * Reads a document as strict parsers do. The renderer does not use this parser: what both agree on,
 * other programs read as well.
 */
export function readXml(text: string): Parsed {
  try {
    const { root } = parseXml(text)
    if (root === null) return { root: null, error: 'it has no element' }
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
    child instanceof XmlElement ? [nodeOf(child, prefixes, depth + 1)] : [],
  )
  const { attributes } = element
  const name = nameOf(element.name, prefixes)
  if (children.length === 0) return { name, attributes, text: element.text, children }
  // Hardly anybody asks, and the text of a channel is the whole feed once more.
  return {
    name,
    attributes,
    children,
    get text() {
      return element.text
    },
  }
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
  // An element of an unknown namespace is another element, even if it has the same name.
  return usual === undefined ? `?${name}` : `${usual}${name.slice(colon)}`
}

/** The children of a node that have a name; none where there is no node. */
export function childrenOf(node: Node | null, name: string): readonly Node[] {
  return node?.children.filter((child) => child.name === name) ?? []
}

/** The trimmed text of the first child that has a name; null where there is none. */
export function textIn(node: Node | null, name: string): string | null {
  return childrenOf(node, name)[0]?.text.trim() ?? null
}
