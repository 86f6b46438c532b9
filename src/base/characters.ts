const CONTROLS = String.raw`\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F`
const SUSPECT = new RegExp(String.raw`[${CONTROLS}\r\u2028\u2029\uFFFE\uFFFF\p{Cs}]`, 'u')
const LINE_ENDS = /\r\n?/g
const BLANKS = new RegExp(String.raw`[\u000B\u000C\u0085\u2028\u2029]`, 'g')
const FORBIDDEN = new RegExp(String.raw`[${CONTROLS}\uFFFE\uFFFF\p{Cs}]`, 'gu')

/**
 * Makes a text fit for XML 1.0, which has no way to write some characters, not even escaped.
 *
 * Old separators (vertical tab, form feed, U+0085, U+2028, U+2029) become a space, `\r` and `\r\n`
 * become `\n`; controls, DEL, halves of surrogate pairs and U+FFFE, U+FFFF go. Everything that is
 * seen, and the invisible that shapes letters (joiners, soft hyphens, marks of direction), stays.
 *
 * @see https://www.w3.org/TR/xml/#charsets
 */
export function keepXmlCharacters(text: string): string {
  if (!SUSPECT.test(text)) return text
  return text.replace(LINE_ENDS, '\n').replace(BLANKS, ' ').replace(FORBIDDEN, '')
}
