import {
  cardinal,
  type Case,
  counted,
  type Gender,
  HOUR,
  isDirect,
  MINUTE,
  type Noun,
  ordinal,
  SECOND,
  year,
} from './czech-numbers.ts'
import {
  ABBREVIATIONS,
  caseAfter,
  caseOfNoun,
  genderOf,
  MAGNITUDES,
  ordinalEnding,
  UNITS,
} from './czech-rules.ts'
import {
  romanValue,
  abbreviationRules,
  applyRules,
  type Found,
  replaceFound,
  type SpokenLanguage,
  wordSet,
} from './language.ts'

const MONTHS =
  'ledna února března dubna května června července srpna září října listopadu prosince'.split(' ')
const MONTHS_IN_DATIVE =
  'lednu únoru březnu dubnu květnu červnu červenci srpnu září říjnu listopadu prosinci'.split(' ')
/** "k 15. květnu": a day in words, which is in the genitive everywhere else. */
const DATIVE = new RegExp(
  String.raw`(?<!\p{L})([Kk]e?) ((?:\p{L}+(?:ého|ího) ){1,2})(${MONTHS.join('|')})(?!\p{L})`,
  'gu',
)
const MONTH = String.raw`(?:${MONTHS.join('|')})(?!\p{L})`
const SPACE = String.raw`[ \u00A0\u202F]`
const DASH = String.raw`${SPACE}?[–—-]${SPACE}?`

const GROUPED = /(?<![\d,.])(\d{1,3}(?:[ \u00A0\u202F]\d{3})+)(?![\d])/gu
const PHONE = /\+(\d{3})[ \u00A0](\d{3})[ \u00A0](\d{3})[ \u00A0](\d{3})(?!\d)/g
const ISO_DATE = /(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])/g
const NUMERIC_DATE = new RegExp(
  String.raw`(?<![\d.])(\d{1,2})\.${SPACE}?(\d{1,2})\.(?:${SPACE}?(\d{4}))?(?!\d|\.\d)`,
  'gu',
)
const DAY_RANGE = new RegExp(
  String.raw`(?<![\d.])(\d{1,2})\.?${DASH}(\d{1,2})\.${SPACE}*(?=${MONTH})`,
  'gu',
)
const DAY_PAIR = new RegExp(
  String.raw`(?<![\d.])(\d{1,2})\.(${SPACE}(?:a|i|až|nebo|do)${SPACE})(\d{1,2})\.${SPACE}*(?=${MONTH})`,
  'gu',
)
const DAY = new RegExp(String.raw`(?<![\d.])(\d{1,2})\.${SPACE}*(?=${MONTH})`, 'gu')
const YEAR = new RegExp(
  String.raw`(?<=(?:${MONTH}|(?<!\p{L})(?:rok|roku|roce|rokem|léta|let|letech|letům|lety|r\.|z roku))${SPACE})(\d{3,4})(?![\d.,]\d|\d|${SPACE}?[%°]|${SPACE}\d)(?:${DASH}(\d{4})(?!\d))?`,
  'giu',
)
const YEARS = /(?<![\d,.])(1[1-9]\d\d|20\d\d)[ \u00A0]?[–—][ \u00A0]?(1[1-9]\d\d|20\d\d)(?![\d,])/gu
const CLOCK = new RegExp(
  String.raw`(?<![\d:.,])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:])(?:${SPACE}?(?:hod\.?|h)(?!\p{L}))?`,
  'gu',
)
const DOTTED_CLOCK = new RegExp(
  String.raw`(?<![\d:.,])([01]?\d|2[0-4])\.([0-5]\d)${SPACE}?(?:hod\.|hod|h|hodin)(?!\p{L})`,
  'gu',
)
const UNIT = Object.keys(UNITS)
  .toSorted((a, b) => b.length - a.length)
  .map((unit) => unit.replaceAll(/[.$/]/g, String.raw`\$&`))
  .join('|')
