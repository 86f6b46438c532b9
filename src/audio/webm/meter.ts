import {
  ELEMENT_HEAD_BYTES,
  readElement,
  readFloat,
  readInt,
  readString,
  readUint,
  readVint,
} from './ebml.ts'
import { readFrames, type BlockFrames } from './lacing.ts'
import { meanBitrate, type Facts, type Meter } from '../facts.ts'
import { soundEnd } from '../mpeg/sound-end.ts'
import { readFlacFrame } from '../flac/frame.ts'
import { opusSamples } from '../ogg/codecs.ts'
import type { Content } from '../content.ts'
import { allSigns, chainSigns, cutSigns, headerSigns, type Signs } from '../warnings.ts'
import { Feed, type Window } from '../window.ts'

/**
 * Master elements: EBML, Segment, Info, Tracks, TrackEntry, Audio, Cluster and BlockGroup. Their children are
 * read in sequence, so their ends need not be known.
 */
const PARENTS = new Set([
  0x1a45dfa3, 0x18538067, 0x1549a966, 0x1654ae6b, 0xae, 0xe1, 0x1f43b675, 0xa0,
])
const HEAD = 0x1a45dfa3
const TRACK = 0xae
const VIDEO_TRACK = 1
const AUDIO_TRACK = 2
const MOST_TRACKS = 64
/** Names of the codecs in use. */
const CODECS: Readonly<Record<string, string>> = {
  A_OPUS: 'Opus',
  A_VORBIS: 'Vorbis',
  A_FLAC: 'FLAC',
  A_AAC: 'AAC',
  'A_MPEG/L3': 'MP3',
}
/** Large elements, by which reading resumes after damaged bytes. */
const LANDMARKS = new Set([0x1a45dfa3, 0x18538067, 0x1549a966, 0x1654ae6b, 0x1f43b675])
const LANDMARK_BYTES = 4
/** Bytes of an element's content that are read; a block has everything that matters at its start. */
const LOOKED_AT = 64
/** The timestamp, after the number of the track. */
const TIMESTAMP_BYTES = 2
const OPUS_RATE = 48_000
const NANOSECONDS = 1e9
/** The default unit of timestamps, in nanoseconds. */
const DEFAULT_SCALE = 1_000_000

interface Track {
  number: number
  type: number
  codec: string
  sampleRate: number
  channels: number
  /** Nanoseconds that are decoded at the start but not played. */
  delay: number
  /** Nanoseconds per frame; 0 if it is not given. */
  frame: number
}

/** A recording; several may be concatenated. */
interface Link {
  readonly tracks: Track[]
  /** The unit of timestamps, in nanoseconds. */
  scale: number
  /** The duration in the header, in units; 0 if it was unknown when it was written. */
  duration: number
  /** The timestamp of the cluster, in units. */
  cluster: number
  /** Nanoseconds: the start of the sound, the start of its last block, and the end of that block. */
  start: number | null
  last: number
  end: number
}

interface Tally {
  docType: string
  /** The complete recordings, and the current one. */
  readonly links: Link[]
  link: Link
  readonly fileBytes: number
  /** The end of the current large element, beyond which no child can end. */
  parentEnd: number
  /** Whether the current block belongs to the measured track. */
  counts: boolean
  /** The start of an element after the last block that extends beyond the end of the file; null for none. */
  cut: number | null
}

function createLink(): Link {
  return {
    tracks: [],
    scale: DEFAULT_SCALE,
    duration: 0,
    cluster: 0,
    start: null,
    last: 0,
    end: 0,
  }
}

/** What to do with each element, by its ID. RFC 9559 section 5.1. */
const LEAVES = new Map<number, (tally: Tally, content: Buffer) => void>([
  [0x4282, (tally, content) => void (tally.docType = readString(content))],
  [0x2ad7b1, ({ link }, content) => void (link.scale = readUint(content) || DEFAULT_SCALE)],
  [0x4489, ({ link }, content) => void (link.duration = readFloat(content))],
  [0xd7, (tally, content) => setTrack(tally, { number: readUint(content) })],
  [0x83, (tally, content) => setTrack(tally, { type: readUint(content) })],
  [0x86, (tally, content) => setTrack(tally, { codec: readString(content) })],
  [0xb5, (tally, content) => setTrack(tally, { sampleRate: readFloat(content) })],
  [0x9f, (tally, content) => setTrack(tally, { channels: readUint(content) })],
  [0x56aa, (tally, content) => setTrack(tally, { delay: readUint(content) })],
  [0x23e383, (tally, content) => setTrack(tally, { frame: readUint(content) })],
  [0xe7, ({ link }, content) => void (link.cluster = readUint(content))],
  [0xa3, countBlock],
  [0xa1, countBlock],
  [
    0x9b,
    (tally, content) => endBlock(tally, ({ last, scale }) => last + readUint(content) * scale),
  ],
  [0x75a2, (tally, content) => endBlock(tally, ({ end }) => end - readInt(content))],
])

/**
 * Measures WebM and Matroska by the timestamps of their blocks: recordings of browsers have no duration in
 * the header, and after a cut it is wrong.
 *
 * @see RFC 9559
 */
export function createWebmMeter(recording: Content): Meter {
  const tally: Tally = {
    docType: '',
    links: [],
    link: createLink(),
    fileBytes: recording.bytes,
    parentEnd: Infinity,
    counts: false,
    cut: null,
  }
  const feed = new Feed((window, from, base) => settle(window, from, base, tally))
  return {
    push: (...chunk) => feed.push(...chunk),
    end() {
      feed.end()
      closeLink(tally)
      return describe(tally, recording)
    },
  }
}

