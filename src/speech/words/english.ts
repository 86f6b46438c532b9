import { spellCompounds } from './english-compounds.ts'
import { cardinal, ordinal, severalOf, spelt, year } from './english-numbers.ts'
import { ABBREVIATIONS, LABELS, MONTH_NAMES, UNITS } from './english-rules.ts'
import {
  SPACE,
  DASH,
  ISO_DATE,
  oneOfUnits,
  WRITTEN_FRACTION,
  romanValue,
  abbreviationRules,
  applyRules,
  type Found,
  isShare,
  labelRules,
  replaceFound,
  type SpokenLanguage,
  TIME_CODE,
  wordSet,
} from './spoken-language.ts'

const MONTH = String.raw`(January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?!\p{L})\.?)`
const DAY = String.raw`(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?`
const YEAR_BEHIND = String.raw`(?:,?${SPACE}+(\d{4})(?!\d))?`

const MONTH_FIRST = new RegExp(
  String.raw`(?<!\p{L})${MONTH}${SPACE}+${DAY}(?:${DASH}${DAY})?(?![\d:%]|\.\d|,\d)${YEAR_BEHIND}`,
  'gu',
)
const DAY_FIRST = new RegExp(
  String.raw`(?<![\d.,:/-])(the${SPACE}+)?(?:${DAY}${DASH})?${DAY}${SPACE}+(?:of${SPACE}+)?${MONTH}(?!\p{L})${YEAR_BEHIND}`,
  'gu',
)
const WEEKDAYS: Readonly<Record<string, string>> = {
  Mon: 'Monday',
  Tue: 'Tuesday',
  Wed: 'Wednesday',
  Thu: 'Thursday',
  Fri: 'Friday',
  Sat: 'Saturday',
  Sun: 'Sunday',
}
/** Before a date. */
const WEEKDAY = new RegExp(
  String.raw`(?<!\p{L})(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|rs?)?\.?(?=,?${SPACE}+(?:${DAY}${SPACE}+)?${MONTH})`,
  'gu',
)
const DECADE = /(?<![\p{L}\d])(1\d|20)(\d0)['’]?s(?!\p{L})/gu
const SHORT_DECADE = /(?<![\p{L}\d])['’](\d0)s(?!\p{L})/gu
const GROUPED = /(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)/g
const SPACED = /(?<![\d.])\d{1,3}(?:[\u00A0\u202F]\d{3})+(?!\d)/g
const CLOCK = new RegExp(
  String.raw`(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:])(?:${SPACE}?([ap])\.?m\.?(?!\p{L}))?`,
  'giu',
)
const HOUR = new RegExp(
  String.raw`(?<![\d:.,])(1[0-2]|[1-9])(?:\.([0-5]\d))?${SPACE}?([ap])\.?m\.?(?!\p{L})`,
  'giu',
)
const UNIT = oneOfUnits(UNITS)
const NUMBER = String.raw`\d+(?:\.\d+)?`
const AMOUNT = new RegExp(
  String.raw`(?<![\p{L}\d.]|\p{L}-)(?:(${NUMBER})(${DASH}|${SPACE}?to${SPACE}))?([-−])?(${NUMBER})[ \u00A0\u202F-]?(${UNIT})(?![\p{L}\p{N}/²³])`,
  'gu',
)
const MONEY =
  /([$€£¥])[ \u00A0]?\u2060?(\d+)(?:\.(\d+))?(?:[ \u00A0-]?(k|K|m|M|bn|B|thousand|million|billion|trillion)(?!\p{L}))?/gu
/** Around the price in `a $5 coffee` and `an $80-million deal`. */
const BEFORE_PRICED = /(?<!\p{L})an?[ \u00A0]$/iu
const PRICED = /^[ -]\p{Ll}/u
const ORDINAL = /(?<![\p{L}\d.])(\d+)(?:st|nd|rd|th)(?!\p{L})/gu
const ROMAN =
  /(?<![\p{L}\d.])(\p{Lu}\p{Ll}+|of|and)[ \u00A0]((?=[MDCLXVI])(?:X{0,3})(?:IX|IV|V?I{0,3}))(?![\p{L}\d])/gu
const RULERS =
  /^(?:Henry|Charles|Louis|George|Edward|Elizabeth|James|William|Richard|Pius|Paul|Benedict|Francis|Philip|Napoleon|Nicholas|Catherine|Mary|Frederick|Alexander|Leo|Gregory|Innocent|Clement|Boniface|Urban|Peter|Ivan|Rudolf|Joseph|Ferdinand|Leopold|Maximilian|Otto|Wenceslas|Ramesses|Ptolemy|Darius|Mehmed|Constantine|Harald|Christian|Gustav|Umberto|Victor|Margaret|Isabella|John)$/
const NUMBERED =
  /^(?:Chapter|Part|Act|Volume|Book|Section|Type|Class|Phase|War|Scene|Level|Stage|Title|Article|Appendix|Figure|Table|Mark|Apollo|Rocky|Bowl|Schedule|Canto|Psalm|Grade|Division)$/
const RANGE = new RegExp(
  String.raw`(?<![\p{L}\d.,:-])(${NUMBER})${DASH}(?=\u2060?${NUMBER}(?![\d:-]))`,
  'gu',
)
/** Ordinals as other languages write them: `26.–27.` */
const ORDINAL_DOT = /(?<=\d)\.(?=[-–—]\d)/gu
const FRACTIONS: Readonly<Record<string, string>> = {
  '½': 'one half',
  '⅓': 'one third',
  '⅔': 'two thirds',
  '¼': 'one quarter',
  '¾': 'three quarters',
  '⅛': 'one eighth',
  '1/2': 'one half',
  '1/3': 'one third',
  '2/3': 'two thirds',
  '1/4': 'one quarter',
  '3/4': 'three quarters',
  '1/5': 'one fifth',
  '1/8': 'one eighth',
  '3/8': 'three eighths',
  '5/8': 'five eighths',
  '7/8': 'seven eighths',
  '1/10': 'one tenth',
}
const FRACTION = /(?:(?<!\d)(\d+)[ \u00A0]?)?([½⅓⅔¼¾⅛])/gu
const VERSION = /(?<![\d,])(\d+(?:\.\d+){2,})(?!\d)/g
const DECIMAL = /(?<!\d)(\d+)\.(\d+)(?!\d)/g
/** Marks a number that is written in groups of digits, so that it is not taken for a year. */
const NO_YEAR = '\u2060'
const YEAR = /(?<![\p{L}\d.,#+$€£\u2060-])(1[1-9]\d\d|20[0-9]\d)(?![\d]|[.,]\d|%)/gu
const NEGATIVE = /(?<![\p{L}\p{N}])[-−](?=\d)/gu
const PHONE = /\+(\d{1,3})((?:[ \u00A0-]\d{2,4}){2,5})(?!\d)/g

/** Signs → the words that are read for them; words are always separated by a space. */
const SIGNS: Readonly<Record<string, string>> = {
  '&': 'and',
  '+': 'plus',
  '=': 'equals',
  '≈': 'about',
  '~': 'about',
  '≥': 'at least',
  '≤': 'at most',
  '>': 'is greater than',
  '<': 'is less than',
  '±': 'plus or minus',
  '×': 'times',
  '÷': 'divided by',
  '§': 'section',
  '@': 'at',
  '%': 'percent',
  '°': 'degrees',
  '→': ',',
  '€': 'euros',
  $: 'dollars',
  '£': 'pounds',
  '©': '',
  '®': '',
  '™': '',
}

const LABEL_RULES = labelRules(LABELS)
const RULES = abbreviationRules(ABBREVIATIONS)

/** How English is read. */
export const ENGLISH: SpokenLanguage = {
  language: 'en',
  joining: wordSet(
    'Mr Mrs Ms Mx Dr Prof Gen Col Capt Lt Sgt Maj Rev Hon Gov Sen Rep St Messrs vs e.g i.e viz cf approx ca esp incl',
  ),
  joiningNumbers: wordSet(
    'No no Fig fig figs Vol vol p pp ch Ch sec Sec art Art Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec al ed Nos nos eq Eq op par para',
  ),
  lettered: wordSet(
    'vitamin plan class option appendix group grade type section exhibit model hepatitis',
  ),
  goesOnAfter: /(?<!\p{L})U\.\s?[SK]\.$/u,
  goesOnWith:
    /^\s*(?:\p{Ll}|Government|Senate|Congress|Army|Navy|Air|Marine|President|Constitution|Supreme|Department|Treasury|House|Representative|Senator|Ambassador|Embassy|Customs|Dollar|Open|Census|Postal|Patent|Capitol|Attorney|District|Court|State|Prime|Home|Parliament)/u,
  announced: {
    code: 'A code sample follows.',
    image: 'Image: {text}',
    formula: 'A formula follows.',
    table: (rows) => `A table of ${cardinal(rows)} ${rows === 1 ? 'row' : 'rows'} follows.`,
  },
  signs: SIGNS,
  spell,
}

/** Spells out numbers, dates, times, units and abbreviations in an English text. */
function spell(text: string): string {
  return [spellCompounds, spellDates, spellAmounts, spellNames, spellNumbers].reduce(
    (said, step) => step(said),
    text,
  )
}

function spellDates(text: string): string {
  const dated = text
    .replace(PHONE, (_, country: string, rest: string) => `plus ${phone(country, rest)}`)
    .replace(GROUPED, (number) => NO_YEAR + number.replaceAll(',', ''))
    .replace(SPACED, (number) => NO_YEAR + number.replaceAll(/\D/g, ''))
    .replace(ISO_DATE, (_, y: string, m: string, d: string) =>
      date(MONTH_NAMES[Number(m) - 1]?.[1] ?? '', d, undefined, y),
    )
    .replace(WEEKDAY, (_, short: string) => WEEKDAYS[short] ?? short)
    .replace(MONTH_FIRST, (_, month: string, from: string, to?: string, y?: string) =>
      date(month, from, to, y),
    )
    .replace(
      DAY_FIRST,
      (
        _,
        the: string | undefined,
        from: string | undefined,
        day: string,
        month: string,
        y?: string,
      ) => {
        const first = from === undefined ? '' : `${ordinal(Number(from))} to the `
        const behind = y === undefined ? '' : `, ${year(Number(y))}`
        return `${the ?? 'the '}${first}${ordinal(Number(day))} of ${fullMonth(month)}${behind}`
      },
    )
    .replace(DECADE, (_, century: string, tens: string) =>
      tens === '00'
        ? century === '20'
          ? 'two thousands'
          : `${cardinal(Number(century))} hundreds`
        : `${cardinal(Number(century))} ${severalOf(cardinal(Number(tens)))}`,
    )
    .replace(SHORT_DECADE, (_, tens: string) => severalOf(cardinal(Number(tens))))
  return replaceFound(replaceFound(dated, CLOCK, clock), HOUR, hour).replace(
    TIME_CODE,
    (whole, minutes: string, seconds: string) =>
      isShare(minutes, seconds) ? whole : timeCode(minutes, seconds),
  )
}

function timeCode(minutes: string, seconds: string): string {
  const [first, behind] = [`${cardinal(Number(minutes))} minutes`, Number(seconds)]
  if (behind === 0) return first
  return `${first} ${cardinal(behind)} ${behind === 1 ? 'second' : 'seconds'}`
}

function phone(country: string, rest: string): string {
  return [country, ...rest.trim().split(/[ \u00A0-]/)].map(spelt).join(', ')
}

function date(month: string, from: string, to: string | undefined, y: string | undefined): string {
  const days = [from, to].flatMap((day) => (day === undefined ? [] : [ordinal(Number(day))]))
  return `${fullMonth(month)} ${days.join(' to ')}${y === undefined ? '' : `, ${year(Number(y))}`}`
}

function fullMonth(name: string): string {
  return MONTH_NAMES.find(([short]) => name.startsWith(short))?.[1] ?? name
}

function clock({ groups, after }: Found): string {
  const [hours, minutes = '', seconds, half] = groups
  const parts = [cardinal(Number(hours))]
  if (minutes === '00') {
    const isMilitary = Number(hours) > 12 || Number(hours) === 0
    if (half === undefined && seconds === undefined) parts.push(isMilitary ? 'hundred' : "o'clock")
  } else
    parts.push(
      minutes.startsWith('0') ? `oh ${cardinal(Number(minutes))}` : cardinal(Number(minutes)),
    )
  if (seconds !== undefined && seconds !== '00') {
    parts.push(`and ${cardinal(Number(seconds))} ${seconds === '01' ? 'second' : 'seconds'}`)
  }
  return `${parts.join(' ')}${halfOf(half, after)}`
}

function hour({ groups, after }: Found): string {
  const [hours, minutes, half] = groups
  const behind = minutes === undefined ? '' : ` ${cardinal(Number(minutes))}`
  return `${cardinal(Number(hours))}${behind}${halfOf(half, after)}`
}

/** Says `am` or `pm`; the last full stop of `p.m.` may end the sentence, and then stays. */
function halfOf(half: string | undefined, after: string): string {
  if (half === undefined) return ''
  return ` ${half.toLowerCase()} m${after.trim() === '' ? '.' : ''}`
}

const SCALE_WORDS: Readonly<Record<string, string>> = {
  k: 'thousand',
  K: 'thousand',
  m: 'million',
  M: 'million',
  bn: 'billion',
  B: 'billion',
}
const CURRENCIES: Readonly<Record<string, readonly [one: string, many: string, part: string]>> = {
  $: ['dollar', 'dollars', 'cent'],
  '€': ['euro', 'euros', 'cent'],
  '£': ['pound', 'pounds', 'penny'],
  '¥': ['yen', 'yen', 'sen'],
}

function money({ groups, before, after }: Found): string {
  const [sign = '', whole = '', part, scale] = groups
  const [one, several, small] = CURRENCIES[sign] ?? ['', '', '']
  const many = BEFORE_PRICED.test(before) && PRICED.test(after) ? one : several
  if (scale !== undefined) {
    const number = part === undefined ? cardinal(Number(whole)) : decimal(whole, part)
    return `${number} ${SCALE_WORDS[scale] ?? scale} ${many}`
  }
  const noun = whole === '1' ? one : many
  if (part?.length === 2 && part !== '00') {
    const cents =
      small === 'penny' ? (part === '01' ? 'penny' : 'pence') : part === '01' ? small : `${small}s`
    const said = `${cardinal(Number(part))} ${cents}`
    return whole === '0' ? said : `${cardinal(Number(whole))} ${noun} and ${said}`
  }
  if (part !== undefined && part !== '00') return `${decimal(whole, part)} ${many}`
  return `${cardinal(Number(whole))} ${noun}`
}

function spellAmounts(text: string): string {
  const priced = replaceFound(text, MONEY, money)
    .replace(FRACTION, (_, whole: string | undefined, part: string) => {
      const said = FRACTIONS[part] ?? ''
      return whole === undefined
        ? said
        : `${cardinal(Number(whole))} and ${said.replace(/^one /, 'a ')}`
    })
    .replace(WRITTEN_FRACTION, (part: string) => FRACTIONS[part] ?? part)
  return replaceFound(priced, AMOUNT, amount).replace(ORDINAL, (_, number: string) =>
    ordinal(Number(number)),
  )
}

function amount({ whole, groups, after }: Found): string {
  const [from, , sign, number = '', unit = ''] = groups
  const names = UNITS[unit]
  if (names === undefined) return whole
  const isAdjective = /^[ -]\p{Ll}/u.test(after) && /\d-\p{L}/u.test(whole)
  const noun = (number === '1' || isAdjective ? names[0] : names[1]) ?? ''
  const range = from === undefined ? '' : `${value(from)} to `
  const minus = sign === undefined || from !== undefined ? '' : 'minus '
  return `${range}${minus}${value(number)} ${noun}`
}

function value(number: string): string {
  const [whole = '', part] = number.split('.')
  return part === undefined ? cardinal(Number(whole)) : decimal(whole, part)
}

function decimal(whole: string, part: string): string {
  const digits = Array.from(part, (digit) => cardinal(Number(digit))).join(' ')
  return `${cardinal(Number(whole))} point ${digits}`
}

function spellNames(text: string): string {
  return applyRules(replaceFound(applyRules(text, LABEL_RULES), ROMAN, roman), RULES)
}

function roman({ whole, groups }: Found): string {
  const [name = '', numeral = ''] = groups
  const number = romanValue(numeral)
  if (RULERS.test(name)) return `${name} the ${ordinal(number)}`
  if (NUMBERED.test(name) || (numeral.length > 1 && numeral !== 'XX'))
    return `${name} ${cardinal(number)}`
  return whole
}

function spellNumbers(text: string): string {
  return text
    .replace(ORDINAL_DOT, '')
    .replace(RANGE, (_, from: string) => `${from} to `)
    .replace(NEGATIVE, 'minus ')
    .replace(/(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})/gu, ' ')
    .replace(VERSION, (number: string) => number.split('.').map(plain).join(' point '))
    .replace(/(?<=\d)\.(?=[ ]?x(?!\p{L}))/gu, ' point ')
    .replace(DECIMAL, (_, whole: string, part: string) => decimal(whole, part))
    .replace(YEAR, (number) => year(Number(number)))
    .replace(/²/g, ' squared')
    .replace(/³/g, ' cubed')
    .replace(/#(?=\d)/g, 'number ')
    .replace(/(?<=\d)[ \u00A0]?[x×*][ \u00A0]?(?=\d)/g, ' by ')
    .replace(/(?<=\d):(?=\d)/g, ' to ')
    .replace(/24\/7/g, 'twenty-four seven')
    .replace(/(?<=\d)\/(?=\d)/g, ' slash ')
    .replace(/\d+/g, plain)
    .replaceAll(NO_YEAR, '')
}

/** A number read digit by digit, where it begins with a zero or is long. */
function plain(number: string): string {
  const isCode = (number.startsWith('0') && number.length > 1) || number.length > 15
  return isCode ? spelt(number) : cardinal(Number(number))
}
