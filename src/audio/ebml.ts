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

/**
 * Reads the head of the element at `at`; null where none begins there.
 *
 * @see RFC 8794 sections 5 and 6
 */
export function readElement(bytes: Buffer, at: number): Element | null {
  const idBytes = Math.clz32(bytes[at] ?? 0) - 23
  if (idBytes > 4 || at + idBytes >= bytes.length) return null
  const size = at + idBytes
  const sizeBytes = Math.clz32(bytes[size] ?? 0) - 23
  if (sizeBytes > 8 || size + sizeBytes > bytes.length) return null
  return {
    id: bytes.readUIntBE(at, idBytes),
    content: size + sizeBytes,
    size: readSize(bytes.subarray(size, size + sizeBytes)),
  }
}

/** A number behind a marker bit; all bits set mean "unknown". */
function readSize(bytes: Buffer): number | null {
  const [first = 0] = bytes
  const marker = 0x80 >> (bytes.length - 1)
  const rest = bytes.subarray(1)
  const value = rest.reduce((total, byte) => total * 256 + byte, first & (marker - 1))
  const isOpen = (first & (marker - 1)) === marker - 1 && rest.every((byte) => byte === 0xff)
  return isOpen ? null : value
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
