import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseFile } from 'music-metadata'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AudioChapter } from '../../src/audio/audio.ts'
import { probeFile } from '../../src/audio/probe-file.ts'
import { encode, writeRecipe } from './corpus/encode.ts'
import { frames, PLAIN } from './corpus/mpeg-frames.ts'
import type { Recipe } from './corpus/recipe.ts'
import {
  artwork,
  id3Chapter,
  id3Frame,
  id3Title,
  id3v2,
  synchsafe,
  text,
  type Id3Options,
} from './corpus/tags.ts'
import { EBB_AND_FLOOD, EBB_AND_FLOOD_READ } from './ebb-and-flood.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecast-chapters-'))
})
afterAll(() => rm(folder, { recursive: true }))

const sound = frames(PLAIN, 60)

function ctoc(element: string, flags: number, children: readonly string[]): Buffer {
  const names = children.map((child) => Buffer.from(`${child}\0`))
  const head = Buffer.from([...Buffer.from(`${element}\0`), flags, children.length])
  return id3Frame('CTOC', Buffer.concat([head, ...names]))
}

/** What a tag becomes when a zero byte is put behind each `ff`. */
function unsynchronised(bytes: Buffer): Buffer {
  return Buffer.from([...bytes].flatMap((byte) => (byte === 0xff ? [byte, 0] : [byte])))
}

async function chaptersOf(...parts: readonly Buffer[]): Promise<readonly AudioChapter[]> {
  const path = await writeRecipe({ file: 'talk.mp3', bytes: Buffer.concat(parts) }, folder)
  return (await probeFile(path)).chapters
}

async function inTag(
  content: readonly Buffer[],
  options: Id3Options = {},
): Promise<readonly AudioChapter[]> {
  return chaptersOf(id3v2({ ...options, content: Buffer.concat(content) }), sound)
}

const ebb = { start: 0, title: 'Ebb' }
const flood = { start: 61.5, title: 'Flood' }
const EBB = id3Chapter('a', 0, id3Title('Ebb'))
const FLOOD = id3Chapter('b', 61_500, id3Title('Flood'))

describe('chapters in an MP3', () => {
  test.each([3, 4] as const)('are read from ID3v2.%i', async (version) => {
    expect(await inTag([EBB, FLOOD], { version })).toEqual([ebb, flood])
  })

  test('are put in the order of their times', async () => {
    expect(await inTag([FLOOD, EBB])).toEqual([ebb, flood])
  })

  test('are found behind artwork and before padding', async () => {
    expect(await inTag([artwork(300_000), EBB], { padding: 5000 })).toEqual([ebb])
  })

  test('are found in a second tag', async () => {
    expect(await chaptersOf(id3v2(), id3v2({ content: EBB }), sound)).toEqual([ebb])
  })

  test('keep their titles though they have pictures and links', async () => {
    const link = id3Frame('WXXX', Buffer.from('\0\0https://example.org/'))
    expect(await inTag([id3Chapter('a', 0, artwork(90_000), link, id3Title('Ebb'))])).toEqual([ebb])
  })

  test('are hidden without a title', async () => {
    expect(await inTag([id3Chapter('a', 0), FLOOD, id3Chapter('c', 90_000, id3Title(''))])).toEqual(
      [flood],
    )
  })

  test('are hidden when the table of contents leaves them out', async () => {
    expect(await inTag([ctoc('toc', 3, ['b']), EBB, FLOOD])).toEqual([flood])
  })

  test('are found through tables in the table of contents', async () => {
    const tables = [ctoc('part', 1, ['b', 'a', 'toc']), ctoc('toc', 3, ['a', 'part'])]
    expect(await inTag([...tables, EBB, FLOOD])).toEqual([ebb, flood])
  })

  test('are shown all when the table of contents names none that is there', async () => {
    expect(await inTag([ctoc('toc', 3, ['x']), EBB])).toEqual([ebb])
  })

  // Encodings: https://id3.org/id3v2.4.0-structure section 4
  test.each([
    ['Latin-1', Buffer.from('\0Fl\xf3d\0', 'latin1'), 'Flód'],
    [
      'UTF-16 with a mark',
      Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from('Příliv', 'utf16le')]),
      'Příliv',
    ],
    [
      'UTF-16, the other way round',
      Buffer.concat([Buffer.from([1, 0xfe, 0xff]), Buffer.from('Příliv', 'utf16le').swap16()]),
      'Příliv',
    ],
    [
      'UTF-16 without a mark',
      Buffer.concat([Buffer.from([2]), Buffer.from('Příliv', 'utf16le').swap16()]),
      'Příliv',
    ],
    ['UTF-8', text('  Příliv 🌊\0 and what else there is'), 'Příliv 🌊'],
  ])('have titles in %s', async (_, content, expected) => {
    expect(await inTag([id3Chapter('a', 0, id3Frame('TIT2', content))])).toEqual([
      { start: 0, title: expected },
    ])
  })

  test('are read from a tag that is unsynchronised as a whole', async () => {
    const content = unsynchronised(Buffer.concat([EBB, FLOOD]))
    expect(await inTag([content], { flags: 0x80 })).toEqual([ebb, flood])
  })

  test('are read from frames that are unsynchronised each', async () => {
    const [head, content] = [Buffer.from(EBB.subarray(0, 10)), EBB.subarray(10)]
    const changed = unsynchronised(content)
    synchsafe(changed.length).copy(head, 4)
    head.writeUInt8(2, 9)
    expect(await inTag([head, changed], { version: 4, flags: 0x80 })).toEqual([ebb])
  })

  test.each([
    { version: 3, extension: Buffer.from([0, 0, 0, 6, 0, 0, 0, 0, 0, 0]) },
    { version: 4, extension: Buffer.from([0, 0, 0, 6, 1, 0]) },
  ] as const)(
    'are read behind an extended header of version $version',
    async ({ version, extension }) => {
      expect(await inTag([extension, EBB], { version, flags: 0x40 })).toEqual([ebb])
    },
  )

  test('are read where sizes of version 4 are written as iTunes did', async () => {
    const long = id3Frame('TXXX', text('x'.repeat(200)))
    expect(await inTag([long, EBB], { version: 4 })).toEqual([ebb])
  })

  test.each([
    [
      'a frame that claims more than the tag has',
      [Buffer.from('CHAP\0\xff\xff\xff\0\0', 'latin1'), EBB],
    ],
    ['a chapter without times', [id3Frame('CHAP', Buffer.from('a\0'))]],
    ['a chapter without an end to its name', [id3Frame('CHAP', Buffer.from('abc'))]],
    ['a title in no encoding', [id3Chapter('a', 0, id3Frame('TIT2', Buffer.from([9, 65])))]],
    ['a table of contents without content', [id3Frame('CTOC', Buffer.from('a\0'))]],
  ])('are none with %s', async (_, content) => {
    expect(await inTag(content)).toEqual([])
  })
})

