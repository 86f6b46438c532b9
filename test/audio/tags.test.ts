import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tags } from '../../src/audio/audio.ts'
import { probeFile } from '../../src/audio/probe-file.ts'
import { readCover, readTags } from '../../src/audio/tags/read-tags.ts'
import type { Format } from '../../src/audio/sniff.ts'
import { mutate } from '../fuzz/mutate.ts'
import { countEffort } from '../support/effort.ts'
import { encode, writeRecipe } from './corpus/encode.ts'
import { frames, PLAIN } from './corpus/mpeg-frames.ts'
import { randomNumbers } from './corpus/recipe.ts'
import { id3Frame, id3Title, id3v2, text, type Id3Options } from './corpus/tags.ts'
import { contentOf } from './support/content.ts'
import { giveRecording, probe, startServer } from './support/recording-server.ts'
import { sampleOf } from '../support/extent.ts'

let folder: string
let picture: string
let pictureBytes: Buffer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecast-tags-'))
  picture = join(folder, 'cover.jpg')
  const create = { width: 60, height: 60, channels: 3, background: 'teal' } as const
  pictureBytes = await sharp({ create }).jpeg().toBuffer()
  await writeFile(picture, pictureBytes)
})
afterAll(() => rm(folder, { recursive: true }))

const TEXTS = { title: 'Příliv', artist: 'Ada', album: 'Shore' }
const NONE: Tags = { title: null, artist: null, album: null, cover: null }

/** A recording as an encoder tags it, with a cover where it can have one. */
async function tagged(file: string, options: readonly string[], covered: boolean): Promise<Buffer> {
  const texts = Object.entries(TEXTS).flatMap(([name, value]) => ['-metadata', `${name}=${value}`])
  const cover = covered
    ? ['-i', picture, '-map', '0', '-map', '1', '-c:v', 'copy', '-disposition:v', 'attached_pic']
    : []
  const all = [...cover, ...texts, ...options]
  return (await encode({ name: file, file, encoder: 'ffmpeg', options: all })).bytes
}

const FORMATS: readonly {
  readonly file: string
  readonly options: readonly string[]
  readonly covered: boolean
  readonly format: Format
}[] = [
  { file: 'v3.mp3', options: ['-id3v2_version', '3'], covered: true, format: 'mpeg' },
  { file: 'v4.mp3', options: ['-id3v2_version', '4'], covered: true, format: 'mpeg' },
  { file: 'a.m4a', options: ['-c:a', 'aac'], covered: true, format: 'mp4' },
  { file: 'a.flac', options: [], covered: true, format: 'flac' },
  { file: 'a.aac', options: ['-write_id3v2', '1'], covered: false, format: 'adts' },
  { file: 'a.opus', options: ['-c:a', 'libopus'], covered: false, format: 'ogg' },
  { file: 'vorbis.ogg', options: ['-c:a', 'libvorbis'], covered: false, format: 'ogg' },
  { file: 'flac.ogg', options: ['-c:a', 'flac'], covered: false, format: 'ogg' },
  { file: 'a.wav', options: [], covered: false, format: 'wav' },
]

describe('tags', () => {
  test.each(FORMATS)('are read from $file', async ({ file, options, covered }) => {
    const bytes = await tagged(file, options, covered)
    const path = await writeRecipe({ file, bytes }, folder)
    const cover = covered ? { type: 'image/jpeg', bytes: pictureBytes.length } : null
    expect((await probeFile(path, { tags: true })).tags).toEqual({ ...TEXTS, cover })
    const read = await readCover(path)
    expect(read && Buffer.from(read)).toEqual(covered ? pictureBytes : null)
  })

  // Album has no place of its own there that all agree on.
  test('are read from WebM', async () => {
    const bytes = await tagged('a.webm', ['-c:a', 'libopus'], false)
    const { title, artist } = TEXTS
    expect(await readTags(contentOf(bytes), 'webm')).toMatchObject({ title, artist })
  })

  test('are not read where nobody asks for them', async () => {
    const bytes = Buffer.concat([id3v2(), frames(PLAIN, 60)])
    const path = await writeRecipe({ file: 'a.mp3', bytes }, folder)
    expect((await probeFile(path)).tags).toBeNull()
  })

  test('are read from a remote recording without a further request', async () => {
    const bytes = Buffer.concat([id3v2(), frames(PLAIN, 1500)])
    const bare = Buffer.concat([
      id3v2({ content: id3Frame('TENC', text('Tides')) }),
      frames(PLAIN, 1500),
    ])
    const costs: unknown[] = []
    for (const each of [bytes, bare]) {
      const server = await startServer(giveRecording(each))
      const { tags, requests, read } = await probe(`${server.url}/talk.mp3`)
      await server.close()
      costs.push({ title: tags?.title, requests, read })
    }
    const [first, second] = costs
    expect(first).toEqual({ ...(second as object), title: 'Tides' })
  })
})

