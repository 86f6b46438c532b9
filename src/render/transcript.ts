import type { Episode, Transcript } from '../show/episode.ts'
import type { Show } from '../show/show.ts'
import { renderVtt, toLines } from '../posts/timed-text/render-vtt.ts'
import { type PieceName, articlePiece } from './article-pieces.ts'
import type { Cue } from '../posts/timed-text/cue.ts'
import { renderJson, toLine } from './text.ts'
import type { NotesShow } from './feed/notes.ts'
import { html, type SafeHtml } from '@remix-run/html-template'
import { formatClock, formatPlayTime } from '../base/written-times.ts'
import { directionOf } from './format.ts'

type Form = (show: Show, episode: Episode, transcript: Transcript) => string

/** Media type → how to write a transcript. */
const FORMS: Readonly<Record<string, Form>> = {
  'text/vtt': (_show, _episode, { cues }) => renderVtt(cues),
  'application/x-subrip': (_show, _episode, { cues }) => renderSrt(cues),
  'application/json': (_show, _episode, { cues }) => renderJsonTranscript(cues),
  'text/html': renderHtmlTranscript,
  'text/plain': renderPlainTranscript,
}

/** The pieces of the article that are in a transcript. */
export function transcriptPieces({ type }: Pick<Transcript, 'type'>): readonly PieceName[] {
  if (type === 'text/html') return ['timed']
  return type === 'text/plain' ? ['text'] : []
}

/** A transcript that has no file of its own, made from cues or the article. */
export function renderTranscript(show: Show, episode: Episode, transcript: Transcript): string {
  return FORMS[transcript.type]?.(show, episode, transcript) ?? ''
}

/**
 * Writes cues as a JSON transcript of the podcast namespace.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md#json
 */
export function renderJsonTranscript(cues: readonly Cue[]): string {
  const segments = cues.map(({ start, end, speaker, text }) => ({
    ...(speaker !== null && { speaker }),
    startTime: start,
    endTime: end,
    body: text,
  }))
  return renderJson({ version: '1.0.0', segments })
}

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

/** The size of a subtitle, in characters and lines. */
const WIDTH = 32
const LINES = 2
/** Seconds; a cue is not split into shorter subtitles, which nobody could read. */
const SHORTEST = 0.1

/** Some lines of a cue, with their share of its time. */
interface Subtitle {
  readonly start: number
  readonly end: number
  readonly lines: readonly string[]
}

/**
 * Writes cues as SRT: numbered, at most two short lines each, with a name where the speaker changes. A
 * cue with more lines is split, and its time divided by the number of characters.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md#srt
 */
export function renderSrt(cues: readonly Cue[]): string {
  const subtitles = cues.flatMap((cue, index) => {
    const changes = cue.speaker !== null && cue.speaker !== cues[index - 1]?.speaker
    return split(cue, changes ? `${cue.speaker}: ${cue.text}` : cue.text)
  })
  return subtitles
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end, lines }, index) =>
      [index + 1, `${formatTime(start)} --> ${formatTime(end)}`, ...lines, ''].join('\n'),
    )
    .join('\n')
}

function split({ start, end }: Cue, text: string): Subtitle[] {
  const lines = evenLines(text.replaceAll('-->', '→'))
  const wanted = Math.ceil(lines.length / LINES)
  const count = wanted * SHORTEST <= end - start ? wanted : 1
  const size = Math.ceil(lines.length / count)
  const parts = Array.from({ length: count }, (_, at) => lines.slice(at * size, (at + 1) * size))
  const perCharacter = (end - start) / lengthOf(lines)
  let from = start
  return parts.map((part, index) => {
    const to = index === count - 1 ? end : from + lengthOf(part) * perCharacter
    const subtitle = { start: from, end: to, lines: part }
    from = to
    return subtitle
  })
}

/** Lines of similar length, so that no subtitle consists of a single last word. */
function evenLines(text: string): string[] {
  let lines = toLines(text, WIDTH)
  const most = Math.ceil(lines.length / LINES) * LINES
  for (let width = WIDTH - 1; lines.length > 1 && width > WIDTH / 2; width -= 1) {
    const narrower = toLines(text, width)
    if (narrower.length > most) break
    lines = narrower
  }
  return lines
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0)
}

function formatTime(seconds: number): string {
  return formatPlayTime(seconds).replace('.', ',')
}