const NUMBER = String.raw`\d+(?:,\d+)?`
const MAGNITUDE = String.raw`(?:${SPACE}?(tis\.|mil\.|mld\.))`
const CURRENCY_FIRST = /([$€£])[ \u00A0]?(\d+(?:,\d+)?)(?![\d])/gu
const AMOUNT = new RegExp(
  String.raw`(?<![\p{L}\d,]|\p{L}-)(?:(${NUMBER})${DASH})?([-−–]?)(${NUMBER})${MAGNITUDE}?${SPACE}?(${UNIT})(?!\.?[\p{L}\p{N}/²³])`,
  'gu',
)
const LARGE = new RegExp(String.raw`(?<![\p{L}\d,])(${NUMBER})${MAGNITUDE}`, 'gu')
const CROWNS = /(?<=\d),[-–—]{1,2}(?:[ \u00A0]?Kč)?/gu
const ROMAN =
  /(?<![\p{L}\d])(\p{Lu}\p{Ll}+)[ \u00A0](M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))\.(?=\s|[,;)]|$)/gu
const ORDINAL = new RegExp(String.raw`(?<![\p{L}\d.,:/])(\d{1,4})\.${SPACE}(\p{Ll}\p{L}*)`, 'gu')
const ORDINAL_PAIR = new RegExp(
  String.raw`(?<![\p{L}\d.,])(\d{1,2})\.(${SPACE}?(?:a|i|až|nebo|–|-)${SPACE}?)(?=\d{1,2}\.${SPACE}\p{Ll})`,
  'gu',
)
const RANGE = new RegExp(
  String.raw`(?<![\p{L}\d.,:-])(${NUMBER})${DASH}(?=${NUMBER}(?![\d.:-]))`,
  'gu',
)
const FRACTIONS: Readonly<Record<string, string>> = {
  '½': 'půl',
  '⅓': 'třetina',
  '⅔': 'dvě třetiny',
  '¼': 'čtvrt',
  '¾': 'tři čtvrtě',
  '⅛': 'osmina',
}
const WRITTEN_FRACTIONS: Readonly<Record<string, string>> = {
  '1/2': 'jedna polovina',
  '1/3': 'jedna třetina',
  '2/3': 'dvě třetiny',
  '1/4': 'jedna čtvrtina',
  '3/4': 'tři čtvrtiny',
  '1/5': 'jedna pětina',
  '1/10': 'jedna desetina',
}
const FRACTION = /(\d)?[ \u00A0]?([½⅓⅔¼¾⅛])/gu
const WRITTEN_FRACTION = /(?<![\d/,.])([1-3]\/(?:[2-5]|10))(?![\d/])/g
const VERSION = /(?<![\d,])(\d+(?:\.\d+)+)(?![\d])/g
const DECIMAL_NOUN = /(?<![\p{L}\d,.])(\d+),(\d+)(?!\d)/gu
const PLAIN = /(?<![\p{L}\d])(\d+)(?![\d])(?:([ \u00A0])(\p{Ll}{2,}))?/gu
const SUPERSCRIPT: Readonly<Record<string, string>> = {
  '²': ' na druhou',
  '³': ' na třetí',
}
const NEGATIVE = /(?<![\p{L}\p{N}])[-−–](?=\d)/gu

/** Signs as they are said; between words there is always a space. */
const SIGNS: Readonly<Record<string, string>> = {
  '&': 'a',
  '+': 'plus',
  '=': 'rovná se',
  '≈': 'přibližně',
  '~': 'asi',
  '≥': 'alespoň',
  '≤': 'nejvýše',
  '>': 'je více než',
  '<': 'je méně než',
  '±': 'plus minus',
  '×': 'krát',
  '÷': 'děleno',
  '§': 'paragraf',
  '@': 'zavináč',
  '%': 'procent',
  '°': 'stupňů',
  '→': ',',
  '€': 'eur',
  $: 'dolarů',
  '£': 'liber',
  '©': '',
  '®': '',
  '™': '',
}

