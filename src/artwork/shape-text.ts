import bidiFactory, { type Bidi } from 'bidi-js'
import { Buffer as ShapeBuffer, Direction, shape } from 'harfbuzzjs'
import { findLetters, type Letters, type Weight } from './fonts.ts'

/** How a text is set. */
export interface TextStyle {
  /** A language tag. */
  readonly language: string
  readonly weight: Weight
}

/** Consecutive graphemes in one font. */
export interface Stretch {
  readonly text: string
  readonly letters: Letters
  /** The embedding level: even is left to right, odd is right to left. */
  readonly level: number
}

/** A text with a font for each part, in logical order. */
export interface ReadyText {
  readonly direction: 'ltr' | 'rtl'
  readonly stretches: readonly Stretch[]
  /** Characters that no font has, which are omitted. */
  readonly lost: string
}

/** A shaped piece of a line. Widths are in units of the font size. */
export interface Shaped {
  readonly width: number
  /** Outlines for a font size of 1; the baseline is at y = 0, y points down. */
  readonly paths: readonly Outline[]
}

/** A glyph: its position, and its outline in font units, in which y points up. */
export interface Outline {
  readonly x: number
  readonly y: number
  readonly scale: number
  readonly path: string
  /** Its id in the font; 0 is the box for a missing character. */
  readonly glyph: number
}

const bidi = createBidi(bidiFactory)

/** The types of the package are wrong: its export is the factory. */
function createBidi(factory: unknown): Bidi {
  if (isFactory(factory)) return factory()
  throw new TypeError('expected bidi-js to export a function')
}

function isFactory(value: unknown): value is () => Bidi {
  return typeof value === 'function'
}

export const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Finds the font and direction of each part of a text; collapses white space. */
export async function prepareText(text: string, language: string): Promise<ReadyText> {
  const clean = text.normalize('NFC').replaceAll(/\s+/gu, spaceFor).replaceAll(/^ | $/g, '')
  const { levels, paragraphs } = bidi.getEmbeddingLevels(clean, 'auto')
  const stretches: Stretch[] = []
  let lost = ''
  for (const { segment, index } of graphemes.segment(clean)) {
    const found = await findLetters(segment, language)
    if (found === null) {
      lost += segment
      continue
    }
    stretches.push({ ...found, level: levels[index] ?? 0 })
  }
  const isRightToLeft = (paragraphs[0]?.level ?? 0) % 2 === 1
  return { direction: isRightToLeft ? 'rtl' : 'ltr', stretches: joined(stretches), lost }
}

/** A no-break space stays one. */
function spaceFor(space: string): string {
  return /^[\u00A0\u202F]+$/.test(space) ? '\u00A0' : ' '
}

/** Joins neighbours with the same font and direction, which are shaped together. */
function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  return stretches.reduce<Stretch[]>((all, next) => {
    const last = all.at(-1)
    if (last === undefined || last.letters !== next.letters || last.level !== next.level) {
      return [...all, next]
    }
    return [...all.slice(0, -1), { ...last, text: last.text + next.text }]
  }, [])
}

/** Shapes a line, from left to right in visual order. */
export function shapeLine(stretches: readonly Stretch[], style: TextStyle): Shaped {
  let x = 0
  const paths = inVisualOrder(joined(stretches)).flatMap((stretch) => {
    const shaped = shapeStretch(stretch, style)
    const placed = shaped.paths.map((outline) => ({ ...outline, x: outline.x + x }))
    x += shaped.width
    return placed
  })
  return { width: x, paths }
}

/** @see https://www.unicode.org/reports/tr9/#L2 */
function inVisualOrder(stretches: readonly Stretch[]): readonly Stretch[] {
  const order = [...stretches]
  const highest = Math.max(0, ...order.map(({ level }) => level))
  for (let level = highest; level > 0; level -= 1) {
    for (let start = 0; start < order.length; start += 1) {
      let end = start
      while ((order[end]?.level ?? -1) >= level) end += 1
      order.splice(start, end - start, ...order.slice(start, end).toReversed())
      start = end
    }
  }
  return order
}

function shapeStretch({ text, letters, level }: Stretch, style: TextStyle): Shaped {
  const font = letters.font(style.weight)
  const buffer = new ShapeBuffer()
  buffer.addText(text)
  buffer.guessSegmentProperties()
  buffer.setDirection(level % 2 === 1 ? Direction.RTL : Direction.LTR)
  buffer.setLanguage(style.language)
  shape(font, buffer)
  const scale = 1 / letters.unitsPerSize
  let pen = 0
  const paths = buffer.getGlyphInfosAndPositions().flatMap((glyph) => {
    const { codepoint, xAdvance = 0, xOffset = 0, yOffset = 0 } = glyph
    const path = font.glyphToPath(codepoint)
    const x = (pen + xOffset) * scale
    pen += xAdvance
    return path === '' ? [] : [{ x, y: -yOffset * scale, scale, path, glyph: codepoint }]
  })
  return { width: pen * scale, paths }
}
