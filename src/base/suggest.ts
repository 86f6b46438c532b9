const LONGEST_WORD = 64

/**
 * The candidate that a mistyped word most likely means; null when none is similar.
 *
 * Case, spaces, `-` and `_` are ignored, so `baseUrl` equals `base_url`. One typo (an extra, missing
 * or wrong letter, or two swapped) is allowed for every three letters of the word; otherwise the
 * shortest candidate that begins with the word is taken (`desc`).
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const wanted = fold(word)
  if (wanted === '' || wanted.length > LONGEST_WORD) return null
  const limit = Math.floor(wanted.length / 3)
  let best: { readonly candidate: string; readonly slips: number } | null = null
  for (const candidate of candidates) {
    const other = fold(candidate)
    if (Math.abs(other.length - wanted.length) > limit) continue
    const slips = countSlips(wanted, other)
    if (slips <= limit && (best === null || slips < best.slips)) best = { candidate, slips }
  }
  return best?.candidate ?? shortestThatBegins(wanted, candidates)
}

function shortestThatBegins(word: string, candidates: Iterable<string>): string | null {
  if (word.length < 3) return null
  const longer = [...candidates].filter((candidate) => fold(candidate).startsWith(word))
  return longer.toSorted((a, b) => a.length - b.length)[0] ?? null
}

/** The end of a sentence that suggests the nearest candidate: `; did you mean "x"?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const candidate = nearest(word, candidates)
  return candidate === null ? '' : `; did you mean "${candidate}"?`
}

/** Whether a word becomes another by one slip: a letter too many, too few, changed, or swapped with the next. */
export function isSlip(a: string, b: string): boolean {
  return (
    a !== b &&
    Math.abs(a.length - b.length) <= 1 &&
    a.length <= LONGEST_WORD &&
    countSlips(a, b) === 1
  )
}

function fold(word: string): string {
  return word
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]/g, '')
}

/** Optimal string alignment distance: Levenshtein's, with swapped neighbours as one typo. */
function countSlips(a: string, b: string): number {
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
          swapped ? (before[j - 2] ?? 0) + 1 : Infinity,
        ),
      )
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}

/** A scheme, or something like one, and a host with its path. */
const NEARLY_AN_ADDRESS = /^([a-z]{3,7})(?::\/{0,3}|\/{1,3})((?:[\w-]+\.)+[a-z]{2,}(?:\/\S*)?)$/i

/**
 * The web address that a text would be without a slip before its host: `https//`, `htps://`, `http:/`; null
 * for any other text.
 */
export function meantAddress(text: string): string | null {
  const [, scheme = '', rest = ''] = NEARLY_AN_ADDRESS.exec(text) ?? []
  const word = scheme.toLowerCase()
  const isMeant = ['http', 'https'].some((known) => word === known || isSlip(word, known))
  return isMeant ? `https://${rest}` : null
}

/** The beginning of a path on Windows: a drive or a share. */
const DRIVE = /^(?:[a-z]:|\\\\)/i
const MADE_BY_ESCAPES = /\p{Cc}/u

/**
 * What to do about a path that is written as Windows does, or that an escape such as `\t` has
 * spoiled; null for any other.
 */
export function slashHint(path: string): string | null {
  if (MADE_BY_ESCAPES.test(path)) {
    return 'a backslash in double quotes begins an escape, so write / in its place'
  }
  if (!path.includes('\\')) return null
  if (DRIVE.test(path)) {
    return 'write a path from the folder of the post, or from the root of the site, with / and not with \\'
  }
  return `write / in place of \\, as in ${path.replaceAll('\\', '/')}`
}
