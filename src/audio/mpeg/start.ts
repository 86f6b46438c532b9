import {
  freeKind,
  isFreeFormat,
  KIND_BITS,
  kindOf,
  paddingOf,
  sizeOf,
  slotBytes,
  type FrameKind,
} from './frame-kind.ts'
import { tagAt, type Tag } from './tag.ts'
import { isWeak } from './tally.ts'
import type { Window } from '../window.ts'

/** A place where something known begins: a stream of frames or a tag. */
export type Start =
  | { readonly at: number; readonly kind: FrameKind; readonly tag: null }
  | { readonly at: number; readonly kind: null; readonly tag: Tag }

/** Headers of one kind in a row, each at the end of the frame before, that do not occur by chance. */
const CHAIN = 3
/**
 * In free format a header says nothing about the size, so more of them must agree; most in Layer I, whose
 * header has the bytes of the samples -1 and 0.
 */
const FREE_CHAIN = { 1: 12, 2: 5, 3: 5 } as const
/**
 * Limits of free format: the smallest and largest frame; how many headers are tried as the second one,
 * because they are rarer in sound than among small samples; and the size up to which frames must not all be
 * alike, as those of silence are.
 */
const FREE = { least: 24, most: 8 * 1024, tries: 4, telling: 256 } as const
/** More streams than this inside each other's frames are a byte pattern and no sound. */
const RIVALS = 3

/** The possible first bytes of a start: of a sync word, `ID3`, `TAG`, `APETAGEX`, `LYRICSBEGIN`. */
const FIRST_BYTES = new Uint8Array(256)
for (const byte of [0xff, ...Buffer.from('ITAL')]) FIRST_BYTES[byte] = 1

/**
 * Finds the first place in `from..to` where a stream of frames or a tag begins; null if there is none. Reads
 * up to `LOOKAHEAD` bytes after `to`.
 *
 * @param clean Whether something known ended at `from`. Then one complete frame right there may be enough, if
 *   the recording or a tag follows it.
 * @param free The free format that the recording is known to have.
 */
export function findStart(
  window: Window,
  from: number,
  to: number,
  clean: boolean,
  free: FrameKind | null,
): Start | null {
  const { bytes } = window
  for (let at = from; at < to; at++) {
    if (FIRST_BYTES[bytes[at] ?? 0] === 0) continue
    const isClean = clean && at === from
    const kind = streamAt(window, at, isClean, free)
    if (kind) {
      const pattern = patternBytes(window, at, kind)
      if (pattern === 0) return { at, kind, tag: null }
      at += pattern - 1
      continue
    }
    const tag = tagAt(window, at, isClean)
    if (tag) return { at, kind: null, tag }
  }
  return null
}

function streamAt(
  window: Window,
  at: number,
  clean: boolean,
  free: FrameKind | null,
): FrameKind | null {
  if (at + 4 > window.end) return null
  const header = window.view.getInt32(at)
  const kind = kindOf(header)
  if (!kind) return null
  if (!isFreeFormat(header)) return isStream(window, at, kind, clean) ? kind : null
  if (free && sizeOf(free, header) > 0) return isStream(window, at, free, clean) ? free : null
  return freeStreamAt(window, at, kind, clean)
}

/** Whether enough frames of `kind` follow one another from `at`. */
function isStream(window: Window, at: number, kind: FrameKind, clean: boolean): boolean {
  const { view, end } = window
  let headers = 0
  let next = at
  while (headers < CHAIN) {
    const size = next + 4 <= end ? sizeOf(kind, view.getInt32(next)) : 0
    if (size === 0) break
    headers++
    next += size
  }
  if (headers === CHAIN) return true
  if (headers === 0) return false
  if (next > end) return clean && headers > 1
  if (clean) return next === end || isKnown(window, next)
  return headers > 1 && (next === end || tagAt(window, next, true) !== null)
}

/** Whether a tag or a stream of another kind begins at `at`. */
function isKnown(window: Window, at: number): boolean {
  if (tagAt(window, at, true)) return true
  if (at + 4 > window.end) return false
  const kind = kindOf(window.view.getInt32(at))
  return kind !== undefined && isStream(window, at, kind, false)
}

/**
 * Finds the frame size of a free-format stream: the distance at which headers of this kind recur. That may
 * also be the period of something that repeats itself, so the bytes in between must differ.
 */
