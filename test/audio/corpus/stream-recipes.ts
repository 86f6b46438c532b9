import {
  bitrates,
  frame,
  frames,
  framesSeconds,
  PLAIN,
  variableFrames,
  type Mode,
  type Stream,
} from './mpeg-frames.ts'
import type { Recipe } from './recipe.ts'

const COUNT = 90

/** Every kind of stream that there is, in every sampling rate. */
const KINDS: readonly Stream[] = ([1, 2, 2.5] as const).flatMap((version) =>
  ([1, 2, 3] as const).flatMap((layer) =>
    [44_100, 48_000, 32_000].map((rate) => ({
      ...PLAIN,
      version,
      layer,
      rate: rate / (version === 1 ? 1 : version === 2 ? 2 : 4),
      kbps: bitrates({ version, layer })[5] ?? 64,
    })),
  ),
)

const MODES: readonly Mode[] = ['stereo', 'dual', 'mono']

/** The bit rates of speech and music at 44.1 kHz, where a frame is no whole number of bytes. */
const RATES = [32, 40, 48, 56, 80, 96, 112, 160, 192, 224, 256, 320] as const

/** Sizes of frames in free format: below, between and above those that have a bit rate. */
const FREE_SIZES = [100, 333, 1000, 2000, 3000] as const

function plain(name: string, stream: Stream, count = COUNT): Recipe {
  return {
    name,
    file: stream.layer === 3 ? 'talk.mp3' : `talk.mp${stream.layer}`,
    bytes: frames(stream, count),
    seconds: framesSeconds(stream, count),
  }
}

/** Streams that are intact from the first frame to the last. */
export const STREAM_RECIPES: readonly Recipe[] = [
  ...KINDS.map((kind) =>
    plain(`MPEG ${kind.version} layer ${kind.layer} at ${kind.rate} Hz`, kind),
  ),
  ...MODES.map((mode) => plain(`${mode} sound`, { ...PLAIN, mode })),
  ...RATES.map((kbps) => plain(`a constant ${kbps} kbit/s`, { ...PLAIN, kbps })),
  plain('frames with checksums', { ...PLAIN, crc: true }),
  plain('nothing but silence', { ...PLAIN, silent: true }),
  plain('silence at 48 kHz, all frames alike', { ...PLAIN, rate: 48_000, silent: true }),
  ...FREE_SIZES.map((free) => plain(`free format in frames of ${free} bytes`, { ...PLAIN, free })),
  plain('free format of layer I', { ...PLAIN, layer: 1, free: 400 }),
  plain('free format of layer II', { ...PLAIN, layer: 2, free: 700 }),
  ...[3, 4, 5, 10].map((count) => plain(`${count} frames`, PLAIN, count)),
  plain('a single frame', PLAIN, 1),
  plain('two frames', PLAIN, 2),
  plain('a single frame of 8 kHz', { ...PLAIN, version: 2.5, rate: 8000, kbps: 24 }, 1),
  {
    name: 'a variable bit rate without a header',
    file: 'talk.mp3',
    bytes: variableFrames(PLAIN, 400),
    seconds: framesSeconds(PLAIN, 400),
  },
  {
    name: 'a variable bit rate without a header that starts as silence',
    file: 'talk.mp3',
    bytes: Buffer.concat([
      frames({ ...PLAIN, kbps: 32, silent: true }, 300),
      variableFrames(PLAIN, 300),
    ]),
    seconds: framesSeconds(PLAIN, 600),
  },
  {
    name: 'a variable bit rate of MPEG 2 in mono',
    file: 'talk.mp3',
    bytes: variableFrames({ ...PLAIN, version: 2, rate: 22_050, mode: 'mono' }, 400),
    seconds: framesSeconds({ ...PLAIN, version: 2, rate: 22_050 }, 400),
  },
  {
    name: 'a bit rate that switches once, as some recorders do',
    file: 'talk.mp3',
    bytes: Buffer.concat([frames(PLAIN, 200), frames({ ...PLAIN, kbps: 64 }, 200, 2)]),
    seconds: framesSeconds(PLAIN, 400),
  },
  {
    name: 'stereo that turns into mono',
    file: 'talk.mp3',
    bytes: Buffer.concat([frames(PLAIN, 50), frames({ ...PLAIN, mode: 'mono' }, 50, 2)]),
    seconds: framesSeconds(PLAIN, 100),
  },
  {
    name: 'the private bit and other bits of the header in use',
    file: 'talk.mp3',
    bytes: Buffer.concat(
      Array.from({ length: COUNT }, (_, index) => {
        const one = frame(PLAIN, 0, index)
        one.writeUInt8(one.readUInt8(2) | 1, 2)
        one.writeUInt8((one.readUInt8(3) & 0xf0) | (index % 16), 3)
        return one
      }),
    ),
    seconds: framesSeconds(PLAIN, COUNT),
  },
]
