import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { breakText } from '../../src/artwork/break-text.ts'
import { createChance } from '../../src/base/chance.ts'
import { contrast, parseColour } from '../../src/base/colour.ts'
import { composeCover, type CoverWords } from '../../src/artwork/compose-cover.ts'
import { drawArtwork } from '../../src/artwork/make-artwork.ts'
import { createPalette } from '../../src/artwork/palette.ts'
import { coloursFor } from '../../src/show/artwork/wished-artwork.ts'
import { sampleOf } from '../support/extent.ts'
import { prepareText, shapeLine } from '../../src/artwork/shape-text.ts'
import { type SetText, setText } from '../../src/artwork/set-text.ts'
import { makeFolder } from '../support/folder.ts'

const TITLES = [
  { language: 'cs', title: 'Příliv a odliv: žluťoučký kůň úpěl ďábelské ódy' },
  { language: 'vi', title: 'Tại sao biển rút hai lần mỗi ngày' },
  { language: 'pl', title: 'Zażółć gęślą jaźń' },
  { language: 'he', title: 'לָמָּה הַיָּם נָסוֹג פַּעֲמַיִם בְּיוֹם?' },
  { language: 'he', title: 'קוד JavaScript ב-2026 (חלק 2)' },
  { language: 'ar', title: 'لماذا ينحسر البحر مرّتين في اليوم؟' },
  { language: 'fa', title: 'چرا دریا روزی دو بار پس می‌رود؟' },
  { language: 'el', title: 'Γιατί η θάλασσα υποχωρεί δύο φορές; ἀρχή' },
  { language: 'ru', title: 'Почему море отступает дважды в день' },
  { language: 'uk', title: 'Чому море відступає: її ґанок' },
  { language: 'ja', title: '海はなぜ一日に二度引くのか。「潮」' },
  { language: 'zh', title: '为什么大海每天退潮两次？' },
  { language: 'zh-hant', title: '為什麼大海每天退潮兩次？' },
  { language: 'ko', title: '바다는 왜 하루에 두 번 물러나는가' },
  { language: 'hi', title: 'समुद्र दिन में दो बार क्यों उतरता है' },
  { language: 'th', title: 'ทำไมทะเลจึงลดลงวันละสองครั้ง' },
  { language: 'bn', title: 'সমুদ্র দিনে দুবার কেন নামে' },
  { language: 'ta', title: 'கடல் ஏன் தினமும் இரண்டு முறை' },
  { language: 'ka', title: 'რატომ იხევს ზღვა დღეში ორჯერ' },
  { language: 'hy', title: 'Ինչու է ծովը նահանջում' },
  { language: 'en', title: '🌊 Tides, 🎧 headphones & 👩‍🚀 in 🇨🇿 1️⃣' },
  { language: 'en', title: 'Fifty “quotes” — dashes… and ½ × 3 ≠ 2 → €5' },
] as const

const ROOM = { width: 832, height: 420, largest: 184, smallest: 40 } as const

function wordsOf(title: string, language: string, seed = 'a'): CoverWords {
  const colours = [parseColour('#0f4c81'), parseColour('#c8553d')] as const
  return { title, above: 'The Long Minute', below: null, language, seed, colours }
}

/** Where the ink of each line ends, to the left and to the right of where the line begins. */
function inkOf({
  lines,
  size,
}: SetText): readonly { left: number; right: number; width: number }[] {
  return lines.map(({ outlines, width }) => {
    const xs = outlines.flatMap(({ path, x, scale }) =>
      [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, at]) => (x + Number(at) * scale) * size),
    )
    return { left: Math.min(...xs), right: Math.max(...xs), width }
  })
}

