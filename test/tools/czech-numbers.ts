type Gender = 'masculine' | 'feminine' | 'neuter'

/** A counted thing: after 1, after 2 to 4, after everything else, after a decimal fraction. */
interface Counted {
  readonly forms: readonly [one: string, few: string, many: string, fraction: string]
  readonly gender: Gender
}

const UNITS: Readonly<Record<string, Counted>> = {
  '%': { forms: ['procento', 'procenta', 'procent', 'procenta'], gender: 'neuter' },
  '°C': { forms: ['stupeň', 'stupně', 'stupňů', 'stupně'], gender: 'masculine' },
  g: { forms: ['gram', 'gramy', 'gramů', 'gramu'], gender: 'masculine' },
  kg: { forms: ['kilogram', 'kilogramy', 'kilogramů', 'kilogramu'], gender: 'masculine' },
  cm: { forms: ['centimetr', 'centimetry', 'centimetrů', 'centimetru'], gender: 'masculine' },
  m: { forms: ['metr', 'metry', 'metrů', 'metru'], gender: 'masculine' },
  km: { forms: ['kilometr', 'kilometry', 'kilometrů', 'kilometru'], gender: 'masculine' },
  'km/h': {
    forms: [
      'kilometr za hodinu',
      'kilometry za hodinu',
      'kilometrů za hodinu',
      'kilometru za hodinu',
    ],
    gender: 'masculine',
  },
  Kč: { forms: ['koruna', 'koruny', 'korun', 'koruny'], gender: 'feminine' },
}
const HOUR: Counted = { forms: ['hodina', 'hodiny', 'hodin', 'hodiny'], gender: 'feminine' }

const SMALL: Readonly<Record<string, Readonly<Record<Gender, string>>>> = {
  1: { masculine: 'jeden', feminine: 'jedna', neuter: 'jedno' },
  2: { masculine: 'dva', feminine: 'dvě', neuter: 'dvě' },
}

const ORDINAL_STEMS =
  'prvn- druh čtvrt pát šest sedm osm devát desát jedenáct dvanáct třináct čtrnáct patnáct šestnáct sedmnáct osmnáct devatenáct'

const MONTHS = 'ledna února března dubna května června července srpna září října listopadu prosince'

/** Other times of day are read well as they stand. */
const FULL_HOUR = /(?<![\d:])(\d{1,2}):00(?![\d:])/gu
const GROUPED_DIGITS = /(?<=\d)[ \u00A0\u202F](?=\d{3}(?!\d))/gu
const RANGE = /(?<=\d) ?[–-] ?(?=\d)/gu
const DAY = new RegExp(
  String.raw`(?<![\d.])(\d{1,2})\. (?=(?:${MONTHS.replaceAll(' ', '|')})(?!\p{L}))`,
  'gu',
)
const CENTURY = /(?<![\d.])(?<place>(?<!\p{L})[Vv]e? )?(?<number>\d{1,2})\. (?=století)/gu
const AMOUNT = new RegExp(
  String.raw`(\d+(?:,\d+)?)[ \u00A0]?(${Object.keys(UNITS)
    .toSorted((a, b) => b.length - a.length)
    .join('|')})(?![\p{L}\p{N}/])`,
  'gu',
)

/**
 * Spells what a Czech speech engine reads wrongly: full hours, dates, centuries, grouped
 * digits, ranges, and amounts with a unit. Numbers that it reads well stay digits.
 */
export function spellCzechNumbers(text: string): string {
  return text
    .replace(GROUPED_DIGITS, '')
    .replace(FULL_HOUR, (_, hour: string) => count(hour, HOUR))
    .replace(DAY, (_, day: string) => `${ordinal(Number(day), 'genitive')} `)
    .replace(CENTURY, (_, place: string | undefined, number: string) =>
      place === undefined
        ? `${ordinal(Number(number), 'genitive')} `
        : `${place}${ordinal(Number(number), 'locative')} `,
    )
    .replace(RANGE, ' až ')
    .replace(AMOUNT, (_, amount: string, unit: string) => spellAmount(amount, unit))
}

function spellAmount(amount: string, unit: string): string {
  const counted = UNITS[unit]
  if (counted === undefined) return `${amount} ${unit}`
  return unit === '°C' ? `${count(amount, counted)} Celsia` : count(amount, counted)
}

function count(amount: string, { forms, gender }: Counted): string {
  const [one, few, many, fraction] = forms
  const form = amount.includes(',')
    ? fraction
    : amount === '1'
      ? one
      : /^[2-4]$/.test(amount)
        ? few
        : many
  return `${SMALL[amount]?.[gender] ?? amount} ${form}`
}

function ordinal(number: number, grammaticalCase: 'genitive' | 'locative'): string {
  const hard = grammaticalCase === 'genitive' ? 'ého' : 'ém'
  const soft = grammaticalCase === 'genitive' ? 'ího' : 'ím'
  return ordinalStems(number)
    .map((stem) => (stem.endsWith('-') ? `${stem.slice(0, -1)}${soft}` : `${stem}${hard}`))
    .join(' ')
}

/** Stems with a final `-` decline softly. */
function ordinalStems(number: number): string[] {
  if (number >= 20) {
    const tens = number >= 30 ? 'třicát' : 'dvacát'
    return number % 10 === 0 ? [tens] : [tens, ...ordinalStems(number % 10)]
  }
  if (number === 3) return ['třet-']
  const stems = ORDINAL_STEMS.split(' ')
  const stem = stems[number > 3 ? number - 2 : number - 1]
  return stem === undefined ? [String(number)] : [stem]
}