const RULES = abbreviationRules(ABBREVIATIONS)

/** Reads a text in Czech. */
export const CZECH: SpokenLanguage = {
  language: 'cs',
  joining: wordSet(
    'Ing Mgr Bc MUDr JUDr PhDr RNDr PaedDr MVDr ThDr Dr dr prof doc gen plk kpt por mjr sv nám ul tř např tzv tzn mj tj resp popř příp cca vč srov angl lat něm zvl zejm arch p pí ing ev event spol',
  ),
  joiningNumbers: wordSet(
    'č str s obr tab kap odst čl sb roč tel pozn max min r stol písm vyd čp min sv odd sek příl bod nar zal zemř dne',
  ),
  lettered: wordSet(
    'vitamin vitamín vitaminu vitamínu vitaminem bod bodu plán plánu skupina skupiny skupině skupinu varianta varianty variantu variantě třída třídy třídě příloha přílohy příloze typ typu písmeno písmene blok bloku dům domu vchod',
  ),
  announced: {
    code: 'Následuje ukázka kódu.',
    image: 'Obrázek: {text}',
    formula: 'Následuje vzorec.',
    table: (rows) => `Následuje tabulka, ${cardinal(rows, 'm')} ${rowsWord(rows)}.`,
  },
  signs: SIGNS,
  spell,
}

function rowsWord(rows: number): string {
  return rows === 1 ? 'řádek' : rows >= 2 && rows <= 4 ? 'řádky' : 'řádků'
}

/** Spells out numbers, dates, times, units and abbreviations of a Czech text. */
function spell(text: string): string {
  return [spellDates, spellAmounts, spellOrdinals, spellNumbers].reduce(
    (said, step) => step(said),
    text,
  )
}

function spellDates(text: string): string {
  const dated = text
    .replace(/(?<=\d\.[ \u00A0]?)stol\./g, 'století')
    .replace(PHONE, (_, ...groups: string[]) => `plus ${groups.slice(0, 4).map(digits).join(', ')}`)
    .replace(GROUPED, (number: string) => number.replaceAll(/\D/g, ''))
    .replace(ISO_DATE, (_, y: string, m: string, d: string) => date(d, m, y))
    .replace(NUMERIC_DATE, numericDate)
    .replace(DAY_RANGE, (_, from: string, to: string) => `${genitive(from)} až ${genitive(to)} `)
    .replace(
      DAY_PAIR,
      (_, a: string, and: string, b: string) => `${genitive(a)}${and}${genitive(b)} `,
    )
    .replace(DAY, (whole: string, day: string) => (Number(day) > 31 ? whole : `${genitive(day)} `))
    .replace(YEAR, (_, first: string, last?: string) => yearsOf(first, last))
    .replace(YEARS, (_, first: string, last: string) => yearsOf(first, last))
  const told = dated.replace(DATIVE, (_, to: string, day: string, month: string) => {
    const inDative = day.replaceAll(/(ého|ího)(?=\s)/g, (end) => (end === 'ého' ? 'ému' : 'ímu'))
    return `${to} ${inDative}${MONTHS_IN_DATIVE[MONTHS.indexOf(month)] ?? month}`
  })
  return [DOTTED_CLOCK, CLOCK].reduce((said, pattern) => replaceFound(said, pattern, clock), told)
}

function spellAmounts(text: string): string {
  const written = text
    .replace(CROWNS, ' Kč')
    .replace(CURRENCY_FIRST, '$2 $1')
    .replace(FRACTION, (_, whole: string | undefined, part: string) => {
      const said = FRACTIONS[part] ?? ''
      return whole === undefined ? said : `${cardinal(Number(whole))} a ${said}`
    })
    .replace(WRITTEN_FRACTION, (part: string) => WRITTEN_FRACTIONS[part] ?? part)
  return replaceFound(written, AMOUNT, amount).replace(
    LARGE,
    (_, number: string, magnitude: string) => magnify(number, magnitude),
  )
}

