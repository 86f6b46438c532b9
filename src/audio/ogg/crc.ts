/** Where the checksum of a page stands in it. */
const CRC_START = 22
const CRC_END = 26
const POLYNOMIAL = 0x04c11db7

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ POLYNOMIAL : crc << 1
  return crc
})
const BLANK = Buffer.alloc(CRC_END - CRC_START)

/**
 * Whether the checksum of a page of Ogg is that of its bytes; decoders leave out the others.
 *
 * @see RFC 3533 section 6, item 7
 */
export function isWholePage(page: Buffer): boolean {
  const head = update(update(0, page.subarray(0, CRC_START)), BLANK)
  return update(head, page.subarray(CRC_END)) === page.readInt32LE(CRC_START)
}

function update(start: number, bytes: Buffer): number {
  let crc = start
  for (const byte of bytes) crc = (crc << 8) ^ (TABLE[(crc >>> 24) ^ byte] ?? 0)
  return crc
}
