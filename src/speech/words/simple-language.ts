import { abbreviationRules, applyRules, type SpokenLanguage, wordSet } from './spoken-language.ts'

/** A language whose numbers need not be spelled out for engines: a table is enough. */
export interface SimpleLanguage {
  readonly language: string
  /** Abbreviations, without their full stop, that never end a sentence. */
  readonly joining: string
  /** Abbreviations that do not end a sentence if a number follows. */
  readonly joiningNumbers: string
  readonly abbreviations: Readonly<Record<string, string>>
  /** Units after a number, as they are written → in words. */
  readonly units: Readonly<Record<string, string>>
  readonly signs: Readonly<Record<string, string>>
  /** Announcements; that of an image contains `{text}`, that of a table `{rows}`. */
  readonly code: string
  readonly image: string
  readonly formula: string
  readonly table: string
}

/** Makes a {@link SpokenLanguage} of its table. */
export function simpleLanguage(table: SimpleLanguage): SpokenLanguage {
  const { language, joining, joiningNumbers, abbreviations, units, signs, image } = table
  const rules = abbreviationRules(abbreviations)
  const names = Object.keys(units).toSorted((a, b) => b.length - a.length)
  const unit = new RegExp(
    String.raw`(?<=\d)[ \u00A0\u202F]?(${names.map(escaped).join('|')})(?![\p{L}\p{N}/])`,
    'gu',
  )
  return {
    language,
    joining: wordSet(joining),
    joiningNumbers: wordSet(joiningNumbers),
    lettered: new Set(),
    announced: {
      code: table.code,
      image,
      formula: table.formula,
      table: (rows) => table.table.replace('{rows}', String(rows)),
    },
    signs,
    spell: (text) =>
      applyRules(
        text.replace(unit, (_, name: string) => ` ${units[name] ?? name}`),
        rules,
      ),
  }
}

function escaped(unit: string): string {
  return unit.replaceAll(/[.$/]/g, String.raw`\$&`)
}
