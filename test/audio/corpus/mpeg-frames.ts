import { randomBytes } from './recipe.ts'

/** What MPEG audio frames are to be like. Made by hand, from the standard and not from our reader. */
export interface Stream {
  readonly version: 1 | 2 | 2.5
  readonly layer: 1 | 2 | 3
  readonly rate: number
  readonly kbps: number
  readonly mode: Mode
  /** With a checksum behind the header. */
  readonly crc: boolean
  /** Bytes of a frame without padding, for free format; 0 for the size that the bit rate gives. */
  readonly free: number
  /** Whether frames are filled with zeros, which is silence, or with random bytes. */
  readonly silent: boolean
}

export type Mode = 'stereo' | 'joint' | 'dual' | 'mono'

const MODES: readonly Mode[] = ['stereo', 'joint', 'dual', 'mono']

/** 128 kbit/s, 44.1 kHz, MPEG 1 Layer III, joint stereo: what most people upload. */
export const PLAIN: Stream = {
  version: 1,
  layer: 3,
  rate: 44_100,
  kbps: 128,
  mode: 'joint',
  crc: false,
  free: 0,
  silent: false,
}

/** Bit rates by index, from 1 on, of MPEG 1 and of MPEG 2 and 2.5, by layer. */
const LADDERS: Readonly<Record<string, readonly number[]>> = {
  '1.1': [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1.2': [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1.3': [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2.1': [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2.2': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2.3': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}

/** The bit rates that a stream of this version and layer can have. */
export function bitrates({ version, layer }: Pick<Stream, 'version' | 'layer'>): readonly number[] {
  return LADDERS[`${Math.floor(version)}.${layer}`] ?? []
}

/** Samples of a frame. */
function samplesPerFrame({ version, layer }: Stream): number {
  if (layer === 1) return 384
  return layer === 3 && version !== 1 ? 576 : 1152
}

/** Seconds of so many frames. */
export function framesSeconds(stream: Stream, count: number): number {
  return (count * samplesPerFrame(stream)) / stream.rate
}

/** One frame, with the padding that is asked for. */
export function frame(stream: Stream, padding: 0 | 1 = 0, seed = 1): Buffer {
  const size = frameSize(stream) + padding * slotBytes(stream)
  const body = stream.silent ? Buffer.alloc(size) : randomBytes(size, seed)
  body.writeUInt32BE(header(stream, padding), 0)
  return body
}

function frameSize(stream: Stream): number {
  if (stream.free > 0) return stream.free
  const bits = (samplesPerFrame(stream) * stream.kbps * 1000) / stream.rate
  return stream.layer === 1 ? Math.floor(bits / 32) * 4 : Math.floor(bits / 8)
}

function header(stream: Stream, padding: 0 | 1): number {
  const { version, layer, mode } = stream
  const factor = version === 1 ? 1 : version === 2 ? 2 : 4
  const fields = [
    [0x7ff, 11],
    [version === 1 ? 3 : version === 2 ? 2 : 0, 2],
    [4 - layer, 2],
    [stream.crc ? 0 : 1, 1],
    [stream.free > 0 ? 0 : bitrates(stream).indexOf(stream.kbps) + 1, 4],
    [[44_100, 48_000, 32_000].indexOf(stream.rate * factor), 2],
    [padding, 1],
    [0, 1],
    [MODES.indexOf(mode), 2],
    [0, 6],
  ] as const
  return fields.reduce((value, [field, bits]) => value * 2 ** bits + field, 0)
}

/** Frames of a constant bit rate, padded now and then so that the mean is exact. */
export function frames(stream: Stream, count: number, seed = 1): Buffer {
  return Buffer.concat(
    paddings(stream, count).map((padding, index) => frame(stream, padding, seed * 1000 + index)),
  )
}

/** How many frames of {@link frames} end within the first `bytes`. */
export function wholeFrames(stream: Stream, bytes: number): number {
  let end = 0
  return paddings(stream, bytes).findIndex((padding) => {
    end += frameSize(stream) + padding * slotBytes(stream)
    return end > bytes
  })
}

function paddings(stream: Stream, count: number): readonly (0 | 1)[] {
  const exact = (samplesPerFrame(stream) * stream.kbps * 125) / stream.rate
  const lacking = stream.free > 0 ? 0.3 * slotBytes(stream) : exact - frameSize(stream)
  let owed = 0
  return Array.from({ length: count }, () => {
    owed += lacking
    const padding = owed >= slotBytes(stream) ? 1 : 0
    owed -= padding * slotBytes(stream)
    return padding
  })
}

function slotBytes({ layer }: Stream): number {
  return layer === 1 ? 4 : 1
}

/** Frames whose bit rates go up and down. */
export function variableFrames(stream: Stream, count: number, seed = 1): Buffer {
  const ladder = bitrates(stream)
  return Buffer.concat(
    Array.from({ length: count }, (_, index) => {
      const kbps = ladder[(index * 5 + seed) % ladder.length] ?? stream.kbps
      return frame({ ...stream, kbps }, 0, seed * 1000 + index)
    }),
  )
}
