/** The header of an EBML element. */
export interface Element {
  readonly id: number
  /** Where its content begins. */
  readonly content: number
  /** Bytes of its content; null if its size is unknown, until another element begins. */
  readonly size: number | null
}

/** Bytes of the longest header: an ID of four bytes and a size of eight. */
export const ELEMENT_HEAD_BYTES = 12
const LONGEST_ID = 4
const LONGEST_SIZE = 8

/**
 * Reads the element header at `at`; null if there is none.
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
 * Reads a variable-size integer, whose leading zero bits give its length; null if it is incomplete.
 *
 * @see RFC 8794 section 4
 */
export function readVint(bytes: Buffer): { readonly value: number; readonly bytes: number } | null {
  const count = vintBytes(bytes[0])
  if (count > LONGEST_SIZE || count > bytes.length) return null
  const marked = bytes.subarray(0, count)
  // The length marker is removed from the first byte, because eight bytes with it exceed a number's
  // precision.
  const rest = readUint(marked.subarray(1))
  return {
    value: (marked.readUInt8() - 2 ** (8 - count)) * 256 ** (count - 1) + rest,
    bytes: count,
  }
}

/** The length by the first byte; nine if it is 0 or missing. */
function vintBytes(first = 0): number {
  return Math.clz32(first) - 23
}

/** Reads an unsigned integer of up to eight bytes. */
export function readUint(content: Buffer): number {
  return content.subarray(0, 8).reduce((total, byte) => total * 256 + byte, 0)
}

/** Reads a signed integer of up to eight bytes. */
export function readInt(content: Buffer): number {
  const value = readUint(content)
  return (content[0] ?? 0) < 0x80 ? value : value - 2 ** (8 * Math.min(8, content.length))
}

/** Reads a float of four or eight bytes; 0 for any other length. */
export function readFloat(content: Buffer): number {
  if (content.length === 4) return content.readFloatBE(0)
  return content.length === 8 ? content.readDoubleBE(0) : 0
}

/** Reads a text, which may be padded with zero bytes. */
export function readString(content: Buffer): string {
  const end = content.indexOf(0)
  return content.toString('latin1', 0, end < 0 ? content.length : end)
}
