import { type Cepstra, cepstraOf, levelsOf, SIZE, speechOf } from './cepstra.ts'
import { commonOf } from './correlate.ts'
import { typicalDistance } from './distance.ts'
import { Scratch } from './kept-rows.ts'
import type { Reference } from './reference.ts'
import { HOP, type Spectrogram } from './spectrum.ts'
import { type Fit, fitOf, mixed, mixedOrder } from './fit.ts'
import { type Costs, type Means, type Path, warp } from './warp.ts'

/** When a sentence is heard, in seconds from the start of the recording. */
interface SentenceTime {
  /** Seconds from the start of the recording. */
  readonly start: number
  readonly end: number
}

/** A reference aligned with a recording. */
export interface Alignment {
  /** One for each sentence; null for one that is not in the recording. */
  readonly times: readonly (SentenceTime | null)[]
  /** How well they match. */
  readonly fit: Fit
}

/** Frames of the spectrogram per frame of each pass (`step`), and the number that are averaged (`span`). */
const COARSE = { step: 5, span: 10 }
const FINE = { step: 2, span: 10 }
/**
 * Costs of the plain comparison, in typical distances. Gaps that cost less than 0.5 would swallow what a
 * lively voice reads.
 */
const PLAIN: Costs = { gap: 0.55, open: 12, within: 0, stretch: 0.2 }
/** Costs of the comparison by common values, which distinguishes sounds so well that gaps may cost less. */
const COMMON: Costs = { gap: 0.31, open: 9, within: 12, stretch: 0.2 }
/**
 * How far below the unlikeness of the voices the cost of a gap may be; a cheaper gap would swallow speech.
 */
const BELOW_UNLIKE = 0.04
/** Rounds of learning what the two voices have in common from the last match. */
const ROUNDS = 3
/** Frames of the spectrogram at each edge of a sentence that may belong to a gap. */
const EDGE = 7
/** The most cells of the first pass; up to this size, every frame is compared with every other. */
const MOST_CELLS = 100_000_000
/** Other orders of the sentences with which the right one is compared; a long text needs fewer. */
const TRIES = 4
const TRIED_CELLS = 40_000_000
/** The search radius of the second pass around the first, and the possible error of a gap, in seconds. */
const RADIUS = 2
/** The share of a sentence in gaps from which it counts as left out. */
const LEFT_OUT = 0.5
/** Seconds within which the onset of the voice is searched for at the start of a sentence. */
const NEAR = 0.4

/**
 * Finds when each sentence of a reference is heard in a recording.
 *
 * @returns Times in seconds; `fit` says whether the recording is of this text at all.
 */
export function align(reference: Reference, recording: Spectrogram): Alignment {
  const scratch = new Scratch()
  const within = withinSentences(reference)
  const sounds = toTypical({ read: soundsOf(reference.sound), heard: soundsOf(recording) })
  const { read, heard } = sounds
  const verdict: Means = { comparison: 'plain', costs: PLAIN, within, scratch }
  const plain = matchPasses(sounds, verdict)
  const placed = placesIn(matchCommon(sounds, plain, verdict))
  const tries = Math.max(1, Math.min(TRIES, Math.floor(TRIED_CELLS / cellsOf(sounds))))
  const others = Array.from({ length: tries }, (_, index) => {
    const order = mixedOrder(reference.places.length, index)
    const coarseMix = mixed(read.coarse, reference, order, COARSE.step)
    const fineMix = mixed(read.fine, reference, order, FINE.step)
    const mix = { coarse: coarseMix.cepstra, fine: fineMix.cepstra }
    return { ...fineMix, path: matchPasses({ read: mix, heard }, verdict).fine }
  })
  const fit = fitOf({
    reference,
    read: read.fine,
    heard: heard.fine,
    path: plain.fine,
    others,
    places: placesIn(plain),
  })
  return { times: setOnVoice(placed, withoutClicks(speechOf(levelsOf(recording)))), fit }

  function placesIn({ coarse, fine }: Passes<Path>): readonly (Place | null)[] {
    return reference.places.map(({ from, to }) => {
      if (missingShare(coarse, from, to) > LEFT_OUT) return null
      return {
        from: FINE.step * frameNear(fine.last, from / FINE.step, 1),
        to: FINE.step * (frameNear(fine.first, to / FINE.step, -1) + 1),
      }
    })
  }
}