function inTag(...content: readonly Buffer[]): Promise<Tags> {
  return withTag({ content: Buffer.concat(content) })
}

function withTag(options: Id3Options): Promise<Tags> {
  return readTags(contentOf(Buffer.concat([id3v2(options), frames(PLAIN, 20)])), 'mpeg')
}

/** A picture's frame; 3 is a front cover. */
function apic(kind: number, content: Buffer): Buffer {
  const head = Buffer.concat([Buffer.from('\0image/png\0'), Buffer.from([kind, 0])])
  return id3Frame('APIC', Buffer.concat([head, content]))
}

describe('tags of an MP3', () => {
  test.each<[string, readonly Buffer[], Partial<Tags>]>([
    ['nothing, where there is no frame', [], NONE],
    ['the first title', [id3Title('Ebb'), id3Title('Flood')], { title: 'Ebb' }],
    ['no title of white space', [id3Title('  ')], NONE],
    [
      'a title without what would change a terminal',
      [id3Title('E\x1b[31mbb\u202e')],
      { title: 'E [31mbb' },
    ],
    ['no title that is longer than any', [id3Title('E'.repeat(5000))], NONE],
    [
      'the front cover before another picture',
      [apic(4, Buffer.alloc(9)), apic(3, Buffer.alloc(7))],
      { cover: { type: 'image/png', bytes: 7 } },
    ],
    [
      'another picture, where that is all',
      [apic(4, Buffer.alloc(9))],
      { cover: { type: 'image/png', bytes: 9 } },
    ],
    ['no cover of no bytes', [apic(3, Buffer.alloc(0))], NONE],
    [
      'no cover that is too large, but the title',
      [apic(3, Buffer.alloc(9e6)), id3Title('Ebb')],
      { title: 'Ebb', cover: null },
    ],
  ])('are %s', async (_, content, tags) => {
    expect(await inTag(...content)).toEqual({ ...NONE, ...tags })
  })

  test('are read from a tag that claims more than the file has, as far as it goes', async () => {
    expect(await withTag({ stated: 200_000_000 })).toEqual({ ...NONE, title: 'Tides' })
  })
})

const MANY = 400_000
const four = (value: number): Buffer =>
  Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])
const box = (type: string, ...content: readonly Buffer[]): Buffer => {
  const inner = Buffer.concat(content)
  return Buffer.concat([four(inner.length + 8), Buffer.from(type, 'latin1'), inner])
}
const times = (count: number, bytes: Buffer): Buffer => Buffer.alloc(count * bytes.length, bytes)
const flacBlock = (type: number, content: Buffer): Buffer =>
  Buffer.concat([four(type * 2 ** 24 + content.length), content])
const ilst = (...entries: readonly Buffer[]): Buffer =>
  box('moov', box('udta', box('meta', Buffer.alloc(4), box('ilst', ...entries))))

