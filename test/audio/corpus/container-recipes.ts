import { randomBytes, TORN, type Recipe } from './recipe.ts'
import { id3v2 } from './tags.ts'

/** What a WAV file is to be like. */
interface Wav {
  readonly tag?: number
  readonly channels?: number
  readonly rate?: number
  readonly bits?: number
  /** The size of the sound as stated; right when left out. */
  readonly stated?: number
  /** Chunks before and behind the sound. */
  readonly before?: readonly Buffer[]
  readonly after?: readonly Buffer[]
  readonly riff?: string
}

function chunk(id: string, content: Buffer, stated = content.length): Buffer {
  const head = Buffer.alloc(8)
  head.write(id, 0, 'latin1')
  head.writeUInt32LE(stated, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)])
}

function wav(data: Buffer, options: Wav = {}): Buffer {
  const {
    tag = 1,
    channels = 1,
    rate = 16_000,
    bits = 16,
    stated,
    before = [],
    after = [],
  } = options
  const format = Buffer.alloc(tag === 0xfffe ? 40 : 16)
  const block = (channels * bits) / 8
  format.writeUInt16LE(tag, 0)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(rate, 4)
  format.writeUInt32LE(rate * block, 8)
  format.writeUInt16LE(block, 12)
  format.writeUInt16LE(bits, 14)
  if (tag === 0xfffe) format.writeUInt16LE(1, 24)
  const chunks = [
    ...before,
    chunk('fmt ', format),
    chunk('data', data, stated ?? data.length),
    ...after,
  ]
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks])
  return chunk(options.riff ?? 'RIFF', body).subarray(0, 8 + body.length)
}

const SECOND = 32_000
const data = randomBytes(SECOND * 3, 21)
const list = chunk('LIST', Buffer.from('INFOISFT\x05\0\0\0Lavf\0\0', 'latin1'))
const CUT = /header states .* cut off/

/** The sizes of RF64, for files that are too long for RIFF. */
function ds64(bytes: number): Buffer {
  const sizes = Buffer.alloc(28)
  sizes.writeBigUInt64LE(BigInt(bytes), 8)
  return chunk('ds64', sizes)
}

function wavRecipe(
  name: string,
  bytes: Buffer,
  seconds: number | null,
  more: Partial<Recipe> = {},
): Recipe {
  return { name, file: 'talk.wav', bytes, seconds, ...more }
}

/** WAV files, whole and not. */
export const WAV_RECIPES: readonly Recipe[] = [
  wavRecipe('WAV', wav(data), 3),
  wavRecipe('WAV of 24 bits in stereo', wav(data, { bits: 24, channels: 2 }), 1),
  wavRecipe('WAV of 8 bits at 8 kHz', wav(data, { bits: 8, rate: 8000 }), 12),
  wavRecipe('WAV of 32-bit floats', wav(data, { tag: 3, bits: 32 }), 1.5),
  wavRecipe('WAV in A-law', wav(data, { tag: 6, bits: 8 }), 6),
  wavRecipe('extensible WAV', wav(data, { tag: 0xfffe }), 3),
  wavRecipe('WAV with chunks around the sound', wav(data, { before: [list], after: [list] }), 3),
  wavRecipe(
    'WAV with a chunk of odd length',
    wav(data, { before: [chunk('note', Buffer.from('abc'))] }),
    3,
  ),
  wavRecipe('streamed WAV of size 0', wav(data, { stated: 0 }), 3),
  wavRecipe('streamed WAV of the largest size', wav(data, { stated: 0xffffffff }), 3),
  wavRecipe('streamed WAV of another large size', wav(data, { stated: 0x7ffff000 }), 3),
  wavRecipe('WAV that was cut off', wav(data).subarray(0, 44 + SECOND), 1, { warning: CUT }),
  wavRecipe('WAV with half a sample at its end', wav(data, { stated: 0 }).subarray(0, -1), 3),
  wavRecipe(
    'RF64',
    wav(data, { riff: 'RF64', stated: 0xffffffff, before: [ds64(data.length)], after: [list] }),
    3,
  ),
  wavRecipe('WAV without sound', wav(Buffer.alloc(0)), null, { refusal: /no sound after it/ }),
  wavRecipe(
    'WAV without a format',
    Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), chunk('data', data)]),
    null,
    {
      refusal: /no sound after it/,
    },
  ),
  wavRecipe('WAV of no channels', wav(data, { channels: 0 }), null, {
    refusal: /no sound after it/,
  }),
  {
    ...wavRecipe('WAV named .mp3', wav(data), 3),
    file: 'talk.mp3',
    warning: /audio\/wav, though .* "\.mp3"/,
  },
]

/** Frames of AAC as they stand in a `.aac` file. */
function adtsFrames(count: number, rateIndex = 4, seed = 1): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_, index) => {
      const size = 200 + ((index * 37) % 90)
      const frame = randomBytes(size, seed * 1000 + index)
      frame.writeUIntBE(0xfff100 | 0x40 | (rateIndex << 2), 0, 3)
      frame.writeUIntBE((0x80 << 16) | (size << 5), 3, 3)
      frame.writeUInt8(0xfc, 6)
      return frame
    }),
  )
}

const aac = adtsFrames(100)
const aacSeconds = (100 * 1024) / 44_100

function aacRecipe(
  name: string,
  parts: readonly Buffer[],
  seconds: number,
  file = 'talk.aac',
): Recipe {
  return { name, file, bytes: Buffer.concat(parts), seconds }
}

/** Streams of AAC without a container. */
export const AAC_RECIPES: readonly Recipe[] = [
  aacRecipe('AAC', [aac], aacSeconds),
  aacRecipe('AAC behind a tag', [id3v2(), aac], aacSeconds),
  aacRecipe('AAC behind random bytes', [randomBytes(5000, 3), aac], aacSeconds),
  aacRecipe('AAC with random bytes in its midst', [aac, randomBytes(5000, 3), aac], aacSeconds * 2),
  {
    ...aacRecipe('AAC whose last frame is torn', [aac.subarray(0, -10)], (99 * 1024) / 44_100),
    warning: TORN,
  },
  aacRecipe(
    'AAC that goes on at another rate',
    [aac, adtsFrames(50, 7)],
    aacSeconds + (50 * 1024) / 22_050,
  ),
  aacRecipe('AAC for five minutes', [adtsFrames(12_920)], (12_920 * 1024) / 44_100),
]
