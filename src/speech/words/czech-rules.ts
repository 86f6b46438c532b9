import {
  type Case,
  DEGREE,
  feminine,
  type Gender,
  HOUR,
  masculine,
  MINUTE,
  neuter,
  type Noun,
  SECOND,
  TONNE,
} from './czech-numbers.ts'

/** Prepositions that require one case of a following amount. */
const PREPOSITIONS: Readonly<Partial<Record<Case, string>>> = {
  gen: 'od do bez z ze u kolem okolo během podle vedle místo kromě uprostřed včetně ohledně blízko nedaleko',
  dat: 'k ke proti díky kvůli vůči oproti',
  loc: 'po při',
  ins: 's se před mezi',
}

const CASE_OF: ReadonlyMap<string, Case> = new Map(
  Object.entries(PREPOSITIONS).flatMap(([place, words]) =>
    // The keys are cases.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    words.split(' ').map((word) => [word, place as Case] as const),
  ),
)

/** The case that the word before a number requires; the accusative where several are possible. */
export function caseAfter(before: string): Case {
  const word = /(?<!\p{L})(\p{L}+)\s*$/u.exec(before)?.[1]?.toLowerCase() ?? ''
  if (/^(?:v|ve|na|o|za|přes|pro|nad|pod|skrz)$/.test(word)) return 'acc'
  return CASE_OF.get(word) ?? 'nom'
}

const MANY_ENDINGS: readonly (readonly [RegExp, Case])[] = [
  [/(?:[aáeěiíý]ch)$/u, 'loc'],
  [/(?:mi|ma)$/u, 'ins'],
  [/(?:ům|ám|ím|em)$/u, 'dat'],
]

/** The case of a written noun after a number: by its ending, otherwise by the word before both. */
export function caseOfNoun(before: string, noun: string): Case {
  const asked = caseAfter(before)
  const [, ended] = MANY_ENDINGS.find(([pattern]) => pattern.test(noun)) ?? []
  if (ended === 'loc' && ASKED.in.test(before)) return 'loc'
  if (ended === 'ins' || ended === 'dat') return ended === asked || asked === 'nom' ? ended : asked
  return asked
}

/** Feminine nouns whose ending is also that of other genders. */
const FEMININE =
  /^(?:hodin|minut|vteřin|sekund|korun|stran|kapitol|ženy|ženách|žen$|otázk|knih|písn|čtvrt|čás|osob|noc|věc|zemí?|země|vlny|vln$|míl|libr|tun|epizod|verz|verzí|vět|lekc|skladb|zastáv|tram|ulic|kniž|sklenic|lžíc|lžič|krychl|bod[yu]$|metod|stěn|řád[ke]|cest|dávk|miliard|generac|stanic|lodi|lodí|dcer|sest|rodin|škol|tříd|hor[yu]?$|řek|vesnic|cukrárn)/u
const MASCULINE = /^(?:bod)/u

/** The gender of a written noun after 1 or 2. */
export function genderOf(noun: string, number: number): Gender {
  const word = noun.toLowerCase()
  if (MASCULINE.test(word)) return 'm'
  if (FEMININE.test(word)) return 'f'
  if (number === 1) {
    if (/[aui]$/u.test(word) && !/(?:ista|dena)$/u.test(word)) return 'f'
    return /[oeěí]$/u.test(word) ? 'n' : 'm'
  }
  return word.endsWith('a') && !word.endsWith('ma') ? 'n' : 'm'
}

/** What the word before an ordinal requires. */
type Asked = 'of' | 'in' | 'to' | 'with' | 'none'

const ASKED: Readonly<Record<Exclude<Asked, 'none'>, RegExp>> = {
  of: /(?<!\p{L})(?:od|do|bez|z|ze|u|kolem|okolo|během|podle|vedle|místo|kromě|uprostřed|včetně)\s*$/iu,
  in: /(?<!\p{L})(?:v|ve|na|o|po|při)\s*$/iu,
  to: /(?<!\p{L})(?:k|ke|díky|kvůli|proti)\s*$/iu,
  with: /(?<!\p{L})(?:s|se|před|za|nad|pod|mezi)\s*$/iu,
}

