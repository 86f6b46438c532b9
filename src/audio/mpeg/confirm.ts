import type { Facts } from '../facts.ts'
import type { Content, Read } from '../content.ts'
import { describeMpeg } from './meter.ts'
import { differInBitrate, isFreeFormat, paddingOf, sizeOf, type FrameKind } from './frame-kind.ts'
import { findStart } from './start.ts'
import { addRun, createTally } from './tally.ts'
import { readVbrHeader, type VbrHeader } from './vbr-header.ts'
import { findStretch, stretchAt, type Stretch } from './stretch.ts'
import { leadingTagBytes } from '../recognise.ts'
import { END_BYTES, soundEnd } from './sound-end.ts'

/**
 * Bytes that are requested first, because they contain all that most recordings have before their sound; also
 * bytes that are read after longer tags.
 */
export const FIRST_BYTES = 64 * 1024
const START_BYTES = 8 * 1024
/** The most junk after the tags, before the first frame. */
const JUNK_BYTES = 1024
/** With the start, the tags and the end, five samples take at most eight requests. */
const SAMPLES = 5
const SAMPLE_BYTES = 16 * 1024

/** Frames by which the size in a header may differ from that of the sound. */
const SLACK_FRAMES = 1
/** Frames by which the count in a header may differ from that of a constant bit rate. */
const COUNT_TOLERANCE = 2
/** Slots by which frames of a constant bit rate may be off the position that the mean frame size gives. */
const PHASE_TOLERANCE = 4
/** Share by which the mean frame of a variable bit rate may differ from that of the samples. */
const MEAN_TOLERANCE = 0.25

/** The beginning of the sound. */
interface Opening {
  readonly kind: FrameKind
  /** Where the first frame begins, whether a VBR header or sound. */
  readonly start: number
  /** Where the first frame of sound begins. */
  readonly sound: number
  readonly header: VbrHeader | null
}

/** Consecutive frames that were read, and their offset from the first frame of sound. */
interface Sighting extends Stretch {
  readonly position: number
}

/** The sampled frames. */
interface Evidence {
  readonly stretches: readonly Sighting[]
  readonly isConstant: boolean
  /** Bytes of all frames of sound, if they continue as sampled. */
  readonly soundBytes: number
}

/**
 * Measures MPEG audio by its start, its end and some places in between.
 *
 * A VBR header is believed if the size, the end and all samples agree with it (`header`); a constant bit rate
 * without one gives an `estimate` if all samples have it. Returns null if anything contradicts: then only
 * counting helps. What is between the samples is not seen: if bytes were overwritten in place, e.g. by a
 * broken disk, the frames that were there are counted nevertheless. Cuts, joins and insertions change the
 * size, and are noticed.
 */
export function confirmMpeg({ bytes, read }: Content): Facts | null {
  const opening = readOpening(read)
  if (!opening) return null
  const evidence = gatherEvidence(read, opening, soundEnd(read, bytes))
  if (!evidence) return null
  const { header } = opening
  const counted = evidence.isConstant ? countConstant(opening.kind, evidence) : null
  if (evidence.isConstant && counted === null) return null
  if (header?.frames) {
    if (!agreesInFrames(header, evidence, counted)) return null
    return describe(opening, evidence, header.frames, 'header')
  }
  return counted === null ? null : describe(opening, evidence, Math.round(counted), 'estimate')
}

function readOpening(read: Read): Opening | null {
  const tags = leadingTagBytes(read)
  const bytes = read(tags, START_BYTES)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const window = { bytes, view, end: bytes.length, final: false }
  const found = findStart(window, 0, Math.min(JUNK_BYTES, bytes.length), true, null)
  if (!found?.kind || isFreeFormat(view.getInt32(found.at))) return null
  const { at, kind } = found
  const next = at + sizeOf(kind, view.getInt32(at))
  const header = next <= bytes.length ? readVbrHeader(view, at, next, kind) : null
  return { kind, start: tags + at, sound: tags + (header ? next : at), header }
}

