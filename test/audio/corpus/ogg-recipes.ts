import { randomBytes, TORN, type Recipe } from './recipe.ts'

/** What a page of Ogg is to be like. */
interface Page {
  readonly packets?: readonly Buffer[]
  /** Parts of packets, of 255 bytes but for the last of a packet; instead of `packets`. */
  readonly segments?: readonly Buffer[]
  readonly position: number
  readonly serial?: number
  /** 1 goes on with a packet, 2 is the first page, 4 the last. */
  readonly flags?: number
}

function page({ packets = [], segments, position, serial = 1, flags = 0 }: Page): Buffer {
  const content = segments ?? packets.flatMap(segmentsOf)
  const lacing = content.map(({ length }) => length)
  const head = Buffer.alloc(27)
  head.write('OggS', 0, 'latin1')
  head.writeUInt8(flags, 5)
  head.writeBigInt64LE(BigInt(position), 6)
  head.writeUInt32LE(serial, 14)
  head.writeUInt8(lacing.length, 26)
  const result = Buffer.concat([head, Buffer.from(lacing), ...content])
  result.writeInt32LE(checksum(result), 22)
  return result
}

/** Bit by bit, as RFC 3533 tells it. */
function checksum(bytes: Buffer): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  }
  return crc
}

function segmentsOf(packet: Buffer): readonly Buffer[] {
  const count = Math.floor(packet.length / 255) + 1
  return Array.from({ length: count }, (_, index) =>
    packet.subarray(index * 255, (index + 1) * 255),
  )
}

const PRESKIP = 312
const PACKET = 960
const RATE = 48_000
const PER_PAGE = 50

function opusHead(): Buffer {
  const head = Buffer.alloc(19)
  head.write('OpusHead\x01\x01', 0, 'latin1')
  head.writeUInt16LE(PRESKIP, 10)
  head.writeUInt32LE(RATE, 12)
  return head
}

/** Packets of 20 ms each. */
function opusPackets(count: number, seed: number): readonly Buffer[] {
  return Array.from({ length: count }, (_, index) => {
    const packet = randomBytes(60 + (index % 30), seed * 100 + index)
    packet.writeUInt8(0x98, 0)
    return packet
  })
}

interface Opus {
  readonly serial?: number
  /** Position at which the first packet begins: above 0 in what was cut out of a longer stream. */
  readonly start?: number
  /** Samples at the end that are not played. */
  readonly trim?: number
}

function opusPages(
  pages: number,
  { serial = 1, start = 0, trim = 0 }: Opus = {},
): readonly Buffer[] {
  return Array.from({ length: pages }, (_, index) => {
    const isLast = index === pages - 1
    const position = start + (index + 1) * PER_PAGE * PACKET - (isLast ? trim : 0)
    return page({ packets: opusPackets(PER_PAGE, index), position, serial, flags: isLast ? 4 : 0 })
  })
}

function heads(serial = 1): readonly Buffer[] {
  return [
    page({ packets: [opusHead()], position: 0, serial, flags: 2 }),
    page({ packets: [Buffer.from('OpusTags\0\0\0\0\0\0\0\0')], position: 0, serial }),
  ]
}

function opus(pages: number, options: Opus = {}): Buffer {
  return Buffer.concat([...heads(options.serial), ...opusPages(pages, options)])
}

function seconds(pages: number): number {
  return (pages * PER_PAGE * PACKET - PRESKIP) / RATE
}

function recipe(name: string, bytes: Buffer, lasting: number, more: Partial<Recipe> = {}): Recipe {
  return { name, file: 'talk.opus', bytes, seconds: lasting, ...more }
}

const pages = opusPages(10)
const leaping = page({ packets: opusPackets(PER_PAGE, 4), position: 2 ** 46 })
const damaged = Buffer.concat([
  ...pages.slice(4, 5).map((whole) => whole.subarray(0, -1)),
  Buffer.from([0]),
])
const CHAINED = /is 2 recordings one after another/
const skeleton = page({
  packets: [Buffer.from('fishead\0'.padEnd(64, '\0'))],
  position: 0,
  serial: 9,
  flags: 2,
})

/** Opus in Ogg, made page by page. */
export const OGG_RECIPES: readonly Recipe[] = [
  recipe('Opus', opus(5), seconds(5)),
  recipe('Opus whose end is trimmed', opus(5, { trim: 500 }), seconds(5) - 500 / RATE),
  recipe('Opus of a single page', opus(1, { trim: 800 }), seconds(1) - 800 / RATE),
  recipe('Opus cut out of a long stream', opus(5, { start: 90_000_000 }), seconds(5)),
  recipe(
    'chained Opus',
    Buffer.concat([opus(3), opus(4, { serial: 2 })]),
    seconds(3) + seconds(4),
    {
      warning: CHAINED,
    },
  ),
  recipe(
    'chained Opus under one serial number',
    Buffer.concat([opus(3), opus(4)]),
    seconds(3) + seconds(4),
    {
      warning: CHAINED,
    },
  ),
  recipe('Opus that was cut off', opus(5).subarray(0, -10), seconds(4), { warning: TORN }),
  recipe(
    'Opus that lacks a page',
    Buffer.concat([...heads(), ...pages.toSpliced(4, 1)]),
    seconds(9),
  ),
  recipe(
    'Opus with random bytes in its midst',
    Buffer.concat([...heads(), ...pages.toSpliced(5, 0, randomBytes(9000, 2))]),
    seconds(10),
  ),
  recipe(
    'Opus with a wrong position',
    Buffer.concat([...heads(), ...pages.toSpliced(4, 1, leaping)]),
    seconds(10),
  ),
  recipe(
    'Opus with a damaged page',
    Buffer.concat([...heads(), ...pages.toSpliced(4, 1, damaged)]),
    seconds(9),
  ),
  recipe('Opus beside a skeleton', Buffer.concat([skeleton, opus(5)]), seconds(5)),
  recipe(
    'Opus whose packets run on from page to page',
    Buffer.concat([...heads(), ...runningOn(6)]),
    seconds(6),
  ),
  {
    name: 'Ogg without sound',
    file: 'talk.ogg',
    bytes: Buffer.concat([...heads()]),
    seconds: null,
    refusal: /no sound after it/,
  },
]

/** Pages that each end in the midst of a packet. */
function runningOn(pageCount: number): readonly Buffer[] {
  const segments = Array.from({ length: pageCount * PER_PAGE }, (_, index) => {
    const packet = randomBytes(300, index)
    packet.writeUInt8(0x98, 0)
    return [packet.subarray(0, 255), packet.subarray(255)]
  }).flat()
  const perPage = PER_PAGE + 1
  const pageTotal = Math.ceil(segments.length / perPage)
  return Array.from({ length: pageTotal }, (_, index) => {
    const first = index * perPage
    const taken = segments.slice(first, first + perPage)
    const position = Math.floor((first + taken.length) / 2) * PACKET
    const last = index === pageTotal - 1 ? 4 : 0
    return page({ segments: taken, position, flags: (first % 2) + last })
  })
}
