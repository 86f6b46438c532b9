import { articleTree } from './article.ts'
import { spokenLines } from '../timed-text/spoken-words.ts'

/** Leads from a footnote back to its mark. */
const BACK = /\s*↩\S*/g

/**
 * The article as plain text, for readers that have nothing but text: a paragraph for each block that
 * can be read aloud, no markup and no code.
 *
 * @param title The title; a first heading with the same text is left out.
 * @param plain Whether it goes out as it is written; see `readPlainly`.
 */
export function articleText(body: string, title?: string, plain = false): string {
  const options = { resolve: (url: string) => url, plain, ...(title !== undefined && { title }) }
  const blocks = spokenLines(articleTree(body, options)).map(({ text }) =>
    tidy(text.replaceAll(BACK, '')),
  )
  return blocks.filter((block) => block !== '').join('\n\n')
}

function tidy(text: string): string {
  return text
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ ?\n[ \n]*/g, '\n')
    .trim()
}
