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
 * Bytes from the beginning on that are asked for at once, since what most recordings have before
 * their sound fits into them; and those that are looked at behind longer tags.
 */
export const FIRST_BYTES = 64 * 1024
const START_BYTES = 8 * 1024
/** Junk behind the tags before the first frame. */
const JUNK_BYTES = 1024
/** With start, tags and end, five samples stay within eight requests. */
const SAMPLES = 5
const SAMPLE_BYTES = 16 * 1024

/** Frames by which the size that a header tells may differ from that of the sound. */
const SLACK_FRAMES = 1
/** Frames by which a header's count may differ from that of a constant bit rate. */
const COUNT_TOLERANCE = 2
/** Slots by which frames of a constant bit rate may begin beside where the mean frame size puts them. */
const PHASE_TOLERANCE = 4
/** Part by which the mean frame of a variable bit rate may differ from that of the samples. */
const MEAN_TOLERANCE = 0.25

/** How the sound begins. */
interface Opening {
  readonly kind: FrameKind
  /** Where the first frame begins, be it a header of the whole or sound. */
  readonly start: number
  /** Where the first frame of sound begins. */
  readonly sound: number
  readonly header: VbrHeader | null
}

/** Frames that were seen, and where they begin, counted from the first frame of sound. */
interface Sighting extends Stretch {
  readonly position: number
}

/** What was seen of the frames, here and there. */
interface Evidence {
  readonly stretches: readonly Sighting[]
  readonly isConstant: boolean
  /** Bytes of all frames of sound, if they go on as seen. */
  readonly soundBytes: number
}

/**
 * Measures MPEG audio by a look at its start, its end and some places between them.
 *
 * A header that speaks of the whole is believed if the size, the end and all samples agree with it
 * (`header`); a constant bit rate without one gives an `estimate` if all samples have it. It is null
 * wherever anything speaks against it: then only counting helps. What lies between the samples stays
 * unseen: where bytes were overwritten with others in place, as by a broken disk, the frames that
 * were there are counted all the same. Cuts, joins and insertions change the size, and are seen.
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

/** Looks at the first frames, the last ones, and samples between; null where one has no frames. */
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
 * How many frames there are if all are like those that were seen; null if they cannot be, because
 * some of them begin where no frame of such a stream does: something lies between.
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
 * The mean size of a frame, from the bit rate: those of single frames are whole slots, the smaller
 * ones rounded down. All bit rates that there are are multiples of 8 kbit/s.
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
 * Whether the size that the header tells is that of the sound. Some encoders count the header's own
 * frame and some do not, and a frame more or less is nobody's mark of a cut.
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
 * Whether the count of frames that the header tells fits the size: exactly at a constant bit rate,
 * roughly at a variable one, where the header's own checksum must speak for it, too: a few frames more
 * or less cannot be seen in samples.
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

/** The same facts that counting gives if there are so many frames. */
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
