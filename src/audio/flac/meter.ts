import { meanBitrate, type Facts, type Meter } from '../facts.ts'
import { crc16, FRAME_HEADER_BYTES, readFlacFrame, type FlacFrame } from './frame.ts'
import { soundEnd } from '../mpeg/sound-end.ts'
import { tagAt } from '../mpeg/tag.ts'
import type { Content } from '../content.ts'
import { allSigns, chainSigns, cutSigns, headerSigns } from '../warnings.ts'
import { Feed, type Window } from '../window.ts'

/** Bytes of the largest frame that is checked as a whole. */
const LARGEST_FRAME = 4 * 1024 * 1024
/** Bytes of the STREAMINFO block, and its offset after `fLaC`. */
const INFO_BYTES = 34
const MARK_BYTES = 4
const BLOCK_HEADER_BYTES = 4

interface Stream {
  readonly sampleRate: number
  readonly channels: number
  /** The total in STREAMINFO; 0 if the encoder did not know it. */
  readonly total: number
}

interface Tally {
  /** What is expected next: tags and `fLaC`, then metadata blocks, then frames. */
  state: 'mark' | 'blocks' | 'frames'
  stream: Stream | null
  /** Samples in frames that are followed by another frame. */
  samples: number
  /** The last frame and its position. */
  last: { readonly frame: FlacFrame; readonly position: number } | null
  /** A header whose number is not the expected one; it counts when the next frame follows it. */
  leap: { readonly frame: FlacFrame; readonly position: number } | null
  /** Streams that begin with their first frame; files may be concatenated. */
  links: number
}

/**
 * Counts the frames of FLAC, because the total in STREAMINFO is missing after streaming and wrong after a
 * cut.
 *
 * @see RFC 9639
 */
export function createFlacMeter(recording: Content): Meter {
  const tally: Tally = { state: 'mark', stream: null, samples: 0, last: null, leap: null, links: 1 }
  const feed = new Feed((window, from, base) => settle(window, from, base, tally))
  return {
    push: (...chunk) => feed.push(...chunk),
    end() {
      feed.end()
      return describe(tally, recording)
    },
  }
}

function settle(window: Window, from: number, base: number, tally: Tally): number {
  const bytes = window.bytes.subarray(0, window.end)
  let at = from
  while (tally.state !== 'frames' && at < window.end) {
    if (window.end - at < MARK_BYTES + BLOCK_HEADER_BYTES + INFO_BYTES) return at
    at = tally.state === 'mark' ? readMark(window, bytes, at, tally) : readBlock(bytes, at, tally)
  }
  return at < window.end ? findFrames(bytes, at, base, tally) : at
}

/** Skips tags and the `fLaC` marker. */
function readMark(window: Window, bytes: Buffer, at: number, tally: Tally): number {
  const tag = tagAt(window, at, true)
  if (tag) return at + tag.bytes
  if (bytes.toString('latin1', at, at + MARK_BYTES) !== 'fLaC') return at + 1
  tally.state = 'blocks'
  return at + MARK_BYTES
}

/** RFC 9639 section 8.1. */
function readBlock(bytes: Buffer, at: number, tally: Tally): number {
  const header = bytes.readUInt32BE(at)
  const block = at + BLOCK_HEADER_BYTES
  if ((header & 0x7f000000) === 0)
    tally.stream ??= readInfo(bytes.subarray(block, block + INFO_BYTES))
  if (header >>> 31 === 1) tally.state = 'frames'
  return block + (header & 0xffffff)
}

/** RFC 9639 section 8.2. */
function readInfo(info: Buffer): Stream {
  const rateAndMore = info.readUInt32BE(10)
  return {
    sampleRate: rateAndMore >>> 12,
    channels: ((rateAndMore >>> 9) & 7) + 1,
    total: (rateAndMore & 15) * 2 ** 32 + info.readUInt32BE(14),
  }
}

function findFrames(bytes: Buffer, from: number, base: number, tally: Tally): number {
  const last = bytes.length - FRAME_HEADER_BYTES
  let at = bytes.indexOf(0xff, from)
  while (at >= 0 && at <= last) {
    const frame = readFlacFrame(bytes, at)
    if (frame) take(frame, base + at, tally)
    at = bytes.indexOf(0xff, at + 1)
  }
  return at < 0 ? bytes.length : at
}

/**
 * Counts the frame before a header whose number continues it. Sound contains bytes that look like a header
 * now and then, but hardly ever one with the right number, nor two that fit each other.
 */
function take(frame: FlacFrame, position: number, tally: Tally): void {
  const { last, leap } = tally
  if (!last || frame.number === last.frame.next) {
    tally.samples += last?.frame.samples ?? 0
  } else if (leap && frame.number === leap.frame.next) {
    tally.samples += last.frame.samples + leap.frame.samples
    if (leap.frame.number === 0) tally.links++
  } else {
    tally.leap = { frame, position }
    return
  }
  tally.last = { frame, position }
  tally.leap = null
}

function describe({ stream, samples, last, links }: Tally, recording: Content): Facts | null {
  if (!stream || !last || stream.sampleRate === 0) return null
  const { sampleRate, channels, total } = stream
  const whole = samples + last.frame.samples
  const counted = total === whole || isWhole(recording, last.position) ? whole : samples
  if (counted === 0) return null
  const seconds = counted / sampleRate
  return {
    type: 'audio/flac',
    seconds,
    codec: 'FLAC',
    bitrate: meanBitrate(recording.bytes, seconds),
    sampleRate,
    channels,
    vbr: true,
    how: 'scan',
    ...(total === 0
      ? allSigns(chainSigns(links), cutSigns(counted !== whole))
      : headerSigns(total / sampleRate, seconds)),
  }
}

/** Whether the recording, apart from tags, ends with the frame at `position`. */
function isWhole({ bytes, read }: Content, position: number): boolean {
  const length = soundEnd(read, bytes) - position
  return length <= LARGEST_FRAME && crc16(read(position, length)) === 0
}
