import { articlePiece } from '../article-pieces.ts'
import type { Episode } from '../../show/episode.ts'
import type { NotesShow } from '../feed/notes.ts'
import { toLine } from '../text.ts'
import { html, type SafeHtml } from '@remix-run/html-template'
import type { Show } from '../../show/show.ts'
import { formatClock } from '../../base/written-times.ts'
import { directionOf } from '../format.ts'

/** Whether several people talk; then the article is probably not what they say. */
function isConversation({ cues }: Episode): boolean {
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

/**
 * The article as a transcript in HTML, for apps that support no other format: before each block the
 * time at which it is heard, as far as that is known. If there is no article, or several people talk,
 * it consists of the cues.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md#html
 */
export function renderHtmlTranscript(show: Show, episode: Episode): string {
  const { language, cues } = episode
  const title = toLine(episode.title)
  const article = articlePiece('timed', show, episode)
  const talk = article === '' || isConversation(episode)
  const page = html`<!doctype html>
    <html lang="${language}" dir="${directionOf(language)}">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
      </head>
      <body>
        <h1>${title}</h1>
        ${talk ? cues.map(renderCue) : html.raw`${article}`}
      </body>
    </html>`
  return `${String(page)}\n`
}

function renderCue({ start, speaker, text }: Episode['cues'][number]): SafeHtml {
  const name = speaker === null ? null : html`<cite>${speaker}:</cite>`
  return html`${name}
    <time>${formatClock(start)}</time>
    <p>${text}</p>`
}
