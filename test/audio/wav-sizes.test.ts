import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMeter } from '../../src/audio/meters.ts'
import { Recording } from '../../src/audio/recording.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecast-wav-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Bytes of a second of stereo at 48 kHz and 16 bits. */
const SECOND = 192_000
const WRAP = 2 ** 32
const HEAD = 44

/** A WAV file of so much silence that takes no room on the disk, with that size as its program wrote it. */
async function writeSparse(bytes: number, stated: number): Promise<string> {
  const head = Buffer.alloc(HEAD)
  head.write('RIFF....WAVEfmt ', 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(2, 22)
  head.writeUInt32LE(48_000, 24)
  head.writeUInt32LE(SECOND, 28)
  head.writeUInt16LE(4, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(stated, 40)
  const path = join(folder, `${bytes}-${stated}.wav`)
  await using file = await open(path, 'w')
  await file.write(head)
  await file.truncate(HEAD + bytes)
  return path
}

const OVERFLOWED = expect.stringContaining('size field cannot state more than 4 GB')

// 4.6 GB and more, which RIFF has no digits for
test.each([
  ['whose size overflowed', 24_000, (24_000 * SECOND) % WRAP, [OVERFLOWED]],
  ['whose size overflowed twice', 48_000, (48_000 * SECOND) % WRAP, [OVERFLOWED]],
  ['whose size was left open', 24_000, 0, []],
  ['whose size is the largest', 24_000, WRAP - 1, []],
  ['that fits', 20_000, 20_000 * SECOND, []],
])('a WAV file %s lasts as long as its bytes', async (_, seconds, stated, warnings) => {
  const recording = new Recording(await writeSparse(seconds * SECOND, stated))
  const facts = (await createMeter('wav', recording)).end()
  recording.close()
  expect(facts).toMatchObject({ seconds, warnings })
})
