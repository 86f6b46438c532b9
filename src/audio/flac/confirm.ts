import { NO_SIGNS } from '../warnings.ts'
import { meanBitrate, type Facts } from '../facts.ts'
import { crc16, FRAME_HEADER_BYTES, readFlacFrame } from './frame.ts'
import type { Content, Read } from '../content.ts'
import { leadingTagBytes } from '../recognise.ts'
import { soundEnd } from '../mpeg/sound-end.ts'

/** Bytes at the end within which the last frame begins. */
const END_BYTES = 64 * 1024
const SAMPLES = 3
/** Two frames of the usual size and a little more. */
const SAMPLE_BYTES = 48 * 1024
const MARK_BYTES = 4
const BLOCK_HEAD_BYTES = 4
const MOST_BLOCKS = 128
const SEEK_TABLE = 3
/** Bytes of a seek table for ten hours with one point every ten seconds. */
const LARGEST_TABLE = 64 * 1024
/** The flag of the last metadata block. */
const LAST_BLOCK = 0x80
/** `fLaC` and the STREAMINFO block. RFC 9639 sections 8.1 and 8.2. */
const HEAD_BYTES = 42

/**
 * Measures FLAC by the total in STREAMINFO, if the last frame is complete and ends with exactly that sample,
 * sampled frames are numbered in order, and frames are where the seek table says; otherwise returns null.
 * Without a seek table, frames that are missing in between are not noticed: players then show this length,
 * too.
 */
export function confirmFlac({ bytes, read }: Content): Facts | null {
  const tags = leadingTagBytes(read)
  const head = read(tags, HEAD_BYTES)
  if (head.length < HEAD_BYTES || head.toString('latin1', 0, 4) !== 'fLaC') return null
  const blockSamples = head.readUInt16BE(8)
  const rateAndMore = head.readUInt32BE(18)
  const total = (rateAndMore & 15) * 2 ** 32 + head.readUInt32BE(22)
  const sampleRate = rateAndMore >>> 12
  if (total === 0 || sampleRate === 0) return null
  const opening = readOpening(read, tags)
  if (!opening) return null
  if (!endsWith(total, blockSamples, readEnd(read, bytes))) return null
  const { points, sound } = opening
  if (points.length > 0 && !agreesWithTable(read, points, sound, blockSamples)) return null
  if (!isInOrder(samplesOf(read, bytes))) return null
  const seconds = total / sampleRate
  return {
    type: 'audio/flac',
    seconds,
    codec: 'FLAC',
    bitrate: meanBitrate(bytes, seconds),
    sampleRate,
    channels: ((rateAndMore >>> 9) & 7) + 1,
    vbr: true,
    how: 'header',
    ...NO_SIGNS,
  }
}

/** Where the first frame begins, and what the metadata says about the others. */
interface Opening {
  readonly sound: number
  readonly points: ReturnType<typeof readSeekTable>
}

/** Follows the metadata blocks to the first frame; null if there is none. RFC 9639 section 8.1. */
function readOpening(read: Read, tags: number): Opening | null {
  let points: Opening['points'] = []
  let at = tags + MARK_BYTES
  for (let blocks = 0; blocks < MOST_BLOCKS; blocks++) {
    const head = read(at, BLOCK_HEAD_BYTES)
    if (head.length < BLOCK_HEAD_BYTES) return null
    const [type, size] = [head.readUInt8(), head.readUIntBE(1, 3)]
    at += BLOCK_HEAD_BYTES
    if (type % LAST_BLOCK === SEEK_TABLE)
      points = readSeekTable(read(at, Math.min(size, LARGEST_TABLE)))
    at += size
    if (type < LAST_BLOCK) continue
    return readFlacFrame(read(at, FRAME_HEADER_BYTES), 0)?.number === 0
      ? { sound: at, points }
      : null
  }
  return null
}

function readEnd(read: Read, bytes: number): Buffer {
  read(Math.max(0, bytes - END_BYTES), END_BYTES)
  const end = soundEnd(read, bytes)
  const from = Math.max(0, end - END_BYTES)
  return read(from, end - from)
}

/**
 * Whether `bytes` end with the frame that contains the last of `total` samples. With a fixed block size
 * frames have numbers, otherwise the number of their first sample; the last block may be shorter.
 */
function endsWith(total: number, blockSamples: number, bytes: Buffer): boolean {
  for (
    let at = bytes.lastIndexOf(0xff);
    at >= 0;
    at = at > 0 ? bytes.lastIndexOf(0xff, at - 1) : -1
  ) {
    const frame = readFlacFrame(bytes, at)
    if (!frame) continue
    const isNumbered = frame.next === frame.number + 1
    const end = isNumbered ? frame.number * blockSamples + frame.samples : frame.next
    if (end === total && crc16(bytes.subarray(at)) === 0) return true
  }
  return false
}

/** The numbers of sampled frames; null where no frame was found. */
function samplesOf(read: Read, bytes: number): readonly (number | null)[] {
  return Array.from({ length: SAMPLES }, (_, sample) => {
    const at = Math.floor((bytes * (sample + 1)) / (SAMPLES + 1))
    return firstNumber(read(at, SAMPLE_BYTES))
  })
}

/** The number of the first frame that is followed by the next one. */
function firstNumber(bytes: Buffer): number | null {
  const numbers = new Map<number, number>()
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const frame = readFlacFrame(bytes, at)
    const before = frame && numbers.get(frame.number)
    if (before !== null && before !== undefined) return before
    if (frame) numbers.set(frame.next, frame.number)
  }
  return null
}

function isInOrder(numbers: readonly (number | null)[]): boolean {
  return numbers.every((number, index) => number !== null && number > (numbers[index - 1] ?? -1))
}

/** An entry of the seek table. */
interface SeekPoint {
  readonly sample: number
  /** Offset of its frame from the first frame. */
  readonly offset: number
}

const POINT_BYTES = 18
/** The sample number of a placeholder point. */
const PLACEHOLDER = 0xffff_ffff_ffff_ffffn
/** Points that are checked, including the last one. */
const LOOKED_UP = 3

/**
 * Reads a SEEKTABLE block.
 *
 * @see RFC 9639 section 8.5
 */
function readSeekTable(block: Buffer): readonly SeekPoint[] {
  return Array.from({ length: Math.floor(block.length / POINT_BYTES) }, (_, index) => ({
    sample: block.readBigUInt64BE(index * POINT_BYTES),
    offset: Number(block.readBigUInt64BE(index * POINT_BYTES + 8)),
  }))
    .filter(({ sample }) => sample !== PLACEHOLDER)
    .map(({ sample, offset }) => ({ sample: Number(sample), offset }))
}

/**
 * Whether frames are where the seek table says. Anything cut out or inserted before the last point moves the
 * frames after it.
 *
 * @param sound Where the first frame begins.
 * @param blockSamples Samples of each frame but the last.
 */
function agreesWithTable(
  read: Read,
  points: readonly SeekPoint[],
  sound: number,
  blockSamples: number,
): boolean {
  return Array.from({ length: LOOKED_UP }, (_, index) =>
    points.at(Math.ceil((points.length * (index + 1)) / LOOKED_UP) - 1),
  ).every((point) => {
    const frame = point && readFlacFrame(read(sound + point.offset, FRAME_HEADER_BYTES + 1), 0)
    if (!frame) return false
    const isNumbered = frame.next === frame.number + 1
    return (isNumbered ? frame.number * blockSamples : frame.number) === point.sample
  })
}
