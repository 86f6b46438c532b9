import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AudioChapter } from '../../src/audio/audio.ts'
import { probeFile } from '../../src/audio/probe-file.ts'
import { encode, writeRecipe } from './corpus/encode.ts'
import { id3v2 } from './corpus/tags.ts'
import { giveRecording, probe } from './support/recording-server.ts'
import { serve } from './support/serve.ts'
import { EBB_AND_FLOOD, EBB_AND_FLOOD_READ } from './ebb-and-flood.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecast-comments-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function encoded(file: string, options: readonly string[]): Promise<Buffer> {
  const { bytes } = await encode({ name: file, file, encoder: 'ffmpeg', options })
  return bytes
}

async function chaptersOf(file: string, bytes: Buffer): Promise<readonly AudioChapter[]> {
  return (await probeFile(await writeRecipe({ file, bytes }, folder))).chapters
}

const TALK = [
  'CHAPTER001=00:00:00.000',
  'CHAPTER001NAME=Ebb',
  'CHAPTER002=00:01:02.500',
  'CHAPTER002NAME=Příliv',
]
const CHAPTERS = [
  { start: 0, title: 'Ebb' },
  { start: 62.5, title: 'Příliv' },
]

function comments(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => ['-metadata', line])
}

describe('chapters in comments', () => {
  test.each([
    ['a.opus', '-c:a libopus'],
    ['a.ogg', '-c:a libvorbis'],
    ['a.oga', '-c:a flac'],
    ['a.spx', '-c:a libspeex -ar 16000 -f ogg'],
    ['a.flac', '-c:a flac'],
  ])('of %s are read, also behind a tag and from another host', async (file, options) => {
    const bytes = await encoded(file, [...options.split(' '), ...comments(...TALK)])
    expect(await chaptersOf(file, bytes)).toEqual(CHAPTERS)
    expect(await chaptersOf(file, Buffer.concat([id3v2(), bytes]))).toEqual(CHAPTERS)
    const server = await serve(giveRecording(bytes))
    expect((await probe(`${server.url}/${file}`)).chapters).toEqual(CHAPTERS)
  })

  test.each<[string, readonly string[], readonly AudioChapter[]]>([
    ['in the order of their times', [...TALK.slice(2), ...TALK.slice(0, 2)], CHAPTERS],
    ['in small letters', TALK.map((line) => line.replace('CHAPTER', 'chapter')), CHAPTERS],
    ['of one digit', TALK.map((line) => line.replace('CHAPTER00', 'CHAPTER')), CHAPTERS],
    ['but those without a title', TALK.toSpliced(1, 1), CHAPTERS.slice(1)],
    ['but those without a time', TALK.toSpliced(0, 1), CHAPTERS.slice(1)],
    ['but those at no time', ['CHAPTER001=soon', ...TALK.slice(1)], CHAPTERS.slice(1)],
    ['beside links', ['CHAPTER001URL=https://example.org/', ...TALK], CHAPTERS],
    [
      'of the second hour',
      ['CHAPTER009=01:00:00', 'CHAPTER009NAME=Late'],
      [{ start: 3600, title: 'Late' }],
    ],
    ['of none', ['TITLE=Tides'], []],
  ])('are read %s', async (_, lines, chapters) => {
    const bytes = await encoded('a.opus', ['-c:a', 'libopus', ...comments(...lines)])
    expect(await chaptersOf('a.opus', bytes)).toEqual(chapters)
  })
})

async function matroska(file: string, options: string): Promise<Buffer> {
  const metadata = join(folder, 'chapters.txt')
  await writeFile(metadata, EBB_AND_FLOOD)
  return encoded(file, ['-i', metadata, '-map_metadata', '1', ...options.split(' ')])
}

describe('chapters in Matroska', () => {
  test.each([
    ['a.mka', '-c:a flac'],
    ['a.webm', '-c:a libopus'],
    ['a.mka', '-c:a libmp3lame'],
  ])('are read from %s with %s', async (file, options) => {
    expect(await chaptersOf(file, await matroska(file, options))).toEqual(EBB_AND_FLOOD_READ)
  })

  // Each is changed where it stands: its flags, or the name of an element.
  test.each<[string, string, string, readonly AudioChapter[]]>([
    ['the list is named otherwise', '1043a770', '1043a771', []],
    ['the edition is named otherwise', '45b9', '45ba', []],
    ['a title has no text', '85834562', '86834562', EBB_AND_FLOOD_READ.slice(1)],
  ])('are left out where %s', async (_, from, to, chapters) => {
    const bytes = await matroska('a.mka', '-c:a flac')
    const list = bytes.lastIndexOf(Buffer.from('1043a770', 'hex'))
    const at = bytes.indexOf(Buffer.from(from, 'hex'), list)
    expect(at).toBeGreaterThan(0)
    Buffer.from(to, 'hex').copy(bytes, at)
    expect(await chaptersOf('a.mka', bytes)).toEqual(chapters)
  })
})
