import { readFile } from 'node:fs/promises'

/** A typeface from a package of its own, cut into files by the letters that they hold. */
interface FontFamily {
  /** As its files are called. */
  readonly name: string
  /** Where its package says which file holds which letters. */
  readonly map: string
  /** What goes before others where a text is in one of these languages; empty for all others. */
  readonly languages: readonly string[]
  /** From line to line, in sizes: scripts with marks above and below need more. */
  readonly leading: number
}

/** One file of a family. */
export interface FontFile {
  readonly family: FontFamily
  readonly url: URL
  readonly holds: (codePoint: number) => boolean
}

/**
 * Literata was made for reading long texts on screens, and speaks for the article; Noto has the same
 * tone in nearly every script. The first family that has a letter draws it.
 */
const FAMILIES: readonly FontFamily[] = [
  family('literata', 1.12, import.meta.resolve('@fontsource-variable/literata/unicode.json')),
  family(
    'noto-sans-hebrew',
    1.2,
    import.meta.resolve('@fontsource-variable/noto-sans-hebrew/unicode.json'),
  ),
  family(
    'noto-sans-arabic',
    1.45,
    import.meta.resolve('@fontsource-variable/noto-sans-arabic/unicode.json'),
  ),
  family(
    'noto-sans-thai',
    1.4,
    import.meta.resolve('@fontsource-variable/noto-sans-thai/unicode.json'),
  ),
  family(
    'noto-sans-georgian',
    1.2,
    import.meta.resolve('@fontsource-variable/noto-sans-georgian/unicode.json'),
  ),
  family(
    'noto-sans-armenian',
    1.2,
    import.meta.resolve('@fontsource-variable/noto-sans-armenian/unicode.json'),
  ),
  family(
    'noto-sans-bengali',
    1.4,
    import.meta.resolve('@fontsource-variable/noto-sans-bengali/unicode.json'),
  ),
  family(
    'noto-sans-tamil',
    1.35,
    import.meta.resolve('@fontsource-variable/noto-sans-tamil/unicode.json'),
  ),
  family('noto-sans', 1.4, import.meta.resolve('@fontsource-variable/noto-sans/unicode.json')),
  // One character is written in its own way in each of these languages.
  family(
    'noto-sans-jp',
    1.25,
    import.meta.resolve('@fontsource-variable/noto-sans-jp/unicode.json'),
    ['ja'],
  ),
  family(
    'noto-sans-kr',
    1.25,
    import.meta.resolve('@fontsource-variable/noto-sans-kr/unicode.json'),
    ['ko'],
  ),
  family(
    'noto-sans-sc',
    1.25,
    import.meta.resolve('@fontsource-variable/noto-sans-sc/unicode.json'),
    ['zh'],
  ),
  family('noto-emoji', 1.2, import.meta.resolve('@fontsource-variable/noto-emoji/unicode.json'), [
    'emoji',
  ]),
]

function family(
  name: string,
  leading: number,
  map: string,
  languages: readonly string[] = [],
): FontFamily {
  return { name, leading, map, languages }
}

/**
 * The files in which to look for a letter, the most fitting first.
 *
 * @param language A code of ISO 639, with whatever follows it; `emoji` for pictures among letters.
 */
export async function fontFilesFor(language: string): Promise<readonly FontFile[]> {
  const [primary = ''] = language.split('-')
  const own = FAMILIES.filter(({ languages }) => languages.includes(primary))
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
