/** What must be known of a language to read a text in it aloud. */
export interface SpokenLanguage {
  /** The language code, without a region. */
  readonly language: string
  /** Abbreviations, without their full stop, that never end a sentence. */
  readonly joining: ReadonlySet<string>
  /** Abbreviations that do not end a sentence if a number follows. */
  readonly joiningNumbers: ReadonlySet<string>
  /** Lower-case words after which a single capital letter is not an initial: `vitamin C.` */
  readonly lettered: ReadonlySet<string>
  /**
   * An end of a text that usually ends a sentence, and the beginning of a text that continues it
   * nevertheless.
   */
  readonly goesOnAfter?: RegExp
  readonly goesOnWith?: RegExp
  /** What is said instead of things that cannot be read aloud. */
  readonly announced: {
    readonly code: string
    /** Contains `{text}`. */
    readonly image: string
    readonly formula: string
    readonly table: (rows: number) => string
  }
  /** Single signs → the words that are read for them; '' leaves the sign out. */
  readonly signs: Readonly<Record<string, string>>
  /** Spells out numbers, dates, units and abbreviations. */
  readonly spell: (text: string) => string
}

/** A set of words that are separated by spaces. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/))
}

/** A pattern and its replacement. */
export type Rule = readonly [pattern: RegExp, said: string]

/**
 * Makes rules of a table of abbreviations and words. `\b` is not used, because it knows ASCII only. A space
 * may be of any kind, or missing after a full stop. The full stop of the last abbreviation stays if it ends the sentence.
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

/** Makes rules of abbreviations that are replaced only before a number. */
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
    .replaceAll(/(\\\.)? /g, (_, stop: string | undefined) =>
      stop === undefined ? SPACE : `${stop}${SPACE}?`,
    )
}

/** Applies rules in order. */
export function applyRules(text: string, rules: readonly Rule[]): string {
  return rules.reduce((said, [pattern, words]) => said.replace(pattern, words), text)
}

/** A match, and the text before and after it. */
export interface Found {
  readonly whole: string
  readonly groups: readonly (string | undefined)[]
  readonly before: string
  readonly after: string
}

/** Replaces each match of a pattern by what `say` returns for it. */
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

/** The value of a Roman numeral. */
export function romanValue(numeral: string): number {
  const values = Array.from(numeral, (sign) => DIGITS[sign] ?? 0)
  return values.reduce(
    (sum, each, index) => sum + (each < (values[index + 1] ?? 0) ? -each : each),
    0,
  )
}

/** A time within a recording, `MM:SS`: its first number is too large to be an hour of the day. */
export const TIME_CODE = /(?<![\d:.,])(2[5-9]|[3-9]\d):([0-5]\d)(?![\d:])/g

/** Whether two numbers are the shares of a whole, like 60:40. */
export function isShare(first: string, second: string): boolean {
  return Number(first) + Number(second) === 100
}

/** Parts of patterns: a space in a line, and a dash between two numbers. */
export const SPACE = String.raw`[ \u00A0\u202F]`
export const DASH = String.raw`${SPACE}?[–—-]${SPACE}?`

/** Year, month and day of `2026-11-29`. */
export const ISO_DATE = /(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])/g

/** A fraction that is read as one, such as 1/2; not a date, nor a part of a longer number. */
export const WRITTEN_FRACTION = /(?<![\d/,.])([1-3]\/(?:[2-5]|10)|[1357]\/8)(?![\d/])/g

/** A part of a pattern: any of these units, the longest first. */
export function oneOfUnits(units: Readonly<Record<string, unknown>>): string {
  return Object.keys(units)
    .toSorted((a, b) => b.length - a.length)
    .map((unit) => unit.replaceAll(/[.$/]/g, String.raw`\$&`))
    .join('|')
}
