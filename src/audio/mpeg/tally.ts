import { LEAST_PART } from '../facts.ts'
import { differInBitrate, isFreeFormat, type FrameKind } from './frame-kind.ts'
import type { VbrHeader } from './vbr-header.ts'

/** What the frames of a recording add up to. */
export interface Tally {
  /** Frames of sound, headers of variable-bit-rate streams not among them. */
  frames: number
  /** Bytes of these frames. */
  bytes: number
  /** Those of them for which little speaks, see {@link isWeak}, and how many streams of such begin. */
  weakBytes: number
  weakStreams: number
  /** How often a stream was found, of these or others. */
  streams: number
  /** Samples per channel, by sampling rate: joined recordings may differ. */
  readonly samples: Map<number, number>
  /** Bytes that are neither frames nor tags. */
  junk: number
  /** Those of them that are not zero. */
  others: number
  /** Whether the last frame is torn. */
  torn: boolean
  /** The kind and the header of the first frame of sound. */
  first: { readonly kind: FrameKind; readonly header: number } | null
  /** Whether not all frames have the same bit rate. */
  vbr: boolean
  /** The first header that speaks of the whole, and the bytes of its frame. */
  vbrHeader: VbrHeader | null
  vbrHeaderBytes: number
}

export function createTally(): Tally {
  return {
    frames: 0,
    bytes: 0,
    weakBytes: 0,
    weakStreams: 0,
    streams: 0,
    samples: new Map(),
    junk: 0,
    others: 0,
    torn: false,
    first: null,
    vbr: false,
    vbrHeader: null,
    vbrHeaderBytes: 0,
  }
}

export function copyTally(tally: Tally): Tally {
  return { ...tally, samples: new Map(tally.samples) }
}

/** Frames of one kind that follow one another. */
export interface Run {
  readonly kind: FrameKind
  /** The header of the first of them. */
  readonly header: number
  readonly frames: number
  readonly bytes: number
  /** Whether their bit rates differ. */
  readonly vbr: boolean
}

export function addRun(tally: Tally, run: Run): void {
  if (run.frames === 0) return
  const { sampleRate, samples } = run.kind
  tally.frames += run.frames
  tally.bytes += run.bytes
  tally.torn = false
  if (isWeak(run.kind, run.header)) tally.weakBytes += run.bytes
  tally.samples.set(sampleRate, (tally.samples.get(sampleRate) ?? 0) + run.frames * samples)
  tally.first ??= { kind: run.kind, header: run.header }
  tally.vbr ||= run.vbr || differInBitrate(tally.first.header, run.header)
}

/** Part of all bytes but tags that weak frames have at least. */
const LEAST_WEAK_PART = 0.45
/** Streams in a recording that was joined; of weak frames, no encoder goes over from one to another. */
const MOST_JOINED = 3

/**
 * Streams that are found in noise end with the frames that they were found by; a mean of fewer frames
 * than this is theirs, unless such frames are most of the bytes, as of a recording that was cut to pieces.
 */
const LEAST_FRAMES = 4
const MOST_BYTES = 0.5

/** Whether little speaks for frames: a size from no table, or headers that small negative samples are. */
export function isWeak({ layer }: FrameKind, header: number): boolean {
  return layer === 1 || isFreeFormat(header)
}

/**
 * Whether the frames were found by chance, as among raw samples: small numbers and waves that repeat
 * themselves look like headers where they should be.
 */
export function isByChance(tally: Tally): boolean {
  const { frames, bytes, weakBytes, weakStreams, streams, junk, others } = tally
  const strongPart = (bytes - weakBytes) / (bytes + others)
  const isInPieces = streams > MOST_JOINED && frames < LEAST_FRAMES * streams
  if (isInPieces && strongPart < MOST_BYTES) return true
  const weakPart = weakStreams > MOST_JOINED ? 0 : weakBytes / (bytes + junk)
  return strongPart / LEAST_PART + weakPart / LEAST_WEAK_PART < 1
}

/** Seconds that a player takes for all samples, each at its own rate. */
export function framesSeconds(tally: Tally): number {
  return tally.samples
    .entries()
    .reduce((seconds, [sampleRate, samples]) => seconds + samples / sampleRate, 0)
}

/**
 * Seconds of silence that the encoder says it added. Believed only where the header that says so
 * agrees with the frames: otherwise something was cut off or joined on, and the silence with it.
 */
export function silenceSeconds(tally: Tally): number {
  const { vbrHeader, first } = tally
  if (!vbrHeader || !first || tally.samples.size !== 1 || !isConfirmed(tally, vbrHeader)) return 0
  const samples = tally.frames * first.kind.samples
  return vbrHeader.silence < samples ? vbrHeader.silence / first.kind.sampleRate : 0
}

function isConfirmed(tally: Tally, { frames, bytes }: VbrHeader): boolean {
  if (frames !== null) return frames === tally.frames
  return bytes !== null && bytes === tally.bytes + tally.vbrHeaderBytes
}
