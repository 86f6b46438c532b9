import { cutToBytes, cutToCharacters, toHtml, toLine } from '../text.ts'

/** @see https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification */
const MAX_CHARACTERS = 255
export const MAX_DESCRIPTION_BYTES = 4000

/** Plain text as a title or a name in the feed. */
export function toTitle(text: string): string {
  return cutToCharacters(toLine(text), MAX_CHARACTERS)
}

/** Plain text as a description; apps read it as HTML, so what looks like markup is escaped. */
export function toDescription(text: string): string {
  return cutToBytes(toHtml(toLine(text)), MAX_DESCRIPTION_BYTES)
}
