import { describe, expect, test } from 'vitest'
import { confirmFlac } from '../../src/audio/flac/confirm.ts'
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
