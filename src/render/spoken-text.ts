import type { Titled } from '../posts/article/article.ts'
import { parseHtml } from '../posts/article/html-parser.ts'
import { spokenTexts } from '../posts/timed-text/read-along.ts'
import type { PublishedEpisode as Episode } from '../show/published.ts'
import { writeJson } from './text.ts'

/** The path of the sentences of an article with their times; null if no times are known. */
export function spokenPath({ page, cues }: Pick<Episode, 'page' | 'cues'>): string | null {
  return cues.length === 0 ? null : `${page}spoken.json`
}

/**
 * The sentences of an article with the seconds at which each is heard, for pages of the blog that
 * mark them in the article there: `{"sentences":[[from, to, "text"], …]}`.
 *
 * @param article As the episode's own page has it, so that both mark the same.
 */
export function renderSpokenText({ title, html }: Titled): string {
  return `${writeJson({ sentences: spokenTexts(parseHtml(`<h1>${title}</h1>${html}`)) })}\n`
}
