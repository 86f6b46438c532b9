import {
  cardinal,
  counted,
  digits,
  HOUR,
  MINUTE,
  type Case,
  type Noun,
  ordinal,
  SECOND,
  year,
} from './czech-numbers.ts'
import { caseAfter } from './czech-rules.ts'
import {
  DASH,
  SPACE,
  ISO_DATE,
  type Found,
  isShare,
  replaceFound,
  TIME_CODE,
} from './spoken-language.ts'

const MONTHS =
  'ledna února března dubna května června července srpna září října listopadu prosince'.split(' ')
const MONTHS_IN_DATIVE =
  'lednu únoru březnu dubnu květnu červnu červenci srpnu září říjnu listopadu prosinci'.split(' ')
/** "k 15. květnu": a day that is said in the dative; everywhere else it is in the genitive. */
const DATIVE = new RegExp(
  String.raw`(?<!\p{L})([Kk]e?) ((?:\p{L}+(?:ého|ího) ){1,2})(${MONTHS.join('|')})(?!\p{L})`,
  'gu',
)
const MONTH = String.raw`(?:${MONTHS.join('|')})(?!\p{L})`
const GROUPED = /(?<![\d,.])(\d{1,3}(?:[ \u00A0\u202F]\d{3})+)(?![\d])/gu
/** Without a country only where it is said to be one: three groups may be millions. */
const OWN_PHONE =
  /(?<=(?:tel\.?|telefon\p{Ll}*|mobil\p{Ll}*|volejte|zavolejte|lin[kc]\p{Ll}*)(?: č\.| číslo)?:? ?)(\d{3})[ \u00A0](\d{3})[ \u00A0](\d{3})(?![ \u00A0]?\d)/giu
const PHONE = /\+(\d{3})[ \u00A0](\d{3})[ \u00A0](\d{3})[ \u00A0](\d{3})(?!\d)/g
const NUMERIC_DATE = new RegExp(
  String.raw`(?<![\d.])(\d{1,2})\.${SPACE}?(\d{1,2})\.(?:${SPACE}?(\d{4}))?(?!\d|\.\d)`,
  'gu',
)
/** The first of two days, of which the second has a month in figures: `5.–7. 6.` */
const DAY_BEFORE_DATE = new RegExp(
  String.raw`(?<![\d.])(\d{1,2})\.(${SPACE}(?:a|i|až|nebo|do)${SPACE}|${DASH})(?=\d{1,2}\.${SPACE}?\d{1,2}\.(?!\d))`,
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
const CLOCKS_BETWEEN = new RegExp(String.raw`(?<=\d:[0-5]\d)${DASH}(?=\d{1,2}:[0-5]\d)`, 'gu')
const DOTTED_CLOCK = new RegExp(
  String.raw`(?<![\d:.,])([01]?\d|2[0-4])\.([0-5]\d)${SPACE}?(?:hod\.|hod|h|hodin)(?!\p{L})`,
  'gu',
)
/** Spells out days, years and times of day; first joins the groups of digits of a number. */
export function spellDates(text: string): string {
  const dated = text
    .replace(/(?<=\d\.[ \u00A0]?)stol\./g, 'století')
    .replace(PHONE, (_, ...groups: string[]) => `plus ${groups.slice(0, 4).map(digits).join(', ')}`)
    .replace(OWN_PHONE, (_, ...groups: string[]) => groups.slice(0, 3).map(digits).join(', '))
    .replace(GROUPED, (number: string) => number.replaceAll(/\D/g, ''))
    .replace(ISO_DATE, (_, y: string, m: string, d: string) => date(d, m, y))
    .replace(
      DAY_BEFORE_DATE,
      (_, day: string, and: string) => genitive(day) + (/[–—-]/.test(and) ? ' až ' : and),
    )
    .replace(NUMERIC_DATE, numericDate)
    .replace(DAY_RANGE, (_, from: string, to: string) => `${genitive(from)} až ${genitive(to)} `)
    .replace(
      DAY_PAIR,
      (_, a: string, and: string, b: string) => `${genitive(a)}${and}${genitive(b)} `,
    )
    .replace(DAY, (whole: string, day: string) => (Number(day) > 31 ? whole : `${genitive(day)} `))
    .replace(YEAR, (_, first: string, last?: string) => yearsOf(first, last))
    .replace(CLOCKS_BETWEEN, ' až ')
    .replace(YEARS, (_, first: string, last: string) => yearsOf(first, last))
  const told = dated.replace(DATIVE, (_, to: string, day: string, month: string) => {
    const inDative = day.replaceAll(/(ého|ího)(?=\s)/g, (end) => (end === 'ého' ? 'ému' : 'ímu'))
    return `${to} ${inDative}${MONTHS_IN_DATIVE[MONTHS.indexOf(month)] ?? month}`
  })
  const timed = [DOTTED_CLOCK, CLOCK].reduce(
    (said, pattern) => replaceFound(said, pattern, clock),
    told,
  )
  return replaceFound(timed, TIME_CODE, timeCode)
}

function timeCode({ whole, groups, before }: Found): string {
  const [minutes = '', seconds = ''] = groups
  if (isShare(minutes, seconds)) return whole
  const place = caseAfter(before)
  const first = quantity(Number(minutes), MINUTE, place)
  return Number(seconds) === 0 ? first : `${first} ${quantity(Number(seconds), SECOND, place)}`
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

/** A time of day, in the case that the word before it requires. */
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
