import { elementOf, type HtmlContent, type HtmlElement, textNode } from './article-tree.ts'

/** Wider tables are kept as tables, even though some apps run their cells together. */
const MOST_COLUMNS = 3
/** Elements allowed in a cell that becomes part of a line. */
const INLINE = new Set(
  'a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
)
const PARTS = new Set(['tbody', 'tfoot', 'thead'])

/**
 * Converts a narrow table to a list, for apps: many of them do not support tables and run the cells together,
 * and on a phone a table is wider than the screen. Each row becomes an item, and each cell is preceded by the
 * heading of its column.
 *
 * @returns Null for a table that is clearer as it is: wide, with joined cells, or with blocks in its cells.
 */
export function listOfTable(table: HtmlElement): HtmlElement[] | null {
  const rows = rowsOf(table).map(cellsOf)
  const [first = []] = rows
  const headings = first.every(({ tagName }) => tagName === 'th') ? first : []
  const items = headings.length === 0 ? rows : rows.slice(1)
  if (items.length === 0 || !rows.every(isPlain)) return null
  const list = elementOf(
    'ul',
    items.map((row) => elementOf('li', lineOf(row, headings))),
  )
  return [...captionOf(table), list]
}

function rowsOf(table: HtmlElement): HtmlElement[] {
  return elementsIn(table).flatMap((child) =>
    PARTS.has(child.tagName) ? rowsOf(child) : child.tagName === 'tr' ? [child] : [],
  )
}

function cellsOf(row: HtmlElement): HtmlElement[] {
  return elementsIn(row).filter(({ tagName }) => tagName === 'td' || tagName === 'th')
}

function elementsIn({ children }: HtmlElement): HtmlElement[] {
  return children.filter((child) => child.type === 'element')
}

function isPlain(row: readonly HtmlElement[]): boolean {
  return row.length <= MOST_COLUMNS && row.every(isPlainCell)
}

function isPlainCell({ attributes, children }: HtmlElement): boolean {
  const joined = [attributes['colspan'], attributes['rowspan']].some(
    (span) => span !== undefined && Number(span) !== 1,
  )
  return !joined && children.every((child) => child.type !== 'element' || INLINE.has(child.tagName))
}

/** `day: Monday; tide: 4.2 m`; the first cell, which identifies the row, is emphasised. */
function lineOf(
  row: readonly HtmlElement[],
  headings: readonly HtmlElement[],
): readonly HtmlContent[] {
  const parts = row.flatMap(({ children }, index) => {
    if (isBlank(children)) return []
    const heading = headings[index]?.children ?? []
    const label = isBlank(heading) ? [] : [...heading, textNode(': ')]
    return [[...label, ...(index === 0 && row.length > 1 ? strong(children) : children)]]
  })
  return parts.flatMap((part, index) => [...(index === 0 ? [] : [textNode('; ')]), ...part])
}

function strong(content: readonly HtmlContent[]): readonly HtmlContent[] {
  const already = content.some(
    (node) => node.type === 'element' && /^(?:b|strong)$/.test(node.tagName),
  )
  return already ? content : [elementOf('strong', content)]
}

function isBlank(content: readonly HtmlContent[]): boolean {
  return content.every((node) => node.type === 'text' && node.value.trim() === '')
}

function captionOf(table: HtmlElement): HtmlElement[] {
  return elementsIn(table)
    .filter(({ tagName }) => tagName === 'caption')
    .map(({ children }) => elementOf('p', children))
}
