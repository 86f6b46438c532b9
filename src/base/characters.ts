const CONTROLS = String.raw`\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F`
const SUSPECT = new RegExp(
  String.raw`[${CONTROLS}\r\u2028\u2029\p{Noncharacter_Code_Point}\p{Cs}]`,
  'u',
)
const LINE_ENDS = /\r\n?/g
const BLANKS = new RegExp(String.raw`[\u000B\u000C\u0085\u2028\u2029]`, 'g')
const FORBIDDEN = new RegExp(String.raw`[${CONTROLS}\p{Noncharacter_Code_Point}\p{Cs}]`, 'gu')

/**
 * Makes a text valid in XML 1.0, in which some characters cannot be written, not even escaped.
 *
 * Old separators (vertical tab, form feed, U+0085, U+2028, U+2029) become a space, `\r` and `\r\n`
 * become `\n`; control characters, DEL, lone surrogates and noncharacters (U+FFFE, U+10FFFF …) are
 * removed, because some parsers refuse a whole document for one of them. Visible characters stay, and
 * so do joiners, soft hyphens and marks of direction.
 *
 * @see https://www.w3.org/TR/xml/#charsets
 * @see https://www.unicode.org/faq/private_use.html#noncharacters
 */
export function keepXmlCharacters(text: string): string {
  if (!SUSPECT.test(text)) return text
  return text.replace(LINE_ENDS, '\n').replace(BLANKS, ' ').replace(FORBIDDEN, '')
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/**
 * Escapes plain text for XML, between tags or in quotes.
 *
 * @param signs The characters to escape, if fewer are markup where the text goes.
 */
export function escapeMarkup(text: string, signs: RegExp = /[&<>"']/g): string {
  return text.replace(signs, (sign) => REFERENCES[sign] ?? sign)
}