/** Endings of the adjective before a noun with such an ending; the first row that matches counts. */
const ORDINAL_ENDINGS: readonly (readonly [RegExp, Partial<Record<Asked, string>>, string])[] = [
  [/á$/u, {}, 'á'],
  [/é$/u, { of: 'é', in: 'é', to: 'é' }, 'é'],
  [/ého$/u, {}, 'ého'],
  [/ému$/u, {}, 'ému'],
  [/ém$/u, {}, 'ém'],
  [/(?:ách|ech|ích|ých)$/u, {}, 'ých'],
  [/mi$/u, {}, 'ými'],
  [/(?:ům|ám)$/u, {}, 'ým'],
  [/^(?:míst|kol|okn|čísl|patr)o$/u, {}, 'é'],
  [/^(?:místě|patře|okně)$/u, {}, 'ém'],
  [/^kole$/u, {}, 'ém'],
  [/^(?:míst|kol|okn|čísl|patr)a$/u, {}, 'ého'],
  [/^(?:místem|kolem|oknem|číslem|patrem)$/u, {}, 'ým'],
  [
    /^(?:století|pololetí|čtvrtletí|výročí|dějství|jednání|vydání|podlaží)$/u,
    { of: 'ého', in: 'ém', to: 'ému', with: 'ým' },
    'é',
  ],
  [/ou$/u, {}, 'ou'],
  [/u$/u, { of: 'ého', in: 'ém', to: 'ému' }, 'ou'],
  [/[eě]$/u, { of: 'é', in: 'é', to: 'é' }, 'á'],
  [/em$/u, {}, 'ým'],
  [/a$/u, { of: 'ého' }, 'á'],
  [/y$/u, {}, 'é'],
]

/** The ending of an ordinal before a noun. */
export function ordinalEnding(before: string, noun: string): string {
  const asked = (['of', 'in', 'to', 'with'] as const).find((each) => ASKED[each].test(before))
  const word = noun.toLowerCase()
  // "konec 19. století": a noun before it puts it into the genitive
  if (word === 'století' && asked === undefined && /\p{Ll}\s*$/u.test(before)) return 'ého'
  if (word.endsWith('u') && FEMININE.test(word)) return 'ou'
  const [, byWord = {}, other = 'ý'] = ORDINAL_ENDINGS.find(([pattern]) => pattern.test(word)) ?? []
  return byWord[asked ?? 'none'] ?? other
}

function mapForms(forms: Noun['one'], change: (form: string, place: Case) => string): Noun['one'] {
  return {
    nom: change(forms.nom, 'nom'),
    gen: change(forms.gen, 'gen'),
    dat: change(forms.dat, 'dat'),
    acc: change(forms.acc, 'acc'),
    loc: change(forms.loc, 'loc'),
    ins: change(forms.ins, 'ins'),
  }
}

function mapNoun({ gender, one, many }: Noun, change: (form: string) => string): Noun {
  return { gender, one: mapForms(one, change), many: mapForms(many, change) }
}

function followedBy(noun: Noun, tail: string): Noun {
  return mapNoun(noun, (form) => `${form} ${tail}`)
}

function prefixed(prefix: string, noun: Noun): Noun {
  return mapNoun(noun, (form) => prefix + form)
}

/** `metr čtvereční` and `metr krychlový`, by the endings of the adjective. */
function described({ gender, one, many }: Noun, stem: string, endings: string): Noun {
  const all = endings.split(' ')
  const places: readonly Case[] = ['nom', 'gen', 'dat', 'acc', 'loc', 'ins']
  const add = (forms: Noun['one'], from: number) =>
    mapForms(forms, (form, place) => `${form} ${stem}${all[from + places.indexOf(place)] ?? ''}`)
  return { gender, one: add(one, 0), many: add(many, 6) }
}

const SOFT_ENDINGS = 'í ího ímu í ím ím í ích ím í ích ími'
const HARD_ENDINGS = 'ý ého ému ý ém ým é ých ým é ých ými'

function same(word: string): Noun['one'] {
  return { nom: word, gen: word, dat: word, acc: word, loc: word, ins: word }
}

