import { breakText, type Piece, sliceStretches } from './break-text.ts'
import {
  graphemes,
  type Outline,
  prepareText,
  type ReadyText,
  shapeLine,
  type Stretch,
  type TextStyle,
} from './shape-text.ts'

/** The area for a text, and the limits of the font size. */
export interface TextRoom {
  readonly width: number
  readonly height: number
  readonly largest: number
  readonly smallest: number
}

/** A text that was laid out in lines of one font size. */
export interface SetText {
  readonly direction: 'ltr' | 'rtl'
  readonly size: number
  /** Between baselines. */
  readonly leading: number
  readonly lines: readonly {
    readonly width: number
    readonly outlines: readonly Outline[]
  }[]
  readonly height: number
  /** Characters that no font has, which are omitted. */
  readonly lost: string
}

/** A piece with its width in units of the font size. */
interface Measured extends Piece {
  readonly width: number
}

/** Factor between font sizes that are tried. */
const STEP = 0.96
/** Graphemes; longer titles are truncated. */
const LONGEST = 160

/** The share of the largest font size below which a long word is broken. */
const WORD_SHRINKS = 0.5

/**
 * Lays out a text as large as its area allows, in lines of similar length. A word that would make it
 * too small is broken; what does not fit in the smallest size is omitted at the end.
 */
export async function setText(text: string, style: TextStyle, room: TextRoom): Promise<SetText> {
  const ready = await prepareText(shortened(text), style.language)
  const marks = await prepareMarks(style)
  const pieces = breakText(ready, style.language).map((piece) => measured(piece, style))
  const leading = Math.max(1.12, ...ready.stretches.map(({ letters }) => letters.leading))
  const { largest, smallest, width, height } = room
  let lines: readonly Line[] = []
  let size = largest
  for (; ; size = Math.max(smallest, size * STEP)) {
    const measure = width / size
    const isFinal = size <= smallest
    const tooWide = pieces.some((piece) => piece.width > measure)
    if (tooWide && size > largest * WORD_SHRINKS && !isFinal) continue
    const whole = pieces.flatMap((piece) => breakWord(piece, measure, style, marks))
    lines = balanced(whole, measure, marks.space.width)
    if (isFinal || lines.length * leading * size <= height) break
  }
  const most = Math.max(1, Math.floor(height / (leading * size)))
  return finish(ready, lines.slice(0, most), { size, leading, style, marks })
}

/** What is put between pieces, and after parts of words. */
interface Marks {
  readonly space: Measured
  readonly hyphen: Measured
}

async function prepareMarks(style: TextStyle): Promise<Marks> {
  const [space, hyphen] = await Promise.all(
    ['\u00A0', '-'].map(async (sign) => {
      const { stretches } = await prepareText(sign, style.language)
      return measured({ stretches, space: false }, style)
    }),
  )
  if (space === undefined || hyphen === undefined) throw new Error('expected a space and a hyphen')
  return { space, hyphen }
}

/** Truncates at a word, with an ellipsis. */
function shortened(text: string): string {
  const signs = [...graphemes.segment(text)].map(({ segment }) => segment)
  if (signs.length <= LONGEST) return text
  const start = signs.slice(0, LONGEST).join('')
  return `${start.replace(/\s+\S{0,20}$/u, '')}…`
}

function measured(piece: Piece, style: TextStyle): Measured {
  return { ...piece, width: shapeLine(piece.stretches, style).width }
}

type Line = readonly Measured[]

/** As few lines as possible, each filled before the next. */
function greedy(pieces: readonly Measured[], measure: number, space: number): readonly Line[] {
  const lines: Measured[][] = []
  let room = 0
  for (const piece of pieces) {
    const line = lines.at(-1)
    if (line === undefined || piece.width > room) {
      lines.push([piece])
      room = measure
    } else {
      line.push(piece)
    }
    room -= piece.width + (piece.space ? space : 0)
  }
  return lines
}

/** The same number of lines, but as narrow as possible, so that they have similar lengths. */
function balanced(pieces: readonly Measured[], measure: number, space: number): readonly Line[] {
  const count = greedy(pieces, measure, space).length
  let low = Math.max(0, ...pieces.map(({ width }) => width))
  let high = measure
  for (let look = 0; look < 12; look += 1) {
    const middle = (low + high) / 2
    if (greedy(pieces, middle, space).length <= count) high = middle
    else low = middle
  }
  return greedy(pieces, high, space)
}

/** Scripts in which a broken word gets a hyphen. */
const HYPHENATED = /[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}\p{sc=Armn}]$/v

function breakWord(
  piece: Measured,
  measure: number,
  style: TextStyle,
  { hyphen }: Marks,
): readonly Measured[] {
  if (piece.width <= measure) return [piece]
  const parts: Measured[] = []
  let start = 0
  let end = 0
  const text = piece.stretches.map((stretch) => stretch.text).join('')
  const cut = (to: number): Measured => {
    const stretches = sliceStretches(piece.stretches, start, to)
    const hyphens = to < text.length && HYPHENATED.test(text.slice(0, to))
    return measured(
      { stretches: hyphens ? [...stretches, ...hyphen.stretches] : stretches, space: false },
      style,
    )
  }
  for (const { segment, index } of graphemes.segment(text)) {
    const next = index + segment.length
    if (end > start && cut(next).width > measure) {
      parts.push(cut(end))
      start = end
    }
    end = next
  }
  return [...parts, { ...cut(end), space: piece.space }]
}

interface Finish {
  readonly size: number
  readonly leading: number
  readonly style: TextStyle
  readonly marks: Marks
}

function finish(
  { direction, lost }: ReadyText,
  lines: readonly Line[],
  { size, leading, style, marks }: Finish,
): SetText {
  const shaped = lines.map((line) => shapeLine(withSpaces(line, marks), style))
  return {
    direction,
    size,
    leading: leading * size,
    height: lines.length * leading * size,
    lines: shaped.map(({ width, paths }) => ({ width: width * size, outlines: paths })),
    lost,
  }
}

/** Puts back the spaces between the pieces of a line, in the direction that both sides share. */
function withSpaces(line: Line, { space }: Marks): readonly Stretch[] {
  return line.flatMap((piece, index) => {
    const next = line[index + 1]
    if (!piece.space || next === undefined) return piece.stretches
    const level = Math.min(piece.stretches.at(-1)?.level ?? 0, next.stretches[0]?.level ?? 0)
    return [...piece.stretches, ...space.stretches.map((stretch) => ({ ...stretch, level }))]
  })
}