function spellOrdinals(text: string): string {
  const named = text.replace(ROMAN, roman)
  const paired = replaceFound(named, ORDINAL_PAIR, ordinalBefore)
  return applyRules(replaceFound(paired, ORDINAL, ordinalWord), RULES)
}

function spellNumbers(text: string): string {
  const signed = text
    .replace(RANGE, '$1 až ')
    .replace(NEGATIVE, 'minus ')
    .replace(VERSION, (number: string) => number.split('.').map(digits).join(' tečka '))
    .replace(DECIMAL_NOUN, (_, whole: string, part: string) => decimal(whole, part))
    .replace(/[²³]/g, (sign) => SUPERSCRIPT[sign] ?? '')
    .replace(/#(?=\d)/g, 'číslo ')
    .replace(/(?<=\d)[ \u00A0]?[x×*][ \u00A0]?(?=\d)/g, ' krát ')
    .replace(/(?<=\d):(?=\d)/g, ' ku ')
    .replace(/(?<=\d)\/(?=\d)/g, ' lomeno ')
  const apart = signed.replace(/(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})/gu, ' ')
  return replaceFound(apart, PLAIN, plain).replace(/\d+/g, (number) => ` ${digits(number)} `)
}

function yearsOf(first: string, last: string | undefined): string {
  const from = year(Number(first))
  return last === undefined ? from : `${from} až ${year(Number(last))}`
}

function genitive(day: string): string {
  return ordinal(Number(day), 'ého')
}

function date(day: string, month: string, years: string): string {
  return `${genitive(day)} ${MONTHS[Number(month) - 1] ?? ''} ${year(Number(years))}`
}

function numericDate(whole: string, day: string, month: string, years?: string): string {
  if (Number(day) > 31 || Number(day) < 1 || Number(month) > 12 || Number(month) < 1) return whole
  const said = `${genitive(day)} ${MONTHS[Number(month) - 1] ?? ''}`
  return years === undefined ? `${said} ` : `${said} ${year(Number(years))}`
}

/** A time of day, in the case that the word before it asks for. */
function clock({ groups, before }: Found): string {
  const [hour, minute, second] = groups.map(Number)
  const place = caseAfter(before)
  const parts = [quantity(hour ?? 0, HOUR, place)]
  if (minute !== undefined && minute > 0) parts.push(quantity(minute, MINUTE, place))
  if (second !== undefined && second > 0) parts.push(quantity(second, SECOND, place))
  return parts.join(' ')
}

function quantity(number: number, noun: Noun, place: Case): string {
  return `${cardinal(number, noun.gender, place)} ${counted(number, noun, place)}`
}

function amount({ whole, groups, before }: Found): string {
  const [from, sign, number = '', magnitude, unit = ''] = groups
  const noun = UNITS[unit]
  if (noun === undefined) return whole
  const place = caseAfter(before)
  const range = from === undefined ? '' : `${value(from, noun.gender, place)} až `
  if (magnitude !== undefined) return `${range}${magnify(number, magnitude)} ${noun.many.gen}`
  const minus = sign === '' || from !== undefined ? '' : 'minus '
  return `${range}${minus}${value(number, noun.gender, place)} ${formFor(number, noun, place)}`
}

/** After a fraction a noun is in the genitive of its singular. */
function formFor(number: string, noun: Noun, place: Case): string {
  return number.includes(',') ? noun.one.gen : counted(Number(number), noun, place)
}

function value(number: string, gender: Gender, place: Case): string {
  const [whole = '', part] = number.split(',')
  return part === undefined ? cardinal(Number(whole), gender, place) : decimal(whole, part)
}

/** `12,5` is "dvanáct celých pět", `1,05` "jedna celá nula pět". */
function decimal(whole: string, part: string): string {
  const number = Number(whole)
  const noun =
    number === 1 || number === 0 ? 'celá' : number >= 2 && number <= 4 ? 'celé' : 'celých'
  const zeros = /^0*/.exec(part)?.[0].length ?? 0
  const rest = part.slice(zeros)
  const said = [
    ...Array.from({ length: zeros }, () => 'nula'),
    ...(rest === '' ? [] : [digits(rest)]),
  ]
  return `${cardinal(number, 'f')} ${noun} ${said.join(' ')}`
}

