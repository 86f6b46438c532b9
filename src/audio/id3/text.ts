/** By the first byte of a text frame; UTF-16 may begin with a mark of its byte order. */
const ENCODINGS = ['windows-1252', 'utf-16le', 'utf-16be', 'utf-8'] as const

/**
 * Reads the first text of a text frame; '' where it is in no encoding that there is.
 *
 * @see https://id3.org/id3v2.4.0-structure section 4
 */
export function readText(content: Buffer): string {
  const text = content.subarray(1)
  const isReversed = text[0] === 0xfe && text[1] === 0xff
  const encoding = isReversed ? 'utf-16be' : ENCODINGS[content[0] ?? ENCODINGS.length]
  if (encoding === undefined) return ''
  // A last odd byte of UTF-16, or a torn letter, becomes a replacement character.
  const [first = ''] = new TextDecoder(encoding).decode(text).split('\0', 1)
  return first.trim()
}
