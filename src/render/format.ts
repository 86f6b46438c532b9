import { remembering } from '../base/memory.ts'

/** Writing systems that run from right to left, ISO 15924. */
const RIGHT_TO_LEFT = new Set([
  'Adlm',
  'Arab',
  'Hebr',
  'Mand',
  'Nkoo',
  'Rohg',
  'Samr',
  'Syrc',
  'Thaa',
])

/** The locale of a language; English for an invalid tag. */
function localeOf(language: string): Intl.Locale {
  try {
    return new Intl.Locale(language)
  } catch {
    return new Intl.Locale('en')
  }
}

/** Formatters are slow to make and fast to use, so each is made once. */
function makeOnce<T>(make: (locale: Intl.Locale, options: object) => T) {
  const made = new Map<string, T>()
  return (language: string, options: object = {}): T => {
    const key = JSON.stringify([language, options])
    const formatter = made.get(key) ?? make(localeOf(language), options)
    made.set(key, formatter)
    return formatter
  }
}

const dateFormat = makeOnce((locale, options) => new Intl.DateTimeFormat(locale, options))
const numberFormat = makeOnce((locale, options) => new Intl.NumberFormat(locale, options))

/** The writing system of a language. */
const scriptOf = remembering((language: string) => localeOf(language).maximize().script ?? 'Latn')

/**
 * The direction in which a language is written, for `dir`.
 *
 * @see https://www.w3.org/International/questions/qa-html-dir
 */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(scriptOf(language)) ? 'rtl' : 'ltr'
}

/** Whether a language is written in Latin or Cyrillic letters, for which the pages have a typeface. */
export function isEuropean(language: string): boolean {
  const script = scriptOf(language)
  return script === 'Latn' || script === 'Cyrl'
}

/** A day as a reader writes it, e.g. `29 January 2025` or `29. ledna 2025`. */
export function formatDate(date: Date, language: string, timezone: string): string {
  return dateFormat(language, { dateStyle: 'long', timeZone: timezone }).format(date)
}

/** The year of an instant in the time zone of the show, e.g. `2025`. */
export function yearOf(date: Date, timezone: string): string {
  return dateFormat('en', { year: 'numeric', timeZone: timezone }).format(date)
}

function formatUnit(value: number, unit: string, language: string): string {
  return numberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: unit === 'megabyte' && value < 10 ? 1 : 0,
  }).format(value)
}

/** An approximate duration, e.g. `12 min` or `1 h 5 min`; in seconds below a minute. */
export function formatDuration(seconds: number, language: string): string {
  if (seconds < 59.5) return formatUnit(Math.max(1, Math.round(seconds)), 'second', language)
  const total = Math.round(seconds / 60)
  const hours = Math.floor(total / 60)
  const minutes = total % 60
  return [
    hours > 0 ? formatUnit(hours, 'hour', language) : null,
    minutes > 0 ? formatUnit(minutes, 'minute', language) : null,
  ]
    .filter((part) => part !== null)
    .join(' ')
}

/** The size of a download, e.g. `5.8 MB`. */
export function formatBytes(bytes: number, language: string): string {
  return formatUnit(Math.max(0.1, bytes / 1_000_000), 'megabyte', language)
}

/** A playback speed, e.g. `1.25×` or `1,25×`. */
export function formatSpeed(speed: number, language: string): string {
  return `${numberFormat(language).format(speed)}×`
}

/**
 * A duration for machines, e.g. `PT754S`.
 *
 * @see https://html.spec.whatwg.org/multipage/text-level-semantics.html#datetime-value
 */
export function formatIsoDuration(seconds: number): string {
  return `PT${Math.round(seconds)}S`
}
