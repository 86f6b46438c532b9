import type { ReadyText, Stretch } from './shape-text.ts'

/** What a line is never broken in; `space` is whether white space stood behind it. */
export interface Piece {
  readonly stretches: readonly Stretch[]
  readonly space: boolean
}

/** Scripts that write words without a space between them. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/v
/** What must not begin a line. */
const CLOSING = /^[\p{Pe}\p{Pf}\p{M}、。，．！？!?:;,.…ー〜ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/v
/** What must not end one. */
const OPENING = /[\p{Ps}\p{Pi}„‚«]$/v
/** After these a line may end without a space. */
const JOINING = /[\p{L}\p{N}][\-‐–—\/]$/v
/** Languages in which a word of one letter does not end a line. */
const CLINGING = /^(cs|sk|pl)\b/

/** Cuts a text where lines may end, by the words of its language. */
export function breakText({ stretches }: ReadyText, language: string): readonly Piece[] {
  const text = stretches.map((stretch) => stretch.text).join('')
  const ends = [...lineEnds(text, language), text.length]
  return ends.flatMap((end, index) => {
    const start = ends[index - 1] ?? 0
    const part = text.slice(start, end)
    const length = part.replace(/ +$/, '').length
    if (length === 0) return []
    return [
      { stretches: sliceStretches(stretches, start, start + length), space: /\s$/.test(part) },
    ]
  })
}

function lineEnds(text: string, language: string): readonly number[] {
  const words = new Intl.Segmenter(language, { granularity: 'word' }).segment(text)
  return [...words].flatMap(({ segment, index }) =>
    index > 0 && mayBreak(text.slice(0, index), segment, language) ? [index] : [],
  )
}

function mayBreak(before: string, word: string, language: string): boolean {
  if (word.trim() === '' || CLOSING.test(word)) return false
  if (before.endsWith(' ')) {
    const clings = CLINGING.test(language) && /(^|[ \u00A0\(„])\p{L} $/v.test(before)
    return !clings && !OPENING.test(before.trimEnd())
  }
  if (OPENING.test(before)) return false
  if (JOINING.test(before)) return true
  return UNSPACED.test(word) || UNSPACED.test(before.slice(-1))
}

/** A part of a text; the places count UTF-16 units, and never stand within a grapheme. */
export function sliceStretches(
  stretches: readonly Stretch[],
  start: number,
  end: number,
): readonly Stretch[] {
  let at = 0
  return stretches.flatMap((stretch) => {
    const from = Math.max(0, start - at)
    const to = end - at
    at += stretch.text.length
    const text = to <= 0 ? '' : stretch.text.slice(from, to)
    return text === '' ? [] : [{ ...stretch, text }]
  })
}
