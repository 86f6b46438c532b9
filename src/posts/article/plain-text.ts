import { keepXmlCharacters } from '../characters.ts'
import { HTML_BLOCKS, HTML_ELEMENTS } from './html-elements.ts'
import { flattenNestedLinks } from './markdown-links.ts'
import { type Node, parseInline } from './markdown-parser.ts'

/** More than any title or excerpt; what is beyond it is left out. */
const LONGEST = 5_000
const MARKUP = /[[*_`<&\\~]/
const INVISIBLE = /[\u00AD\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069]/g
const CODE_OR_LITERAL =
  /(`{1,3})[^`]*\1|(?<=[\p{L}\p{N}])\*(?=[\p{L}\p{N}])|(?<![\p{L}\p{N}_])__[a-z]+__(?![\p{L}\p{N}_])/gu
const TAG = /^<(\/?)([a-z][a-z0-9-]*)/i
/** What Microsoft Word leaves in the HTML that it writes; no tag by the rules of Markdown. */
const WORD_TAG = /<\/?(?:m|o|st1|v|w):[a-z][^<>]*>/gi
const BLOCKS: ReadonlySet<Node['type']> = new Set(['heading', 'listItem', 'paragraph', 'tableCell'])
const MUTE_TAGS = new Set(['script', 'style'])

/**
 * Reduces what authors write in titles, excerpts and the like to one line of plain text.
 *
 * Links, emphasis, code and images become their text, tags go, entities are resolved once, white
 * space collapses. What is no markup in a title stays: `C++`, `#8`, `5*3*2`, `snake_case`,
 * `__init__`, `Promise<T>`. Characters that XML forbids go, and so do those that nobody sees but
 * that spoil comparing and searching (ZWSP, soft hyphens, byte order marks) or that turn the
 * direction of whatever follows the text (bidi embeddings, overrides, isolates).
 */
export function toPlainText(markdown: string): string {
  const line = toLine(markdown.slice(0, LONGEST))
  if (!MARKUP.test(line)) return line
  const tree = parseInline(escapeLiteral(line.replaceAll(WORD_TAG, '')))
  flattenNestedLinks(tree)
  return toLine(textOf(tree))
}

/** White space to single spaces, ends trimmed, and the characters out that `toPlainText` names. */
export function toLine(text: string): string {
  return keepXmlCharacters(text).replace(INVISIBLE, '').replace(/\s+/g, ' ').trim()
}

/**
 * The text that a reader sees of a node: code as it stands, footnote marks and HTML blocks not at
 * all, images by their alternative text unless that is not wanted. Blocks and line breaks are set
 * apart by white space.
 */
export function textOf(node: Node, { images = true } = {}): string {
  const reader: Reader = { images, text: '', mute: null }
  read(node, reader)
  return reader.text
}

interface Reader {
  readonly images: boolean
  text: string
  /** The element, `script` or `style`, whose content is passed over just now. */
  mute: string | null
}

function read(node: Node, reader: Reader): void {
  if (node.type === 'html') {
    readTag(node.value, reader)
    return
  }
  if (reader.mute === null) reader.text += ownText(node, reader.images)
  if ('children' in node && node.type !== 'footnoteDefinition') {
    for (const child of node.children) read(child, reader)
    if (BLOCKS.has(node.type)) reader.text += '\n'
  }
}

function ownText(node: Node, images: boolean): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
      return node.value
    case 'code':
      return `${node.value}\n`
    case 'image':
    case 'imageReference':
      return images ? (node.alt ?? '') : ''
    case 'break':
      return '\n'
    default:
      return ''
  }
}

/** Tags go; what only looks like one (`Promise<T>`) is text. */
function readTag(html: string, reader: Reader): void {
  const [, slash, spelled] = TAG.exec(html) ?? []
  const name = spelled?.toLowerCase()
  if (reader.mute !== null) {
    if (slash === '/' && name === reader.mute) reader.mute = null
  } else if (name !== undefined && MUTE_TAGS.has(name)) {
    reader.mute = slash === '/' ? null : name
  } else if (name !== undefined && HTML_BLOCKS.has(name)) {
    reader.text += '\n'
  } else if (name !== undefined && !HTML_ELEMENTS.has(name) && !name.includes('-')) {
    reader.text += html
  }
}

/** Keeps `5*3*2` and `__init__` from being read as emphasis, but for code, which has no escapes. */
function escapeLiteral(line: string): string {
  return line.replace(CODE_OR_LITERAL, (found, fence?: string) =>
    fence === undefined ? found.replaceAll(/[*_]/g, String.raw`\$&`) : found,
  )
}
