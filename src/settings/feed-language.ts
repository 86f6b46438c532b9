import { lazily } from '../base/lazily.ts'
import { quote } from '../base/problem.ts'
import { didYouMean } from '../base/suggest.ts'

/**
 * Reads a language tag for feeds: BCP 47 in lower case, e.g. `cs` or `en-gb`.
 *
 * A language code of two letters and a region must exist; one of three letters (ISO 639-3 has
 * thousands) is accepted. A tag with a better spelling (`eng`, `en_GB`, `iw`) is refused, because feed
 * readers would not know it.
 *
 * @throws {RangeError} If the text is not such a tag; the message suggests the right one, also for the
 *   name of a language (`English`, `Čeština`) or the code of a country (`cz`).
 * @see https://www.rfc-editor.org/rfc/rfc5646#section-2.1
 */
export function parseLanguage(text: string): string {
  const tag = text.trim().toLowerCase()
  if (canonical(tag) === tag) return tag
  const meant = canonical(tag.replace(/[_\s]+/g, '-').replace(/\..*$/, ''))
  const code = meant ?? codeOfName(tag) ?? codeOfCountry(tag)
  const fix = didYouMean(code ?? '', code === null ? [] : [code])
  throw new RangeError(`expected a language code such as cs or en-gb, got ${quote(text)}${fix}`)
}

/** Names of languages in English, by their codes. */
export const ENGLISH_NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
const regionNames = lazily(() => new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }))

/** The tag in its best spelling, in lower case; null if it is not a tag or does not exist. */
function canonical(tag: string): string | null {
  let locale: Intl.Locale
  try {
    locale = new Intl.Locale(tag)
  } catch {
    return null
  }
  const { language, region } = locale
  const exists = language.length === 3 || (language.length === 2 && ENGLISH_NAMES.of(language))
  const lies = region !== undefined && regionNames().of(region) === undefined
  return exists && !lies ? locale.baseName.toLowerCase() : null
}

/** The code of a language from its name, in English or in the language itself. */
function codeOfName(name: string): string | null {
  return codesByName().get(name) ?? null
}

/** Made when it is first needed: it takes hundreds of tables, and few runs need it. */
const codesByName = lazily((): ReadonlyMap<string, string> => {
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => `${first}${second}`))
  const known = codes.filter((code) => ENGLISH_NAMES.of(code) !== undefined)
  return new Map(known.flatMap((code) => namesOf(code).map((own) => [own, code])))
})

function namesOf(code: string): readonly string[] {
  const own = new Intl.DisplayNames(code, { type: 'language', fallback: 'none' })
  return [ENGLISH_NAMES, own].flatMap((names) => names.of(code)?.toLowerCase() ?? [])
}

/** The main language of a country, for those who write `cz` or `jp`. */
function codeOfCountry(code: string): string | null {
  if (!/^[a-z]{2}$/.test(code)) return null
  const { language } = new Intl.Locale(`und-${code}`).maximize()
  return language === 'und' ? null : language
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('')