/** The range of a sentence in a recording, in frames of the spectrogram. */
interface Place {
  readonly from: number
  readonly to: number
}

/** The same sound at the resolution of both passes. */
interface Passes<Each> {
  readonly coarse: Each
  readonly fine: Each
}

interface Sounds {
  readonly read: Passes<Cepstra>
  readonly heard: Passes<Cepstra>
}

function soundsOf(sound: Spectrogram): Passes<Cepstra> {
  return { coarse: cepstraOf(sound, COARSE), fine: cepstraOf(sound, FINE) }
}

/** Scales distances so that unrelated frames have a median distance of 1. */
function toTypical({ read, heard }: Sounds): Sounds {
  const typical = typicalDistance(read.coarse, heard.coarse)
  const scaled = ({ values, ...rest }: Cepstra): Cepstra => ({
    ...rest,
    values: values.map((value) => value / typical),
  })
  return { read: mapped(read, scaled), heard: mapped(heard, scaled) }
}

function mapped<Each, Made>({ coarse, fine }: Passes<Each>, make: (each: Each) => Made) {
  return { coarse: make(coarse), fine: make(fine) }
}

/** Matches by the values that both voices have in common; each match improves the estimate of these. */
function matchCommon({ read, heard }: Sounds, plain: Passes<Path>, means: Means): Passes<Path> {
  let matched = plain
  for (let round = 1; round <= ROUNDS; round++) {
    const common = commonOf(read.coarse, heard.coarse, matched.coarse)
    if (common === null) break
    const gap = Math.max(COMMON.gap, common.unlike - BELOW_UNLIKE)
    const sounds = toTypical({
      read: mapped(read, common.read),
      heard: mapped(heard, common.heard),
    })
    const own: Means = { ...means, comparison: 'relative', costs: { ...COMMON, gap } }
    const coarse = matchCoarse(sounds, own)
    const fine = round < ROUNDS ? matched.fine : refine(sounds, coarse, own)
    matched = { coarse, fine }
  }
  return matched
}

function matchPasses(sounds: Sounds, means: Means): Passes<Path> {
  const coarse = matchCoarse(sounds, means)
  return { coarse, fine: refine(sounds, coarse, means) }
}

function matchCoarse({ read, heard }: Sounds, means: Means): Path {
  return warp(read.coarse, heard.coarse, corridorOf(read.coarse, heard.coarse), means)
}

/** For each frame of the first pass, 1 if it is within a sentence. */
function withinSentences({ sound, places }: Reference): Uint8Array {
  const within = new Uint8Array(Math.ceil(sound.frames / COARSE.step))
  for (const { from, to } of places) {
    within.fill(
      1,
      Math.ceil((from + EDGE) / COARSE.step),
      Math.floor((to - EDGE) / COARSE.step) + 1,
    )
  }
  return within
}

function cellsOf({ read, heard }: Sounds): number {
  const { radius } = corridorOf(read.coarse, heard.coarse)
  return read.coarse.frames * Math.min(heard.coarse.frames, 2 * radius + 1)
}

function corridorOf(read: Cepstra, heard: Cepstra) {
  const radius = Math.min(heard.frames, Math.floor(MOST_CELLS / Math.max(1, read.frames) / 2))
  const centre = (frame: number): number => (frame * heard.frames) / read.frames
  return { centre, radius }
}

/** Matches each stretch without gaps again, at a finer resolution. */
function refine(sounds: Sounds, coarse: Path, means: Means): Path {
  const [read, heard] = [sounds.read.fine, sounds.heard.fine]
  const within = new Uint8Array(read.frames)
  const scale = COARSE.step / FINE.step
  const first = new Int32Array(read.frames).fill(-1)
  const last = new Int32Array(read.frames).fill(-1)
  for (const { from, to } of stretchesOf(coarse)) {
    const [row, rowEnd] = [Math.round(from * scale), Math.min(read.frames, Math.round(to * scale))]
    const column = Math.round((coarse.first[from] ?? 0) * scale)
    const columnEnd = Math.min(heard.frames, Math.round(((coarse.last[to - 1] ?? 0) + 1) * scale))
    if (rowEnd - row < 2 || columnEnd - column < 2) continue
    const centre = (frame: number): number =>
      middleAt(coarse, from + frame / scale, to - 1) * scale - column
    const path = warp(
      slice(read, row, rowEnd),
      slice(heard, column, columnEnd),
      { centre, radius: Math.round(RADIUS / HOP / FINE.step) },
      { ...means, within, costs: { ...means.costs, open: Infinity } },
    )
    for (let frame = row; frame < rowEnd; frame++) {
      first[frame] = (path.first[frame - row] ?? 0) + column
      last[frame] = (path.last[frame - row] ?? 0) + column
    }
  }
  return { first, last }
}

