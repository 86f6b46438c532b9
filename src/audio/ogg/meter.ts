import { meanBitrate, type Facts, type Meter } from '../facts.ts'
import { readOggCodec, type OggCodec } from './codecs.ts'
import { CAPTURE, isWholePage } from './page.ts'
import { allSigns, chainSigns, cutSigns } from '../warnings.ts'
import { Feed, type Window } from '../window.ts'

const HEADER_BYTES = 27
/**
 * Header flags of a page: it continues a packet of the page before; it is the first of its stream; it is the
 * last.
 */
const CONTINUED = 1
const FIRST = 2
const LAST = 4
/** Bytes of damaged pages after which the meter stops, because each of them takes time. */
const MOST_DAMAGED = 32 * 1024 * 1024
/** The most concurrent streams. */
const MOST_STREAMS = 64

/** A page in memory. */
interface Page {
  readonly flags: number
  /** The position at which its last packet ends, in units of the codec; -1 if none ends on it. */
  readonly position: number
  readonly serial: number
  /** The packets that end on it. */
  readonly packets: readonly Buffer[]
}

/** One stream of sound. */
interface Stream {
  readonly codec: OggCodec
  /** Header packets that are still to come. */
  heads: number
  /** The position of the last page; null before the first sound. */
  position: number | null
  /** Units that are played up to that position. */
  played: number
  /** Whether its last page was found. RFC 3533 section 6. */
  ended: boolean
}

interface Tally {
  /** Seconds of the complete links; recordings may be chained. */
  seconds: number
  links: number
  /** Whether the last link has no end. */
  cut: boolean
  bytes: number
  /** Bytes of pages with wrong checksums. */
  damaged: number
  /** The streams of the current link by serial number; they play at the same time. */
  streams: Map<number, Stream>
  codec: OggCodec | null
  hasVideo: boolean
}

/**
 * Measures Vorbis, Opus, FLAC and Speex in Ogg by the positions of their pages. Chained links, as in
 * concatenated files and saved web radio, are added up.
 *
 * @see RFC 3533 section 6 for pages, RFC 7845 section 4 for the positions of Opus
 */
export function createOggMeter(): Meter {
  const tally: Tally = {
    seconds: 0,
    links: 0,
    cut: false,
    bytes: 0,
    damaged: 0,
    streams: new Map(),
    codec: null,
    hasVideo: false,
  }
  const feed = new Feed((window, from) => settle(window, from, tally))
  return {
    push: (...chunk) => feed.push(...chunk),
    end() {
      feed.end()
      closeLink(tally)
      return describe(tally)
    },
  }
}

function settle(window: Window, from: number, tally: Tally): number {
  const bytes = window.bytes.subarray(0, window.end)
  for (let at = from; ;) {
    const start = bytes.indexOf(CAPTURE, at)
    if (start < 0) return window.final ? window.end : Math.max(at, window.end - CAPTURE.length + 1)
    const size = pageBytes(bytes, start)
    if (start + size > window.end && !window.final) return start
    at = take(bytes, start, size, tally)
  }
}

/** Counts the page at `start` if it is valid; returns where to continue. */
function take(bytes: Buffer, start: number, size: number, tally: Tally): number {
  const end = start + size
  const next = start + CAPTURE.length
  if (end > bytes.length || tally.damaged > MOST_DAMAGED) return next
  if (!isWholePage(bytes.subarray(start, end))) {
    tally.damaged += size
    return next
  }
  count(readPage(bytes, start, size), tally)
  tally.bytes += size
  return end
}

/** Bytes of the page at `at`; more than available if its header is incomplete. */
function pageBytes(bytes: Buffer, at: number): number {
  const table = at + HEADER_BYTES
  const segments = bytes[table - 1]
  if (segments === undefined || table + segments > bytes.length) return Infinity
  const lacing = bytes.subarray(table, table + segments)
  return HEADER_BYTES + segments + lacing.reduce((total, value) => total + value, 0)
}

function readPage(bytes: Buffer, at: number, size: number): Page {
  const segments = bytes.readUInt8(at + HEADER_BYTES - 1)
  const body = at + HEADER_BYTES + segments
  const lacing = bytes.subarray(at + HEADER_BYTES, body)
  return {
    flags: bytes.readUInt8(at + 5),
    position: Number(bytes.readBigInt64LE(at + 6)),
    serial: bytes.readUInt32LE(at + 14),
    packets: splitPackets(lacing, bytes.subarray(body, at + size)),
  }
}

/** Splits the body of a page into packets: a lacing value below 255 ends a packet. RFC 3533 section 5. */
function splitPackets(lacing: Buffer, body: Buffer): readonly Buffer[] {
  const packets: Buffer[] = []
  let start = 0
  let end = 0
  for (const value of lacing) {
    end += value
    if (value === 255) continue
    packets.push(body.subarray(start, end))
    start = end
  }
  return packets
}

function count(page: Page, tally: Tally): void {
  if ((page.flags & FIRST) !== 0) {
    openStream(page, tally)
    return
  }
  const stream = tally.streams.get(page.serial)
  if (!stream) return
  stream.ended ||= (page.flags & LAST) !== 0
  if (page.position <= 0) stream.heads -= page.packets.length
  // Sound without its header packets cannot be decoded.
  else if (stream.heads > 0) tally.streams.delete(page.serial)
  else advance(stream, page)
}

/**
 * Advances to the end of a page. Positions determine how much of the last packet is played. If they jump,
 * because pages are missing or damaged, the packets are counted instead. A high first position is not a jump:
 * the stream may have been cut out of a longer one.
 */
function advance(stream: Stream, page: Page): void {
  const held = heldBy(page, stream.codec)
  const step = page.position - (stream.position ?? 0)
  stream.played += step > 0 && step < held ? step : held
  stream.position = page.position
}

function heldBy({ flags, packets }: Page, { samples }: OggCodec): number {
  const [first, second = first] = packets
  const whole = packets.slice(1).reduce((total, packet) => total + samples(packet), 0)
  if (!first || !second) return 0
  // The length of a packet that began on the page before is unknown.
  return whole + samples((flags & CONTINUED) === 0 ? first : second)
}

function openStream({ serial, packets: [packet] }: Page, tally: Tally): void {
  if (!packet) return
  if (tally.streams.values().some(({ position }) => position !== null)) closeLink(tally)
  if (packet.toString('latin1', 1, 7) === 'theora') tally.hasVideo = true
  const codec = readOggCodec(packet)
  if (!codec || tally.streams.size === MOST_STREAMS) return
  tally.codec ??= codec
  tally.streams.set(serial, {
    codec,
    heads: codec.heads - 1,
    position: null,
    played: 0,
    ended: false,
  })
}

function closeLink(tally: Tally): void {
  const seconds = Math.max(0, ...tally.streams.values().map(streamSeconds))
  tally.seconds += seconds
  if (seconds > 0) tally.links++
  if (seconds > 0) tally.cut = !tally.streams.values().some(({ ended }) => ended)
  tally.streams = new Map()
}

function streamSeconds({ codec, played }: Stream): number {
  return (played - codec.preskip) / codec.rate
}

function describe({ seconds, links, cut, bytes, codec, hasVideo }: Tally): Facts | null {
  if (!codec || seconds === 0) return null
  return {
    type: hasVideo ? 'video/ogg' : 'audio/ogg',
    seconds,
    codec: codec.name,
    bitrate: meanBitrate(bytes, seconds),
    sampleRate: codec.rate,
    channels: codec.channels,
    vbr: null,
    how: 'scan',
    ...allSigns(chainSigns(links), cutSigns(cut)),
  }
}
