/** A pattern and its replacement. */
type Rule = readonly [found: RegExp, put: string]

const NO_BREAK = '\u00A0'
const NARROW = '\u202F'

/** A breaking space, or a line break of Markdown. */
const SPACE = '[ \\n]'

/** Makes the rule for one-letter words, which must not end a line. */
function clinging(letters: string): Rule {
  const found = `(?<![\\p{L}\\p{N}])([${letters}${letters.toUpperCase()}])${SPACE}(?=\\S|$)`
  return [new RegExp(found, 'gu'), `$1${NO_BREAK}`]
}

/** `1 250`, and `12 km`: the groups of a number, and a number and its unit, stay on one line. */
const NUMBERS: readonly Rule[] = [
  [new RegExp(`(?<=\\d)${SPACE}(?=\\d{3}(?!\\d))`, 'gu'), NO_BREAK],
  [
    new RegExp(
      `(?<=\\d)${SPACE}(?=(?:%|‰|°|€|Kč|zł|[ckm]?m[²³]?|k?g|mg|t|l|ml|ha|h|s|min|[kM]?W|km/h)(?![\\p{L}\\p{N}]))`,
      'gu',
    ),
    NO_BREAK,
  ],
]

/** `4. 5. 2026`, `r. 1905` */
const DATES: Rule = [new RegExp(`(?<=\\d\\.)${SPACE}(?=\\d)`, 'gu'), NO_BREAK]

/** Abbreviations before a number. */
function before(...abbreviations: string[]): Rule {
  const found = `(?<![\\p{L}\\p{N}])(?<short>${abbreviations.join('|')})\\.${SPACE}(?=\\d)`
  return [new RegExp(found, 'gu'), `$<short>.${NO_BREAK}`]
}

/**
 * The spaces that must not break, by language. Only spaces that the author wrote are replaced; none are
 * added.
 *
 * @see https://prirucka.ujc.cas.cz/?id=880 for Czech
 * @see https://jazykovaporadna.sk for Slovak: words of one letter, numbers with their units
 * @see https://pl.wikipedia.org/wiki/Sierotka_(typografia) for Polish
 * @see https://fr.wikipedia.org/wiki/Espace_ins%C3%A9cable for French
 */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
  cs: [clinging('ksvzouai'), ...NUMBERS, DATES, before('r', 'str', 's', 'č', 'tab', 'obr')],
  sk: [clinging('ksvzouai'), ...NUMBERS, DATES, before('r', 'str', 's', 'č', 'tab', 'obr')],
  pl: [clinging('aiouwz'), ...NUMBERS, before('r', 'str', 's', 'nr', 'tab', 'rys')],
  fr: [
    [new RegExp(`${SPACE}(?=[;!?])`, 'gu'), NARROW],
    [new RegExp(`${SPACE}(?=[:»])`, 'gu'), NO_BREAK],
    [new RegExp(`(?<=«)${SPACE}`, 'gu'), NO_BREAK],
    ...NUMBERS,
  ],
}

/** Makes the spaces of a text non-breaking where its language does not allow a line break. */
export function typeset(text: string, language: string): string {
  const rules = RULES[language.split('-', 1)[0] ?? ''] ?? []
  return rules.reduce((set, [found, put]) => set.replace(found, put), text)
}

/** A tag with its attributes, or the text between two tags. It never backtracks. */
const TAG_OR_TEXT = /<(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^'"<>])*>?|[^<]+/g

/** Elements whose text is shown exactly as written. */
const VERBATIM = /^<(\/?)(?:pre|code|kbd|samp|math|svg|textarea)\b/

/** Does the same for the texts in HTML, except code. */
export function typesetHtml(html: string, language: string): string {
  if (RULES[language.split('-', 1)[0] ?? ''] === undefined) return html
  let verbatim = 0
  return html.replace(TAG_OR_TEXT, (piece) => {
    if (!piece.startsWith('<')) return verbatim > 0 ? piece : typeset(piece, language)
    const [, closing] = VERBATIM.exec(piece) ?? []
    if (closing !== undefined) verbatim += closing === '' ? 1 : -1
    return piece
  })
}