const METRE = masculine('metr')
const KILOMETRE = masculine('kilometr')
const BYTE = masculine('bajt')
const PERMILLE: Noun = {
  gender: 'n',
  one: same('promile'),
  many: same('promile'),
}
const EURO: Noun = {
  gender: 'n',
  one: { nom: 'euro', gen: 'eura', dat: 'euru', acc: 'euro', loc: 'euru', ins: 'eurem' },
  many: { nom: 'eura', gen: 'eur', dat: 'eurům', acc: 'eura', loc: 'eurech', ins: 'eury' },
}

/** Units as they are written → the noun that is counted. */
export const UNITS: Readonly<Record<string, Noun>> = {
  '%': neuter('procent'),
  '‰': PERMILLE,
  '°C': followedBy(DEGREE, 'Celsia'),
  '°F': followedBy(DEGREE, 'Fahrenheita'),
  '°': DEGREE,
  mg: masculine('miligram'),
  g: masculine('gram'),
  dkg: masculine('dekagram'),
  kg: masculine('kilogram'),
  t: TONNE,
  mm: masculine('milimetr'),
  cm: masculine('centimetr'),
  dm: masculine('decimetr'),
  m: METRE,
  km: KILOMETRE,
  'm²': described(METRE, 'čtverečn', SOFT_ENDINGS),
  'km²': described(KILOMETRE, 'čtverečn', SOFT_ENDINGS),
  'm³': described(METRE, 'krychlov', HARD_ENDINGS),
  m2: described(METRE, 'čtverečn', SOFT_ENDINGS),
  km2: described(KILOMETRE, 'čtverečn', SOFT_ENDINGS),
  m3: described(METRE, 'krychlov', HARD_ENDINGS),
  ha: masculine('hektar'),
  ml: masculine('mililitr'),
  cl: masculine('centilitr'),
  dl: masculine('decilitr'),
  l: masculine('litr'),
  hl: masculine('hektolitr'),
  'km/h': followedBy(KILOMETRE, 'za hodinu'),
  'm/s': followedBy(METRE, 'za sekundu'),
  ms: feminine('milisekund'),
  s: SECOND,
  min: MINUTE,
  'min.': MINUTE,
  h: HOUR,
  hod: HOUR,
  'hod.': HOUR,
  B: BYTE,
  kB: prefixed('kilo', BYTE),
  MB: prefixed('mega', BYTE),
  GB: prefixed('giga', BYTE),
  TB: prefixed('tera', BYTE),
  'kb/s': followedBy(masculine('kilobit'), 'za sekundu'),
  'kbit/s': followedBy(masculine('kilobit'), 'za sekundu'),
  'Mb/s': followedBy(masculine('megabit'), 'za sekundu'),
  'Mbit/s': followedBy(masculine('megabit'), 'za sekundu'),
  Hz: masculine('hertz'),
  kHz: masculine('kilohertz'),
  MHz: masculine('megahertz'),
  GHz: masculine('gigahertz'),
  W: masculine('watt'),
  kW: masculine('kilowatt'),
  MW: masculine('megawatt'),
  kWh: feminine('kilowatthodin'),
  V: masculine('volt'),
  A: masculine('ampér'),
  mAh: feminine('miliampérhodin'),
  dB: masculine('decibel'),
  Pa: masculine('pascal'),
  hPa: masculine('hektopascal'),
  px: masculine('pixel'),
  Kč: feminine('korun', 'korun'),
  CZK: feminine('korun', 'korun'),
  '€': EURO,
  EUR: EURO,
  $: masculine('dolar'),
  USD: masculine('dolar'),
  '£': feminine('libr', 'liber', 'libře'),
  hal: masculine('haléř'),
}

/** What a hundredth of a currency is called. */
export const SMALL_MONEY: Readonly<Record<string, Noun>> = {
  Kč: masculine('haléř'),
  CZK: masculine('haléř'),
  '€': masculine('cent'),
  EUR: masculine('cent'),
  $: masculine('cent'),
  USD: masculine('cent'),
}

/** Magnitudes that are written with a number: `5 tis.`, `3 mil. Kč`. */
export const MAGNITUDES: Readonly<
  Record<string, readonly [one: string, few: string, many: string, fraction: string]>
> = {
  'tis.': ['tisíc', 'tisíce', 'tisíc', 'tisíce'],
  'mil.': ['milion', 'miliony', 'milionů', 'milionu'],
  'mld.': ['miliarda', 'miliardy', 'miliard', 'miliardy'],
}