/** Reads the first frames, the last ones, and samples in between; null if one of these has no frames. */
function gatherEvidence(read: Read, opening: Opening, end: number): Evidence | null {
  const { kind, sound, header } = opening
  const look = (at: number, length: number, find: Finder): Sighting | null => {
    const from = Math.max(sound, at)
    const stretch = find(read(from, Math.min(length, end - from)), kind)
    return stretch && { ...stretch, position: from + stretch.at - sound }
  }
  const first = look(sound, Math.max(START_BYTES, FIRST_BYTES - sound), stretchAtStart)
  const last = first && look(end - END_BYTES, END_BYTES, stretchToEnd)
  if (!first || !last || !agreesInBytes(opening, end, first)) return null
  const stretches = [first, last]
  const hasOneRate = (): boolean =>
    stretches.every((other) => !other.varies && !differInBitrate(other.header, first.header))
  for (let sample = 1; sample <= SAMPLES; sample++) {
    // Without a header, only a constant bit rate tells anything.
    if (!header?.frames && !hasOneRate()) return null
    const at = sound + Math.floor(((end - sound) * sample) / (SAMPLES + 1))
    const stretch = look(at, SAMPLE_BYTES, stretchInMidst)
    if (!stretch) return null
    stretches.push(stretch)
  }
  return { stretches, isConstant: hasOneRate(), soundBytes: end - sound }
}

type Finder = (bytes: Buffer, kind: FrameKind) => Stretch | null

const stretchAtStart: Finder = (bytes, kind) => stretchAt(bytes, 0, kind, true)
const stretchToEnd: Finder = (bytes, kind) => findStretch(bytes, kind, false)
const stretchInMidst: Finder = (bytes, kind) => findStretch(bytes, kind, true)

/**
 * The number of frames if all are like the sampled ones; null if they cannot be, because some begin where no
 * frame of such a stream begins.
 */
function countConstant(kind: FrameKind, { stretches, soundBytes }: Evidence): number | null {
  const isPadded = stretches.some(({ padded }) => padded)
  const mean = isPadded ? exactFrameBytes(kind, stretches) : smallestFrame(stretches)
  const tolerance = PHASE_TOLERANCE * paddingOf(kind, PADDED)
  const places = [soundBytes, ...stretches.map(({ position }) => position)]
  const fits = places.every(
    (place) => Math.abs(place - Math.round(place / mean) * mean) <= tolerance,
  )
  return fits ? soundBytes / mean : null
}

/** A header with nothing but the padding bit. */
const PADDED = 0x200

/**
 * The exact mean size of a frame, from the bit rate: single frames have whole slots, the smaller ones rounded
 * down. All bit rates are multiples of 8 kbit/s.
 */
function exactFrameBytes(
  { samples, sampleRate }: FrameKind,
  stretches: readonly Stretch[],
): number {
  const perKbps = (samples * 125) / sampleRate
  return Math.ceil(smallestFrame(stretches) / perKbps / 8 - 1e-6) * 8 * perKbps
}

/** A frame without padding. */
function smallestFrame(stretches: readonly Stretch[]): number {
  return Math.min(...stretches.map(({ smallest }) => smallest))
}

/**
 * Whether the size in the header is that of the sound. Some encoders count the frame of the header and some
 * do not; one frame more or less is no sign of a cut.
 */
function agreesInBytes(
  { start, sound, header }: Opening,
  end: number,
  { largest }: Stretch,
): boolean {
  const stated = header?.bytes ?? null
  if (stated === null) return true
  return [start, sound].some((from) => Math.abs(from + stated - end) <= SLACK_FRAMES * largest)
}

/**
 * Whether the frame count in the header fits the size: exactly at a constant bit rate, roughly at a variable
 * one, where its checksum must be right as well, because samples cannot show a few frames more or less.
 */
function agreesInFrames(
  { frames, bytes, isProven }: VbrHeader,
  { stretches, soundBytes }: Evidence,
  counted: number | null,
): boolean {
  if (frames === null || (counted === null && (bytes === null || !isProven))) return false
  if (counted !== null) return Math.abs(counted - frames) <= COUNT_TOLERANCE
  const seen =
    sum(stretches.map((stretch) => stretch.bytes)) / sum(stretches.map((stretch) => stretch.frames))
  return Math.abs(soundBytes / frames / seen - 1) <= MEAN_TOLERANCE
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** The same facts that counting gives for so many frames. */
function describe(
  { kind, header, start, sound }: Opening,
  { stretches, isConstant, soundBytes }: Evidence,
  frames: number,
  how: 'header' | 'estimate',
): Facts | null {
  const tally = createTally()
  const first = stretches[0]?.header ?? 0
  addRun(tally, { kind, header: first, frames, bytes: soundBytes, vbr: !isConstant })
  if (how === 'header') {
    tally.vbrHeader = header
    tally.vbrHeaderBytes = sound - start
  }
  const facts = describeMpeg(tally)
  return facts && { ...facts, how }
}
