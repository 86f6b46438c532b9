import { cardinal } from './czech-numbers.ts'
import { caseAfter, UNITS } from './czech-rules.ts'
import { type Found, replaceFound, romanValue, SPACE } from './spoken-language.ts'

/** `2× levnější`, `10x`, `5krát`; between two numbers the sign is another one. */
const TIMES = new RegExp(
  String.raw`(?<![\p{L}\d.,])(\d+)(?:${SPACE}?[x×](?![\p{L}\d])(?!${SPACE}*\d)|${SPACE}?krát(?!\p{L}))`,
  'gu',
)
/** `20letý`, `3denní`, `10ti členný`: a number that is one word with what follows. */
const COMPOUND = /(?<![\p{L}\d.,/:-])(\d+)(?:-?t[ií](?: (?=členn|let[ýáé]|denn))?)?-?(\p{Ll}{3,})/gu
/** `5ti`, as many write the genitive. */
const GENITIVE = /(?<![\p{L}\d.,/:-])(\d+)-?ti(?!\p{L})/gu
const NO_COMPOUND = new Set([...Object.keys(UNITS), 'tis', 'mil', 'mld', 'min', 'hod'])
/** `dvojnásobný` and `trojnásobný` */
const FOLDS: Readonly<Record<number, string>> = { 2: 'dvoj', 3: 'troj' }

/** `II. světová válka`: a Roman ordinal before its noun; after a name it belongs to that. */
const ROMAN_ORDINAL = new RegExp(
  String.raw`(?<![\p{L}\d.])([IVX]{1,5})\.${SPACE}(?=\p{Ll}{3,})`,
  'gu',
)
const NAME = /\p{Lu}\p{Ll}{2,}[ \u00A0]$/u
/** `kapitola IV`; in lower case these letters are words: `hlavně v noci`, `článek i jeho závěr`. */
const ROMAN_NUMBER =
  /(?<=(?<!\p{L})(?:(?:kapitol|část|díl|svaz|čl|odd|přílo)\p{Ll}*|hlav(?:[ayěu]|ou))\.?[ \u00A0])([IVXL]{1,6})(?![\p{L}\d])/giu

/** What something may be paid for, after a slash: `38 Kč/l`. */
const PAID_FOR: Readonly<Record<string, string>> = {
  ks: 'kus',
  kg: 'kilogram',
  g: 'gram',
  t: 'tunu',
  l: 'litr',
  m: 'metr',
  km: 'kilometr',
  m2: 'metr čtvereční',
  'm²': 'metr čtvereční',
  m3: 'metr krychlový',
  'm³': 'metr krychlový',
  min: 'minutu',
  h: 'hodinu',
  hod: 'hodinu',
  den: 'den',
  noc: 'noc',
  měs: 'měsíc',
  rok: 'rok',
  os: 'osobu',
  kWh: 'kilowatthodinu',
  MWh: 'megawatthodinu',
}
const PAID = new RegExp(
  String.raw`(?<=Kč|CZK|€|EUR|\$|USD|£)/(${Object.keys(PAID_FOR).join('|')})(?:\.(?=\s|$))?(?![\p{L}\d])`,
  'gu',
)

const WEEKDAYS: Readonly<Record<string, string>> = {
  po: 'pondělí',
  út: 'úterý',
  st: 'středa',
  čt: 'čtvrtek',
  pá: 'pátek',
  so: 'sobota',
  ne: 'neděle',
}
const WEEKDAY = Object.keys(WEEKDAYS).join('|')
const WEEKDAYS_BETWEEN = new RegExp(
  String.raw`(?<!\p{L})(${WEEKDAY})[ \u00A0]?[–-][ \u00A0]?(${WEEKDAY})(?!\p{L})`,
  'giu',
)

/** Spells out numbers that are one word with others, and writes Roman ones as Arabic. */
export function spellCompounds(text: string): string {
  const numbered = replaceFound(text, ROMAN_ORDINAL, romanOrdinal).replace(
    ROMAN_NUMBER,
    (numeral: string) => (numeral === numeral.toUpperCase() ? `${romanValue(numeral)}` : numeral),
  )
  return numbered
    .replace(PAID, (_, unit: string) => ` za ${PAID_FOR[unit] ?? unit}`)
    .replace(
      WEEKDAYS_BETWEEN,
      (_, from: string, to: string) => `${weekday(from)} až ${weekday(to)}`,
    )
    .replace(TIMES, (_, number: string) => `${joined(cardinal(Number(number)))}krát`)
    .replace(COMPOUND, (whole: string, number: string, rest: string) =>
      NO_COMPOUND.has(rest) ? whole : firstPart(Number(number), rest) + rest,
    )
    .replace(GENITIVE, (_, number: string) => cardinal(Number(number), 'm', 'gen'))
    .replace(/(?<=\d)[ \u00A0]:[ \u00A0](?=\d)/g, ':')
    .replace(/(?<!\p{L})(\p{Lu})\.(?=\d)/gu, '$1 ')
    .replaceAll('§§', ' paragrafy ')
}

function romanOrdinal({ whole, groups, before }: Found): string {
  const isOfName = NAME.test(before) && caseAfter(before) === 'nom'
  return isOfName ? whole : `${romanValue(groups[0] ?? '')}. `
}

function weekday(short: string): string {
  return WEEKDAYS[short.toLowerCase()] ?? short
}

/** The first part of a compound: the genitive, but for one and a hundred. */
function firstPart(number: number, rest: string): string {
  if (number === 1) return 'jedno'
  const fold = rest.startsWith('násob') ? FOLDS[number] : undefined
  return fold ?? joined(cardinal(number, 'm', 'gen')).replace(/^sta/, 'sto')
}

function joined(words: string): string {
  return words.replaceAll(' ', '')
}
