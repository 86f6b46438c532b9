import { type Resolve, addressOf, srcsetOf } from './article-address.ts'
import { mediaLink } from './article-media.ts'
import { LANGUAGE_CLASS } from './article-safe.ts'
import { listOfTable } from './article-tables.ts'
import {
  elementOf,
  type HtmlContent,
  type HtmlElement,
  type HtmlRoot,
  textNode,
} from './article-tree.ts'
import { keepXmlCharacters } from '../../base/characters.ts'
import type { Timed } from '../timed-text/timed-blocks.ts'

/** Everything that the HTML of an article depends on besides its text: feed and page differ only in these. */
export interface ArticleOptions {
  /**
   * Converts each address, as written, of the web or of the site; null removes the link or the image and
   * keeps its text. `#part` is an address within the article.
   */
  readonly resolve: Resolve
  /** Whether it is published as it is written, one paragraph after another; see `readPlainly`. */
  readonly plain?: boolean
  /** The level of the highest heading of the article; by default as written. */
  readonly headingLevel?: 1 | 2 | 3 | 4 | 5 | 6
  /** The title: a first heading with the same text is removed. */
  readonly title?: string
  /**
   * The duration of the recording, null while unknown: times in the text become links, see `textChapters`.
   */
  readonly seconds?: number | null
  /** Absolute address of the episode's recording: a player for it in the article is removed. */
  readonly recording?: string
  /**
   * Set for apps, with the direction of the surrounding text: what many apps cannot show (tables, folded
   * text) is converted, and blocks in the other direction are marked.
   */
  readonly app?: Direction
  /** What screen readers call the link from a footnote back to the text; `{number}` is that of the footnote. */
  readonly backToText?: string
  /** The sentences with times: each block gets the time at which it is spoken, see `timeBlocks`. */
  readonly timed?: Timed
}

interface Place {
  readonly resolve: Resolve
  readonly recording: string | undefined
  readonly app: Direction | undefined
  readonly backToText: string | undefined
  /** Added to the level of each heading. */
  readonly headingShift: number
  readonly inLink: boolean
  /** The elements of `FORMATTING` that enclose it. */
  readonly formatting: readonly string[]
  /** Whether it is a direct child of the article, where a single link needs a paragraph. */
  readonly top: boolean
}

type Adapt = (element: HtmlElement, place: Place) => HtmlContent[]

const HEADING = /^h[1-6]$/
/** Elements that are redundant inside another of the same kind, and confuse parsers. */
const FORMATTING = new Set('b code em i s small strike strong tt u'.split(' '))
const LOWEST_HEADING = 6
const DIVISIONS =
  'article aside center dialog fieldset footer form header hgroup main nav search section'.split(
    ' ',
  )
const RENAMED: ReadonlyMap<string, string> = new Map([
  ...DIVISIONS.map((name) => [name, 'div'] as const),
  ['acronym', 'abbr'],
  ['dir', 'ul'],
  ['legend', 'p'],
  ['listing', 'pre'],
  ['menu', 'ul'],
  ['plaintext', 'pre'],
  ['strike', 's'],
  ['tt', 'code'],
  ['xmp', 'pre'],
])

const ELEMENTS: ReadonlyMap<string, Adapt> = new Map([
  ['a', adaptLink],
  ['audio', adaptMedia],
  ['blockquote', adaptQuotation],
  ['code', adaptCode],
  ['del', adaptQuotation],
  ['details', adaptDetails],
  ['embed', adaptMedia],
  ...[1, 2, 3, 4, 5, 6].map((level) => [`h${level}`, headingOf(level)] as const),
  ['iframe', adaptMedia],
  ['img', adaptImage],
  ['input', adaptCheckbox],
  ['ins', adaptQuotation],
  ['math', adaptMath],
  ['object', adaptObject],
  ['p', adaptParagraph],
  ['q', adaptQuotation],
  ['section', adaptSection],
  ['source', adaptSource],
  ['span', adaptSpan],
  ['table', adaptTable],
  ['video', adaptMedia],
])

/**
 * Adapts the tree of a post for its readers: addresses are resolved, nested links undone, players become
 * links, check boxes become symbols, headings get their level. Unsafe content is still in it; `keepSafe`
 * removes that.
 */
