import { inField, type Content } from './content.ts'
import { spokenText } from './prose.ts'
import type { Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'

/** A text of fewer letters does not show its language. */
const TELLING = 200

/** ISO 15924 code of a writing system → the scripts it uses, as Unicode names them. */
const WRITTEN_IN: Readonly<Record<string, readonly string[]>> = {
  Latn: ['Latin'],
  Cyrl: ['Cyrillic'],
  Grek: ['Greek'],
  Hebr: ['Hebrew'],
  Arab: ['Arabic'],
  Hans: ['Han'],
  Hant: ['Han'],
  Jpan: ['Han', 'Hiragana', 'Katakana'],
  Kore: ['Hangul', 'Han'],
  Thai: ['Thai'],
  Deva: ['Devanagari'],
  Geor: ['Georgian'],
  Armn: ['Armenian'],
}

const SCRIPTS = new Set(Object.values(WRITTEN_IN).flat())
const MATCHERS = [...SCRIPTS].map(
  (script) => [script, new RegExp(`\\p{sc=${script}}`, 'gu')] as const,
)

function countScripts(text: string): ReadonlyMap<string, number> {
  return new Map(MATCHERS.map(([script, pattern]) => [script, text.match(pattern)?.length ?? 0]))
}

/** The share of the letters of a language that are not among a to z: at least, at most. */
const ACCENTS: Readonly<Record<string, readonly [number, number]>> = {
  en: [0, 0.03],
  nl: [0, 0.04],
  cs: [0.04, 1],
  hu: [0.03, 1],
  lv: [0.03, 1],
  pl: [0.015, 1],
  sk: [0.04, 1],
  vi: [0.06, 1],
}

/** Why a text is probably not in a language; null where it may be. */
function contradiction(text: string, language: string): string | null {
  const counts = countScripts(text)
  const letters = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const written = WRITTEN_IN[scriptOf(language)]
  if (letters < TELLING || written === undefined) return null
  const fitting = written.reduce((sum, script) => sum + (counts.get(script) ?? 0), 0)
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a)
  // Some articles have many foreign words, but fewer than own ones.
  if (fitting < letters / 4) return `most of the text is written in ${most?.[0]} letters`
  const bounds = ACCENTS[language.split('-')[0] ?? '']
  if (bounds === undefined) return null
  const plain = text.match(/[a-z]/gi)?.length ?? 0
  const share = 1 - plain / Math.max(1, counts.get('Latin') ?? 0)
  if (share > bounds[1]) return `${percent(share)} of its letters have accents`
  return share < bounds[0] ? `only ${percent(share)} of its letters have accents` : null
}

function scriptOf(language: string): string {
  try {
    return new Intl.Locale(language).maximize().script ?? ''
  } catch {
    return ''
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** Whether nobody has set the language of the show: that is reported once, with the settings. */
function isAssumed({ show }: Content): boolean {
  return show.problems.some(
    ({ rule, field }) => rule === 'settings/missing' && field === 'language',
  )
}

/** Whether texts are in the language that is declared. */
export const LANGUAGE_CHECKS = {
  'episode/language': {
    severity: 'warning',
    says: 'a text is probably not in its declared language',
    source: from.LANGUAGES('the tag names the language of the text'),
    fix: 'write lang: … in the post, or correct language in the settings',
    find: inField('language')(({ file, body, language }, content) => {
      if (content.posts.get(file)?.language === null && isAssumed(content)) return null
      const why = contradiction(spokenText(body), language)
      return why !== null && `the declared language is "${language}", but ${why}`
    }),
  },
} satisfies Checks<Content>
