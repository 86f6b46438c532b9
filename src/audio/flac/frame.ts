/** The header of a FLAC frame. */
export interface FlacFrame {
  /** Samples per channel in it. */
  readonly samples: number
  /** The number of the frame, or with variable block sizes that of its first sample. */
  readonly number: number
  /** The number that the next frame must have. */
  readonly next: number
}

/** Bytes of the longest header: ten, and a coded number of seven. */
export const FRAME_HEADER_BYTES = 17

/** Samples by the block-size code; otherwise they are computed, or are at the end of the header. */
const FIXED_SAMPLES: Readonly<Record<number, number>> = {
  1: 192,
  2: 576,
  3: 1152,
  4: 2304,
  5: 4608,
}

/**
 * Reads the frame header at `at`; null if there is none, or its checksum is wrong.
 *
 * @see RFC 9639 section 9.1
 */
export function readFlacFrame(bytes: Buffer, at: number): FlacFrame | null {
  if (bytes[at] !== 0xff || at + FRAME_HEADER_BYTES > bytes.length) return null
  const start = bytes.readUInt32BE(at)
  if ((start & 0xfffe0001) >>> 0 !== 0xfff80000 || ((start >> 4) & 15) > 10) return null
  const sizeCode = (start >> 12) & 15
  const rateCode = (start >> 8) & 15
  if (sizeCode === 0 || rateCode === 15) return null
  const number = readNumber(bytes, at + 4)
  if (!number) return null
  const size = at + 4 + number.bytes
  const sizeBytes = sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0
  const rateBytes = rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0
  const end = size + sizeBytes + rateBytes
  if (end >= bytes.length || crc8(bytes.subarray(at, end)) !== bytes[end]) return null
  const samples =
    sizeBytes > 0
      ? bytes.readUIntBE(size, sizeBytes) + 1
      : (FIXED_SAMPLES[sizeCode] ?? 1 << sizeCode)
  const varies = (start & 0x10000) !== 0
  return { samples, number: number.value, next: number.value + (varies ? samples : 1) }
}

/** Reads a coded number, which is like UTF-8 but has up to seven bytes. */
function readNumber(bytes: Buffer, at: number): { value: number; bytes: number } | null {
  const first = bytes.readUInt8(at)
  const length = first < 0x80 ? 1 : Math.clz32(~first & 0xff) - 24
  if ((first >= 0x80 && length < 2) || length > 7) return null
  let value = length === 1 ? first : first & (0x7f >> length)
  for (const byte of bytes.subarray(at + 1, at + length)) {
    if ((byte & 0xc0) !== 0x80) return null
    value = value * 64 + (byte & 0x3f)
  }
  return { value, bytes: length }
}

function crc8(bytes: Buffer): number {
  return bytes.reduce((crc, byte) => CRC8[crc ^ byte] ?? 0, 0)
}

/** The checksum of a whole frame including its last two bytes: 0 if the frame is intact. */
export function crc16(bytes: Buffer): number {
  return bytes.reduce((crc, byte) => ((crc << 8) & 0xffff) ^ (CRC16[(crc >> 8) ^ byte] ?? 0), 0)
}

const CRC8 = createTable(8, 0x07)
const CRC16 = createTable(16, 0x8005)

function createTable(width: number, polynomial: number): readonly number[] {
  const top = 1 << (width - 1)
  const mask = (1 << width) - 1
  return Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << (width - 8)
    for (let bit = 0; bit < 8; bit++) crc = (crc & top) === 0 ? crc << 1 : (crc << 1) ^ polynomial
    return crc & mask
  })
}
