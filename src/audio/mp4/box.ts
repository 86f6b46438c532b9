/** A box of an MP4 file: its type, and where its content is. */
export interface Box {
  readonly type: string
  /** Where its header begins. */
  readonly at: number
  readonly start: number
  /** Where its content ends, as stated; after a cut, that may be beyond the end of the file. */
  readonly end: number
}

/** Bytes of the longest header: size, type, and an extended size of eight bytes. */
export const BOX_HEAD_BYTES = 16

/**
 * Reads the box header at `at`; null if there is none.
 *
 * @param head {@link BOX_HEAD_BYTES} from there, or fewer if the file ends.
 * @param end Where the parent ends; the size of the last box may be left open.
 * @see ISO 14496-12 section 4.2
 */
export function readBox(head: Buffer, at: number, end: number): Box | null {
  if (head.length < 8) return null
  const size = head.readUInt32BE(0)
  const type = head.toString('latin1', 4, 8)
  if (size === 0) return { type, at, start: at + 8, end }
  if (size !== 1) return size < 8 ? null : { type, at, start: at + 8, end: at + size }
  if (head.length < BOX_HEAD_BYTES) return null
  const long = Number(head.readBigUInt64BE(8))
  return long < BOX_HEAD_BYTES ? null : { type, at, start: at + BOX_HEAD_BYTES, end: at + long }
}

/**
 * Goes through the child boxes in the content of a box.
 *
 * @yields Each of them, up to the first that is broken.
 */
export function* boxesIn(content: Buffer): Generator<Box & { readonly content: Buffer }> {
  for (let at = 0; at < content.length;) {
    const head = content.subarray(at, at + BOX_HEAD_BYTES)
    const box = readBox(head, at, content.length)
    if (!box) return
    yield { ...box, content: content.subarray(box.start, box.end) }
    at = box.end
  }
}

/** The content of the first box at a path of types; null if there is none. */
export function findBox(content: Buffer, ...path: readonly string[]): Buffer | null {
  const [type, ...rest] = path
  if (type === undefined) return content
  const box = boxesIn(content).find((child) => child.type === type)
  return box ? findBox(box.content, ...rest) : null
}

/** Reads a 32-bit number; 0 if the box is too short for it. */
export function uint32At(content: Buffer, at: number): number {
  return at + 4 <= content.length ? content.readUInt32BE(at) : 0
}

/** Reads a 64-bit number; 0 if the box is too short for it. */
export function uint64At(content: Buffer, at: number): number {
  return at + 8 <= content.length ? Number(content.readBigUInt64BE(at)) : 0
}
