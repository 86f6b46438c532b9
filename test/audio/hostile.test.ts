import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { probeFile } from '../../src/audio/probe-file.ts'
import { countEffort } from '../support/effort.ts'
import { writeRecipe } from './corpus/encode.ts'
import { randomBytes } from './corpus/recipe.ts'
import { frame, frames, PLAIN, type Stream } from './corpus/mpeg-frames.ts'
import { synchsafe } from './corpus/tags.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecast-hostile-'))
})
afterAll(() => rm(folder, { recursive: true }))

const BYTES = 1_000_000
/** Milliseconds of work that a file of so many bytes may make. */
const PATIENCE = 1000

const KINDS: readonly Stream[] = ([1, 2, 2.5] as const).flatMap((version) =>
  ([1, 2, 3] as const).flatMap((layer) =>
    [1, 48_000 / 44_100, 32_000 / 44_100].map((ratio) => ({
      ...PLAIN,
      version,
      layer,
      rate: (44_100 * ratio) / { 1: 1, 2: 2, 2.5: 4 }[version],
      kbps: 128,
    })),
  ),
)

function headers(stream: Partial<Stream>): Buffer {
  return Buffer.concat(KINDS.map((kind) => frame({ ...kind, ...stream }).subarray(0, 4)))
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

/** What is repeated up to the full size, and what stands before it. */
const HOSTILE: readonly {
  readonly what: string
  readonly start?: Buffer
  readonly again: Buffer
}[] = [
  { what: 'headers of every kind', again: headers({}) },
  { what: 'headers of every kind in free format', again: headers({ free: 100 }) },
  {
    what: 'headers of one kind in free format',
    again: frame({ ...PLAIN, free: 700 }).subarray(0, 600),
  },
  {
    what: 'chains that break after three frames',
    again: Buffer.concat([frames(PLAIN, 3), randomBytes(9, 1)]),
  },
  { what: 'empty tags', again: latin1('ID3\x03\0\0\0\0\0\0') },
  {
    what: 'tags in frames',
    start: frames(PLAIN, 9),
    again: Buffer.concat([latin1('ID3\x03\0\0'), synchsafe(5000)]),
  },
  { what: 'ID3v1', start: frames(PLAIN, 9), again: latin1('TAG') },
  {
    what: 'tags of APE',
    start: frames(PLAIN, 9),
    again: latin1('APETAGEX\xd0\x07\0\0\xff\xff\xff\0'.padEnd(32, '\0')),
  },
  { what: 'starts of lyrics', again: latin1('LYRICSBEGIN') },
  { what: 'starts of pages', again: latin1(`OggS\0\0${'\xff'.repeat(21)}`) },
  {
    what: 'streams that begin',
    again: latin1('OggS\0\x02'.padEnd(26, '\0') + '\x01\x13OpusHead\x01\x01'.padEnd(21, '\0')),
  },
  { what: 'headers of AAC', again: latin1('\xff\xf1\x50\x80\x01\x1f\xfc\0') },
  {
    what: 'headers of FLAC',
    start: latin1(`fLaC\x80\0\0\x22${'\x10'.repeat(34)}`),
    again: latin1('\xff\xf8\xc9\x08\0\xff'),
  },
  { what: 'chunks', start: latin1('RIFF\0\0\0\0WAVE'), again: latin1('junk\0\0\0\0') },
  { what: 'boxes', start: latin1('\0\0\0\x10ftypM4A \0\0\0\0'), again: latin1('\0\0\0\x08free') },
  {
    what: 'tracks',
    start: latin1('\0\0\0\x10ftypM4A \0\0\0\0\x00\x0f\x42\x30moov'),
    again: latin1('\0\0\0\x10trak\0\0\0\x08mdia'),
  },
  {
    what: 'elements',
    start: latin1('\x1aE\xdf\xa3\x80'),
    again: latin1('\x1f\x43\xb6\x75\x81\xa3\x80'),
  },
  {
    what: 'entries of tracks',
    start: latin1('\x1aE\xdf\xa3\x80'),
    again: latin1('\xae\x84\x83\x81\x02\xd7'),
  },
]

describe('a megabyte of nothing but', () => {
  test.each(HOSTILE)(
    '$what takes no longer than a second',
    async ({ start = Buffer.alloc(0), again }) => {
      const bytes = Buffer.concat([start, Buffer.alloc(BYTES - start.length, again)])
      const path = await writeRecipe({ file: 'talk.mp3', bytes }, folder)
      const effort = countEffort()
      await probeFile(path).catch(() => null)
      expect(effort()).toBeLessThan(PATIENCE)
    },
  )
})
