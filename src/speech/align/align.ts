import { type Cepstra, cepstraOf, levelsOf, SIZE, speechOf } from './cepstra.ts'
import type { Reference } from './reference.ts'
import { HOP, type Spectrogram } from './spectrum.ts'
import { type Fit, fitOf, mixed, mixedOrder } from './fit.ts'
import { type Comparison, type Costs, type Path, Scratch, typicalDistance, warp } from './warp.ts'

/** When a sentence is heard. */
interface SentenceTime {
  /** Seconds from the start of the recording. */
  readonly start: number
  readonly end: number
}

/** A reference laid on a recording. */
export interface Alignment {
  /** For each sentence; null for one that is not in the recording. */
  readonly times: readonly (SentenceTime | null)[]
  /** How well they match. */
  readonly fit: Fit
}

/** Frames of the spectrogram for a frame of each pass, and the span that it is the mean of. */
const COARSE = { step: 5, span: 10 }
const FINE = { step: 2, span: 5 }
/** Costs in typical distances. Gaps that cost less than 0.5 take in what a lively voice reads. */
const COSTS: Costs = { gap: 0.55, open: 12, stretch: 0.2 }
/** Cells of the first pass, and with that bytes; where they suffice everything is compared with everything. */
const MOST_CELLS = 100_000_000
/** Other orders of the sentences that the right one is compared with: fewer of a long text, which tells enough. */
const TRIES = 4
const TRIED_CELLS = 40_000_000
/** Seconds to each side of the first pass in which the second searches, and that a gap may be off. */
const RADIUS = 2
/** A sentence is left out where so much of it is. */
const LEFT_OUT = 0.5
/** Seconds within which the voice is searched for the start of a sentence. */
const NEAR = 0.4

/** Finds when each sentence of a reference is heard in a recording. */
export function align(reference: Reference, recording: Spectrogram): Alignment {
  const heard = { coarse: cepstraOf(recording, COARSE), fine: cepstraOf(recording, FINE) }
  const read = {
    coarse: cepstraOf(reference.sound, COARSE),
    fine: cepstraOf(reference.sound, FINE),
  }
  const costs = scaled(typicalDistance(read.coarse, heard.coarse))
  const scratch = new Scratch()
  const placed = placesIn(matchPasses(read, heard, costs, { comparison: 'relative', scratch }))
  // Of another order relative distances leave out nearly all, so that there is nothing to compare.
  const verdict = { comparison: 'plain', scratch } as const
  const plain = matchPasses(read, heard, costs, verdict)
  const tries = Math.max(1, Math.min(TRIES, Math.floor(TRIED_CELLS / cellsOf(read, heard))))
  const others = Array.from({ length: tries }, (_, index) => {
    const order = mixedOrder(reference.places.length, index)
    const coarseMix = mixed(read.coarse, reference, order, COARSE.step)
    const fineMix = mixed(read.fine, reference, order, FINE.step)
    const mix = { coarse: coarseMix.cepstra, fine: fineMix.cepstra }
    return { ...fineMix, path: matchPasses(mix, heard, costs, verdict).fine }
  })
  const fit = fitOf({
    reference,
    read: read.fine,
    heard: heard.fine,
    path: plain.fine,
    others,
    places: placesIn(plain),
  })
  return { times: setOnVoice(placed, speechOf(levelsOf(recording))), fit }

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

/** Where a sentence is in a recording, in frames of the spectrogram. */
interface Place {
  readonly from: number
  readonly to: number
}

/** How it is matched, and with which memory. */
interface Means {
  readonly comparison: Comparison
  readonly scratch: Scratch
}

/** The same sound in the frames of both passes. */
interface Passes<Each> {
  readonly coarse: Each
  readonly fine: Each
}

function matchPasses(
  read: Passes<Cepstra>,
  heard: Passes<Cepstra>,
  costs: Costs,
  means: Means,
): Passes<Path> {
  const corridor = corridorOf(read.coarse, heard.coarse)
  const coarse = warp(read.coarse, heard.coarse, corridor, costs, means)
  return { coarse, fine: refine(read.fine, heard.fine, coarse, costs, means) }
}

function cellsOf(read: Passes<Cepstra>, heard: Passes<Cepstra>): number {
  const { radius } = corridorOf(read.coarse, heard.coarse)
  return read.coarse.frames * Math.min(heard.coarse.frames, 2 * radius + 1)
}

function scaled(typical: number): Costs {
  return { gap: COSTS.gap * typical, open: COSTS.open * typical, stretch: COSTS.stretch * typical }
}

function corridorOf(read: Cepstra, heard: Cepstra) {
  const radius = Math.min(heard.frames, Math.floor(MOST_CELLS / Math.max(1, read.frames) / 2))
  const centre = (frame: number): number => (frame * heard.frames) / read.frames
  return { centre, radius }
}

/** Matches each stretch without gaps anew, in shorter frames. */
function refine(read: Cepstra, heard: Cepstra, coarse: Path, costs: Costs, means: Means): Path {
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
      { ...costs, open: Infinity },
      means,
    )
    for (let frame = row; frame < rowEnd; frame++) {
      first[frame] = (path.first[frame - row] ?? 0) + column
      last[frame] = (path.last[frame - row] ?? 0) + column
    }
  }
  return { first, last, cost: coarse.cost }
}

/** Frames of the reference that match one after the other, without a gap in the recording. */
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

/** Where a place between two frames of the reference is in the recording. */
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

/** How much of a stretch of the reference is not in the recording. */
function missingShare({ last }: Path, from: number, to: number): number {
  const start = Math.floor(from / COARSE.step)
  const frames = last.subarray(start, Math.max(start + 1, Math.floor(to / COARSE.step) + 1))
  return frames.filter((frame) => frame === -1).length / Math.max(1, frames.length)
}

/**
 * What matches a frame, or would: a gap seldom ends where a sentence begins, so its first words may be
 * taken for the last that is left out. They are as far before the nearest match as they are read.
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

/** Frames without voice that are a pause. */
const PAUSE = 4

/** Sets starts to where the voice begins, and ends to where it ends. In frames of the spectrogram. */
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

/** The frame nearest to another at which the voice begins after a pause; the other where it does not. */
function onsetNear(voice: Uint8Array, frame: number): number {
  const most = Math.round(NEAR / HOP)
  for (let away = 0; away <= most; away++) {
    for (const each of [frame - away, frame + away]) if (isOnset(voice, each)) return each
  }
  return frame
}

function isOnset(voice: Uint8Array, frame: number): boolean {
  if (voice[frame] !== 1 || (voice[frame + 1] !== 1 && voice[frame + 2] !== 1)) return false
  return frame >= PAUSE && !voice.subarray(frame - PAUSE, frame).includes(1)
}