describe('a title', () => {
  test.each(TITLES)('in $language, "$title", is written whole and within its room', async (row) => {
    const { language, title } = row
    const set = await setText(title, { language, weight: 700 }, ROOM)
    expect(set.lost).toBe('')
    const glyphs = set.lines.flatMap(({ outlines }) => outlines.map(({ glyph }) => glyph))
    expect(glyphs.length).toBeGreaterThan(3)
    expect(glyphs).not.toContain(0)
    expect(set.height).toBeLessThanOrEqual(ROOM.height)
    for (const { left, right } of inkOf(set)) {
      // Letters may hang over by a hair, as they do in print.
      expect(left).toBeGreaterThan(-0.06 * set.size)
      expect(right).toBeLessThan(ROOM.width + 0.06 * set.size)
    }
  })

  test.each(
    sampleOf(
      [
        { title: 'Nejneobhospodařovávatelnějšími', language: 'cs' },
        { title: 'x'.repeat(5000), language: 'en' },
        { title: '海'.repeat(500), language: 'ja' },
        { title: 'a '.repeat(3000), language: 'en' },
        { title: 'ש'.repeat(200), language: 'he' },
        { title: '🌊'.repeat(300), language: 'en' },
      ],
      ({ language }) => language,
    ),
  )('of $title.length letters stays within its room', async ({ title, language }) => {
    const set = await setText(title, { language, weight: 700 }, ROOM)
    expect(set.lines.length).toBeGreaterThan(0)
    expect(set.height).toBeLessThanOrEqual(ROOM.height)
    for (const { width } of set.lines) expect(width).toBeLessThanOrEqual(ROOM.width + 1)
  })

  test('has lines of about the same length', async () => {
    const title = 'What the ear cannot skip and the eye can'
    const { lines } = await setText(title, { language: 'en', weight: 700 }, ROOM)
    const widths = lines.map(({ width }) => width)
    expect(lines.length).toBeGreaterThan(1)
    expect(Math.min(...widths)).toBeGreaterThan(0.55 * Math.max(...widths))
  })

  test.each(['', '   ', '\u200B', '\u0000'])(
    'of nothing (%j) leaves the cover without one',
    async (title) => {
      const { svg } = await composeCover(wordsOf(title, 'en'))
      expect((await sharp(Buffer.from(svg)).metadata()).width).toBe(1000)
    },
  )

  test('is written without what no font here has, and that is told', async () => {
    const { lost } = await composeCover(wordsOf('Stars 𒀀𒀁 above', 'en'))
    expect(lost).toBe('𒀀𒀁')
  })
})

async function glyphsOf(text: string, language: string): Promise<readonly string[]> {
  const { stretches } = await prepareText(text, language)
  const { paths } = shapeLine(stretches, { language, weight: 700 })
  return paths.toSorted((a, b) => a.x - b.x).map(({ path }) => path)
}

describe('letters', () => {
  test('of Hebrew stand from right to left', async () => {
    const [alef, bet] = await Promise.all(['א', 'ב'].map((letter) => glyphsOf(letter, 'he')))
    expect(await glyphsOf('אב', 'he')).toEqual([...(bet ?? []), ...(alef ?? [])])
  })

  test('of Latin within Hebrew stand from left to right', async () => {
    const [a, b, alef] = await Promise.all(['A', 'B', 'א'].map((letter) => glyphsOf(letter, 'he')))
    expect(await glyphsOf('א AB', 'he')).toEqual([...(a ?? []), ...(b ?? []), ...(alef ?? [])])
  })

  test('of Arabic join, each in the form of its place', async () => {
    const [alone] = await glyphsOf('ب', 'ar')
    const joined = await glyphsOf('ببب', 'ar')
    expect(new Set(joined).size).toBeGreaterThanOrEqual(3)
    expect(joined).not.toContain(alone)
  })

  test('with marks of their own are the same as those with marks in them', async () => {
    expect(await glyphsOf('r\u030Ce\u0301', 'cs')).toEqual(await glyphsOf('řé', 'cs'))
  })

  test('of one code are written as each language writes them', async () => {
    expect(await glyphsOf('直', 'ja')).not.toEqual(await glyphsOf('直', 'zh'))
  })
})

