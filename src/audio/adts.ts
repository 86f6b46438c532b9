import { AAC_CHANNELS } from './mp4/sound-entry.ts'
import { countNonZero, LEAST_PART, meanBitrate, type Facts, type Meter } from './facts.ts'
import { tagAt } from './mpeg/tag.ts'
import { cutSigns } from './warnings.ts'
import { Feed, HEADROOM, type Window } from './window.ts'

/** Sampling rates by their index. ISO 14496-3 table 1.18. */
const RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
  7350,
] as const

const HEADER_BYTES = 7
/**
 * Bytes of the smallest frame: after the header, one silent channel takes 32 bits. ISO 14496-3 section 4.4.2.
 */
const LEAST_BYTES = HEADER_BYTES + 4
const BLOCK_SAMPLES = 1024
/** Headers in a row, each at the end of the frame before, that do not occur by chance. */
const CHAIN = 5

interface Tally {
  seconds: number
  bytes: number
  sampleRate: number | null
  channels: number | null
  /** Bytes that are neither frames nor tags nor zeros. */
  others: number
  /** Whether the last frame is incomplete. */
  torn: boolean
}

/**
 * Counts the frames of AAC in ADTS, the stream of a `.aac` file.
 *
 * @see ISO 14496-3 1.A.2
 */
export function createAdtsMeter(): Meter {
  const tally: Tally = {
    seconds: 0,
    bytes: 0,
    sampleRate: null,
    channels: null,
    others: 0,
    torn: false,
  }
  const feed = new Feed((window, from) => settle(window, from, tally))
  return {
    push: (...chunk) => feed.push(...chunk),
    end() {
      feed.end()
      return describe(tally)
    },
  }
}

/** Whether a stream of frames begins at `at`; their headers agree in all but the last bits. */
export function isAdtsStream(bytes: Buffer, at: number): boolean {
  let next = at
  for (let frames = 0; frames < CHAIN; frames++) {
    const size = frameBytes(bytes, next)
    if (size === 0 || fixedHeader(bytes, next) !== fixedHeader(bytes, at)) return false
    next += size
  }
  return true
}

/** The 28 bits that are the same in each frame. ISO 14496-3 table 1.A.6. */
function fixedHeader(bytes: Buffer, at: number): number {
  return bytes.readUInt32BE(at) >>> 4
}

/** Bytes of the frame that begins at `at`, including its header; 0 if there is none. */
function frameBytes(bytes: Buffer, at: number): number {
  if (bytes[at] !== 0xff || at + HEADER_BYTES > bytes.length) return 0
  const fixed = bytes.readUInt16BE(at + 1)
  const isHeader = (fixed & 0xf600) === 0xf000 && RATES[(fixed >> 2) & 15] !== undefined
  const size = (bytes.readUIntBE(at + 3, 3) >> 5) & 0x1fff
  return isHeader && size >= LEAST_BYTES ? size : 0
}

function settle(window: Window, from: number, tally: Tally): number {
  const bytes = window.bytes.subarray(0, window.end)
  const last = window.final ? window.end : window.end - HEADROOM
  let locked = false
  let at = from
  while (at < last) {
    const size = frameBytes(bytes, at)
    const whole = size > 0 && at + size <= window.end
    if (locked && bytes[at] === 0xff && !whole) tally.torn = true
    locked = whole && (locked || isAdtsStream(bytes, at))
    if (locked) count(bytes, at, size, tally)
    const next = at + (locked ? size : (tagAt(window, at, false)?.bytes ?? 1))
    if (next === at + 1) tally.others += countNonZero(bytes, at, next)
    at = next
  }
  return at
}

function count(bytes: Buffer, at: number, size: number, tally: Tally): void {
  const header = bytes.readUInt32BE(at)
  const sampleRate = RATES[(header >> 10) & 15] ?? RATES[0]
  const blocks = ((bytes[at + 6] ?? 0) & 3) + 1
  tally.seconds += (blocks * BLOCK_SAMPLES) / sampleRate
  tally.bytes += size
  tally.torn = false
  tally.sampleRate ??= sampleRate
  tally.channels ??= AAC_CHANNELS[(header >> 6) & 7] ?? null
}

function describe({ seconds, bytes, sampleRate, channels, others, torn }: Tally): Facts | null {
  if (seconds === 0 || bytes < LEAST_PART * (bytes + others)) return null
  return {
    type: 'audio/aac',
    seconds,
    codec: 'AAC',
    bitrate: meanBitrate(bytes, seconds),
    sampleRate,
    channels,
    vbr: null,
    how: 'scan',
    ...cutSigns(torn),
  }
}
