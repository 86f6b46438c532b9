import { readVint } from './ebml.ts'

/** What a block holds. */
export interface BlockFrames {
  readonly count: number
  /** Of the first of them, what was looked at. */
  readonly first: Buffer
}

/** The bits of a block's flags that tell how several frames share it. */
const LACING = 6
/** Where the first frame begins behind the sizes of so many; those of equal frames are left out. */
const SIZES_END = new Map<number, (bytes: Buffer, sizes: number) => number>([
  [2, xiphEnd],
  [4, () => 0],
  [6, vintsEnd],
])

/**
 * Reads the flags of a block and what follows them; null where a block has nothing.
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

/** Each size is a sum of bytes, of which one below 255 is the last. */
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
