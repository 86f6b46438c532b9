/** The header of an Ogg page. */
export interface OggPage {
  /** Bytes of the whole page. */
  readonly bytes: number
  readonly isFirst: boolean
  readonly isLast: boolean
  /** The position at which its last packet ends, in units of the codec; -1 if none ends on it. */
  readonly position: number
  readonly serial: number
  /** Its sequence number in its stream. */
  readonly sequence: number
  /** The offset of its packets, and the sizes of their segments. */
  readonly content: number
  readonly lacing: Buffer
}

/** The capture pattern. */
export const CAPTURE = Buffer.from('OggS\0', 'latin1')
const HEADER_BYTES = 27
const FIRST = 2
const LAST = 4

/** Bytes of the longest header, that of a page of 255 segments. */
export const LONGEST_HEAD = HEADER_BYTES + 255

/**
 * Reads the page header at `at`; null if there is none, or it is incomplete.
 *
 * @see RFC 3533 section 6
 */
export function readOggPage(bytes: Buffer, at: number): OggPage | null {
  const lacingAt = at + HEADER_BYTES
  const parts = bytes[lacingAt - 1]
  if (parts === undefined || lacingAt + parts > bytes.length) return null
  if (!bytes.subarray(at, at + CAPTURE.length).equals(CAPTURE)) return null
  const lacing = bytes.subarray(lacingAt, lacingAt + parts)
  return {
    bytes: HEADER_BYTES + parts + lacing.reduce((total, size) => total + size, 0),
    isFirst: (bytes.readUInt8(at + 5) & FIRST) !== 0,
    isLast: (bytes.readUInt8(at + 5) & LAST) !== 0,
    position: Number(bytes.readBigInt64LE(at + 6)),
    serial: bytes.readUInt32LE(at + 14),
    sequence: bytes.readUInt32LE(at + 18),
    content: lacingAt + parts,
    lacing,
  }
}

/** A complete page. */
export interface WholeOggPage extends OggPage {
  /** The segments of its packets. */
  readonly packets: Buffer
  /** Whether its checksum is wrong, so that decoders skip it. */
  readonly damaged: boolean
}

/** The complete pages in `bytes`, from the first one found; null if one is damaged. */
export function oggPagesIn(bytes: Buffer): readonly WholeOggPage[] | null {
  const from = bytes.indexOf(CAPTURE)
  if (from < 0) return []
  const pages = [...pagesFrom(bytes, from)]
  const end = pages.reduce((total, page) => total + page.bytes, from)
  const next = bytes.subarray(end, end + CAPTURE.length)
  const goesOn = next.equals(CAPTURE.subarray(0, next.length))
  return goesOn && pages.every(({ damaged }) => !damaged) ? pages : null
}

function* pagesFrom(bytes: Buffer, from: number): Generator<WholeOggPage> {
  let at = from
  for (;;) {
    const page = readOggPage(bytes, at)
    if (!page || at + page.bytes > bytes.length) return
    const whole = bytes.subarray(at, at + page.bytes)
    const packets = whole.subarray(page.content - at)
    yield { ...page, packets, damaged: !isWholePage(whole) }
    at += page.bytes
  }
}

/** The offset of the checksum in a page. */
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
 * Whether the checksum of a page is right; decoders skip other pages.
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
