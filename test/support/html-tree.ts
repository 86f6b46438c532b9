import rehypeRaw from 'rehype-raw'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'

/** An element as a browser's parser sees it, with its attributes by their HTML names. */
export interface Element {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** The text of everything in it, white space collapsed. */
  readonly text: string
}

interface Node {
  readonly type: string
  readonly tagName?: string
  readonly value?: string
  readonly properties?: Readonly<Record<string, unknown>>
  readonly children?: readonly Node[]
}

/** Takes the page for one piece of HTML in a Markdown text, which leaves its reading to parse5. */
const reader = unified().use(remarkRehype, { allowDangerousHtml: true }).use(rehypeRaw).freeze()

/** `className` and `dataGuid` → `class` and `data-guid`, where the parser renames attributes. */
function attributeName(property: string): string {
  const renamed: Record<string, string> = { className: 'class', htmlFor: 'for' }
  const name = renamed[property] ?? property
  if (/^data[A-Z]/.test(name)) return name.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)
  return name.replace(/^aria(?=[A-Z])/, 'aria-').toLowerCase()
}

function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join('')
}

function elementsOf(node: Node): Element[] {
  const inside = (node.children ?? []).flatMap(elementsOf)
  if (node.tagName === undefined) return inside
  const attributes = Object.entries(node.properties ?? {}).map(
    ([property, value]): [string, string] => [
      attributeName(property),
      Array.isArray(value) ? value.join(' ') : value === true ? '' : String(value),
    ],
  )
  const text = textOf(node).replace(/\s+/g, ' ').trim()
  return [{ name: node.tagName, attributes: new Map(attributes), text }, ...inside]
}

/** All elements of a page in their order, read by the parser that the HTML Standard describes. */
export function parseHtml(html: string): Element[] {
  const tree = reader.runSync({ type: 'root', children: [{ type: 'html', value: html }] })
  return elementsOf(tree)
}
