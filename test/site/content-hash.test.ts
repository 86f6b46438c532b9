import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { probeFile } from '../../src/audio/probe-file.ts'
import { hashContent, hashFile, type ContentHash } from '../../src/base/fingerprint.ts'
import { silentMp3 } from '../support/silence.ts'

async function hash(file: string): Promise<ContentHash> {
  await using handle = await open(file)
  return await hashFile(handle)
}

describe('the hash of content', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sidecast-hash-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test.each([0, 1, 65_536, 65_537, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 3 * 2 ** 20])(
    'is the same of %i bytes in memory and on disk',
    async (size) => {
      const bytes = Buffer.alloc(size, 'tides ')
      const file = join(folder, String(size))
      await writeFile(file, bytes)
      expect(await hash(file)).toEqual(await hashContent([bytes]))
      expect((await hash(file)).hash).toBe(createHash('sha256').update(bytes).digest('hex'))
    },
  )

  test.each([0, 1, 65_535, 65_536, 65_537, 3 * 2 ** 20 + 7])(
    'of a recording stays what ledgers hold, of %i bytes in pieces of any size',
    async (size) => {
      const bytes = randomBytes(size)
      const sums = Array.from({ length: Math.ceil(size / 65_536) }, (_, piece) => {
        const sum = Buffer.alloc(4)
        sum.writeUInt32LE(crc32(bytes.subarray(piece * 65_536, (piece + 1) * 65_536)))
        return sum
      })
      const expected = createHash('sha256').update(Buffer.concat(sums)).update(` ${size}`)
      const pieces = [0, 1, 7, 64, 65_536, 70_001].map((from, index, all) =>
        bytes.subarray(from, all[index + 1] ?? size),
      )
      expect((await hashContent(pieces)).fingerprint).toBe(expected.digest('hex'))
    },
  )

  test('knows a recording again that was measured', async () => {
    const file = join(folder, 'silence.mp3')
    await writeFile(file, silentMp3(4000))
    expect((await hash(file)).fingerprint).toBe((await probeFile(file)).hash)
  })
})
