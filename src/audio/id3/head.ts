/** Bytes of the head of an ID3v2 tag. */
export const ID3_HEAD_BYTES = 10

/**
 * Bytes of the ID3v2 tag that begins with `head`, its own head and its footer included; 0 where
 * none begins there.
 *
 * @see https://id3.org/id3v2.4.0-structure sections 3.1 and 3.4
 */
export function id3Bytes(head: Buffer): number {
  if (head.length < ID3_HEAD_BYTES || head.toString('latin1', 0, 3) !== 'ID3') return 0
  const [version = 0, revision = 0, flags = 0] = head.subarray(3, 6)
  const size = head.readUInt32BE(6)
  if (version === 0xff || revision === 0xff || (size & 0x80808080) !== 0) return 0
  const footer = (flags & 0x10) === 0 ? 0 : ID3_HEAD_BYTES
  return ID3_HEAD_BYTES + unsynchsafe(size) + footer
}

/** A number of 28 bits, seven in each byte, as ID3v2 writes its sizes. */
export function unsynchsafe(size: number): number {
  const [a, b, c, d] = [size >>> 24, (size >>> 16) & 0x7f, (size >>> 8) & 0x7f, size & 0x7f]
  return (a << 21) | (b << 14) | (c << 7) | d
}

/** The inverse of {@link unsynchsafe}. */
export function synchsafe(size: number): number {
  return [21, 14, 7, 0].reduce((bytes, shift) => bytes * 256 + ((size >> shift) & 0x7f), 0)
}
