import type { html, Parser, Token, TreeAdapter } from 'parse5'
import { lazily, load } from '../../base/lazily.ts'
import type { HtmlElement, HtmlRoot } from './article-tree.ts'

const parse5 = lazily((): typeof import('parse5') => load('parse5'))

/** Limits of the HTML that is parsed; no article comes near them. */
export const HTML_LIMITS = {
  /** Elements and texts. */
  nodes: 60_000,
  /** Nesting depth of elements. */
  depth: 300,
  /** Siblings of the nodes that are moved or inserted before others, which badly nested HTML causes. */
  moves: 50_000_000,
} as const

/** Separates two pieces of HTML so that neither extends into the other. */
export const PIECE_END = '\uFFFF'

interface ParsedText {
  readonly type: 'text'
  value: string
}

interface ParsedElement extends HtmlElement {
  attributes: Record<string, string>
  readonly children: (ParsedElement | ParsedText)[]
}

interface Fragment {
  readonly type: 'root'
  readonly children: (ParsedElement | ParsedText)[]
}

/** A comment or a doctype, which is dropped. */
interface Unseen {
  readonly type: 'unseen'
}

type Parent = ParsedElement | Fragment
type Child = ParsedElement | ParsedText | Unseen

interface Types {
  node: Parent | Child
  parentNode: Parent
  childNode: Child
  document: Fragment
  documentFragment: Fragment
  element: ParsedElement
  commentNode: Child
  textNode: ParsedText
  template: ParsedElement
  documentType: Unseen
}

/** The states of the tokenizer in which there is no markup. */
const TEXT_MODES = lazily((): ReadonlySet<number> => {
  const { RCDATA, RAWTEXT, SCRIPT_DATA } = parse5().TokenizerMode
  return new Set([RCDATA, RAWTEXT, SCRIPT_DATA])
})
/** The ends of a quoted value, a tag and a comment. */
const ENDS = ['">', "'>", '-->']

/** The name of the element for a comment, if comments are kept; its attribute `text` has the content. */
export const COMMENT = '#comment'

/**
 * Parses HTML as browsers do.
 *
 * If HTML ends inside a comment, a value or a script, `PIECE_END` closes it, so that it swallows nothing of
 * what follows.
 *
 * @throws {RangeError} If it exceeds `HTML_LIMITS`: parsers take time in proportion to the number of nodes
 *   times their depth, and can be made to duplicate elements endlessly.
 */
export function parseHtml(html: string, { comments = false } = {}): HtmlRoot {
  const parser = parse5().Parser.getFragmentParser<Types>(null, {
    scriptingEnabled: false,
    treeAdapter: createAdapter(comments),
  })
  const pieces = html.split(PIECE_END)
  for (const [index, piece] of pieces.entries()) {
    const last = index === pieces.length - 1
    parser.tokenizer.write(piece, last)
    if (!last) endPiece(parser)
  }
  const [context] = parser.document.children
  return { type: 'root', children: context?.type === 'element' ? context.children : [] }
}

function endPiece({ tokenizer }: Parser<Types>): void {
  const { DATA } = parse5().TokenizerMode
  if (TEXT_MODES().has(tokenizer.state)) tokenizer.write(`</${tokenizer.lastStartTagName}>`, false)
  for (const end of ENDS) {
    if (tokenizer.state !== DATA) tokenizer.write(end, false)
  }
  if (TEXT_MODES().has(tokenizer.state)) tokenizer.write(`</${tokenizer.lastStartTagName}>`, false)
  tokenizer.state = DATA
}

function createFragment(): Fragment {
  return { type: 'root', children: [] }
}

/** Makes our tree from the events of the parser, within the limits. */
function createAdapter(comments: boolean): TreeAdapter<Types> {
  const limits = new Limits()
  return {
    ...READING,
    ...NO_DOCUMENT,
    ...makingNodes(limits, comments),
    ...placingNodes(limits),
    ...fillingTemplates(),
    getDocumentMode: () => parse5().html.DOCUMENT_MODE.NO_QUIRKS,
    onItemPush: () => limits.deepen(),
    onItemPop: () => limits.rise(),
  }
}

/**
 * Counts what is made of one text, see {@link HTML_LIMITS}. Each method throws a RangeError when a limit is
 * exceeded.
 */
class Limits {
  #nodes = 0
  #depth = 0
  #moves = 0