function settle(window: Window, from: number, base: number, tally: Tally): number {
  const bytes = window.bytes.subarray(0, window.end)
  let at = from
  while (at < window.end) {
    if (!window.final && window.end - at < ELEMENT_HEAD_BYTES + LOOKED_AT) break
    at = step(bytes, at, base, tally)
  }
  return at
}

/**
 * Skips an element, enters it, or searches for the next large one if it is invalid; returns where to
 * continue.
 */
function step(bytes: Buffer, at: number, base: number, tally: Tally): number {
  if (base + at >= tally.parentEnd) tally.parentEnd = Infinity
  const element = readElement(bytes, at)
  if (!element) {
    if (base + at + ELEMENT_HEAD_BYTES > tally.fileBytes) tally.cut ??= base + at
    return findLandmark(bytes, at + 1)
  }
  const { id, content } = element
  const end = content + (element.size ?? Infinity)
  if (id === HEAD) closeLink(tally)
  if (PARENTS.has(id)) {
    if (LANDMARKS.has(id)) tally.parentEnd = base + end
    if (id === TRACK) openTrack(tally)
    return content
  }
  if (base + end > Math.min(tally.parentEnd, tally.fileBytes)) {
    if (base + end > tally.fileBytes) tally.cut ??= base + at
    return findLandmark(bytes, at + 1)
  }
  LEAVES.get(id)?.(tally, bytes.subarray(content, Math.min(end, content + LOOKED_AT)))
  return end
}

/** The start of the next large element, or of the last bytes in which one may begin. */
function findLandmark(bytes: Buffer, from: number): number {
  const last = bytes.length - LANDMARK_BYTES
  for (let at = from; at <= last; at++) {
    if (((bytes[at] ?? 0) & 0xf0) === 0x10 && LANDMARKS.has(bytes.readUInt32BE(at))) return at
  }
  return Math.max(from, last + 1)
}

function closeLink(tally: Tally): void {
  if (tally.link.start === null) return
  tally.links.push(tally.link)
  tally.link = createLink()
}

function openTrack({ link: { tracks } }: Tally): void {
  if (tracks.length === MOST_TRACKS) return
  tracks.push({
    number: 0,
    type: 0,
    codec: '',
    sampleRate: 8000,
    channels: 1,
    delay: 0,
    frame: 0,
  })
}

function setTrack({ link }: Tally, value: Partial<Track>): void {
  const track = link.tracks.at(-1)
  if (track) Object.assign(track, value)
}

/** RFC 9559 section 10.1: the number of the track, the timestamp in its cluster, flags, frames. */
function countBlock(tally: Tally, block: Buffer): void {
  const { link } = tally
  const track = audioTrack(link)
  const number = readVint(block)
  tally.counts = number !== null && number.value === track?.number
  const frames = number && readFrames(block.subarray(number.bytes + TIMESTAMP_BYTES))
  if (!track || !frames || !tally.counts) return
  const time = (link.cluster + block.readInt16BE(number.bytes)) * link.scale
  const passed = Math.max(0, time - link.last)
  tally.cut = null
  link.start ??= time
  link.last = time
  link.end = time + (framesNanoseconds(track, frames) || passed)
}

/**
 * The duration of the frames of a block; 0 if neither they nor the track give it. All frames of a block are
 * alike.
 */
function framesNanoseconds(track: Track, { count, first }: BlockFrames): number {
  if (track.codec === 'A_OPUS') return ((count * opusSamples(first)) / OPUS_RATE) * NANOSECONDS
  if (track.codec !== 'A_FLAC' || !(track.sampleRate > 0)) return count * track.frame
  return ((count * (readFlacFrame(first, 0)?.samples ?? 0)) / track.sampleRate) * NANOSECONDS
}

function endBlock({ counts, link }: Tally, endOf: (link: Link) => number): void {
  if (counts) link.end = endOf(link)
}

function audioTrack({ tracks }: Link): Track | undefined {
  return tracks.find(({ type }) => type === AUDIO_TRACK)
}

function secondsOf(link: Link): number {
  const { start, end } = link
  return (end - (start ?? end) - (audioTrack(link)?.delay ?? 0)) / NANOSECONDS
}

/** The seconds in the header; null if they were unknown when it was written. */
function statedSeconds({ duration, scale }: Link): number | null {
  return duration > 0 ? (duration * scale) / NANOSECONDS : null
}

function describe({ docType, links, cut }: Tally, { bytes, read }: Content): Facts | null {
  const [first] = links
  const track = first && audioTrack(first)
  const seconds = links.reduce((total, link) => total + Math.max(0, secondsOf(link)), 0)
  if (!track || seconds <= 0) return null
  // Some programs append tags.
  const isCut = cut !== null && cut < soundEnd(read, bytes)
  const kind = first.tracks.some(({ type }) => type === VIDEO_TRACK) ? 'video' : 'audio'
  return {
    type: docType === 'webm' ? `${kind}/webm` : `${kind}/x-matroska`,
    seconds,
    codec: CODECS[track.codec] ?? track.codec.replace(/^A_/, ''),
    bitrate: kind === 'audio' ? meanBitrate(bytes, seconds) : null,
    sampleRate: track.sampleRate,
    channels: track.channels,
    vbr: null,
    how: 'scan',
    ...allSigns(chainSigns(links.length), endSigns(links, isCut)),
  }
}

/** Signs of a cut at the end of the last recording, if its header gives its duration. */
function endSigns(links: readonly Link[], cut: boolean): Signs {
  const last = links.at(-1)
  const stated = last ? statedSeconds(last) : null
  if (!last || stated === null) return cutSigns(cut)
  return headerSigns(stated, secondsOf(last))
}
