import { describe, expect, test } from 'vitest'
import { confirmFlac } from '../../src/audio/flac/confirm.ts'
import { readFlacFrame } from '../../src/audio/flac/frame.ts'
import { confirmOgg } from '../../src/audio/ogg/confirm.ts'
import { encode } from './corpus/encode.ts'
import { contentOf } from './support/content.ts'

async function encoded(file: string, options: string): Promise<Buffer> {
  const loud = '-af aloop=loop=5:size=323914 '
  const recipe = {
    name: file,
    file,
    encoder: 'ffmpeg',
    options: (loud + options).split(' '),
  } as const
  return (await encode(recipe)).bytes
}

// What no decoder plays must not be believed by its end.
describe('A head that is damaged is not believed', () => {
  test.each([
    ['the first page', 30],
    ['the page of comments', 90],
  ])('of Ogg: %s', async (_, at) => {
    const bytes = await encoded('a.opus', '-c:a libopus -b:a 256k -ac 2')
    expect(confirmOgg(contentOf(bytes))?.how).toBe('container')
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    expect(confirmOgg(contentOf(bytes))).toBeNull()
  })

  test.each([
    ['the size of a block', 45],
    ['the first frame', null],
  ])('of FLAC: %s', async (_, at) => {
    const bytes = await encoded('a.flac', '-c:a flac')
    expect(confirmFlac(contentOf(bytes))?.how).toBe('header')
    const place = at ?? bytes.indexOf(Buffer.from([0xff, 0xf8]))
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place)
    expect(confirmFlac(contentOf(bytes))).toBeNull()
  })
})

/** Where the frames of a FLAC recording begin, the first at 0, and the samples before each. */
function framesIn(sound: Buffer): readonly { readonly at: number; readonly sample: number }[] {
  const found: { at: number; sample: number }[] = []
  let sample = 0
  for (let at = sound.indexOf(0xff); at >= 0; at = sound.indexOf(0xff, at + 1)) {
    const frame = readFlacFrame(sound, at)
    if (frame?.number !== found.length) continue
    found.push({ at, sample })
    sample += frame.samples
  }
  return found
}

/** Puts a table of every fortieth frame behind the first block, and a point that was never written. */
function withSeekTable(bytes: Buffer): { readonly head: Buffer; readonly sound: Buffer } {
  const start = bytes.indexOf(Buffer.from([0xff, 0xf8]))
  const sound = bytes.subarray(start)
  const points = framesIn(sound)
    .filter((_, index) => index % 40 === 0)
    .map(({ at, sample }) => ({ at: BigInt(at), sample: BigInt(sample) }))
  const table = Buffer.alloc(4 + 18 * (points.length + 1), 0xff)
  table.writeUInt32BE(0x03000000 + table.length - 4)
  for (const [index, { at, sample }] of points.entries()) {
    table.writeBigUInt64BE(sample, 4 + 18 * index)
    table.writeBigUInt64BE(at, 4 + 18 * index + 8)
  }
  const INFO_END = 42
  return {
    head: Buffer.concat([bytes.subarray(0, INFO_END), table, bytes.subarray(INFO_END, start)]),
    sound,
  }
}

describe('A seek table of FLAC', () => {
  test('confirms the total, and tells of what was cut out or put in', async () => {
    const { head, sound } = withSeekTable(await encoded('a.flac', '-c:a flac'))
    const frames = framesIn(sound)
    expect(frames.length).toBeGreaterThan(100)
    const at = (index: number): number => frames[index]?.at ?? 0
    const look = (...parts: readonly Buffer[]): string | undefined =>
      confirmFlac(contentOf(Buffer.concat([head, ...parts])))?.how
    expect(look(sound)).toBe('header')
    expect(look(sound.subarray(0, at(10)), sound.subarray(at(30)))).toBeUndefined()
    expect(look(sound.subarray(0, at(30)), sound.subarray(at(10)))).toBeUndefined()
  })
})