/** A number as it is read out, digit by digit where it begins with a zero or is long. */
function digits(number: string): string {
  if (isSpelt(number)) {
    return Array.from(number, (digit) => cardinal(Number(digit), 'f')).join(' ')
  }
  return cardinal(Number(number), 'f').replace(/^dvě$/, 'dva')
}

function magnify(number: string, magnitude: string): string {
  const [one, few, many, fraction] = MAGNITUDES[magnitude] ?? ['', '', '', '']
  const [whole = '', part] = number.split(',')
  if (part !== undefined) return `${decimal(whole, part)} ${fraction}`
  const gender = magnitude === 'mld.' ? 'f' : 'm'
  const count = Number(whole)
  const noun = count === 1 ? one : count >= 2 && count <= 4 ? few : many
  return count === 1 ? noun : `${cardinal(count, gender)} ${noun}`
}

/** Women of whom there were several, in all cases. */
const QUEENS = /^(?:Alžbět|Kateřin|Mari|Ann|Johan|Viktori|Izabel|Margaret|Markét|Sixtin)/u

function roman(whole: string, name: string, numeral: string): string {
  if (numeral === '') return whole
  const number = romanValue(numeral)
  return `${name} ${ordinal(number, nameEnding(name))}`
}

/** The endings of names → that of an ordinal behind them: `Karla čtvrtého`, `Alžběta druhá`. */
const KING_ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(?:ovi|u|i)$/u, 'ému'],
  [/[eě]m$/u, 'ým'],
  [/[aey]$/u, 'ého'],
]
const QUEEN_ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(?:a|ie)$/u, 'á'],
  [/(?:ou|u|í|i)$/u, 'ou'],
]

function nameEnding(name: string): string {
  const [endings, other] = QUEENS.test(name) ? [QUEEN_ENDINGS, 'é'] : [KING_ENDINGS, 'ý']
  return endings.find(([pattern]) => pattern.test(name))?.[1] ?? other
}

function ordinalBefore({ groups, before, after }: Found): string {
  const [number, and = ''] = groups
  const noun = /^\d{1,2}\.[ \u00A0]+(\p{L}+)/u.exec(after)?.[1] ?? ''
  const said = ordinal(Number(number), ordinalEnding(before, noun))
  return `${said} ${/[–-]/.test(and) ? 'až' : and.trim()} `
}

function ordinalWord({ groups, before }: Found): string {
  const [number, noun = ''] = groups
  // Of two ordinals the first one has said which preposition there is.
  const asked = before.replace(/\p{L}+ (?:a|i|až|nebo) $/u, '')
  return `${ordinal(Number(number), ordinalEnding(asked, noun))} ${noun}`
}

function plain({ groups, before }: Found): string {
  const [number = '', , noun] = groups
  const said = noun === undefined ? bare(number, before) : ofNoun(number, noun, before)
  return noun === undefined ? said : `${said} ${noun}`
}

function ofNoun(number: string, noun: string, before: string): string {
  if (isSpelt(number)) return digits(number)
  const place = caseOfNoun(before, noun)
  // "za 1 korunu": the ending of a feminine noun tells the accusative
  const direct = number === '1' && noun.endsWith('u') ? 'acc' : 'nom'
  return cardinal(Number(number), genderOf(noun, Number(number)), isDirect(place) ? direct : place)
}

/** Alone, a number is in the case of its preposition. */
function bare(number: string, before: string): string {
  const place = caseAfter(before)
  if (isSpelt(number) || isDirect(place)) return digits(number)
  return cardinal(Number(number), 'f', place)
}

/** Whether it is a code rather than a number. */
function isSpelt(number: string): boolean {
  return (number.startsWith('0') && number.length > 1) || number.length > 12
}
