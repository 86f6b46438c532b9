/** The head of one element of EBML. */
export interface Element {
  readonly id: number
  /** Where its content begins. */
  readonly content: number
  /** Bytes of its content; null where that is left open until another one begins. */
  readonly size: number | null
}

/** Bytes of the longest head: an ID of four bytes and a size of eight. */
export const ELEMENT_HEAD_BYTES = 12
const LONGEST_ID = 4
const LONGEST_SIZE = 8

/**
 * Reads the head of the element at `at`; null where none begins there.
 *
 * @see RFC 8794 sections 5 and 6
 */
export function readElement(bytes: Buffer, at: number): Element | null {
  const idBytes = vintBytes(bytes[at])
  const size = readVint(bytes.subarray(at + idBytes, at + idBytes + LONGEST_SIZE))
  if (idBytes > LONGEST_ID || !size) return null
  const isOpen = size.value === 2 ** (7 * size.bytes) - 1
  return {
    id: bytes.readUIntBE(at, idBytes),
    content: at + idBytes + size.bytes,
    size: isOpen ? null : size.value,
  }
}

/**
 * Reads a number that says by its leading zero bits how many bytes it takes; null where there are
 * not so many.
 *
 * @see RFC 8794 section 4
 */
export function readVint(bytes: Buffer): { readonly value: number; readonly bytes: number } | null {
  const count = vintBytes(bytes[0])
  if (count > LONGEST_SIZE || count > bytes.length) return null
  const marked = bytes.subarray(0, count)
  // Its mark is taken from the first byte, since with it eight bytes are more than a number holds.
  const rest = readUint(marked.subarray(1))
  return {
    value: (marked.readUInt8() - 2 ** (8 - count)) * 256 ** (count - 1) + rest,
    bytes: count,
  }
}

/** By the first byte; nine where it is 0 or missing. */
function vintBytes(first = 0): number {
  return Math.clz32(first) - 23
}

/** A whole number of up to eight bytes. */
export function readUint(content: Buffer): number {
  return content.subarray(0, 8).reduce((total, byte) => total * 256 + byte, 0)
}

/** A number with sign of up to eight bytes. */
export function readInt(content: Buffer): number {
  const value = readUint(content)
  return (content[0] ?? 0) < 0x80 ? value : value - 2 ** (8 * Math.min(8, content.length))
}

/** A number with fraction, of four or eight bytes; 0 for one of another length. */
export function readFloat(content: Buffer): number {
  if (content.length === 4) return content.readFloatBE(0)
  return content.length === 8 ? content.readDoubleBE(0) : 0
}

/** A text, which zero bytes may fill up. */
export function readString(content: Buffer): string {
  const end = content.indexOf(0)
  return content.toString('latin1', 0, end < 0 ? content.length : end)
}
