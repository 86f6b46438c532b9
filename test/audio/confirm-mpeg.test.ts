import { describe, expect, test } from 'vitest'
import type { Facts } from '../../src/audio/facts.ts'
import { confirmMpeg } from '../../src/audio/mpeg/confirm.ts'
import { encode } from './corpus/encode.ts'
import { SECONDS as SECONDS_ENCODED } from './corpus/encoded-recipes.ts'
import { HAND_MADE } from './corpus/hand-made.ts'
import {
  bitrates,
  frame,
  frames,
  framesSeconds,
  PLAIN,
  variableFrames,
  type Stream,
} from './corpus/mpeg-frames.ts'
import { vbriFrame, xingFrame, type Xing } from './corpus/mpeg-headers.ts'
import { randomBytes } from './corpus/recipe.ts'
import { contentOf } from './support/content.ts'
import { ape, artwork, id3v1, id3v1Extended, id3v2, lyrics } from './corpus/tags.ts'

/** Seconds by which a duration may be wrong. */
const TOLERANCE = 0.05

function confirm(...parts: readonly Buffer[]): Facts | null {
  const bytes = Buffer.concat(parts)
  return confirmMpeg(contentOf(bytes))
}

const COUNT = 1200
const SECONDS = framesSeconds(PLAIN, COUNT)
const HEADER_BYTES = xingFrame(PLAIN, {}).length
const constant = frames(PLAIN, COUNT)
const variable = variableFrames(PLAIN, COUNT)
/** Where the constant one ends behind its header. */
const END = HEADER_BYTES + constant.length

function headed(sound: Buffer, lies: Xing = {}): readonly Buffer[] {
  const gapless = { encoder: 'LAME3.100', delay: 0, padding: 0 }
  const truth = { frames: COUNT, bytes: sound.length + HEADER_BYTES, gapless }
  return [xingFrame(PLAIN, { ...truth, ...lies }), sound]
}

describe('confirmMpeg believes a header', () => {
  test.each([
    ['of a constant bit rate', headed(constant, { mark: 'Info' })],
    ['of a variable bit rate', headed(variable)],
    ['that does not count its own frame', headed(variable, { bytes: variable.length })],
    ['without a size, at a constant bit rate', [xingFrame(PLAIN, { frames: COUNT }), constant]],
    ['of Fraunhofer', [vbriFrame(PLAIN, COUNT, constant.length + HEADER_BYTES), constant]],
    ['behind artwork', [id3v2({ content: artwork(300_000), padding: 2048 }), ...headed(constant)]],
    ['behind two tags', [id3v2(), id3v2({ version: 4 }), ...headed(constant)]],
    ['behind a few stray bytes', [id3v2(), Buffer.alloc(200), ...headed(constant)]],
    ['before ID3v1', [...headed(variable), id3v1()]],
    ['before both kinds of ID3v1', [...headed(variable), id3v1Extended(), id3v1()]],
    ['before APE with a cover', [...headed(variable), ape(2, 100_000), id3v1()]],
    ['before APE without a head', [...headed(variable), ape(1, 100)]],
    ['before lyrics', [...headed(variable), lyrics(2), id3v1()]],
    ['before lyrics of the first version', [...headed(variable), lyrics(1), id3v1()]],
    [
      'before an ID3v2 tag with a footer',
      [...headed(variable), id3v2({ version: 4, flags: 0x10 })],
    ],
  ])('%s', (_, parts) => {
    expect(confirm(...parts)).toMatchObject({
      how: 'header',
      seconds: SECONDS,
      codec: 'MPEG 1 Layer 3',
      sampleRate: 44_100,
      channels: 2,
      vbr: parts.includes(variable),
      warnings: [],
    })
  })

  test('and leaves out the silence that it tells of', () => {
    const gapless = { encoder: 'LAME3.100', delay: 576, padding: 1728 }
    expect(confirm(...headed(variable, { gapless }))?.seconds).toBeCloseTo(
      SECONDS - 2304 / 44_100,
      6,
    )
  })
})

describe('confirmMpeg estimates', () => {
  const streams: readonly Stream[] = ([1, 2, 2.5] as const).flatMap((version) =>
    ([1, 2, 3] as const).flatMap((layer) => {
      const rate = 44_100 / (version === 1 ? 1 : version === 2 ? 2 : 4)
      return bitrates({ version, layer }).map((kbps) => ({
        ...PLAIN,
        version,
        layer,
        rate,
        kbps,
        silent: true,
      }))
    }),
  )

  test.each(streams)('MPEG $version Layer $layer with $kbps kbit/s', (stream) => {
    const facts = confirm(frames(stream, 3000))
    expect(facts).toMatchObject({ how: 'estimate', vbr: false })
    expect(facts?.seconds).toBeCloseTo(framesSeconds(stream, 3000), 6)
  })

  test('what an encoder that never pads has made', () => {
    const unpadded = Array.from({ length: COUNT }, (_, index) => frame(PLAIN, 0, index))
    expect(confirm(...unpadded)).toMatchObject({ how: 'estimate', seconds: SECONDS })
  })
})

