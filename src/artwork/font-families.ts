import { readFile } from 'node:fs/promises'

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
export interface FontFile {
  readonly family: FontFamily
  readonly url: URL
  readonly holds: (codePoint: number) => boolean
}

/**
 * Literata was made for long texts on screens; Noto fits it in nearly every script. The first family
 * that has a character draws it.
 */
const FAMILIES: readonly FontFamily[] = [
  family('literata', 1.12),
  family('noto-sans-hebrew', 1.2),
  family('noto-sans-arabic', 1.45),
  family('noto-sans-thai', 1.4),
  family('noto-sans-georgian', 1.2),
  family('noto-sans-armenian', 1.2),
  family('noto-sans-bengali', 1.4),
  family('noto-sans-tamil', 1.35),
  family('noto-sans', 1.4),
  // These languages write one character in different ways.
  family('noto-sans-jp', 1.25, 'ja'),
  family('noto-sans-kr', 1.25, 'ko'),
  family('noto-sans-sc', 1.25, 'zh'),
  family('noto-emoji', 1.2, 'emoji'),
]

function family(name: string, leading: number, language: string | null = null): FontFamily {
  const map = import.meta.resolve(`@fontsource-variable/${name}/unicode.json`)
  return { name, leading, map, language }
}

/**
 * The font files in which to look for a character, in order of preference.
 *
 * @param language A language tag; `emoji` for emoji.
 */
export async function fontFilesFor(language: string): Promise<readonly FontFile[]> {
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