/** Consecutive frames of the reference that match without a gap in the recording. */
function stretchesOf({ first, last }: Path): { from: number; to: number }[] {
  const stretches: { from: number; to: number }[] = []
  for (let frame = 0; frame < first.length; frame++) {
    if (first[frame] === -1) continue
    const open = stretches.at(-1)
    const follows = open?.to === frame && (first[frame] ?? 0) - (last[frame - 1] ?? 0) <= 1
    if (open !== undefined && follows) open.to = frame + 1
    else stretches.push({ from: frame, to: frame + 1 })
  }
  return stretches
}

/** The frame of the recording for a boundary between two frames of the reference. */
function middleAt({ first, last }: Path, place: number, end: number): number {
  const frame = Math.min(end, Math.floor(place))
  const next = Math.min(end, frame + 1)
  const middle = (at: number): number => ((first[at] ?? 0) + (last[at] ?? 0)) / 2
  return middle(frame) + (middle(next) - middle(frame)) * Math.min(1, place - frame)
}

function slice({ values, speech }: Cepstra, from: number, to: number): Cepstra {
  return {
    frames: to - from,
    values: values.subarray(from * SIZE, to * SIZE),
    speech: speech.subarray(from, to),
  }
}

/** The share of a range of the reference that is not in the recording. */
function missingShare({ last }: Path, from: number, to: number): number {
  const start = Math.floor(from / COARSE.step)
  const frames = last.subarray(start, Math.max(start + 1, Math.floor(to / COARSE.step) + 1))
  return frames.filter((frame) => frame === -1).length / Math.max(1, frames.length)
}

/**
 * The frame that matches a frame of the reference, or would: a gap rarely ends exactly where a sentence
 * begins, so the first words of a sentence may be counted to the gap before it. They are then placed before
 * the nearest match, at the distance at which they are read.
 */
function frameNear(matches: Int32Array, place: number, direction: 1 | -1): number {
  const start = Math.max(0, Math.min(matches.length - 1, Math.round(place)))
  for (const step of [direction, -direction]) {
    for (let frame = start; frame >= 0 && frame < matches.length; frame += step) {
      const match = matches[frame] ?? -1
      if (match === -1) continue
      const away = start - frame
      return Math.abs(away) > RADIUS / HOP / FINE.step ? match : Math.max(0, match + away)
    }
  }
  return 0
}

/** Frames without voice that make a pause. */
const PAUSE = 4

/** Moves starts to where the voice begins, and ends to where it ends. Input in frames of the spectrogram. */
function setOnVoice(places: readonly (Place | null)[], voice: Uint8Array): (SentenceTime | null)[] {
  const starts = places.map((place) => place && onsetNear(voice, place.from))
  let next = voice.length
  const times = starts.map((_, index): SentenceTime | null => {
    const at = starts.length - 1 - index
    const start = starts[at] ?? null
    const place = places[at] ?? null
    if (start === null || place === null) return null
    const from = Math.min(start, next)
    const end = Math.min(next, Math.max(from + 1, place.to))
    next = from
    return { start: from * HOP, end: end * HOP }
  })
  return times.toReversed()
}

/** Removes sounds of a single frame between a pause and silence: clicks of the lips or the microphone. */
function withoutClicks(voice: Uint8Array): Uint8Array {
  return voice.map((each, frame) =>
    isOnset(voice, frame) && voice[frame + 1] !== 1 && voice[frame + 2] !== 1 ? 0 : each,
  )
}

/** The nearest frame at which the voice begins after a pause; the given frame if there is none. */
function onsetNear(voice: Uint8Array, frame: number): number {
  const most = Math.round(NEAR / HOP)
  for (let away = 0; away <= most; away++) {
    for (const each of [frame - away, frame + away]) if (isOnset(voice, each)) return each
  }
  return frame
}

function isOnset(voice: Uint8Array, frame: number): boolean {
  return voice[frame] === 1 && frame >= PAUSE && !voice.subarray(frame - PAUSE, frame).includes(1)
}
