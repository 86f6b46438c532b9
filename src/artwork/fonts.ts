import { readFile } from 'node:fs/promises'
import { Blob, Face, Font, Variation } from 'harfbuzzjs'
import decompress from 'woff2-encoder/decompress'

/** A typeface from its own package, split into files by the characters in them. */
interface FontFamily {
  /** As in the names of its files. */
  readonly name: string
  /** The file of its package that lists the characters of each file. */
  readonly map: string
  /** The language in which it is preferred; null for none. */
  readonly language: string | null
  /** Line height in units of the font size; scripts with marks above and below need more. */
  readonly leading: number
}

/** One file of a family. */
interface FontFile {
  readonly family: FontFamily
  readonly url: URL
  readonly holds: (codePoint: number) => boolean
}

/**
 * Literata was made for long texts on screens; Noto fits it in nearly every script. The first family
 * that has a character draws it.
 */
const FAMILIES: readonly FontFamily[] = [
  fontFamily('literata', 1.12),
  fontFamily('noto-sans-hebrew', 1.2),
  fontFamily('noto-sans-arabic', 1.45),
  fontFamily('noto-sans-thai', 1.4),
  fontFamily('noto-sans-georgian', 1.2),
  fontFamily('noto-sans-armenian', 1.2),
  fontFamily('noto-sans-bengali', 1.4),
  fontFamily('noto-sans-tamil', 1.35),
  fontFamily('noto-sans', 1.4),
  // These languages write one character in different ways.
  fontFamily('noto-sans-jp', 1.25, 'ja'),
  fontFamily('noto-sans-kr', 1.25, 'ko'),
  fontFamily('noto-sans-sc', 1.25, 'zh'),
  fontFamily('noto-emoji', 1.2, 'emoji'),
]

function fontFamily(name: string, leading: number, language: string | null = null): FontFamily {
  const map = import.meta.resolve(`@fontsource-variable/${name}/unicode.json`)
  return { name, leading, map, language }
}

/**
 * The font files in which to look for a character, in order of preference.
 *
 * @param language A language tag; `emoji` for emoji.
 */
async function fontFilesFor(language: string): Promise<readonly FontFile[]> {
  const [primary = ''] = language.split('-')
  const own = FAMILIES.filter(({ language: preferred }) => preferred === primary)
  const latin = primary === 'emoji' ? [] : FAMILIES.slice(0, 1)
  const order = new Set([...latin, ...own, ...FAMILIES])
  return (await Promise.all([...order].map(filesOf))).flat()
}

const known = new Map<FontFamily, Promise<readonly FontFile[]>>()

function filesOf(wanted: FontFamily): Promise<readonly FontFile[]> {
  const files = known.get(wanted) ?? readFiles(wanted)
  known.set(wanted, files)
  return files
}

async function readFiles(wanted: FontFamily): Promise<readonly FontFile[]> {
  const subsets: Readonly<Record<string, string>> = JSON.parse(
    await readFile(new URL(wanted.map), 'utf8'),
  )
  return Object.entries(subsets).map(([subset, ranges]) => ({
    family: wanted,
    url: new URL(
      `files/${wanted.name}-${subset.replaceAll(/[[\]]/g, '')}-wght-normal.woff2`,
      wanted.map,
    ),
    holds: createTest(ranges),
  }))
}

/** @param ranges As in CSS: `U+0000-00FF,U+0131`. */
function createTest(ranges: string): (codePoint: number) => boolean {
  const bounds = ranges.split(',').map((range) => {
    const [from = '', to = from] = range.trim().slice(2).split('-')
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const
  })
  return (codePoint) => bounds.some(([from, to]) => codePoint >= from && codePoint <= to)
}

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
