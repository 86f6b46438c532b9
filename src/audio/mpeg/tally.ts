import { LEAST_PART } from '../facts.ts'
import { differInBitrate, isFreeFormat, type FrameKind } from './frame-kind.ts'
import type { VbrHeader } from './vbr-header.ts'

/** The sums over the frames of a recording. */
export interface Tally {
  /** Frames of sound; VBR headers are not counted. */
  frames: number
  /** Bytes of these frames. */
  bytes: number
  /** Bytes of weak frames, see {@link isWeak}, and the number of streams that begin with them. */
  weakBytes: number
  weakStreams: number
  /** The number of streams that were found, weak or not. */
  streams: number
  /** Samples per channel, by sampling rate: concatenated recordings may differ. */
  readonly samples: Map<number, number>
  /** Bytes that are neither frames nor tags. */
  junk: number
  /** Those of them that are not zero. */
  others: number
  /** Whether the last frame is incomplete. */
  torn: boolean
  /** The kind and the header of the first frame of sound. */
  first: { readonly kind: FrameKind; readonly header: number } | null
  /** Whether frames differ in bit rate. */
  vbr: boolean
  /** The first VBR header, and the bytes of its frame. */
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

/** Consecutive frames of one kind. */
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

/** The least share of all bytes, without tags, that weak frames must have. */
const LEAST_WEAK_PART = 0.45
/** The most streams in a concatenated recording; no encoder switches between weak ones. */
const MOST_JOINED = 3

/**
 * Streams that are found in noise end with the frames by which they were found. If the mean is fewer frames
 * than this, the frames are accidental, unless they are most of the bytes, as in a recording that was cut to
 * pieces.
 */
const LEAST_FRAMES = 4
const MOST_BYTES = 0.5

/**
 * Whether there is little evidence for frames: a size that is in no table, or headers that are also small
 * negative samples.
 */
export function isWeak({ layer }: FrameKind, header: number): boolean {
  return layer === 1 || isFreeFormat(header)
}

/**
 * Whether the frames occurred by chance, e.g. among raw samples: small numbers and repeating waves look like
 * headers at the right places.
 */
export function isByChance(tally: Tally): boolean {
  const { frames, bytes, weakBytes, weakStreams, streams, junk, others } = tally
  const strongPart = (bytes - weakBytes) / (bytes + others)
  const isInPieces = streams > MOST_JOINED && frames < LEAST_FRAMES * streams
  if (isInPieces && strongPart < MOST_BYTES) return true
  const weakPart = weakStreams > MOST_JOINED ? 0 : weakBytes / (bytes + junk)
  return strongPart / LEAST_PART + weakPart / LEAST_WEAK_PART < 1
}

/** The duration of all samples, each at its own rate. */
export function framesSeconds(tally: Tally): number {
  return tally.samples
    .entries()
    .reduce((seconds, [sampleRate, samples]) => seconds + samples / sampleRate, 0)
}

/**
 * Seconds of silence that the encoder says it added. They are believed only if the header agrees with the
 * frames: otherwise something was cut off or appended, and the silence with it.
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
