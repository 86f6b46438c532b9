import { keepXmlCharacters } from '../base/characters.ts'

/**
 * A value as JSON without the characters that `keepXmlCharacters` removes: JSON can hold a lone
 * surrogate, but many parsers refuse the document or show a replacement character for it.
 *
 * @param indent Spaces for each level; 0 for one line.
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-8.2
 */
export function writeJson(value: unknown, indent: 0 | 2 = 0): string {
  return JSON.stringify(value, clean, indent)
}

/** A document of its own, for people to read as well. */
export function renderJson(document: object): string {
  return `${writeJson(document, 2)}\n`
}

function clean(_: string, value: unknown): unknown {
  return typeof value === 'string' ? keepXmlCharacters(value) : value
}
