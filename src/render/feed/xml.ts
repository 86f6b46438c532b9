import { keepXmlCharacters } from '../../posts/characters.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

const MARKUP = /[&<>"']/g

/** Plain text as it stands in an XML document, between tags or in quotes. */
export function escapeXml(text: string): string {
  return escapeMarkup(keepXmlCharacters(text))
}

/** The same of a text that has no characters but those that fit. */
export function escapeMarkup(text: string): string {
  return text.replace(MARKUP, (character) => ENTITIES[character] ?? character)
}
