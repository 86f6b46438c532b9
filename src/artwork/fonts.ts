import { readFile } from 'node:fs/promises'
import { Blob, Face, Font, Variation } from 'harfbuzzjs'
import decompress from 'woff2-encoder/decompress'
import { type FontFile, fontFilesFor } from './font-families.ts'

/** Font weight, from 100 to 900. */
export type Weight = 400 | 600 | 700

/** The glyphs of a font file. */
export interface Letters {
  readonly leading: number
  /** Font units per font size. */
  readonly unitsPerSize: number
  readonly has: (codePoint: number) => boolean
  readonly font: (weight: Weight) => Font
}

const opened = new Map<string, Promise<Letters>>()

/**
 * Finds the font for a grapheme: the first that has all of it, else the first that has its base
 * character; null where no font has it.
 */
export async function findLetters(
  grapheme: string,
  language: string,
): Promise<{ readonly letters: Letters; readonly text: string } | null> {
  const isEmoji = /\p{RGI_Emoji}/v.test(grapheme)
  const files = await fontFilesFor(isEmoji ? 'emoji' : language)
  const [base = ''] = grapheme
  for (const text of new Set([grapheme, base])) {
    const letters = await firstWith(text, files)
    if (letters !== null) return { letters, text }
  }
  return null
}

/** Characters without a glyph of their own, such as joiners and variation selectors. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/v

async function firstWith(text: string, files: readonly FontFile[]): Promise<Letters | null> {
  const needed = Array.from(text)
    .filter((sign) => !IGNORABLE.test(sign))
    .map(codePointOf)
  const [first] = needed
  if (first === undefined) return null
  for (const file of files) {
    if (!file.holds(first)) continue
    const letters = await open(file)
    if (needed.every(letters.has)) return letters
  }
  return null
}

function codePointOf(sign: string): number {
  return sign.codePointAt(0) ?? 0
}

function open(file: FontFile): Promise<Letters> {
  const letters = opened.get(file.url.href) ?? read(file)
  opened.set(file.url.href, letters)
  return letters
}

async function read({ url, family }: FontFile): Promise<Letters> {
  const face = new Face(new Blob(await decompress(await readFile(url))))
  const codePoints = new Set(face.collectUnicodes())
  const fonts = new Map<Weight, Font>()
  return {
    leading: family.leading,
    unitsPerSize: face.upem,
    has: (codePoint) => codePoints.has(codePoint),
    font(weight) {
      const font = fonts.get(weight) ?? new Font(face)
      font.setVariations([new Variation('wght', weight)])
      fonts.set(weight, font)
      return font
    },
  }
}
