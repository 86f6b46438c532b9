import { readVint } from './ebml.ts'

/** The frames of a block. */
export interface BlockFrames {
  readonly count: number
  /** The part of the first frame that was read. */
  readonly first: Buffer
}

/** The bits of a block's flags that give the kind of lacing. */
const LACING = 6
/** The offset of the first frame, after the sizes of the others; frames of equal size have none. */
const SIZES_END = new Map<number, (bytes: Buffer, sizes: number) => number>([
  [2, xiphEnd],
  [4, () => 0],
  [6, vintsEnd],
])

/**
 * Reads the flags of a block and the frames after them; null if the block is empty.
 *
 * @see RFC 9559 section 10.3
 */
export function readFrames(bytes: Buffer): BlockFrames | null {
  const [flags, others = 0] = bytes
  if (flags === undefined) return null
  const sizesEnd = SIZES_END.get(flags & LACING)
  if (!sizesEnd) return { count: 1, first: bytes.subarray(1) }
  const sizes = bytes.subarray(2)
  return { count: others + 1, first: sizes.subarray(sizesEnd(sizes, others)) }
}

/** Each size is a sum of bytes, up to the first one below 255. */
function xiphEnd(bytes: Buffer, sizes: number): number {
  let at = 0
  for (let size = 0; size < sizes && at < bytes.length; at++) if (bytes[at] !== 255) size++
  return at
}

function vintsEnd(bytes: Buffer, sizes: number): number {
  let at = 0
  for (let size = 0; size < sizes; size++) at += readVint(bytes.subarray(at))?.bytes ?? 0
  return at
}
