import { keepXmlCharacters } from '../base/characters.ts'
import { lazily } from '../base/lazily.ts'

const ELLIPSIS = '…'
/** A character reference is never cut in two. */
const CHARACTER = /&[#\w]{1,32};|./gsu

/** Plain text on one line, for titles and names; no-break spaces stay. */
export function toLine(text: string): string {
  return keepXmlCharacters(text)
    .replace(/[\t\n ]+/g, ' ')
    .trim()
}

/**
 * Plain text as HTML, for elements that are read as markup.
 *
 * An ampersand that cannot begin a character reference stays, because some apps show descriptions as
 * plain text.
 *
 * @see https://www.rssboard.org/rss-profile#element-channel-item-description
 */
export function toHtml(text: string): string {
  return text.replace(/&(?=[#\p{L}\p{N}])/gu, '&amp;').replaceAll('<', '&lt;')
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text)
}

/** Cuts after the last word that fits, and adds an ellipsis; cuts inside a word that is too long. */
export function cutToBytes(text: string, limit: number): string {
  return cutTo(text, limit, bytesOf)
}

const sentences = lazily(() => new Intl.Segmenter('en', { granularity: 'sentence' }))
/** Characters after the limit that are looked at to see whether a sentence ends there. */
const AHEAD = 20

/** Cuts after the last sentence that fits; as `cutToBytes` where that would lose most of the text. */
export function cutToSentence(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text
  const { length } = longestStart(text, limit, bytesOf)
  const starts = Array.from(
    sentences().segment(text.slice(0, length + AHEAD)),
    ({ index }) => index,
  )
  const end = starts.findLast((index) => text.slice(0, index).trimEnd().length <= length) ?? 0
  return end > length / 2 ? text.slice(0, end).trimEnd() : cutToBytes(text, limit)
}

/** Like `cutToBytes`, for limits in characters, which are Unicode code points. */
export function cutToCharacters(text: string, limit: number): string {
  return cutTo(text, limit, (part) => Array.from(part).length)
}

/**
 * Like `cutToBytes`, for limits of another kind.
 *
 * @param sizeOf The size of a part, which is that of its characters together.
 */
export function cutTo(text: string, limit: number, sizeOf: (part: string) => number): string {
  if (sizeOf(text) <= limit) return text
  const start = longestStart(text, limit - sizeOf(ELLIPSIS), sizeOf)
  const endsWord = /^\s/.test(text.slice(start.length))
  return `${endsWord ? start.trimEnd() : start.replace(/\s+\S*$/, '')}${ELLIPSIS}`
}

function longestStart(text: string, room: number, sizeOf: (part: string) => number): string {
  let size = 0
  for (const { 0: character, index } of text.matchAll(CHARACTER)) {
    size += sizeOf(character)
    if (size > room) return text.slice(0, index)
  }
  return text
}

/** @see https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification */
const MAX_CHARACTERS = 255
export const MAX_DESCRIPTION_BYTES = 4000

/** Plain text as a title or a name in the feed. */
export function toTitle(text: string): string {
  return cutToCharacters(toLine(text), MAX_CHARACTERS)
}

/**
 * Plain text as a description; apps read it as HTML, so markup characters are escaped. A long one ends
 * with the last sentence that fits.
 */
export function toDescription(text: string): string {
  return cutToSentence(toHtml(toLine(text)), MAX_DESCRIPTION_BYTES)
}

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
