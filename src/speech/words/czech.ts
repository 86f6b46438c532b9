import {
  cardinal,
  type Case,
  counted,
  decimal,
  digits,
  type Gender,
  isDirect,
  isSpelt,
  type Noun,
} from './czech-numbers.ts'
import { spellCompounds } from './czech-compounds.ts'
import { spellDates } from './czech-dates.ts'
import { spellOrdinals } from './czech-ordinals.ts'
import { caseAfter, caseOfNoun, genderOf, MAGNITUDES, SMALL_MONEY, UNITS } from './czech-rules.ts'
import {
  DASH,
  SPACE,
  oneOfUnits,
  WRITTEN_FRACTION,
  type Found,
  replaceFound,
  type SpokenLanguage,
  wordSet,
} from './spoken-language.ts'

const UNIT = oneOfUnits(UNITS)
const NUMBER = String.raw`\d+(?:,\d+)?`
const MAGNITUDE = String.raw`(?:${SPACE}?(tis\.|mil\.|mld\.))`
const CURRENCY_FIRST = /([$€£])[ \u00A0]?(\d+(?:,\d+)?)(?![\d])/gu
const AMOUNT = new RegExp(
  String.raw`(?<![\p{L}\d,]|\p{L}-)(?:(${NUMBER})${DASH})?([-−–]?)(${NUMBER})${MAGNITUDE}?${SPACE}?(${UNIT})(?!\.?[\p{L}\p{N}/²³])`,
  'gu',
)
const LARGE = new RegExp(String.raw`(?<![\p{L}\d,])(${NUMBER})${MAGNITUDE}`, 'gu')
const CROWNS = /(?<=\d),[-–—]{1,2}(?:[ \u00A0]?Kč)?/gu
const RANGE = new RegExp(
  String.raw`(?<![\p{L}\d.,:-])(${NUMBER})${DASH}(?=${NUMBER}(?![\d:-]|\.\d|\.${SPACE}?\p{Ll}))`,
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
const VERSION = /(?<![\d,])(\d+(?:\.\d+)+)(?![\d])/g
const DECIMAL_NOUN = /(?<![\p{L}\d,.])(\d+),(\d+)(?!\d)/gu
const PLAIN = /(?<![\p{L}\d])(\d+)(?![\d])(?:([ \u00A0])(\p{Ll}{2,}))?/gu
/**
 * A number that is part of a name, like `R1` and `GPT-4`: it counts nothing, so it has no case and no gender.
 */
const NAMED = /(\p{L}-?)(\d+)(?![.,]?\d)/gu
const SUPERSCRIPT: Readonly<Record<string, string>> = {
  '²': ' na druhou',
  '³': ' na třetí',
}
const NEGATIVE = /(?<![\p{L}\p{N}])[-−–](?=\d)/gu

/** Signs → the words that are read for them; words are always separated by a space. */
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

/** How Czech is read. */
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

/** Spells out numbers, dates, times, units and abbreviations in a Czech text. */
function spell(text: string): string {
  return [spellCompounds, spellDates, spellAmounts, spellOrdinals, spellNumbers].reduce(
    (said, step) => step(said),
    text,
  )
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

function spellNumbers(text: string): string {
  const signed = text
    .replace(/(?<=\d)(?=\p{L})/gu, ' ')
    .replace(NAMED, (_, before: string, number: string) =>
      before.endsWith('-') ? before + digits(number) : `${before} ${digits(number)}`,
    )
    .replace(/(?<=\p{L})(?=\d)/gu, ' ')
    .replace(RANGE, '$1 až ')
    .replace(NEGATIVE, 'minus ')
    .replace(/(?<=\d)\.(?=[ ]?x(?!\p{L}))/gu, ' tečka ')
    .replace(VERSION, (number: string) => number.split('.').map(digits).join(' tečka '))
    .replace(DECIMAL_NOUN, (_, whole: string, part: string) => decimal(whole, part))
    .replace(/[²³]/g, (sign) => SUPERSCRIPT[sign] ?? '')
    .replace(/#(?=\d)/g, 'číslo ')
    .replace(/(?<=\d)[ \u00A0]?[x×*][ \u00A0]?(?=\d)/g, ' krát ')
    .replace(/(?<=\d):(?=\d)/g, ' ku ')
    .replace(/(?<=\d)\/(?=\d)/g, ' lomeno ')
  return replaceFound(signed, PLAIN, plain).replace(/\d+/g, (number) => ` ${digits(number)} `)
}

function amount({ whole, groups, before }: Found): string {
  const [from, sign, number = '', magnitude, unit = ''] = groups
  const noun = UNITS[unit]
  if (noun === undefined) return whole
  const place = caseAfter(before)
  const range = from === undefined ? '' : `${value(from, noun.gender, place)} až `
  if (magnitude !== undefined) return `${range}${magnify(number, magnitude)} ${noun.many.gen}`
  const [crowns = '', hellers = ''] = number.split(',')
  const small = SMALL_MONEY[unit]
  if (small !== undefined && hellers.length === 2 && from === undefined) {
    return priced([crowns, noun], [hellers, small], place)
  }
  const minus = sign === '' || from !== undefined ? '' : 'minus '
  return `${range}${minus}${value(number, noun.gender, place)} ${formFor(number, noun, place)}`
}

/** A price in a currency and its hundredths. */
function priced(...[whole, part, place]: [Counted, Counted, Case]): string {
  const said = [whole, part].flatMap(([number, noun]) =>
    Number(number) === 0
      ? []
      : `${value(`${Number(number)}`, noun.gender, place)} ${formFor(`${Number(number)}`, noun, place)}`,
  )
  return said.join(' ')
}

type Counted = readonly [number: string, noun: Noun]

/** The form of a noun after a number; after a fraction it is the genitive singular. */
function formFor(number: string, noun: Noun, place: Case): string {
  return number.includes(',') ? noun.one.gen : counted(Number(number), noun, place)
}

function value(number: string, gender: Gender, place: Case): string {
  const [whole = '', part] = number.split(',')
  return part === undefined ? cardinal(Number(whole), gender, place) : decimal(whole, part)
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

function plain({ groups, before }: Found): string {
  const [number = '', , noun] = groups
  const said = noun === undefined ? bare(number, before) : ofNoun(number, noun, before)
  return noun === undefined ? said : `${said} ${noun}`
}

function ofNoun(number: string, noun: string, before: string): string {
  if (isSpelt(number)) return digits(number)
  const place = caseOfNoun(before, noun)
  // "za 1 korunu": the ending of a feminine noun shows the accusative
  const direct = number === '1' && noun.endsWith('u') ? 'acc' : 'nom'
  return cardinal(Number(number), genderOf(noun, Number(number)), isDirect(place) ? direct : place)
}

/** A number without a noun is in the case of its preposition. */
function bare(number: string, before: string): string {
  const place = caseAfter(before)
  if (isSpelt(number) || isDirect(place)) return digits(number)
  return cardinal(Number(number), 'f', place)
}
