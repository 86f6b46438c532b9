/** The head of a page of Ogg. */
export interface OggPage {
  /** Bytes of the whole page. */
  readonly bytes: number
  readonly isFirst: boolean
  readonly isLast: boolean
  /** Where its last packet ends, in units of the codec; -1 where none ends on it. */
  readonly position: number
  readonly serial: number
  /** Its place among the pages of its stream. */
  readonly sequence: number
  /** Where its packets begin, and the sizes of their parts. */
  readonly content: number
  readonly lacing: Buffer
}

/** With what a page begins. */
export const CAPTURE = Buffer.from('OggS\0', 'latin1')
const HEADER_BYTES = 27
const FIRST = 2
const LAST = 4

/** The longest head: that of a page of 255 parts. */
export const LONGEST_HEAD = HEADER_BYTES + 255

/**
 * Reads the head of the page at `at`; null where none is there, or its head is not whole.
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

/** A page with all its bytes. */
export interface WholeOggPage extends OggPage {
  /** The parts of its packets, one after another. */
  readonly packets: Buffer
  /** Whether decoders leave it out, because its checksum is wrong. */
  readonly damaged: boolean
}

/** The whole pages in `bytes`, the first one found and those after it; null where one is damaged. */
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
