import type { Read } from '../content.ts'
import { FRAME_HEADER_BYTES, readFlacFrame } from './frame.ts'

/** Where a sample is, as the head says. */
interface SeekPoint {
  readonly sample: number
  /** Position of its frame, counted from the first frame. */
  readonly offset: number
}

const POINT_BYTES = 18
/** What takes the place of points that are still to be written. */
const PLACEHOLDER = 0xffff_ffff_ffff_ffffn
/** Points that are looked up, the last one among them. */
const LOOKED_UP = 3

/** Reads the content of a block of seek points. @see RFC 9639 section 8.5 */
export function readSeekTable(block: Buffer): readonly SeekPoint[] {
  return Array.from({ length: Math.floor(block.length / POINT_BYTES) }, (_, index) => ({
    sample: block.readBigUInt64BE(index * POINT_BYTES),
    offset: Number(block.readBigUInt64BE(index * POINT_BYTES + 8)),
  }))
    .filter(({ sample }) => sample !== PLACEHOLDER)
    .map(({ sample, offset }) => ({ sample: Number(sample), offset }))
}

/**
 * Whether frames are where a table says. Whatever was cut out or put in before the last point moves
 * those behind it.
 *
 * @param sound Where the first frame begins.
 * @param blockSamples Samples of each frame but the last.
 */
export function agreesWithTable(
  read: Read,
  points: readonly SeekPoint[],
  sound: number,
  blockSamples: number,
): boolean {
  return Array.from({ length: LOOKED_UP }, (_, index) =>
    points.at(Math.ceil((points.length * (index + 1)) / LOOKED_UP) - 1),
  ).every((point) => {
    const frame = point && readFlacFrame(read(sound + point.offset, FRAME_HEADER_BYTES + 1), 0)
    if (!frame) return false
    const isNumbered = frame.next === frame.number + 1
    return (isNumbered ? frame.number * blockSamples : frame.number) === point.sample
  })
}
