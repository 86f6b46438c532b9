import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RemoteAudio } from '../../src/audio/probe-url.ts'
import { probeFile } from '../../src/audio/probe-file.ts'
import { sampleOf } from '../support/extent.ts'
import { encode, writeRecipe } from './corpus/encode.ts'
import { id3v1, id3v2 } from './corpus/tags.ts'
import { giveRecording, probe, startServer } from './support/recording-server.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecast-remote-formats-'))
  await writeFile(join(folder, 'chapters.txt'), CHAPTERS)
})
afterAll(() => rm(folder, { recursive: true }))

const CHAPTERS = `;FFMETADATA1
[CHAPTER]
TIMEBASE=1/1000
START=0
END=3000
title=Ebb
[CHAPTER]
TIMEBASE=1/1000
START=3000
END=44000
title=Flood
`
const TITLES = [
  { start: 0, title: 'Ebb' },
  { start: 3, title: 'Flood' },
]

interface Case {
  readonly name: string
  readonly file: string
  /** What ffmpeg is told; `CHAPTERS` stands for the file with chapters. */
  readonly options: string
  readonly change?: (bytes: Buffer) => Buffer
  readonly how: RemoteAudio['how']
  /** Requests at most, and the part of the bytes that is read at most. */
  readonly requests: number
  readonly part: number
  readonly chapters?: RemoteAudio['chapters']
}

const M4A = '-c:a aac -b:a 256k -ac 2'
const OPUS = '-c:a libopus -b:a 256k -ac 2'
/** The sound six times, so that it is more than what is read whole without need. */
const LONG = '-af aloop=loop=5:size=323914 '
const WHOLE = 1.2

/** All larger than what is read whole at once. */
const CASES: readonly Case[] = [
  {
    name: 'M4A with its index at the end',
    file: 'a.m4a',
    options: M4A,
    how: 'container',
    requests: 3,
    part: 0.3,
  },
  {
    name: 'M4A with its index in front',
    file: 'a.m4a',
    options: `${M4A} -movflags +faststart`,
    how: 'container',
    requests: 1,
    part: 0.2,
  },
  {
    name: 'M4A with chapters',
    file: 'a.m4a',
    options: `-i CHAPTERS -map_metadata 1 ${M4A}`,
    how: 'container',
    requests: 5,
    part: 0.4,
    chapters: TITLES,
  },
  {
    name: 'M4B with chapters in front',
    file: 'a.m4b',
    options: `-i CHAPTERS -map_metadata 1 ${M4A} -movflags +faststart -f mp4`,
    how: 'container',
    requests: 4,
    part: 0.4,
    chapters: TITLES,
  },
  {
    name: 'M4A in many fragments',
    file: 'a.m4a',
    options: `${M4A} -movflags +empty_moov+frag_keyframe -frag_duration 100000`,
    how: 'container',
    requests: 14,
    part: 2,
  },
  {
    name: 'M4A in segments with an index of them in front',
    file: 'a.m4a',
    options: `${LONG}${M4A} -movflags +empty_moov+frag_keyframe+default_base_moof+dash+global_sidx -frag_duration 5000000`,
    how: 'container',
    requests: 2,
    part: 0.15,
  },
  { name: 'WAV', file: 'a.wav', options: '', how: 'container', requests: 1, part: 0.2 },
  {
    name: 'WAV of 24 bits',
    file: 'a.wav',
    options: '-c:a pcm_s24le',
    how: 'container',
    requests: 1,
    part: 0.2,
  },
  {
    name: 'WAV that was cut off',
    file: 'a.wav',
    options: '',
    change: (bytes) => bytes.subarray(0, 2_000_000),
    how: 'container',
    requests: 1,
    part: 0.2,
  },
  { name: 'FLAC', file: 'a.flac', options: '', how: 'header', requests: 5, part: 0.5 },
  {
    name: 'FLAC between tags',
    file: 'a.flac',
    options: '',
    change: (bytes) => Buffer.concat([id3v2(), bytes, id3v1()]),
    how: 'header',
    requests: 6,
    part: 0.5,
  },
  {
    name: 'FLAC that was joined',
    file: 'a.flac',
    options: '',
    change: (bytes) => Buffer.concat([bytes, bytes]),
    how: 'scan',
    requests: 6,
    part: 1.3,
  },
  {
    name: 'FLAC that was cut off',
    file: 'a.flac',
    options: '',
    change: (bytes) => bytes.subarray(0, 600_000),
    how: 'scan',
    requests: 4,
    part: 1.6,
  },
  {
    name: 'FLAC without a total',
    file: 'a.flac',
    options: '',
    change: withoutTotal,
    how: 'scan',
    requests: 2,
    part: WHOLE,
  },
  {
    name: 'FLAC in Ogg',
    file: 'a.oga',
    options: '-c:a flac',
    how: 'container',
    requests: 7,
    part: 0.8,
  },
  { name: 'Opus', file: 'a.opus', options: OPUS, how: 'container', requests: 7, part: 0.8 },
  {
    name: 'Opus that was cut off',
    file: 'a.opus',
    options: OPUS,
    change: (bytes) => bytes.subarray(0, -5000),
    how: 'container',
    requests: 7,
    part: 0.8,
  },
  {
    name: 'Opus with damage where a sample is taken',
    file: 'a.opus',
    options: '-c:a libopus -b:a 140k -ac 2',
    change: damagedInMidst,
    how: 'scan',
    requests: 8,
    part: 2,
  },
  {
    name: 'Opus that was joined',
    file: 'a.opus',
    options: OPUS,
    change: (bytes) => Buffer.concat([bytes, bytes]),
    how: 'scan',
    requests: 9,
    part: 1.6,
  },
  {
    name: 'Opus that lacks its start',
    file: 'a.opus',
    options: OPUS,
    change: withoutStart,
    how: 'scan',
    requests: 3,
    part: 1.4,
  },
  {
    name: 'Vorbis',
    file: 'a.ogg',
    options: '-c:a libvorbis -q:a 8 -ac 2',
    how: 'container',
    requests: 7,
    part: 0.9,
  },
  { name: 'WebM', file: 'a.webm', options: OPUS, how: 'scan', requests: 2, part: WHOLE },
  { name: 'AAC', file: 'a.aac', options: M4A, how: 'scan', requests: 2, part: WHOLE },
  {
    name: 'MP3 in WAV',
    file: 'a.wav',
    options: '-c:a libmp3lame -b:a 320k -ac 2',
    how: 'scan',
    requests: 2,
    part: WHOLE,
  },
]