export function adaptTree(tree: HtmlRoot, options: ArticleOptions): HtmlRoot {
  const { resolve, recording, app, backToText, headingLevel } = options
  const headingShift = headingLevel === undefined ? 0 : headingLevel - highestHeading(tree)
  const place = {
    resolve,
    recording,
    app,
    backToText,
    headingShift,
    inLink: false,
    formatting: [],
    top: true,
  }
  return { type: 'root', children: tree.children.flatMap((child) => adapt(child, place)) }
}

function highestHeading(tree: HtmlRoot): number {
  let highest = LOWEST_HEADING
  const queue: (HtmlRoot | HtmlRoot['children'][number])[] = [tree]
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (node.type === 'element' && HEADING.test(node.tagName)) {
      highest = Math.min(highest, Number(node.tagName[1]))
    }
    if ('children' in node) for (const child of node.children) queue.push(child)
  }
  return highest
}

function adapt(node: HtmlContent, place: Place): HtmlContent[] {
  if (node.type === 'text') {
    const value = keepXmlCharacters(node.value)
    return [value === node.value ? node : textNode(value)]
  }
  if (place.formatting.includes(node.tagName)) return childrenOf(node, place)
  return (ELEMENTS.get(node.tagName) ?? adaptOther)(node, place)
}

function adaptOther(element: HtmlElement, place: Place): HtmlContent[] {
  return [build(element, place, {})]
}

/** The element with its new name and its adapted content; null removes an attribute. */
function build(
  element: HtmlElement,
  place: Place,
  changes: Readonly<Record<string, string | null>>,
): HtmlElement {
  const attributes: Record<string, string> = {}
  for (const [name, value] of Object.entries({ ...element.attributes, ...changes })) {
    if (value !== null) attributes[name] = keepXmlCharacters(value)
  }
  const tagName = RENAMED.get(element.tagName) ?? element.tagName
  const inner = place.app === undefined ? place : { ...place, app: directionIn(element, place.app) }
  const children = childrenOf(element, inner)
  const built = elementOf(tagName, children, attributes)
  const dir = place.app === undefined ? null : ownDirection(built, place.app)
  return dir === null ? built : { ...built, attributes: { ...attributes, dir } }
}

/** The direction of an element: the author's `dir` takes precedence over its text. */
function directionIn({ attributes }: HtmlElement, around: Direction): Direction {
  const dir = attributes['dir']
  return dir === 'ltr' || dir === 'rtl' ? dir : around
}

function childrenOf(element: HtmlElement, place: Place): HtmlContent[] {
  const formatting = FORMATTING.has(element.tagName)
    ? [...place.formatting, element.tagName]
    : place.formatting
  const isSame = !place.top && formatting === place.formatting
  const inner = isSame ? place : { ...place, formatting, top: false }
  return element.children.flatMap((child) => adapt(child, inner))
}

/** A link without an address, or inside another link, becomes its text. Only ours have a name besides it. */
function adaptLink(element: HtmlElement, place: Place): HtmlContent[] {
  const { href: written, 'data-footnote-backref': note } = element.attributes
  const href = place.inLink ? null : addressOf(written, 'link', place.resolve)
  if (href === null) return childrenOf(element, place)
  const name = note === undefined ? null : (place.backToText?.replace('{number}', note) ?? null)
  return [build(element, { ...place, inLink: true }, { href, 'aria-label': name })]
}

/** An image that cannot be shown becomes its alternative text. */
function adaptImage(element: HtmlElement, place: Place): HtmlContent[] {
  const { alt = '', src, srcset } = element.attributes
  const address = addressOf(src, 'image', place.resolve)
  if (address === null) return alt === '' ? [] : [textNode(keepXmlCharacters(alt))]
  return [build(element, place, { src: address, srcset: srcsetOf(srcset, place.resolve), alt })]
}

/** Unfolds a `details` element for apps, which cannot fold; a page keeps it. */
function adaptDetails(element: HtmlElement, place: Place): HtmlContent[] {
  return place.app === undefined
    ? adaptOther(element, place)
    : [build(element, place, { open: '' })]
}

function adaptTable(element: HtmlElement, place: Place): HtmlContent[] {
  const table = build(element, place, {})
  return (place.app === undefined ? null : listOfTable(table)) ?? [table]
}

