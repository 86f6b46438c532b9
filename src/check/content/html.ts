import { parse, type DefaultTreeAdapterTypes, type ParserError } from 'parse5'

/** An element as browsers read it. */
export interface HtmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** A page as browsers read it, and its parse errors. */
export interface HtmlPage {
  readonly elements: readonly HtmlElement[]
  readonly errors: readonly { readonly code: string; readonly line: number }[]
}

/** What a fragment may lack. */
const HARMLESS = new Set(['missing-doctype', 'non-conforming-doctype'])

/** Parses a page, or a part of one, by the HTML standard. */
export function readHtml(html: string): HtmlPage {
  const errors: ParserError[] = []
  const tree = parse(html, { onParseError: (error) => errors.push(error) })
  return {
    elements: [...elementsIn(tree)],
    errors: errors
      .filter(({ code }) => !HARMLESS.has(code))
      .map(({ code, startLine }) => ({ code, line: startLine })),
  }
}

function* elementsIn(tree: DefaultTreeAdapterTypes.Document): Generator<HtmlElement> {
  // A stack rather than recursion: hostile markup is nested without limit.
  const open: DefaultTreeAdapterTypes.Node[] = [tree]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ('tagName' in node) {
      const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]))
      yield { name: node.tagName, attributes }
    }
    if ('childNodes' in node) open.push(...node.childNodes.toReversed())
  }
}

/** The addresses that an element links to or loads. */
export function addressesIn({ attributes }: HtmlElement): readonly string[] {
  const { href, src, poster, srcset } = attributes
  const candidates = (srcset ?? '').split(/,\s+/).map((one) => one.trim().split(/\s+/, 1)[0] ?? '')
  return [href, src, poster, ...candidates].flatMap((url) => url || [])
}
