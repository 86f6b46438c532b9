import type { Proposal } from '../propose-settings.ts'
import type { Survey } from './survey-blog.ts'

/** Languages that are told apart: those that people write blogs in and that have data to go by. */
const LANGUAGES =
  'afr als amh arb azj bel ben bul cat ces dan deu ekk ell eng eus fin fra glg guj hau heb hin hrv hun ind isl ita jpn kan kat kaz khm kor lao lit lvs mal mar mkd mya nep nld nno nob pan pes pol por ron rus sin slk slv spa srp swe swh tam tel tgl tha tur ukr urd uzn vie cmn'.split(
    ' ',
  )

/** Posts that are read, and characters of each. */
const MOST_POSTS = 40
const MOST_CHARACTERS = 3000
/** Fewer letters tell too little. */
const FEWEST_LETTERS = 60

/** What is in a text and in no language: code, markup, addresses. */
const NO_LANGUAGE = [
  /^(```|~~~)[^]*?^\1/gm,
  /<(?:script|style)\b[^]*?<\/(?:script|style)>/gi,
  /\{[{%][^]*?[}%]\}/g,
  /<[^<>]*>/g,
  /`[^`\n]*`/g,
  /\]\([^()\s]*\)/g,
  /(?:https?:\/\/|www\.)\S+/gi,
]

/**
 * The language that most posts are written in, by their text; none where they disagree or say too
 * little.
 */
export async function findLanguage({ posts }: Survey): Promise<readonly Proposal[]> {
  const { franc } = await import('franc')
  const texts = posts.slice(0, MOST_POSTS).map(({ title, body }) => `${title}\n${wordsOf(body)}`)
  const written = texts.filter((text) => text.replaceAll(/\P{L}/gu, '').length >= FEWEST_LETTERS)
  const found = written
    .map((text) => franc(text, { only: LANGUAGES }))
    .filter((code) => code !== 'und')
  const [most] = [...Map.groupBy(found, (code) => code)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  )
  if (most === undefined || most[1].length * 2 <= written.length) return []
  const value = Intl.getCanonicalLocales(most[0])[0] ?? most[0]
  const from = `the text of ${most[1].length} of ${written.length} posts`
  return [{ name: 'language', value, from }]
}

function wordsOf(body: string): string {
  return NO_LANGUAGE.reduce(
    (text, pattern) => text.replaceAll(pattern, ' '),
    body.slice(0, MOST_CHARACTERS),
  )
}
