/** What is to be known of a language to read a text in it aloud. */
export interface SpokenLanguage {
  /** Its code, without a region. */
  readonly language: string
  /** Abbreviations, without their full stop, that never end a sentence. */
  readonly joining: ReadonlySet<string>
  /** Those that do not end it where a number follows. */
  readonly joiningNumbers: ReadonlySet<string>
  /** Words in lower case after which a single capital letter is no initial: `vitamin C.` */
  readonly lettered: ReadonlySet<string>
  /** An end of a text that mostly ends a sentence, and the beginning of what then belongs to it. */
  readonly goesOnAfter?: RegExp
  readonly goesOnWith?: RegExp
  /** What stands for things that cannot be read aloud. */
  readonly announced: {
    readonly code: string
    /** With `{text}`. */
    readonly image: string
    readonly formula: string
    readonly table: (rows: number) => string
  }
  /** How single signs are said; '' leaves out. */
  readonly signs: Readonly<Record<string, string>>
  /** Spells out numbers, dates, units and abbreviations. */
  readonly spell: (text: string) => string
}

/** Words that are written in a row. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/))
}

/** A pattern and what is said for what it finds. */
export type Rule = readonly [pattern: RegExp, said: string]

/**
 * Abbreviations → words, by patterns which know that `\b` sees ASCII only. A space may be any, or
 * none. The full stop of the last one may be that of the sentence, which stays.
 */
export function abbreviationRules(table: Readonly<Record<string, string>>): readonly Rule[] {
  return Object.entries(table).flatMap(([short, full]): Rule[] => {
    const start = String.raw`(?<![\p{L}\p{N}.])${patternOf(short)}`
    return [
      [new RegExp(String.raw`${start}(?=\s*$)`, 'gu'), short.endsWith('.') ? `${full}.` : full],
      [new RegExp(String.raw`${start}(?![\p{L}\p{N}])`, 'gu'), full],
    ]
  })
}

/** Abbreviations → words, only before a number. */
export function labelRules(table: Readonly<Record<string, string>>): readonly Rule[] {
  return Object.entries(table).map(([short, full]): Rule => [
    new RegExp(
      String.raw`(?<![\p{L}\p{N}.])${patternOf(short)}(?=[ \u00A0\u202F]?(?:[#\d]|[IVXLC]+(?!\p{L})))`,
      'gu',
    ),
    full,
  ])
}

function patternOf(text: string): string {
  return text
    .replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
    .replaceAll(' ', String.raw`[ \u00A0\u202F]?`)
}

/** Applies rules in order. */
export function applyRules(text: string, rules: readonly Rule[]): string {
  return rules.reduce((said, [pattern, words]) => said.replace(pattern, words), text)
}

/** What a pattern found, and what is around it. */
export interface Found {
  readonly whole: string
  readonly groups: readonly (string | undefined)[]
  readonly before: string
  readonly after: string
}

/** Replaces what a pattern finds by what is said for it there. */
export function replaceFound(text: string, pattern: RegExp, say: (found: Found) => string): string {
  let said = ''
  let done = 0
  for (const match of text.matchAll(pattern)) {
    const [whole, ...groups] = match
    const end = match.index + whole.length
    const found = { whole, groups, before: text.slice(0, match.index), after: text.slice(end) }
    said += text.slice(done, match.index) + say(found)
    done = end
  }
  return said + text.slice(done)
}

const DIGITS: Readonly<Record<string, number>> = {
  I: 1,
  V: 5,
  X: 10,
  L: 50,
  C: 100,
  D: 500,
  M: 1000,
}

/** The number of a Roman numeral. */
export function romanValue(numeral: string): number {
  const values = Array.from(numeral, (sign) => DIGITS[sign] ?? 0)
  return values.reduce(
    (sum, each, index) => sum + (each < (values[index + 1] ?? 0) ? -each : each),
    0,
  )
}

/** Minutes and seconds of a recording: too many to be hours of a day. */
export const TIME_CODE = /(?<![\d:.,])(2[5-9]|[3-9]\d):([0-5]\d)(?![\d:])/g

/** Whether such numbers are the shares of a whole, like 60:40. */
export function isShare(first: string, second: string): boolean {
  return Number(first) + Number(second) === 100
}