describe('confirmMpeg does not believe', () => {
  const slow = { ...PLAIN, kbps: 64 }
  const head = xingFrame(PLAIN, {})
  const [sound] = [constant]
  test.each([
    ['a header that tells half of the frames', headed(constant, { frames: COUNT / 2 })],
    ['a header that tells twice the frames', headed(variable, { frames: COUNT * 2 })],
    ['a header that tells of three frames more', headed(constant, { frames: COUNT + 3 })],
    ['a header that tells another size', headed(variable, { bytes: variable.length - 9000 })],
    [
      'a header without a size at a variable bit rate',
      [xingFrame(PLAIN, { frames: COUNT }), variable],
    ],
    ['a header that was edited', headed(variable, { edited: true })],
    [
      'a header without a checksum',
      [xingFrame(PLAIN, { frames: COUNT, bytes: variable.length }), variable],
    ],
    [
      'a header of Fraunhofer at a variable bit rate',
      [vbriFrame(PLAIN, COUNT, variable.length + HEADER_BYTES), variable],
    ],
    ['a header with a size only', [xingFrame(PLAIN, { bytes: variable.length }), variable]],
    ['a variable bit rate without a header', [variable]],
    [
      'a recording that was cut off in a frame',
      [Buffer.concat(headed(constant)).subarray(0, -100)],
    ],
    [
      'a recording that was cut off behind a frame',
      headed(frames(PLAIN, COUNT - 9), { bytes: constant.length }),
    ],
    ['a recording that goes on behind its end', [...headed(constant), constant]],
    ['something joined on with its own header', [...headed(constant), ...headed(constant)]],
    ['advertising before it', [frames(slow, 100), ...headed(constant)]],
    ['advertising of another bit rate before it, without a header', [frames(slow, 100), constant]],
    ['advertising of another rate behind it', [sound, frames({ ...PLAIN, rate: 48_000 }, 100)]],
    ['a page of text behind it', [sound, Buffer.from('<html>'.repeat(100))]],
    ['zeros behind it', [sound, Buffer.alloc(5000)]],
    ['a hole in the midst', [sound, Buffer.alloc(COUNT * 417), sound]],
    ['random bytes in the midst', [sound, randomBytes(COUNT * 417, 5), sound]],
    ['random bytes before it', [randomBytes(3000, 6), sound]],
    ['a tag in the midst', [sound, id3v2(), sound]],
    ['a frame that was torn in the midst', [sound.subarray(0, -50), sound]],
    ['free format', [frames({ ...PLAIN, free: 500 }, COUNT)]],
    ['a header alone', [head]],
    ['a tag alone', [id3v2()]],
    ['a tag that goes on behind the end', [id3v2({ stated: 9_000_000 }), sound]],
    ['one pattern again and again', [Buffer.alloc(400_000, Buffer.from([0xff, 0xfb, 0x90]))]],
    ['nothing', []],
  ])('%s', (_, parts) => {
    expect(confirm(...parts)).toBeNull()
  })

  // The first part, a sample from the midst with its first and its second half, the end.
  test.each([9000, 60_000, END / 2 + 3000, END / 2 + 14_000, END - 10_000])(
    'a recording that was overwritten in place at byte %i',
    (at) => {
      const bytes = Buffer.concat(headed(constant))
      randomBytes(800, at).copy(bytes, at)
      expect(confirm(bytes)).toBeNull()
    },
  )

  const recipes = Object.values(HAND_MADE).flat()
  test.each(recipes)('anything wrong: $name', ({ bytes, seconds }) => {
    const told = confirm(bytes)?.seconds ?? seconds ?? 0
    expect(Math.abs(told - (seconds ?? 0))).toBeLessThan(TOLERANCE)
  })
})

// What their own encoders say of variable bit rates, with a checksum.
describe.concurrent('confirmMpeg believes the header', () => {
  test.each([
    ['lame', 'LAME', '-V 5'],
    ['lame', 'LAME at a mean bit rate', '--abr 90'],
    ['ffmpeg', 'ffmpeg', '-q:a 5'],
    ['ffmpeg', 'ffmpeg in stereo', '-q:a 5 -ac 2'],
  ] as const)('of %s (%s)', async (encoder, name, options) => {
    const { bytes } = await encode({ name, file: 'a.mp3', encoder, options: options.split(' ') })
    const facts = confirmMpeg(contentOf(bytes))
    expect(facts).toMatchObject({ how: 'header', seconds: expect.closeTo(SECONDS_ENCODED, 2) })
    // The count of frames, a little lower
    const edited = Buffer.from(bytes)
    const count = edited.indexOf('Xing') + 8
    edited.writeUInt32BE(Math.round(edited.readUInt32BE(count) * 0.97), count)
    expect(confirmMpeg(contentOf(edited))).toBeNull()
  })
})
