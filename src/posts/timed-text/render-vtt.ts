import type { Cue } from './cue.ts'
import { lazily } from '../../base/lazily.ts'
import { formatPlayTime } from '../../base/written-times.ts'
import { escapeMarkup } from '../../base/characters.ts'

/** The line length that players show without breaking it again. */
const WIDTH = 65

/**
 * Writes cues as WebVTT, with speakers as voices.
 *
 * @see https://www.w3.org/TR/webvtt1/#file-structure
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md#webvtt
 */
export function renderVtt(cues: readonly Cue[]): string {
  return ['WEBVTT\n', ...cues.map(renderCue)].join('\n')
}

function renderCue({ start, end, speaker, text }: Cue): string {
  const voice = speaker === null ? '' : `<v ${escape(speaker)}>`
  const lines = toLines(text, WIDTH).map(escape).join('\n')
  return `${formatPlayTime(start)} --> ${formatPlayTime(end)}\n${voice}${lines}\n`
}

/** Escapes markup, and with it the arrow of a timing line; quotes are not markup here. */
function escape(text: string): string {
  return escapeMarkup(text, /[&<>]/g)
}

const graphemes = lazily(() => new Intl.Segmenter(undefined, { granularity: 'grapheme' }))

/**
 * Breaks a text into lines of limited length: between words, and inside a word that is longer than a line, as
 * in scripts without spaces.
 */
export function toLines(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ').flatMap((each) => piecesOf(each, width))) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.text.length + word.gap.length > width) {
      lines.push(word.text)
    } else {
      lines[lines.length - 1] = last + word.gap + word.text
    }
  }
  return lines
}

interface Piece {
  /** What separates it from the piece before it on the same line. */
  readonly gap: '' | ' '
  readonly text: string
}

function piecesOf(word: string, width: number): Piece[] {
  if (word.length <= width) return [{ gap: ' ', text: word }]
  const pieces: Piece[] = []
  let text = ''
  for (const { segment } of graphemes().segment(word)) {
    if (text !== '' && text.length + segment.length > width) {
      pieces.push({ gap: pieces.length === 0 ? ' ' : '', text })
      text = ''
    }
    text += segment
  }
  return [...pieces, { gap: pieces.length === 0 ? ' ' : '', text }]
}
