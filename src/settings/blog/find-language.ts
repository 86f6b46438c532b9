import type { Proposal } from '../propose-settings.ts'
import type { Survey } from './survey-blog.ts'

/** The most posts that are read, and characters of each. */
const MOST_POSTS = 40
const MOST_CHARACTERS = 3000
/** Fewer letters do not show a language. */
const FEWEST_LETTERS = 60

/** Parts of a text that are in no language: code, markup, addresses. */
const NO_LANGUAGE = [
  /^(```|~~~)[^]*?^\1/gm,
  /<(?:script|style)\b[^]*?<\/(?:script|style)>/gi,
  /\{[{%][^]*?[}%]\}/g,
  /<[^<>]*>/g,
  /`[^`\n]*`/g,
  /\]\([^()\s]*\)/g,
  /(?:https?:\/\/|www\.)\S+/gi,
]

/** The language of most posts, by their text; nothing if they disagree or are too short. */
export async function findLanguage({ posts }: Survey): Promise<readonly Proposal[]> {
  const { guessLanguages } = await import('../../posts/guess-language.ts')
  const texts = posts
    .slice(0, MOST_POSTS)
    .map(({ title, body }) => `${title}\n${wordsOf(body.text())}`)
  const written = texts.filter((text) => text.replaceAll(/\P{L}/gu, '').length >= FEWEST_LETTERS)
  const found = written.flatMap((text) => guessLanguages(text)[0]?.[0] ?? [])
  const [most] = [...Map.groupBy(found, (code) => code)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  )
  if (most === undefined || most[1].length * 2 <= written.length) return []
  const [value] = most
  const from = `the text of ${most[1].length} of ${written.length} posts`
  return [{ name: 'language', value, from }]
}

function wordsOf(body: string): string {
  return NO_LANGUAGE.reduce(
    (text, pattern) => text.replaceAll(pattern, ' '),
    body.slice(0, MOST_CHARACTERS),
  )
}
