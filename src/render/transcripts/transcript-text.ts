import { articlePiece } from '../article-pieces.ts'
import type { Episode } from '../../show/episode.ts'
import type { NotesShow } from '../feed/notes.ts'
import { toLine } from '../text.ts'

/** Whether several people talk; then the article is probably not what they say. */
export function isConversation({ cues }: Episode): boolean {
  return new Set(cues.map(({ speaker }) => speaker).filter((name) => name !== null)).size > 1
}

/**
 * The words of an episode as plain text: the article, or the cues if there is no article or several
 * people talk.
 */
export function renderPlainTranscript(show: NotesShow, episode: Episode): string {
  const article = isConversation(episode) ? '' : articlePiece('text', show, episode)
  const text = article === '' ? episode.cues.map(spoken).join('\n') : article
  return [toLine(episode.title), text].filter((part) => part !== '').join('\n\n') + '\n'
}

function spoken({ speaker, text }: Episode['cues'][number]): string {
  return speaker === null ? text : `${speaker}: ${text}`
}
