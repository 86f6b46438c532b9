import { renderArticle } from './article.ts'
import { parseHtml } from './article-tree.ts'
import { withinStack } from './markdown-plain.ts'
import { spokenLines } from '../timed-text/spoken-words.ts'

/** Leads from a footnote back to its mark. */
const BACK = /\s*↩\S*/g

/**
 * The article as plain text, for readers that have nothing but text: a paragraph for each block that
 * can be read aloud, no markup and no code.
 */
export function articleText(body: string): string {
  const html = renderArticle(body, { resolve: (url) => url })
  const lines = withinStack(() => spokenLines(parseHtml(html))) ?? []
  const blocks = lines.map(({ text }) => tidy(text.replaceAll(BACK, '')))
  return blocks.filter((block) => block !== '').join('\n\n')
}

function tidy(text: string): string {
  return text
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ ?\n[ \n]*/g, '\n')
    .trim()
}
