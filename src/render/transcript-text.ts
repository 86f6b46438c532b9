import { articleText } from '../posts/article-text.ts'
import type { Episode } from '../show/episode.ts'
import { toLine } from './text.ts'

/** The words of an episode and nothing else: the article's, or what is heard where it has none. */
export function renderPlainTranscript(episode: Episode): string {
  const article = articleText(episode.body)
  const text = article === '' ? episode.cues.map(spoken).join('\n') : article
  return [toLine(episode.title), text].filter((part) => part !== '').join('\n\n') + '\n'
}

function spoken({ speaker, text }: Episode['cues'][number]): string {
  return speaker === null ? text : `${speaker}: ${text}`
}
