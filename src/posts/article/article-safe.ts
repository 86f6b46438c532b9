import type { HtmlAttributes, HtmlContent, HtmlElement, HtmlRoot } from './article-tree.ts'

/** The class with the language of code, as Markdown's fences set it. */
export const LANGUAGE_CLASS = /^language-[\w+#.-]+$/

/** The ids of footnotes, with one prefix for each article; ids in the HTML of a post are removed. */
const FOOTNOTE_ID = /^a[0-9a-f]{8}-fn(?:ref)?-/

const TAGS = wordsOf(
  'a abbr address b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp small source span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr',
)
/** Elements that are removed with their content; all others that are not listed above leave their content. */
const STRIPPED = wordsOf(
  'applet canvas datalist frameset head iframe map math noembed noframes noscript option script select style svg template textarea title',
)
/** Elements that are only allowed inside these; elsewhere they leave their content. */
const ANCESTORS: ReadonlyMap<string, string> = new Map([
  ...[...wordsOf('caption col colgroup tbody td tfoot th thead tr')].map(
    (name) => [name, 'table'] as const,
  ),
  ['figcaption', 'figure'],
  ['rp', 'ruby'],
  ['rt', 'ruby'],
  ['source', 'picture'],
  ['summary', 'details'],
])
/** The elements inside which others are allowed. */
const HOLDERS: ReadonlySet<string> = new Set(ANCESTORS.values())
const EVERYWHERE = wordsOf('dir id lang title')
const ATTRIBUTES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    a: 'aria-label href hreflang',
    blockquote: 'cite',
    code: 'class',
    col: 'span',
    colgroup: 'span',
    del: 'cite datetime',
    details: 'open',
    img: 'src srcset sizes alt width height',
    ins: 'cite datetime',
    li: 'value',
    ol: 'start reversed type',
    q: 'cite',
    source: 'srcset sizes media type',
    td: 'align colspan rowspan',
    th: 'align colspan rowspan scope',
    time: 'datetime',
  }).map(([name, attributes]) => [name, wordsOf(attributes)]),
)
/** A relative address, or one on the web; links may also use the two other schemes. */
const RELATIVE = /^[^:/?#]*(?:[/?#]|$)/
const SAFE_ADDRESS: Readonly<Record<string, RegExp>> = {
  href: /^(?:https?|mailto|tel):/,
  src: /^https?:/,
  cite: /^https?:/,
}

/**
 * Keeps only HTML that may be published: the elements of articles, nothing that runs, loads, submits or
 * styles. All HTML of an author passes through this function.
 */
export function keepSafe(tree: HtmlRoot): HtmlRoot {
  const children: HtmlContent[] = []
  addSafe(tree.children, new Set(), children)
  return { type: 'root', children }
}

/** @param around The elements of `HOLDERS` that enclose the content. */
function addSafe(
  content: readonly HtmlContent[],
  around: ReadonlySet<string>,
  safe: HtmlContent[],
): void {
  for (const node of content) {
    if (node.type === 'text') safe.push(node)
    else addSafeElement(node, around, safe)
  }
}

function addSafeElement(
  element: HtmlElement,
  around: ReadonlySet<string>,
  safe: HtmlContent[],
): void {
  const { tagName } = element
  if (STRIPPED.has(tagName)) return
  const wanted = ANCESTORS.get(tagName)
  const isOut = !TAGS.has(tagName) || (wanted !== undefined && !around.has(wanted))
  if (isOut) return addSafe(element.children, around, safe)
  const children: HtmlContent[] = []
  const attributes = safeAttributes(tagName, element.attributes)
  safe.push({ type: 'element', tagName, attributes, children })
  addSafe(element.children, HOLDERS.has(tagName) ? new Set([...around, tagName]) : around, children)
}

function safeAttributes(tagName: string, attributes: HtmlAttributes): HtmlAttributes {
  const own = ATTRIBUTES.get(tagName)
  const safe: Record<string, string> = {}
  for (const [name, value] of Object.entries(attributes)) {
    const kept = EVERYWHERE.has(name) || own?.has(name) === true
    if (kept && isSafe(name, value)) safe[name] = value
  }
  return safe
}

function isSafe(name: string, value: string): boolean {
  if (name === 'id') return FOOTNOTE_ID.test(value)
  if (name === 'class') return LANGUAGE_CLASS.test(value)
  const address = SAFE_ADDRESS[name]
  return address === undefined || RELATIVE.test(value) || address.test(value)
}

export function wordsOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '))
}
