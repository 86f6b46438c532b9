/** Elements before and after which every reader shows a line break. */
const BLOCKS =
  'address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre section select summary table tbody td tfoot th thead title tr ul'
const OTHERS =
  'a abbr acronym applet area audio b base basefont bdi bdo big button canvas cite code col colgroup data datalist del dfn em embed font frame frameset i iframe image img input ins kbd label link map mark marquee math meta meter nobr noscript object output param picture progress q rp rt ruby s samp script slot small source span strike strong style sub sup svg template textarea time track tt u var video wbr'

/** The elements of HTML that break a line. */
export const HTML_BLOCKS: ReadonlySet<string> = new Set(BLOCKS.split(' '))

/** All elements of HTML, including obsolete ones: any other name in angle brackets is a component or text. */
export const HTML_ELEMENTS: ReadonlySet<string> = new Set(`${BLOCKS} ${OTHERS}`.split(' '))

/** The tree of an article, in the form of hast, but with comments and with attributes as written. */
export interface HtmlRoot {
  readonly type: 'root'
  readonly children: readonly HtmlContent[]
}

export interface HtmlElement {
  readonly type: 'element'
  /** In lower case. */
  readonly tagName: string
  /** By their names in HTML, in lower case; '' for an attribute without a value. */
  readonly attributes: HtmlAttributes
  readonly children: readonly HtmlContent[]
}

export interface HtmlText {
  readonly type: 'text'
  readonly value: string
}

export type HtmlAttributes = Readonly<Record<string, string>>

/** The content of an element. */
export type HtmlContent = HtmlElement | HtmlText

const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
const BOOLEAN = new Set(['open', 'reversed'])
const IN_TEXT = /[<&]/g
const IN_ATTRIBUTE = /["&'`]/g
const ESCAPES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
}

/** Builds an element. */
export function elementOf(
  tagName: string,
  children: readonly HtmlContent[] = [],
  attributes: HtmlAttributes = {},
): HtmlElement {
  return { type: 'element', tagName, attributes, children }
}

/** Builds a text. */
export function textNode(value: string): HtmlText {
  return { type: 'text', value }
}

/** Writes a safe tree as HTML. */
export function writeHtml(tree: HtmlRoot): string {
  return writeAll(tree)
}

function writeAll({ children }: Pick<HtmlRoot, 'children'>): string {
  let html = ''
  for (const child of children) html += write(child)
  return html
}

function write(node: HtmlContent): string {
  if (node.type === 'text') return escaped(node.value, IN_TEXT)
  const { tagName, attributes } = node
  let tag = `<${tagName}`
  for (const [name, value] of Object.entries(attributes)) {
    tag += BOOLEAN.has(name) ? ` ${name}` : ` ${name}="${escaped(value, IN_ATTRIBUTE)}"`
  }
  return VOID.has(tagName) ? `${tag}>` : `${tag}>${writeAll(node)}</${tagName}>`
}

function escaped(text: string, dangerous: RegExp): string {
  return text.replace(dangerous, (character) => ESCAPES[character] ?? '')
}