/** Built to keep a reader of tags busy for ever, or to fill the memory. */
const HOSTILE: readonly (readonly [name: string, format: Format, bytes: Buffer])[] = [
  ['a tag of padding alone', 'mpeg', id3v2({ content: Buffer.alloc(0), padding: 20_000_000 })],
  ['a tag of titles alone', 'mpeg', id3v2({ content: times(MANY, id3Title('Ebb')) })],
  [
    'a tag of empty frames',
    'mpeg',
    id3v2({ content: times(MANY, id3Frame('TIT2', Buffer.alloc(0))) }),
  ],
  ['a tag of pictures', 'mpeg', id3v2({ content: times(MANY, apic(3, Buffer.alloc(1))) })],
  ['bytes of ff', 'mpeg', Buffer.concat([id3v2(), Buffer.alloc(1_000_000, 0xff)])],
  [
    'a picture without an end to its type',
    'mpeg',
    id3v2({ content: id3Frame('APIC', Buffer.alloc(4_000_000, 0x41)) }),
  ],
  ['a list of tags without end', 'mp4', ilst(times(MANY, box('\xa9nam', Buffer.alloc(0))))],
  [
    'a cover of values without end',
    'mp4',
    ilst(box('covr', times(MANY, box('data', Buffer.alloc(8))))),
  ],
  ['a box that holds itself', 'mp4', ilst(box('\xa9nam', four(0), Buffer.from('data')))],
  [
    'comments that claim to be four thousand million',
    'flac',
    Buffer.concat([
      Buffer.from('fLaC'),
      flacBlock(0, Buffer.alloc(34)),
      flacBlock(0x84, Buffer.alloc(12, 0xff)),
    ]),
  ],
  [
    'comments without end',
    'flac',
    Buffer.concat([
      Buffer.from('fLaC'),
      flacBlock(
        0x84,
        Buffer.concat([
          four(0),
          four(0),
          times(MANY, Buffer.concat([Buffer.from([7, 0, 0, 0]), Buffer.from('TITLE=a')])),
        ]),
      ),
    ]),
  ],
  [
    'blocks without end',
    'flac',
    Buffer.concat([Buffer.from('fLaC'), times(MANY, flacBlock(6, Buffer.alloc(4)))]),
  ],
  [
    'a picture that claims more than it has',
    'flac',
    Buffer.concat([Buffer.from('fLaC'), flacBlock(0x86, Buffer.alloc(64, 0x7f))]),
  ],
  [
    'texts without end',
    'wav',
    Buffer.concat([
      Buffer.from('RIFF\xff\xff\xff\x7fWAVELIST\xff\xff\xff\x7fINFO', 'latin1'),
      times(MANY, Buffer.from('INAM\x02\0\0\0ab')),
    ]),
  ],
  [
    'chunks without end',
    'wav',
    Buffer.concat([
      Buffer.from('RIFF\0\0\0\0WAVE'),
      times(MANY, Buffer.from('LIST\x04\0\0\0INFO')),
    ]),
  ],
  [
    'elements without end',
    'webm',
    Buffer.concat([
      Buffer.from('1a45dfa380185380670100000000ffffff1254c36740ff', 'hex'),
      times(MANY, Buffer.from('737380', 'hex')),
    ]),
  ],
  [
    'tags within tags',
    'webm',
    Buffer.concat([
      Buffer.from('1a45dfa38018538067010000000000ffff1254c3670100000000007fff', 'hex'),
      times(8000, Buffer.from('7373ff', 'hex')),
    ]),
  ],
]

describe('hostile tags', () => {
  test.each(HOSTILE)('take no time: %s', async (_, format, bytes) => {
    await readTags(contentOf(Buffer.concat([id3v2(), frames(PLAIN, 20)])), 'mpeg')
    const effort = countEffort()
    const tags = await readTags(contentOf(bytes), format)
    expect(effort()).toBeLessThan(1000)
    expect(Object.keys(tags)).toEqual(['title', 'artist', 'album', 'cover'])
  })

  const MUTANTS = 300

  test.each(sampleOf(FORMATS))(
    `neither throw nor hang in ${MUTANTS} mutants of $file`,
    async (row) => {
      const bytes = await tagged(row.file, row.options, row.covered)
      // The sound is left out, so that all damage is done to the tags.
      const head = bytes.subarray(0, row.format === 'mp4' ? bytes.length : 4000)
      for (let number = 0; number < MUTANTS; number++) {
        const mutant = mutate(head, bytes, randomNumbers(number))
        const effort = countEffort()
        const { title } = await readTags(contentOf(mutant), row.format)
        expect(title?.length ?? 0).toBeLessThanOrEqual(500)
        expect(effort()).toBeLessThan(1000)
      }
    },
  )
})