/** The total is the last 36 bits before the checksum of the first block. RFC 9639 section 8.2. */
function withoutTotal(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt8(changed.readUInt8(21) & 0xf0, 21)
  return changed.fill(0, 22, 26)
}

/** Some bytes are others, where a page begins in the sample from the midst. */
function damagedInMidst(bytes: Buffer): Buffer {
  const page = bytes.indexOf('OggS', Math.floor(bytes.length / 2) + 100)
  return Buffer.from(bytes).fill(1, page + 400, page + 500)
}

/** The two pages of headers, then some pages from later on. */
function withoutStart(bytes: Buffer): Buffer {
  const third = bytes.indexOf('OggS', bytes.indexOf('OggS', 1) + 1)
  return Buffer.concat([bytes.subarray(0, third), bytes.subarray(bytes.indexOf('OggS', 60_000))])
}

// Most of their time is spent in other processes.
describe.concurrent('A remote recording', () => {
  test.each(sampleOf(CASES, ({ name }) => name.split(' ')[0]))(
    'is measured as on this machine: $name',
    async (row) => {
      const { file, how, change, requests, part, chapters = [] } = row
      const chaptersFile = join(folder, 'chapters.txt')
      const options = row.options.replace('CHAPTERS', chaptersFile).concat(' ', LONG).split(' ')
      const told = options.filter((option) => option !== '')
      const { bytes } = await encode({
        name: row.name,
        encoder: 'ffmpeg',
        file,
        options: told,
        ...(change && { change }),
      })
      const {
        hash: _,
        how: __,
        etag: ___,
        modified: ____,
        ...local
      } = await probeFile(await writeRecipe({ file, bytes }, folder), { tags: true })
      const server = await startServer(giveRecording(bytes, { etag: '"1"' }))
      const audio = await probe(`${server.url}/${file}`)
      await server.close()
      expect(bytes.length).toBeGreaterThan(256 * 1024)
      expect(audio).toMatchObject({
        ...local,
        seconds: expect.closeTo(local.seconds, 6),
        bitrate: expect.any(Number),
        how,
        chapters,
      })
      expect(audio.requests).toBeLessThanOrEqual(requests)
      expect(audio.read / bytes.length).toBeLessThan(part)
    },
  )
})
