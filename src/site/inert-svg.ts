import { parseXml, XmlElement, XmlText, type XmlDocument, type XmlNode } from '@rgrove/parse-xml'
import { escapeMarkup } from '../base/characters.ts'

const SVG = 'http://www.w3.org/2000/svg'
const XLINK = 'http://www.w3.org/1999/xlink'
/** Namespaces whose elements a browser runs or follows anywhere in an image. */
const FOREIGN = new Set(['http://www.w3.org/1999/xhtml', 'http://www.w3.org/1998/Math/MathML'])
/** SVG elements that run scripts, or may contain what does. */
const ACTIVE = new Set([
  'script',
  'foreignobject',
  'handler',
  'listener',
  'iframe',
  'object',
  'embed',
])
/** SVG elements that change an attribute of another element. */
const CHANGING = new Set(['animate', 'set', 'animatetransform', 'animatemotion', 'animatecolor'])

/** Apostrophes stay, since attributes are written in double quotes. */
const MARKUP = /[&<>"]/g

/** Larger images are replaced, in bytes. */
const LARGEST = 2 ** 24

/**
 * An empty image: for one that is too large, and for a file that is not XML, of which a browser may run the
 * beginning.
 */
const NOTHING = `<svg xmlns="${SVG}"/>\n`

/**
 * Takes everything out of an SVG image that runs when somebody opens it by itself: scripts, event
 * handlers, addresses that are scripts, animations that make such, HTML, style sheets that transform
 * it, and entities that could stand for any of these. An image without them keeps its bytes.
 *
 * In an `<img>` nothing of this runs; as a page of its own it would, under the address of the show,
 * and where an export is served without our headers.
 *
 * @see https://www.w3.org/TR/SVG2/script.html
 */
export function makeSvgInert(bytes: Buffer): Buffer {
  const text = bytes.length > LARGEST ? null : decode(bytes)
  const written = text === null ? null : write(text.value)
  if (text === null || written === null) return Buffer.from(NOTHING)
  const isChanged = written.hasLeftOut || hasSubset(text.value) || !text.isUtf8
  return isChanged ? Buffer.from(written.text || NOTHING) : bytes
}

/** Null if the text is not XML, or nested too deep to be read. */
function write(text: string): Writer | null {
  try {
    const written = new Writer()
    written.children(parse(text), new Map())
    return written
  } catch {
    return null
  }
}

/** The first two bytes of a text in UTF-16. */
const MARKS: Readonly<Record<string, string>> = { feff: 'utf-16be', fffe: 'utf-16le' }

interface Decoded {
  readonly value: string
  readonly isUtf8: boolean
}

/** Null if the encoding is unknown, or the bytes do not have it. */
function decode(bytes: Buffer): Decoded | null {
  const declared = /^<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)/.exec(
    bytes.toString('latin1', 0, 200),
  )
  const marked = MARKS[bytes.toString('hex', 0, 2)]
  try {
    const decoder = new TextDecoder(marked ?? declared?.[1] ?? 'utf-8', { fatal: true })
    return { value: decoder.decode(bytes), isUtf8: decoder.encoding === 'utf-8' }
  } catch {
    return null
  }
}

/** @throws {Error} If the text is not XML. */
function parse(text: string): XmlDocument {
  const entities = new Map(
    [...text.matchAll(/<!ENTITY\s+([\w.:-]+)\s+(?:"([^"<&%]*)"|'([^'<&%]*)')\s*>/g)].map(
      ([, name = '', double, single]) => [`&${name};`, double ?? single ?? ''],
    ),
  )
  return parseXml(text, {
    resolveUndefinedEntity: (reference) => entities.get(reference) ?? ' ',
  })
}

/** Whether a document has an internal DTD subset, e.g. with an entity that stands for markup. */
function hasSubset(text: string): boolean {
  return /<!DOCTYPE[^<>[]*\[/i.test(text)
}

type Namespaces = ReadonlyMap<string, string>

/** Writes the harmless parts of a document. */
class Writer {
  text = ''
  hasLeftOut = false

  children(node: XmlDocument | XmlElement, namespaces: Namespaces): void {
    for (const child of node.children) this.#node(child, namespaces)
  }

  #node(node: XmlNode, namespaces: Namespaces): void {
    if (node instanceof XmlElement) this.#element(node, namespaces)
    else if (node instanceof XmlText) this.text += escapeMarkup(node.text, MARKUP)
    // An `xml-stylesheet` instruction.
    else this.#leaveOut(true)
  }

  #element(element: XmlElement, outer: Namespaces): void {
    const namespaces = new Map(outer)
    for (const [name, value] of Object.entries(element.attributes)) {
      if (name === 'xmlns') namespaces.set('', value)
      else if (name.startsWith('xmlns:')) namespaces.set(name.slice(6), value)
    }
    const [prefix, local] = split(element.name)
    const isHarmless = !isActive(namespaces.get(prefix) ?? '', local, element)
    this.#leaveOut(!isHarmless)
    if (!isHarmless) return
    const attributes = Object.entries(element.attributes).filter(([name, value]) => {
      const isKept = isHarmlessAttribute(name, value, namespaces)
      this.#leaveOut(!isKept)
      return isKept
    })
    const written = attributes
      .map(([name, value]) => ` ${name}="${escapeMarkup(value, MARKUP)}"`)
      .join('')
    if (element.children.length === 0) {
      this.text += `<${element.name}${written}/>`
      return
    }
    this.text += `<${element.name}${written}>`
    this.children(element, namespaces)
    this.text += `</${element.name}>`
  }

  #leaveOut(isLeftOut: boolean): void {
    this.hasLeftOut ||= isLeftOut
  }
}

function split(name: string): readonly [prefix: string, local: string] {
  const at = name.indexOf(':')
  return at === -1 ? ['', name] : [name.slice(0, at), name.slice(at + 1)]
}

function isActive(namespace: string, local: string, { attributes }: XmlElement): boolean {
  if (FOREIGN.has(namespace)) return true
  const name = local.toLowerCase()
  if (ACTIVE.has(name)) return true
  if (!CHANGING.has(name)) return false
  const [, changed] = split((attributes['attributeName'] ?? '').trim().toLowerCase())
  return changed === 'href' || changed.startsWith('on')
}

function isHarmlessAttribute(name: string, value: string, namespaces: Namespaces): boolean {
  const [prefix, local] = split(name.toLowerCase())
  if (prefix === 'xmlns' || name === 'xmlns') return true
  if (local.startsWith('on') || (prefix === 'xml' && local === 'base')) return false
  const isAddress = local === 'href' || local === 'src' || local === 'action'
  const isOfLinks = prefix === '' || namespaces.get(split(name)[0]) === XLINK
  return !isAddress || !isOfLinks || isHarmlessAddress(value)
}

/**
 * Whether an address is relative, on the web, or a raster image. Browsers skip control characters and spaces
 * in a scheme.
 */
function isHarmlessAddress(value: string): boolean {
  const address = value.replaceAll(/[\p{Cc}\s]/gu, '').toLowerCase()
  const scheme = /^([a-z][a-z\d+.-]*):/.exec(address)?.[1]
  if (scheme === undefined || ['http', 'https', 'mailto'].includes(scheme)) return true
  return /^data:image\/(?:png|jpe?g|gif|webp|avif)[;,]/.test(address)
}
