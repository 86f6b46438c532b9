/** The cases of Czech, starting with the nominative; numbers have no vocative. */
export type Case = 'nom' | 'gen' | 'dat' | 'acc' | 'loc' | 'ins'
export type Gender = 'm' | 'f' | 'n'

/** A noun in all cases: singular and plural. */
export interface Noun {
  readonly gender: Gender
  readonly one: Readonly<Record<Case, string>>
  readonly many: Readonly<Record<Case, string>>
}

type Forms = Readonly<Record<Case, string>>

/** Assigns forms to the cases, in their order. */
function forms(list: string): Forms {
  const [nom = '', gen = '', dat = '', acc = '', loc = '', ins = ''] = list.split(',')
  return { nom, gen, dat, acc, loc, ins }
}

function noun(gender: Gender, one: string, many: string): Noun {
  return { gender, one: forms(one), many: forms(many) }
}

/** `metr`: an inanimate noun that ends in a hard consonant. */
export function masculine(stem: string): Noun {
  return noun(
    'm',
    `${stem},${stem}u,${stem}u,${stem},${stem}u,${stem}em`,
    `${stem}y,${stem}ů,${stem}ům,${stem}y,${stem}ech,${stem}y`,
  )
}

/** `koruna`; `short` is the genitive plural. */
export function feminine(stem: string, short = stem, dative = `${stem}ě`): Noun {
  return noun(
    'f',
    `${stem}a,${stem}y,${dative},${stem}u,${dative},${stem}ou`,
    `${stem}y,${short},${stem}ám,${stem}y,${stem}ách,${stem}ami`,
  )
}

/** `procento` */
export function neuter(stem: string): Noun {
  return noun(
    'n',
    `${stem}o,${stem}a,${stem}u,${stem}o,${stem}u,${stem}em`,
    `${stem}a,${stem},${stem}ům,${stem}a,${stem}ech,${stem}y`,
  )
}

export const DEGREE = noun(
  'm',
  'stupeň,stupně,stupni,stupeň,stupni,stupněm',
  'stupně,stupňů,stupňům,stupně,stupních,stupni',
)
export const TONNE = noun(
  'f',
  'tuna,tuny,tuně,tunu,tuně,tunou',
  'tuny,tun,tunám,tuny,tunách,tunami',
)
export const HOUR = feminine('hodin', 'hodin')
export const MINUTE = feminine('minut', 'minut')
export const SECOND = feminine('sekund', 'sekund')

const THOUSAND = noun(
  'm',
  'tisíc,tisíce,tisíci,tisíc,tisíci,tisícem',
  'tisíce,tisíc,tisícům,tisíce,tisících,tisíci',
)
const MILLION = masculine('milion')
const BILLION = feminine('miliard')
const SCALES: readonly (readonly [value: number, noun: Noun])[] = [
  [1_000_000_000, BILLION],
  [1_000_000, MILLION],
  [1000, THOUSAND],
]

const ONE: Readonly<Record<Gender, Forms>> = {
  m: forms('jeden,jednoho,jednomu,jeden,jednom,jedním'),
  f: forms('jedna,jedné,jedné,jednu,jedné,jednou'),
  n: forms('jedno,jednoho,jednomu,jedno,jednom,jedním'),
}
const TWO: Readonly<Record<Gender, Forms>> = {
  m: forms('dva,dvou,dvěma,dva,dvou,dvěma'),
  f: forms('dvě,dvou,dvěma,dvě,dvou,dvěma'),
  n: forms('dvě,dvou,dvěma,dvě,dvou,dvěma'),
}
const THREE = forms('tři,tří,třem,tři,třech,třemi')
const FOUR = forms('čtyři,čtyř,čtyřem,čtyři,čtyřech,čtyřmi')
const TEENS =
  'pět šest sedm osm devět deset jedenáct dvanáct třináct čtrnáct patnáct šestnáct sedmnáct osmnáct devatenáct'.split(
    ' ',
  )
const TENS = 'dvacet třicet čtyřicet padesát šedesát sedmdesát osmdesát devadesát'.split(' ')
const HUNDRED = forms('sto,sta,stu,sto,stu,stem')
const HUNDREDS: Forms = forms('sta,set,stům,sta,stech,sty')
/** Larger numbers are read digit by digit. */
const LARGEST = 999_999_999_999

/** In the nominative and accusative, what is counted is in the genitive from 5 on. */
export function isDirect(place: Case): boolean {
  return place === 'nom' || place === 'acc'
}

/** The form of a noun after a whole number. */
export function counted(number: number, { one, many }: Noun, place: Case): string {
  if (number === 1) return one[place]
  return isDirect(place) && (number < 2 || number > 4) ? many.gen : many[place]
}

/** A whole number in words. */
export function cardinal(number: number, gender: Gender = 'm', place: Case = 'nom'): string {
  if (number > LARGEST)
    return Array.from(String(number), (digit) => cardinal(Number(digit))).join(' ')
  if (number === 0) return isDirect(place) ? 'nula' : 'nuly'
  const words: string[] = []
  let rest = number
  for (const [value, scale] of SCALES) {
    const count = Math.floor(rest / value)
    rest %= value
    if (count === 0) continue
    if (count > 1) words.push(below1000(count, scale.gender, place))
    words.push(counted(count, scale, place))
  }
  if (rest > 0) words.push(below1000(rest, gender, place, words.length > 0))
  return words.join(' ')
}

