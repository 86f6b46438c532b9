import { keepXmlCharacters } from '../../posts/characters.ts'

type Attributes = Readonly<Record<string, string | null>>

/** One element in the form that the `xml` package, under npm `podcast`, takes. */
export type Element = Readonly<Record<string, unknown>>

/**
 * An element with text; none at all where there is nothing to say. Attributes that are null are left
 * out. The text is escaped once, later, when the document is written.
 */
export function element(name: string, text: string | null, attributes: Attributes = {}): Element[] {
  if (text === null || text === '') return []
  const fit = keepXmlCharacters(text)
  const present = presentAttributes(attributes)
  return [{ [name]: present === null ? fit : [{ _attr: present }, fit] }]
}

/** An element that has attributes only, or nothing at all but its name. */
export function emptyElement(name: string, attributes: Attributes = {}): Element {
  const present = presentAttributes(attributes)
  return { [name]: present === null ? null : { _attr: present } }
}

/** An element around others; none at all around nothing. */
export function parent(
  name: string,
  children: readonly Element[],
  attributes: Attributes = {},
): Element[] {
  if (children.length === 0) return []
  const present = presentAttributes(attributes)
  return [{ [name]: present === null ? children : [{ _attr: present }, ...children] }]
}

function presentAttributes(attributes: Attributes): Record<string, string> | null {
  const present: Record<string, string> = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) present[name] = keepXmlCharacters(value)
  }
  return Object.keys(present).length === 0 ? null : present
}
