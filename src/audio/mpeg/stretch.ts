import { differInBitrate, paddingOf, sizeOf, type FrameKind } from './frame-kind.ts'

/** Consecutive frames of one stream. */
export interface Stretch {
  /** Where the first of them begins in the bytes that were read. */
  readonly at: number
  /** The header of the first of them. */
  readonly header: number
  readonly frames: number
  readonly bytes: number
  /** Bytes of the largest frame, and of the smallest one without its padding. */
  readonly largest: number
  readonly smallest: number
  /** Whether their bit rates differ. */
  readonly varies: boolean
  /** Whether one of them has padding. */
  readonly padded: boolean
}

/** Headers in a row, each at the end of the frame before, that do not occur by chance. */
const CHAIN = 3

/**
 * Finds the frames of `kind` that follow one another to the end of `bytes`, after the rest of a frame; null
 * if they do not.
 *
 * @param isTorn Whether the last frame may continue after the end, as in a part from the middle.
 */
export function findStretch(bytes: Buffer, kind: FrameKind, isTorn: boolean): Stretch | null {
  // Frames that begin later follow something else.
  const last = Math.min(bytes.length - 4, Math.max(...kind.sizes) - 1)
  for (let at = bytes.indexOf(0xff); at >= 0 && at <= last; at = bytes.indexOf(0xff, at + 1)) {
    const stretch = stretchAt(bytes, at, kind, isTorn)
    if (stretch) return stretch
  }
  return null
}

/** The frames of `kind` from `from`, if they follow one another to the end of `bytes`. */
export function stretchAt(
  bytes: Buffer,
  from: number,
  kind: FrameKind,
  isTorn: boolean,
): Stretch | null {
  if (from + 4 > bytes.length) return null
  const header = bytes.readInt32BE(from)
  let at = from
  let frames = 0
  let largest = 0
  let smallest = Infinity
  let differences = 0
  let paddings = 0
  while (at + 4 <= bytes.length) {
    const next = bytes.readInt32BE(at)
    const size = sizeOf(kind, next)
    if (size === 0) return null
    if (at + size > bytes.length) break
    differences |= header ^ next
    paddings += paddingOf(kind, next)
    largest = Math.max(largest, size)
    smallest = Math.min(smallest, size - paddingOf(kind, next))
    frames++
    at += size
  }
  if (frames < CHAIN || (!isTorn && at !== bytes.length)) return null
  const varies = differInBitrate(differences, 0)
  return {
    at: from,
    header,
    frames,
    bytes: at - from,
    largest,
    smallest,
    varies,
    padded: paddings > 0,
  }
}
