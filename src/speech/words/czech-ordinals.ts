import { ABBREVIATIONS } from './czech-abbreviations.ts'
import { ordinal } from './czech-numbers.ts'
import { ordinalEnding } from './czech-rules.ts'
import {
  SPACE,
  abbreviationRules,
  applyRules,
  type Found,
  replaceFound,
  romanValue,
} from './spoken-language.ts'

const ROMAN =
  /(?<![\p{L}\d])(\p{Lu}\p{Ll}+)[ \u00A0](M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))\.(?=\s|[,;)]|$)/gu
const ORDINAL = new RegExp(String.raw`(?<![\p{L}\d.,:/])(\d{1,4})\.${SPACE}(\p{Ll}\p{L}*)`, 'gu')
const ORDINAL_PAIR = new RegExp(
  String.raw`(?<![\p{L}\d.,])(\d{1,2})\.(${SPACE}?(?:a|i|až|nebo|–|-)${SPACE}?)(?=\d{1,2}\.${SPACE}\p{Ll})`,
  'gu',
)
const RULES = abbreviationRules(ABBREVIATIONS)

/** Spells out ordinals, including those of monarchs, and abbreviations. */
export function spellOrdinals(text: string): string {
  const named = text.replace(ROMAN, roman)
  const paired = replaceFound(named, ORDINAL_PAIR, ordinalBefore)
  return applyRules(replaceFound(paired, ORDINAL, ordinalWord), RULES)
}

/** Names of queens that had successors of the same name, in all cases. */
const QUEENS = /^(?:Alžbět|Kateřin|Mari|Ann|Johan|Viktori|Izabel|Margaret|Markét|Sixtin)/u

function roman(whole: string, name: string, numeral: string): string {
  if (numeral === '') return whole
  const number = romanValue(numeral)
  return `${name} ${ordinal(number, nameEnding(name))}`
}

/** The endings of names → the ending of the ordinal after them: `Karla čtvrtého`, `Alžběta druhá`. */
const KING_ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(?:ovi|u|i)$/u, 'ému'],
  [/[eěí]m$/u, 'ým'],
  [/(?:[aey]|ího)$/u, 'ého'],
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
  // After "a", "nebo" and the like, the preposition is before the first of the two ordinals.
  const asked = before.replace(/(?<!\p{L})\p{L}+ (?:a|i|až|nebo) $/u, '')
  return `${ordinal(Number(number), ordinalEnding(asked, noun))} ${noun}`
}
