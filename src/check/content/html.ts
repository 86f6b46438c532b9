import { defaultTreeAdapter, parse, type DefaultTreeAdapterTypes, type ParserError } from 'parse5'

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

/** Parse errors that a fragment may have. */
const HARMLESS = new Set(['missing-doctype', 'non-conforming-doctype'])

/** Parses a page, or a part of one, by the HTML standard. */
export function readHtml(html: string): HtmlPage {
  const errors: ParserError[] = []
  const made: DefaultTreeAdapterTypes.Element[] = []
  const treeAdapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    ...LIGHT,
    createElement(name, namespace, attributes) {
      const element = defaultTreeAdapter.createElement(name, namespace, attributes)
      made.push(element)
      return element
    },
  }
  parse(html, { treeAdapter, onParseError: (error) => errors.push(error) })
  return {
    elements: made.map(({ tagName, attrs }) => ({
      name: tagName,
      attributes: Object.fromEntries(attrs.map(({ name, value }) => [name, value])),
    })),
    errors: errors
      .filter(({ code }) => !HARMLESS.has(code))
      .map(({ code, startLine }) => ({ code, line: startLine })),
  }
}

/** Texts are not needed, and errors have their own places; without both, a tree takes half the memory. */
const LIGHT = {
  insertText: () => undefined,
  insertTextBefore: () => undefined,
  getNodeSourceCodeLocation: () => null,
  setNodeSourceCodeLocation: () => undefined,
  updateNodeSourceCodeLocation: () => undefined,
}

/** The addresses that an element links to or loads. */
export function addressesIn({ attributes }: HtmlElement): readonly string[] {
  const { href, src, poster, srcset } = attributes
  const candidates = (srcset ?? '').split(/,\s+/).map((one) => one.trim().split(/\s+/, 1)[0] ?? '')
  return [href, src, poster, ...candidates].flatMap((url) => url || [])
}