function freeStreamAt(
  window: Window,
  at: number,
  kind: FrameKind,
  clean: boolean,
): FrameKind | null {
  const { bytes, view, end } = window
  const padding = paddingOf(kind, view.getInt32(at))
  const last = Math.min(at + FREE.most, end - 4)
  for (let next = at + 1, tries = FREE.tries; next <= last && tries > 0; next++) {
    const header = view.getInt32(next)
    if (!isFreeHeader(kind, header)) continue
    tries--
    const size = next - at - padding
    if (size < FREE.least || size % slotBytes(kind) !== 0) continue
    if (!isFreeStream(view, at, end, kind, size)) continue
    if (clean || differ(bytes, at + 4, next + 4, size - 4)) return freeKind(kind, size)
  }
  return null
}

function differ(bytes: Buffer, a: number, b: number, length: number): boolean {
  return bytes.compare(bytes, a, a + length, b, b + length) !== 0
}

function isFreeStream(
  view: DataView,
  at: number,
  end: number,
  kind: FrameKind,
  size: number,
): boolean {
  let next = at
  for (let headers = 0; headers < FREE_CHAIN[kind.layer]; headers++) {
    if (next + 4 > end) return false
    const header = view.getInt32(next)
    if (!isFreeHeader(kind, header)) return false
    next += size + paddingOf(kind, header)
  }
  return true
}

function isFreeHeader(kind: FrameKind, header: number): boolean {
  return (header & KIND_BITS) === kind.pattern && isFreeFormat(header)
}

/** Whether all bytes ahead are a few bytes repeated. */
function hasPeriod(bytes: Buffer, start: number, end: number): boolean {
  for (let period = 1; period < FREE.telling && start + period < end; period++) {
    if (!differ(bytes, start, start + period, end - start - period)) return true
  }
  return false
}

/** Frames that are compared to tell sound from a repeating wave. */
const COMPARED = 4
/** The share of equal bytes at equal places in two frames; it is small for frames of sound. */
const ALIKE = 0.5
/** The share of bytes with one value in a frame of silence. */
const EMPTY = 0.75

/**
 * Whether each frame ahead is much like the one before, as in raw samples of a tone, whose waves come at the
 * same distances as frames. Frames of silence are alike, too, but have mostly one value.
 */
function repeatsItself({ bytes, view, end }: Window, start: number, kind: FrameKind): boolean {
  let at = start
  let pairs = 0
  for (; pairs < COMPARED; pairs++) {
    const size = sizeOf(kind, view.getInt32(at))
    const next = at + size
    if (size === 0 || next + size > end) break
    if (!areAlike(bytes, at + 4, next + 4, size - 4)) return false
    at = next
  }
  return pairs > 0 && !isEmpty(bytes.subarray(start + 4, at))
}

function areAlike(bytes: Buffer, a: number, b: number, length: number): boolean {
  let same = 0
  for (let index = 0; index < length; index++) if (bytes[a + index] === bytes[b + index]) same++
  return same > ALIKE * length
}

function isEmpty(bytes: Buffer): boolean {
  const counts = new Uint32Array(256)
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
  return Math.max(...counts) > EMPTY * bytes.length
}

/**
 * Bytes of the stream at `at` that are only a few bytes repeated, such as `ff fb 90 ff fb 90 …`; 0 if it is
 * sound. In a pattern, a stream of the same kind begins at many places inside its first frame; in free
 * format, whose frames may be as short as any pattern, everything ahead repeats itself.
 */
function patternBytes(window: Window, at: number, kind: FrameKind): number {
  const { bytes, view, end } = window
  const header = view.getInt32(at)
  const size = sizeOf(kind, header)
  if (isWeak(kind, header) && repeatsItself(window, at, kind)) return size
  if (isFreeFormat(header)) {
    return size < FREE.telling && hasPeriod(bytes, at, end) ? end - at - size : 0
  }
  const last = Math.min(at + size, end - 4)
  let rivals = 0
  for (let rival = at + 1; rival < last && rivals <= RIVALS; rival++) {
    if (bytes[rival] === 0xff && isStream(window, rival, kind, false)) rivals++
  }
  return rivals > RIVALS ? size : 0
}