describe('lines', () => {
  test.each([
    { language: 'cs', text: 'Cesta k moři a v zimě', pieces: ['Cesta', 'k moři', 'a v zimě'] },
    { language: 'en', text: 'I am a sea', pieces: ['I', 'am', 'a', 'sea'] },
    {
      language: 'en',
      text: 'well-known (at sea): “tides”',
      pieces: ['well-', 'known', '(at', 'sea):', '“tides”'],
    },
    { language: 'en', text: '3\u00A0km far', pieces: ['3\u00A0km', 'far'] },
    { language: 'ja', text: '「潮」。', pieces: ['「潮」。'] },
  ])('of "$text" end between $pieces', async ({ text, language, pieces }) => {
    const found = breakText(await prepareText(text, language), language)
    expect(found.map(({ stretches }) => stretches.map((each) => each.text).join(''))).toEqual(
      pieces,
    )
  })

  test('of Japanese and Thai end between words', async () => {
    for (const [language, text] of [
      ['ja', '海はなぜ一日に二度引くのか'],
      ['th', 'ทำไมทะเลจึงลดลง'],
    ] as const) {
      expect(breakText(await prepareText(text, language), language).length).toBeGreaterThan(2)
    }
  })
})

describe('a drawn cover', () => {
  test('is the same for the same words, and another for other words or another seed', async () => {
    const [one, same, title, seed] = await Promise.all(
      [
        wordsOf('Tides', 'en'),
        wordsOf('Tides', 'en'),
        wordsOf('Tidal', 'en'),
        wordsOf('Tides', 'en', 'b'),
      ].map(async (words) => (await composeCover(words)).svg),
    )
    expect(same).toBe(one)
    expect(title).not.toBe(one)
    expect(seed).not.toBe(one)
  })

  test('looks in many ways', async () => {
    const covers = await Promise.all(
      Array.from({ length: 40 }, (_, seed) => composeCover(wordsOf('Tides', 'en', String(seed)))),
    )
    // Its layout shows in which elements it is made of.
    const layouts = new Set(covers.map(({ svg }) => svg.replaceAll(/="[^"]*"/g, '')))
    expect(layouts.size).toBeGreaterThan(8)
    expect(new Set(covers.map(({ svg }) => svg)).size).toBe(40)
  })

  test('can be read in all of its colours', () => {
    for (let seed = 0; seed < 400; seed += 1) {
      const chance = createChance(String(seed))
      const { ink, quiet, ground, shade } = createPalette(coloursFor(`show ${seed % 40}`), chance)
      for (const [letters, behind] of [
        [ink, ground],
        [ink, shade],
        [quiet, ground],
        [quiet, shade],
      ] as const) {
        expect(contrast(letters, behind)).toBeGreaterThanOrEqual(4.5)
      }
    }
  })

  test('has ink in the middle and none at its edges but that of the scene', async () => {
    const words = wordsOf('Příliv', 'cs')
    const [full, empty] = await Promise.all(
      [words, { ...words, title: '', above: null }].map(async (each) => {
        const { svg } = await composeCover(each)
        return sharp(Buffer.from(svg)).removeAlpha().greyscale().raw().toBuffer()
      }),
    )
    const ink = [...(full ?? [])].flatMap((value, at) =>
      Math.abs(value - (empty?.[at] ?? 0)) > 60 ? at : [],
    )
    expect(ink.length).toBeGreaterThan(5000)
    const columns = ink.map((at) => at % 1000)
    const rows = ink.map((at) => Math.floor(at / 1000))
    expect(Math.min(...columns)).toBeGreaterThan(75)
    expect(Math.max(...columns)).toBeLessThan(925)
    expect(Math.min(...rows)).toBeGreaterThan(75)
    expect(Math.max(...rows)).toBeLessThan(925)
  })

  test('depends on no font of the machine', async () => {
    const folder = await makeFolder({ 'fonts.conf': '<fontconfig></fontconfig>' })
    const words = wordsOf('Příliv 海 ב 🌊', 'cs')
    const script = join(folder, 'draw.ts')
    const room = join(import.meta.dirname, '../../src/artwork/make-artwork.ts')
    await writeFile(
      script,
      `import { createHash } from 'node:crypto'
import { drawArtwork } from ${JSON.stringify(room)}
const { large } = await drawArtwork(${JSON.stringify(words)}, 1400)
process.stdout.write(createHash('sha256').update(large.bytes).digest('hex'))
`,
    )
    const env = {
      ...process.env,
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      FONTCONFIG_PATH: folder,
    }
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', script], {
      env,
    })
    const { large } = await drawArtwork(words, 1400)
    expect(stdout).toBe(createHash('sha256').update(large.bytes).digest('hex'))
  })
})