/** A formula becomes its source, if that is given; not every reader supports MathML. */
function adaptMath({ attributes: { alttext = '' } }: HtmlElement): HtmlContent[] {
  return alttext.trim() === '' ? [] : [elementOf('code', [textNode(keepXmlCharacters(alttext))])]
}

/** An embedded file; its content is for readers that cannot show the file. */
function adaptObject(element: HtmlElement, place: Place): HtmlContent[] {
  const inner = childrenOf(element, place)
  const says = inner.some((child) => child.type === 'element' || textIn(child).trim() !== '')
  return says ? inner : adaptMedia(element, place)
}

function textIn(node: HtmlContent): string {
  return node.type === 'text' ? node.value : ''
}

/** One of several files for the same picture. */
function adaptSource(element: HtmlElement, place: Place): HtmlContent[] {
  const srcset = srcsetOf(element.attributes['srcset'], place.resolve)
  return srcset === null ? [] : [build(element, place, { srcset })]
}

function adaptQuotation(element: HtmlElement, place: Place): HtmlContent[] {
  return [
    build(element, place, { cite: addressOf(element.attributes['cite'], 'link', place.resolve) }),
  ]
}

/** Of the classes of code only its language is kept, which highlighters need. */
function adaptCode(element: HtmlElement, place: Place): HtmlContent[] {
  const classes = element.attributes['class']?.split(/\s+/) ?? []
  const language = classes.find((name) => LANGUAGE_CLASS.test(name))
  return [build(element, place, { class: language ?? null })]
}

function adaptMedia(element: HtmlElement, place: Place): HtmlContent[] {
  const link = mediaLink(element, place.resolve, place.recording)
  if (link === null) return []
  const children = place.inLink ? [...link.children] : [link]
  return place.top ? [elementOf('p', children)] : children
}

/** A check box becomes a symbol, because feeds and pages have no forms. */
function adaptCheckbox({ attributes }: HtmlElement): HtmlContent[] {
  if (attributes['type'] !== 'checkbox') return []
  return [textNode('checked' in attributes ? '☑' : '☐')]
}

/** Removes a paragraph that has become empty. */
function adaptParagraph(element: HtmlElement, place: Place): HtmlContent[] {
  const paragraph = build(element, place, {})
  const empty = paragraph.children.every(
    (child) => child.type === 'text' && child.value.trim() === '',
  )
  return empty ? [] : [paragraph]
}

/** Footnotes are separated by a horizontal rule, which needs no translation. */
function adaptSection(element: HtmlElement, place: Place): HtmlContent[] {
  if (!('data-footnotes' in element.attributes)) return adaptOther(element, place)
  return [elementOf('hr'), ...childrenOf(element, place)]
}

function adaptSpan(element: HtmlElement, place: Place): HtmlContent[] {
  const { dir, lang } = element.attributes
  return dir === undefined && lang === undefined
    ? childrenOf(element, place)
    : adaptOther(element, place)
}

function headingOf(level: number): Adapt {
  return (element, place) => {
    const shifted = Math.min(level + place.headingShift, LOWEST_HEADING)
    return adaptOther({ ...element, tagName: `h${shifted}` }, place)
  }
}

/** The direction of writing. */
type Direction = 'ltr' | 'rtl'

const LETTER = /\p{L}/u
const RIGHT_TO_LEFT =
  /[\p{Script=Adlam}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Nko}\p{Script=Syriac}\p{Script=Thaana}]/u

/** Blocks with text; blocks that only contain blocks have no direction of their own. */
const BLOCKS = new Set('caption dd dt figcaption h1 h2 h3 h4 h5 h6 li p summary td th'.split(' '))

/**
 * The direction of a block if its text differs from its surroundings; otherwise null. Its first letter
 * decides, as in browsers.
 *
 * @see https://www.unicode.org/reports/tr9/#P2
 */
function ownDirection(element: HtmlElement, around: Direction): Direction | null {
  if (!BLOCKS.has(element.tagName) || element.attributes['dir'] !== undefined) return null
  const letter = firstLetter(element.children)
  if (letter === null) return null
  const direction = RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'ltr'
  return direction === around ? null : direction
}

function firstLetter(content: readonly HtmlContent[]): string | null {
  for (const node of content) {
    const letter =
      node.type === 'text'
        ? (LETTER.exec(node.value)?.[0] ?? null)
        : node.type === 'element'
          ? firstLetter(node.children)
          : null
    if (letter !== null) return letter
  }
  return null
}
