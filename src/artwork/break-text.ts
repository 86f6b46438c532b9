import type { ReadyText, Stretch } from './shape-text.ts'

/** A part that is never broken; `space` is whether white space follows. */
export interface Piece {
  readonly stretches: readonly Stretch[]
  readonly space: boolean
}

/** Scripts that write words without a space between them. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/v
/** Must not start a line. */
const CLOSING = /^[\p{Pe}\p{Pf}\p{M}、。，．！？!?:;,.…ー〜ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/v
/** Must not end a line. */
const OPENING = /[\p{Ps}\p{Pi}„‚«]$/v
/** A line may end after these without a space. */
const JOINING = /[\p{L}\p{N}][\-‐–—\/]$/v
/** Languages in which a one-letter word must not end a line. */
const CLINGING = /^(cs|sk|pl)\b/

/** Splits a text where lines may be broken, by the words of its language. */
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

/** A part of a text; `start` and `end` count UTF-16 units, and are never within a grapheme. */
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