/** The box of that name that comes last, from its name on. */
function boxIn(bytes: Buffer, name: string): Buffer {
  return bytes.subarray(bytes.lastIndexOf(name))
}

async function encoded(options: string): Promise<Recipe> {
  const metadata = join(folder, 'chapters.txt')
  await writeFile(metadata, EBB_AND_FLOOD)
  return encode({
    name: options,
    file: 'talk.m4a',
    encoder: 'ffmpeg',
    options: ['-i', metadata, '-map_metadata', '1', '-c:a', 'aac', ...options.split(' ')],
  })
}

describe('chapters in an M4A', () => {
  test.each(['-f ipod', '-f mp4 -movflags faststart', '-f mov'])(
    'are read from %s, and music-metadata agrees',
    async (options) => {
      const path = await writeRecipe(await encoded(options), folder)
      const { chapters, warnings } = await probeFile(path)
      expect(chapters).toEqual(EBB_AND_FLOOD_READ)
      expect(warnings.filter((warning) => warning.includes('chapters'))).toEqual([])
      const { format } = await parseFile(path, { includeChapters: true })
      const theirs = format.chapters?.map((chapter) => ({
        start: chapter.start / (chapter.timeScale ?? 1),
        title: chapter.title,
      }))
      expect(chapters).toEqual(theirs)
    },
  )

  /** As it stands among the sound, before the index. */
  const TITLE = '\0\x03Ebb'

  // Its last tables are those of the titles; `chpl` is the list of Nero.
  test.each<[string, (bytes: Buffer) => unknown, readonly AudioChapter[]]>([
    ['the track alone', (bytes) => boxIn(bytes, 'chpl').write('free'), EBB_AND_FLOOD_READ],
    ['the list alone', (bytes) => boxIn(bytes, 'chap').write('free'), EBB_AND_FLOOD_READ],
    [
      'the list, where the titles lie behind the end',
      (bytes) => boxIn(bytes, 'stco').writeUInt32BE(0xffffff00, 12),
      EBB_AND_FLOOD_READ,
    ],
    [
      'the list, though it claims more than it has',
      (bytes) => boxIn(bytes, 'chpl').writeUInt8(255, 12) && boxIn(bytes, 'chap').write('free'),
      EBB_AND_FLOOD_READ,
    ],
    [
      'the track, though it claims more than it has',
      (bytes) => boxIn(bytes, 'stsz').writeUInt32BE(0xffffffff, 12),
      EBB_AND_FLOOD_READ,
    ],
    [
      'a title in UTF-16',
      (bytes) => bytes.subarray(bytes.indexOf(TITLE)).write('\0\x04\xfe\xff\0E', 'latin1'),
      [{ start: 0, title: 'E' }, ...EBB_AND_FLOOD_READ.slice(1)],
    ],
    [
      'the rest, where a title is empty',
      (bytes) => bytes.subarray(bytes.indexOf(TITLE)).write('\0\0', 'latin1'),
      EBB_AND_FLOOD_READ.slice(1),
    ],
    [
      'nowhere, where neither can be',
      (bytes) => boxIn(bytes, 'chap').write('free') && boxIn(bytes, 'chpl').write('free'),
      [],
    ],
  ])('are read from %s', async (_, change, chapters) => {
    const { file, bytes, seconds } = await encoded('-f ipod')
    change(bytes)
    const audio = await probeFile(await writeRecipe({ file, bytes }, folder))
    expect(audio).toMatchObject({ chapters, seconds: expect.closeTo(seconds ?? 0, 1) })
  })
})
