import { keepXmlCharacters } from '../../posts/characters.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Plain text as it stands in an XML document, between tags or in quotes. */
export function escapeXml(text: string): string {
  return keepXmlCharacters(text).replace(
    /[&<>"']/g,
    (character) => ENTITIES[character] ?? character,
  )
}