  node(): void {
    this.#nodes += 1
    if (this.#nodes > HTML_LIMITS.nodes) throw new RangeError('expected less HTML')
  }

  move(siblings: number): void {
    this.#moves += siblings
    if (this.#moves > HTML_LIMITS.moves) throw new RangeError('expected HTML that nests')
  }

  deepen(): void {
    this.#depth += 1
    if (this.#depth > HTML_LIMITS.depth) throw new RangeError('expected elements less deep')
  }

  rise(): void {
    this.#depth -= 1
  }
}

/** How the parser reads nodes of the tree. */
const READING = {
  getFirstChild: ({ children }) => children[0] ?? null,
  getChildNodes: ({ children }) => children,
  getAttrList: ({ attributes }) =>
    Object.entries(attributes).map(([name, value]) => ({ name, value })),
  getTagName: ({ tagName }) => tagName,
  getTextNodeContent: ({ value }) => value,
  getCommentNodeContent: () => '',
  isTextNode: (node) => node.type === 'text',
  isCommentNode: (node): node is Child => node.type === 'unseen' || isComment(node),
  isDocumentTypeNode: (node): node is Unseen => node.type === 'unseen',
  isElementNode: (node): node is ParsedElement => node.type === 'element' && !isComment(node),
} satisfies Partial<TreeAdapter<Types>>

/** Parts of the interface for documents and source lines, which articles do not need. */
const NO_DOCUMENT = {
  createDocument: createFragment,
  createDocumentFragment: createFragment,
  getDocumentTypeNodeName: () => '',
  getDocumentTypeNodePublicId: () => '',
  getDocumentTypeNodeSystemId: () => '',
  getNodeSourceCodeLocation: () => null,
  setDocumentMode: () => undefined,
  setDocumentType: () => undefined,
  setNodeSourceCodeLocation: () => undefined,
  updateNodeSourceCodeLocation: () => undefined,
} satisfies Partial<TreeAdapter<Types>>

/** How the parser creates nodes, and their namespaces. */
function makingNodes(limits: Limits, comments: boolean) {
  const { NS } = parse5().html
  const spaces = new Map<ParsedElement, html.NS>()
  return {
    createElement: (tagName, space, attrs) => {
      limits.node()
      const attributes = attributesOf(attrs)
      const element: ParsedElement = { type: 'element', tagName, attributes, children: [] }
      if (space !== NS.HTML) spaces.set(element, space)
      return element
    },
    createCommentNode: (text) => {
      if (!comments) return { type: 'unseen' }
      limits.node()
      return { type: 'element', tagName: COMMENT, attributes: { text }, children: [] }
    },
    createTextNode: (value) => createText(value, limits),
    adoptAttributes: (element, attrs) => {
      element.attributes = { ...attributesOf(attrs), ...element.attributes }
    },
    getNamespaceURI: (element) => spaces.get(element) ?? NS.HTML,
  } satisfies Partial<TreeAdapter<Types>>
}

function createText(value: string, limits: Limits): ParsedText {
  limits.node()
  return { type: 'text', value }
}

/** How the parser inserts and removes nodes. */
function placingNodes(limits: Limits) {
  const parents = new Map<Child, Parent>()
  const put = (parent: Parent, child: Child, place: number) => {
    parents.set(child, parent)
    if (child.type === 'unseen') return
    if (place === parent.children.length) parent.children.push(child)
    else parent.children.splice(place, 0, child)
  }
  const placeOf = ({ children }: Parent, child: Child) => {
    limits.move(children.length)
    if (child.type === 'unseen') return -1
    return children[0] === child ? 0 : children.lastIndexOf(child)
  }
  const addText = (parent: Parent, text: string, place: number) => {
    const before = parent.children[place - 1]
    if (before?.type === 'text') before.value += text
    else put(parent, createText(text, limits), place)
  }
  return {
    appendChild: (parent, child) => put(parent, child, parent.children.length),
    insertBefore: (parent, child, before) => {
      const place = placeOf(parent, before)
      put(parent, child, place === -1 ? parent.children.length : place)
    },
    insertText: (parent, text) => addText(parent, text, parent.children.length),
    insertTextBefore: (parent, text, before) => addText(parent, text, placeOf(parent, before)),
    detachNode: (child) => {
      const parent = parents.get(child)
      const place = parent === undefined ? -1 : placeOf(parent, child)
      if (place !== -1) parent?.children.splice(place, 1)
      parents.delete(child)
    },
    getParentNode: (node) => (node.type === 'root' ? null : (parents.get(node) ?? null)),
  } satisfies Partial<TreeAdapter<Types>>
}

/** The content of templates, which is not among their children. */
function fillingTemplates() {
  const templates = new Map<ParsedElement, Fragment>()
  return {
    setTemplateContent: (template, content) => void templates.set(template, content),
    getTemplateContent: (template) => templates.get(template) ?? createFragment(),
  } satisfies Partial<TreeAdapter<Types>>
}

function isComment(node: Parent | Child): boolean {
  return node.type === 'element' && node.tagName === COMMENT
}

/** Without attributes that are named like properties of every object. */
function attributesOf(attrs: readonly Token.Attribute[]): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const { name, value } of attrs) if (!(name in Object.prototype)) attributes[name] = value
  return attributes
}