function below1000(number: number, gender: Gender, place: Case, follows = false): string {
  const hundreds = Math.floor(number / 100)
  const rest = number % 100
  const words: string[] = []
  if (hundreds === 1) words.push(HUNDRED[place])
  else if (hundreds === 2 && isDirect(place)) words.push('dvě stě')
  else if (hundreds > 1) {
    words.push(below100(hundreds, 'n', place))
    words.push(isDirect(place) && hundreds > 4 ? HUNDREDS.gen : HUNDREDS[place])
  }
  if (rest > 0) words.push(below100(rest, gender, place, follows || hundreds > 0))
  return words.join(' ')
}

/**
 * @param follows Whether it is the end of a larger number, in which 1 is always `jedna` and 2 always `dva`.
 */
function below100(number: number, gender: Gender, place: Case, follows = false): string {
  if (number === 1) return follows ? 'jedna' : ONE[gender][place]
  if (number === 2) return follows && isDirect(place) ? 'dva' : TWO[gender][place]
  if (number === 3) return THREE[place]
  if (number === 4) return FOUR[place]
  if (number < 20) return oblique(TEENS[number - 5] ?? '', place)
  const tens = oblique(TENS[Math.floor(number / 10) - 2] ?? '', place)
  const rest = number % 10
  return rest === 0 ? tens : `${tens} ${below100(rest, gender, place, true)}`
}

/** Five and all numbers above change only their ending. */
function oblique(word: string, place: Case): string {
  if (isDirect(place)) return word
  if (word === 'devět') return 'devíti'
  if (word === 'deset') return 'deseti'
  return `${word}i`
}

/** A year as it is read: in hundreds from 1100 to 1999. */
export function year(number: number): string {
  if (number < 1100 || number > 1999) return cardinal(number)
  const rest = number % 100
  const hundreds = `${cardinal(Math.floor(number / 100))} set`
  return rest === 0 ? hundreds : `${hundreds} ${cardinal(rest)}`.replace(/jeden$/, 'jedna')
}

const ORDINALS =
  'nult prvn- druh třet- čtvrt pát šest sedm osm devát desát jedenáct dvanáct třináct čtrnáct patnáct šestnáct sedmnáct osmnáct devatenáct'.split(
    ' ',
  )
const ORDINAL_TENS = 'dvacát třicát čtyřicát padesát šedesát sedmdesát osmdesát devadesát'.split(
  ' ',
)
const ORDINAL_HUNDREDS = 'st dvoust třist čtyřst pětist šestist sedmist osmist devítist'.split(' ')

/** The ending of a hard adjective → the one of a soft adjective. */
const SOFT: Readonly<Record<string, string>> = {
  ý: 'í',
  á: 'í',
  é: 'í',
  ou: 'í',
  ého: 'ího',
  ému: 'ímu',
  ém: 'ím',
  ým: 'ím',
  ých: 'ích',
  ými: 'ími',
}

/** An ordinal with the ending of a hard adjective: `ý`, `á`, `ého` …. */
export function ordinal(number: number, ending: string): string {
  return stemsOf(number)
    .map((stem) =>
      stem.endsWith('-') ? `${stem.slice(0, -1)}${SOFT[ending] ?? ending}` : `${stem}${ending}`,
    )
    .join(' ')
}

/** The stems of an ordinal. Those with a final `-` decline softly. */
function stemsOf(number: number): string[] {
  if (number >= 1000) {
    const rest = number % 1000
    const thousands = number < 2000 ? '' : cardinal(Math.floor(number / 1000), 'm', 'gen')
    return [`${thousands.replaceAll(' ', '')}tisíc-`, ...(rest === 0 ? [] : stemsOf(rest))]
  }
  if (number >= 100) {
    const rest = number % 100
    return [
      ORDINAL_HUNDREDS[Math.floor(number / 100) - 1] ?? '',
      ...(rest === 0 ? [] : stemsOf(rest)),
    ]
  }
  if (number >= 20) {
    const rest = number % 10
    return [
      ORDINAL_TENS[Math.floor(number / 10) - 2] ?? '',
      ...(rest === 0 ? [] : [ORDINALS[rest] ?? '']),
    ]
  }
  return [ORDINALS[number] ?? '']
}

/** `12,5` is read "dvanáct celých pět", `1,05` "jedna celá nula pět". */
export function decimal(whole: string, part: string): string {
  const number = Number(whole)
  const wholes =
    number === 1 || number === 0 ? 'celá' : number >= 2 && number <= 4 ? 'celé' : 'celých'
  const zeros = /^0*/.exec(part)?.[0].length ?? 0
  const rest = part.slice(zeros)
  const said = [
    ...Array.from({ length: zeros }, () => 'nula'),
    ...(rest === '' ? [] : [digits(rest)]),
  ]
  return `${cardinal(number, 'f')} ${wholes} ${said.join(' ')}`
}

/** A number read digit by digit, where it begins with a zero or is long. */
export function digits(number: string): string {
  if (isSpelt(number)) {
    return Array.from(number, (digit) => cardinal(Number(digit), 'f')).join(' ')
  }
  return cardinal(Number(number), 'f').replace(/^dvě$/, 'dva')
}

/** Whether digits are a code rather than a number. */
export function isSpelt(number: string): boolean {
  return (number.startsWith('0') && number.length > 1) || number.length > 12
}

/** Patterns of what can be between two parts of a number, and between two numbers of a range. */
